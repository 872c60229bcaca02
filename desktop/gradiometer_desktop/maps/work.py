"""A map worked out for a window: in processes of their own, and in so many that a run beside it keeps a core."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from gradiometer.datasets import DataError
from gradiometer.fields import FieldError
from gradiometer.sweep import Cell, Critical, Sweep

Found = Cell | Critical


def work_out(
    sweep: Sweep,
    messages: deque[Found],
    note: Callable[[int, int], None],
    cancelled: Callable[[], bool],
    *,
    is_training: bool,
) -> None:
    """Fill messages with what is found. note: told how many there are, and of how many; cancelled: asked between cells.

    Raises FieldError.
    """
    # Imported here, in a thread of its own, because torch takes seconds.
    from joblib import cpu_count, parallel_config

    from gradiometer.sweep_run import local_backend, run

    num_told, num_cells = 0, len(sweep.cells)

    def told(what: Found) -> None:
        nonlocal num_told
        messages.append(what)
        num_told += 1
        note(num_told, 2 * num_cells)

    num_cores = cpu_count()
    try:
        with parallel_config(backend=local_backend()):
            # A single job would be done in this process, whose interpreter the window and a run share already.
            run(
                sweep,
                told,
                cancelled=cancelled,
                jobs=max(2, num_cores),
                at_once=max(1, num_cores - is_training),
                keeps_workers=True,
            )
    except DataError as error:
        raise FieldError(str(error)) from error
