"""Works a map out: what theory expects of each network, and what one batch of the data says.

Cells are measured by joblib, over all cores of this machine, or wherever the backend that is active sends them
(`joblib.parallel_config(backend="dask", scheduler_host="host:8786")`).
"""

from __future__ import annotations

import dataclasses
import math
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np

from gradiometer.data_checks import look_at_data
from gradiometer.examples import Examples
from gradiometer.fields import FieldError
from gradiometer.input_moments import InputMoments
from gradiometer.interrupts import interrupts_ignored
from gradiometer.sweep import SCALE_AXIS, Cell, Critical, Sweep, with_expected
from gradiometer.sweep_axes import AXES
from gradiometer.theory.mean_field import critical_weight_scale, predict

QUANTITY = "weight_gradient_norm"
# joblib's own is five minutes.
_MOST_IDLE_S = 30


class SweepError(FieldError):
    """A map that cannot be measured. The message is one sentence."""


def expect(sweep: Sweep, cell: Cell, inputs: InputMoments) -> Cell:
    """A cell, and what theory says of it."""
    if cell.why_not:
        return cell
    experiment = sweep.experiment(cell.row, cell.column)
    try:
        found = predict(experiment, experiment.settings, inputs, weight_scale=experiment.weight_scale)
    except ArithmeticError:
        # The signal has left the range of floats: such a cell spoils no others.
        return with_expected(cell, math.nan)
    if found.why_not:
        return with_expected(cell, math.nan, found.why_not)
    norms = found.profile(QUANTITY, *found.expected_output())
    with np.errstate(divide="ignore", invalid="ignore"):
        return with_expected(cell, float(np.log10(norms[0]) - np.log10(norms[-1])))


def find_critical(sweep: Sweep, inputs: InputMoments) -> Critical | None:
    """None where no axis is the weight scale."""
    if SCALE_AXIS not in (sweep.up, sweep.across):
        return None
    name = sweep.across if sweep.up == SCALE_AXIS else sweep.up
    scales = []
    for value in sweep.values[name]:
        try:
            experiment = AXES[name].make(sweep.base, value)
        except FieldError:
            scales.append(math.nan)
        else:
            scales.append(critical_weight_scale(experiment, experiment.settings, inputs))
    return Critical(tuple(scales))


def run(
    sweep: Sweep,
    told: Callable[[Cell | Critical], object],
    *,
    cancelled: Callable[[], bool] = lambda: False,
    examples: Examples | None = None,
    jobs: int = -1,
    at_once: int | None = None,
    keeps_workers: bool = False,
) -> None:
    """Work out a map. told: given each cell whenever more is known of it, in this thread: first what theory says of
    all of them, then what is measured, in the order in which it comes.

    cancelled: asked between cells. examples: the data, where they are at hand; else they are loaded. jobs: of joblib,
    -1 for one a core; at_once: how many of them work at the same time, where that is less: a single one of two is a
    process of its own, a single job would be this thread. keeps_workers: whether the processes of this machine, which
    take seconds to start, stay for another map, until `end_workers` or half a minute has passed.

    A network that cannot be measured has its reason in its cell. Raises datasets.DataError, and SweepError where a
    worker is gone.
    """
    # Imported here, because torch takes seconds.
    from joblib import Parallel, delayed

    from gradiometer.first_pass import first_batch, measure_cell

    if examples is None:
        examples = sweep.base.load_examples()
    batches = [first_batch(sweep.base, seed, examples) for seed in sweep.seeds]
    shared = [np.stack([getattr(batch, name) for batch in batches]) for name in ("inputs", "targets")]
    inputs = look_at_data(sweep.base, examples).inputs
    cells = {(cell.row, cell.column): cell for cell in sweep.cells}
    stopped = threading.Event()
    tasks = (
        delayed(measure_cell)(place, sweep.experiment(*place), sweep.seeds, *shared)
        for place, cell in list(cells.items())
        if not (cell.is_over or stopped.is_set() or cancelled())
    )
    parallel = Parallel(
        n_jobs=jobs,
        return_as="generator_unordered",
        batch_size=1,
        # None waits in a line that would have to come to its end.
        pre_dispatch=at_once or "n_jobs",
        # Copied on write: torch warns of arrays that must not be written.
        mmap_mode="c",
        idle_worker_timeout=_MOST_IDLE_S,
    )
    try:
        with interrupts_ignored():
            # A moment: the workers start.
            running = parallel(tasks)
        with _to_its_end(running, stopped) as results:
            for what in _found(sweep, cells, inputs, results):
                if cancelled():
                    return
                told(what)
    finally:
        if not keeps_workers:
            end_workers()


def _found(
    sweep: Sweep, cells: dict[tuple[int, int], Cell], inputs: InputMoments, results: Any
) -> Iterator[Cell | Critical]:
    """All that there is to tell, in its order; meanwhile the workers start."""
    if critical := find_critical(sweep, inputs):
        yield critical
    for place, cell in cells.items():
        cells[place] = expect(sweep, cell, inputs)
        yield cells[place]
    for place, measured, reason in results:
        cells[place] = dataclasses.replace(cells[place], measured=measured, reason=reason)
        yield cells[place]


@contextmanager
def _to_its_end(results: Any, stopped: threading.Event) -> Iterator[Any]:
    """Where the body ends early, what is being measured comes to its end: joblib would kill the workers, which now and
    then ends in a trace of its own threads.
    """
    try:
        yield results
    except BrokenExecutor as error:
        reason = str(error).partition(". ")[0]
        raise SweepError(f"the map cannot be measured, is there enough memory? {reason}") from error
    finally:
        stopped.set()
        # Ctrl+C in a terminal ends the workers too.
        with suppress(BrokenExecutor):
            for _ in results:
                pass


def local_backend() -> str:
    """Of joblib, on this machine. A frozen program cannot start processes that are no copies of itself."""
    return "threading" if getattr(sys, "frozen", False) else "loky"


def end_workers() -> None:
    """End the processes of this machine that wait for another map."""
    if "joblib.externals.loky.reusable_executor" in sys.modules:
        from joblib.externals.loky import get_reusable_executor

        get_reusable_executor(reuse=True).shutdown(kill_workers=True)
