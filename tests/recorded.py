"""Reports of any bits, the session files that they end in, and whether a file says what they said."""

import contextlib
import dataclasses
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from gradiometer.bins import BINS, SPECIALS
from gradiometer.experiment import Experiment
from gradiometer.history import History
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.layout import layouts, step_layout
from gradiometer.quantities import EVALUATION_QUANTITIES, LOOK_QUANTITIES, QUANTITIES, STEP_QUANTITIES
from gradiometer.reports import EvaluationReport, Event, Intervention, LookReport, Report, StepReport
from gradiometer.session_file import Session, SessionFileError, load_session
from gradiometer.session_writer import SessionWriter
from gradiometer.settings import Reinitialize

SMALL = Experiment(hidden=(8, 8), num_train=200, num_held_out=50, histogram_every=5, evaluate_every=20)


def extremes(rows: np.ndarray) -> np.ndarray:
    """Least and largest value of each column, [2, width]; NaN only where a column holds nothing else."""
    gap = np.isnan(rows)
    least = np.where(gap, np.inf, rows).min(axis=0)
    largest = np.where(gap, -np.inf, rows).max(axis=0)
    return np.where(gap.all(axis=0), np.nan, np.stack([least, largest]))


def _any_row(rng: np.random.Generator, step: int, width: int) -> np.ndarray:
    """A row of a step with any bits in its other columns."""
    bits = rng.integers(-(2**63), 2**63, width)
    # Processors make quiet NaNs only.
    bits[np.isnan(bits.view(np.float64))] |= 2**51
    values = bits.view(np.float64)
    values[0] = step
    return values


def make_reports(experiment: Experiment, num_steps: int, seed: int = 0) -> list[Report]:
    """What a run of an experiment might say, with no network behind it: any bits, NaN and Inf among them."""
    rng = np.random.default_rng(seed)
    bins = BINS[experiment.dtype]
    num_layers = len(experiment.layer_names)
    width, look_width = step_layout(num_layers).width, layouts(num_layers)["look"].width
    reports: list[Report] = []
    now = experiment.settings
    for step in range(num_steps):
        while rng.random() < 0.05:
            if rng.random() < 0.5:
                layers = None if rng.random() < 0.5 else tuple(rng.integers(0, num_layers, 2).tolist())
                scheme = str(rng.choice(list(INITIALIZATIONS)))
                change = Reinitialize(scheme=scheme, layers=layers, seed=int(rng.integers(0, 2**62)))
                reports.append(Intervention(step, change, now, now, "drawn anew"))
            else:
                after = dataclasses.replace(now, learning_rate=float(rng.random()), clipping="total")
                reports.append(Intervention(step, after, now, after, "; ".join(["größer", "→"] * int(rng.integers(3)))))
                now = after
        if step % experiment.evaluate_every == 0:
            reports.append(EvaluationReport(step, np.array([step, *rng.integers(0, 2**63, 2).view(np.float64)])))
        if rng.random() < 0.02:
            layer = None if rng.random() < 0.5 else int(rng.integers(num_layers))
            reports.append(Event(step, "non_finite", f"NaN at step {step}: ∂C/∂W\n", layer))
        if rng.random() < 0.3:
            reports.append(LookReport(step, _any_row(rng, step, look_width)))
        values = _any_row(rng, step, width)
        counts = None
        if step % experiment.histogram_every == 0:
            counts = np.zeros((num_layers, bins.num_bins + len(SPECIALS)), np.uint32)
            counts[:, bins.middle - 20 : bins.middle - 10] = rng.integers(0, 2**32, (num_layers, 10))
            counts[:, -4:] = rng.integers(0, 3, (num_layers, 4))
        reports.append(StepReport(step, values, counts))
    return reports


def write(path: Path, experiment: Experiment, reports: list[Report], commit_after: tuple[int, ...] = ()) -> None:
    """Record reports, with a commit after some of them."""
    writer = SessionWriter(path, experiment, {"torch_version": "none"})
    for index, report in enumerate(reports):
        writer.add(report)
        if index in commit_after:
            assert writer.commit() == ""
            assert not writer.has_pending
    assert writer.close() == ""


def same_bits(first: np.ndarray, second: np.ndarray) -> bool:
    return first.dtype == second.dtype and first.shape == second.shape and first.tobytes() == second.tobytes()


def check_holds(session: Session, experiment: Experiment, reports: list[Report]) -> None:
    """The session says exactly what the reports said."""
    num_layers = len(experiment.layer_names)
    layout = step_layout(num_layers)
    steps = [report for report in reports if isinstance(report, StepReport)]
    evaluations = [report for report in reports if isinstance(report, EvaluationReport)]
    assert session.experiment == experiment
    assert session.layer_names == experiment.layer_names
    assert same_bits(session.steps, np.array([report.step for report in steps], np.int64))
    assert same_bits(session.evaluation_steps, np.array([report.step for report in evaluations], np.int64))
    values = np.array([report.values for report in steps]).reshape(-1, layout.width)
    for name, quantity in STEP_QUANTITIES.items():
        assert same_bits(session.quantity(name), values[:, layout.slice(name)])
        assert session.quantity(name).shape == (len(steps), num_layers if quantity.per_layer else 1)
    assert same_bits(session.loss, values[:, layout.slice("loss")][:, 0])
    held_out = np.array([report.values for report in evaluations]).reshape(-1, 3)
    for column, name in enumerate(EVALUATION_QUANTITIES, start=1):
        assert same_bits(session.quantity(name), held_out[:, [column]])
    looks = [report for report in reports if isinstance(report, LookReport)]
    assert same_bits(session.look_steps, np.array([report.step for report in looks], np.int64))
    look_layout = layouts(num_layers)["look"]
    looked = np.array([report.values for report in looks]).reshape(-1, look_layout.width)
    for name in LOOK_QUANTITIES:
        assert same_bits(session.quantity(name), looked[:, look_layout.slice(name)])
    assert session.interventions == tuple(report for report in reports if isinstance(report, Intervention))
    assert session.events == tuple(report for report in reports if isinstance(report, Event))
    measured = [report for report in steps if report.histogram is not None]
    bins = BINS[experiment.dtype]
    assert same_bits(session.histogram_steps, np.array([report.step for report in measured], np.int64))
    width = bins.num_bins + len(SPECIALS)
    counts = np.array([report.histogram for report in measured], np.uint32).reshape(-1, num_layers, width)
    for layer in range(num_layers):
        found, edges = session.histogram(layer)
        assert same_bits(found, counts[:, layer, : bins.num_bins].astype(np.int64))
        assert same_bits(edges, bins.edges)
        assert same_bits(session.specials(layer), counts[:, layer, bins.num_bins :].astype(np.int64))
    for stream, rows in (("step", values), ("evaluation", held_out)):
        assert session.num_rows[stream] == session.count_rows(stream) == len(rows)
        assert same_bits(np.ascontiguousarray(session.blocks(stream, 0, 0, len(rows))[:, 0]), rows)


def check_same(first: History, second: History) -> None:
    """Two histories of one run say the same, to the last bit."""
    assert first.experiment == second.experiment
    assert first.settings == second.settings
    assert first.interventions == second.interventions
    assert first.events == second.events
    for name in ("steps", "evaluations"):
        one, other = getattr(first, name), getattr(second, name)
        assert one.num_rows == other.num_rows
        assert one.span() == other.span()
        for quantity in one.layout.columns:
            for most_points in (max(1, one.num_rows), 7):
                views = [series.view(quantity, *one.span(), most_points) for series in (one, other)]
                assert all(same_bits(mine, theirs) for mine, theirs in zip(views[0][:3], views[1][:3], strict=True))
    assert first.histograms.newest_step == second.histograms.newest_step
    assert np.array_equal(first.histograms.steps, second.histograms.steps)
    for layer in range(len(first.layer_names)):
        assert np.array_equal(first.histograms.image(layer), second.histograms.image(layer))
        assert np.array_equal(first.histograms.newest_row(layer), second.histograms.newest_row(layer))


def read_everything(path: Path) -> None:
    """Open a file and use all that it can give, as the window and the exports do."""
    with load_session(path) as session:
        _ = session.steps, session.evaluation_steps, session.loss, session.histogram_steps
        for name in QUANTITIES:
            session.quantity(name)
        for layer in range(min(3, len(session.layer_names))):
            session.histogram(layer)
            session.specials(layer)
        for _ in session.histogram_rows(after=7):
            pass
        for change in session.interventions:
            _ = change.label, change.short_label
        history = History.saved(session)
        first, last = history.steps.span()
        for most_points in (1, 50, 1000):
            history.view("loss", first, last, most_points)
            history.view("held_out_loss", first, last, most_points)
        history.steps.at((first + last) / 2, "delta_norm")
        history.settings_at(int(last) // 2)
        history.last("weight_gradient_norm")
        for layer in range(min(3, len(session.layer_names))):
            history.histograms.image(layer)
        session.refresh()


def refusal(path: Path, act: Callable[[Path], object] = read_everything) -> str:
    """The sentence that a file is refused with: one line that names the file."""
    with pytest.raises(SessionFileError) as caught:
        act(path)
    sentence = str(caught.value)
    assert str(path) in sentence
    assert len(sentence.splitlines()) == 1
    assert len(sentence) < 500 + len(str(path))
    return sentence.replace(str(path), "FILE")


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """SQLite's own view of a file, to change what is in it."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as database:
        yield database


def alter(path: Path, *statements: str, values: tuple = ()) -> None:
    with opened(path) as database:
        for statement in statements:
            database.execute(statement, values)
