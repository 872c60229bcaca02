"""A map worked out: the same numbers wherever its cells are measured, and nothing is left behind."""

import dataclasses
import math
import multiprocessing
import os
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from joblib import parallel_config

from gradiometer import first_pass, sweep_run
from gradiometer.data_checks import look_at_data
from gradiometer.datasets import DataError
from gradiometer.experiment import Experiment
from gradiometer.first_pass import first_batch
from gradiometer.settings import Settings
from gradiometer.sweep import Cell, Critical, RatioMap, Sweep
from gradiometer.sweep_run import SweepError, end_workers, expect, find_critical, local_backend, run
from gradiometer.theory.mean_field import critical_weight_scale, predict
from reference_first import reference_norms
from shared import SMALL, TIMEOUT_MS

VALUES = {"depth": (1, 3), "weight_scale": (0.5, 1.0, 4.0)}
SWEEP = Sweep(SMALL, values=VALUES)


@pytest.fixture(autouse=True, scope="module")
def _no_worker_left():
    yield
    end_workers()


def num_workers() -> int:
    """Processes of joblib's that this one has started and that are still there."""
    count = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            command = (status.parent / "cmdline").read_bytes()
        except OSError:
            # It has ended meanwhile.
            continue
        count += parent == os.getpid() and b"LokyProcess" in command
    return count


def worked_out(sweep: Sweep, examples, **options) -> RatioMap:
    found = RatioMap(sweep)
    run(sweep, found.take, examples=examples, **options)
    assert found.num_over == len(found.cells)
    return found


@pytest.fixture(scope="module")
def found(examples) -> RatioMap:
    """In this thread."""
    return worked_out(SWEEP, examples, jobs=1)


def test_cells_are_what_numpy_says(found, examples):
    """The median over three draws of log10 |g_1| / |g_L|."""
    for (row, column), cell in found.cells.items():
        experiment = SWEEP.experiment(row, column)
        for seed, measured in zip(SWEEP.seeds, cell.measured, strict=True):
            norms = reference_norms(experiment, seed, first_batch(SMALL, seed, examples))
            assert measured == pytest.approx(math.log10(norms[0] / norms[-1]), abs=1e-10)
        assert cell.median == sorted(cell.measured)[1]
        assert cell.note == ""


def test_cells_are_what_theory_says(found, examples):
    inputs = look_at_data(SMALL, examples).inputs
    for (row, column), cell in found.cells.items():
        experiment = dataclasses.replace(SMALL, hidden=(12,) * VALUES["depth"][row])
        scale = VALUES["weight_scale"][column]
        prediction = predict(experiment, experiment.settings, inputs, weight_scale=scale)
        norms = prediction.profile("weight_gradient_norm", *prediction.expected_output())
        assert cell.expected == pytest.approx(math.log10(norms[0] / norms[-1]))
        # Layers of twelve units scatter.
        assert abs(cell.difference) < 0.6
    deep = dataclasses.replace(SMALL, hidden=(12,) * 3)
    critical = critical_weight_scale(deep, deep.settings, inputs)
    assert 4.0 < critical < 30.0
    np.testing.assert_array_equal(found.critical.scales, [math.nan, critical])


@pytest.mark.parametrize("at_once", [None, 1])
@pytest.mark.parametrize("backend", ["loky", "threading"])
def test_it_makes_no_difference_who_measures(found, examples, backend, at_once):
    with parallel_config(backend=backend):
        others = worked_out(SWEEP, examples, jobs=2, at_once=at_once, keeps_workers=True)
    # Equal to the last bit.
    assert others.cells == found.cells
    assert others.critical == found.critical


def test_a_large_batch_is_shared_and_not_copied(examples):
    """Above a megabyte joblib maps it into the other processes: a warning of torch's would be printed there."""
    base = dataclasses.replace(SMALL, num_train=2000, num_held_out=0, batch_size=2000)
    sweep = Sweep(base, values={"depth": (1,), "weight_scale": (1.0, 2.0)}, num_seeds=1)
    with parallel_config(backend="loky"):
        found = worked_out(sweep, examples, jobs=2, keeps_workers=True)
    for (row, column), cell in found.cells.items():
        norms = reference_norms(sweep.experiment(row, column), 0, first_batch(base, 0, examples))
        assert cell.measured[0] == pytest.approx(math.log10(norms[0] / norms[-1]), abs=1e-10)


def test_what_theory_says_comes_first_and_each_cell_once(examples):
    told = []
    run(SWEEP, told.append, examples=examples, jobs=1)
    assert isinstance(told[0], Critical)
    before, after = told[1:7], told[7:]
    assert [(cell.row, cell.column) for cell in before] == list(RatioMap(SWEEP).cells)
    assert not any(cell.is_over for cell in before)
    assert all(math.isfinite(cell.expected) for cell in before)
    assert sorted((cell.row, cell.column) for cell in after) == list(RatioMap(SWEEP).cells)
    assert all(cell.is_over for cell in after)


def test_cells_that_cannot_be_are_passed_over(examples):
    base = dataclasses.replace(SMALL, settings=Settings(skip=True))
    found = worked_out(Sweep(base, values=VALUES), examples, jobs=1)
    for (row, _column), cell in found.cells.items():
        assert bool(cell.measured) == (row == 1)
        assert cell.reason.startswith("settings.skip = True is not allowed") == (row == 0)
    # With skips there is none.
    assert np.isnan(found.critical.scales).all()


def test_an_error_in_a_cell_is_its_reason(examples, monkeypatch):
    def measure(experiment, seed, batch, norms=first_pass.first_norms):
        if len(experiment.hidden) == 3:
            raise RuntimeError("no memory")
        return norms(experiment, seed, batch)

    monkeypatch.setattr(first_pass, "first_norms", measure)
    found = worked_out(SWEEP, examples, jobs=1)
    assert {cell.reason for (row, _), cell in found.cells.items() if row == 1} == {"It cannot be computed: no memory"}
    assert all(cell.measured for (row, _), cell in found.cells.items() if row == 0)


def test_gradients_that_are_zero_or_not_finite_have_no_number(examples):
    """ReLUs whose biases are all 0 die one layer after the other; weights of 1e6 overflow in enough layers."""
    values = {"depth": (200,), "weight_scale": (1e-6, 1e6)}
    base = dataclasses.replace(SMALL, settings=Settings(activation="relu"), initialization="xavier")
    found = worked_out(Sweep(base, values=values, num_seeds=1), examples, jobs=1)
    assert all(cell.is_over and not math.isfinite(cell.median) and cell.note for cell in found.cells.values())


def test_where_there_is_no_theory_it_is_said_and_measured(few_digits):
    base = Experiment(family="gru", data="adding", loss="squared_error", hidden=(4,), num_train=64, length=9)
    base = dataclasses.replace(base, num_held_out=0, batch_size=8)
    found = worked_out(Sweep(base, "depth", "initialization", {"depth": (1, 2)}), None, jobs=1)
    assert {cell.why_not for cell in found.cells.values()} == {"No theory for recurrent networks here."}
    assert np.isfinite(found.measured).all()
    assert found.critical is None


def test_data_that_are_gone():
    facts = dataclasses.replace(SMALL.known_facts, checksum="crc 1234")
    base = dataclasses.replace(SMALL, data="file", file="gone.npz", facts=facts)
    with pytest.raises(DataError, match=r"gone\.npz"):
        run(Sweep(base, values=VALUES), lambda _: None, jobs=1)


@pytest.mark.parametrize("backend", ["loky", "threading"])
@pytest.mark.parametrize("after", ["expected", "measured"])
def test_cancelled_it_ends_soon_and_leaves_nothing_running(examples, backend, after):
    sweep = Sweep(SMALL, values={"depth": (1, 2, 3, 4, 5, 6), "weight_scale": tuple(range(1, 11))})
    told: list[Cell] = []

    def cancelled() -> bool:
        return any(cell.is_over == (after == "measured") for cell in told)

    threads = set(threading.enumerate())
    with parallel_config(backend=backend):
        run(
            sweep,
            lambda what: told.append(what) if isinstance(what, Cell) else None,
            cancelled=cancelled,
            examples=examples,
            jobs=2,
        )
    assert sum(cell.is_over for cell in told) == (after == "measured")
    assert num_workers() == 0
    # They are told to end, and take their moment.
    for thread in set(threading.enumerate()) - threads:
        thread.join(TIMEOUT_MS / 1000)
        assert not thread.is_alive()


def test_an_error_of_who_is_told_leaves_nothing_running(examples):
    def told(what: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), parallel_config(backend="loky"):
        run(SWEEP, told, examples=examples, jobs=2)
    assert num_workers() == 0
    assert not multiprocessing.active_children()


def test_a_worker_that_is_gone_is_a_sentence(examples, monkeypatch):
    monkeypatch.setattr(first_pass, "measure_cell", _vanish)
    with pytest.raises(SweepError, match="is there enough memory"), parallel_config(backend="loky"):
        run(SWEEP, lambda _: None, examples=examples, jobs=2)
    assert num_workers() == 0


def _vanish(*_: object) -> None:
    os.kill(os.getpid(), 9)


def test_a_frozen_program_starts_no_processes(monkeypatch):
    assert local_backend() == "loky"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert local_backend() == "threading"


def test_expected_alone_needs_no_torch(examples):
    """The window draws it while torch is still being loaded."""
    inputs = look_at_data(SMALL, examples).inputs
    assert math.isfinite(expect(SWEEP, SWEEP.cells[0], inputs).expected)
    assert find_critical(Sweep(SMALL, "depth", "activation"), inputs) is None
    assert not hasattr(sweep_run, "torch")


@pytest.mark.long
def test_on_a_cluster(found, examples):
    """Two workers of a dask scheduler on this machine, as they might be on others."""
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
        parallel_config(backend="dask", client=client),
    ):
        others = worked_out(SWEEP, examples)
    assert others.cells == found.cells
