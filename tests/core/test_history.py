"""A live history and the saved one of the same run say the same, whatever went missing on the way."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradiometer.history import History
from gradiometer.reports import EvaluationReport, Intervention, Report, Skipped, StepReport
from gradiometer.session_file import Session, SessionFileError, load_session
from gradiometer.session_writer import SessionWriter
from recorded import SMALL, check_same, make_reports, write

REPORTS = make_reports(SMALL, 600)


def leave_out(reports: list[Report], gaps: list[tuple[int, int]]) -> Iterator[Report | Skipped]:
    """What a window gets that lags: not the steps and evaluations of some stretches, but all that happened besides."""
    skipping = False
    for index, report in enumerate(reports):
        if isinstance(report, StepReport | EvaluationReport):
            if any(first <= index < last for first, last in gaps):
                skipping = True
                continue
            if skipping:
                yield Skipped(report.step)
                skipping = False
        yield report
    if skipping:
        yield Skipped(reports[-1].step + 1)


def in_pieces(reports: Iterable[Report | Skipped], size: int) -> Iterator[list[Report | Skipped]]:
    together = list(reports)
    for first in range(0, len(together), size):
        yield together[first : first + size]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("history") / "session.gradiometer"
    write(path, SMALL, REPORTS, commit_after=tuple(range(0, len(REPORTS), 50)))
    return path


@pytest.fixture
def saved(path: Path) -> Iterator[History]:
    history = History.saved(load_session(path))
    yield history
    history.release()


@pytest.mark.parametrize("has_file", [False, True])
@pytest.mark.parametrize("size", [1, 37, 10_000])
def test_a_live_history_is_the_saved_one(path, saved, has_file, size):
    live = History.live(SMALL)
    if has_file:
        live.keep_in(path)
    for piece in in_pieces(REPORTS, size):
        live.append(piece)
    check_same(live, saved)
    live.release()


INDICES = st.integers(0, len(REPORTS) + 10)
RANGES = st.tuples(INDICES, INDICES).map(sorted).map(tuple)


@settings(max_examples=40)
@given(st.lists(RANGES, max_size=5), st.integers(1, 900))
def test_what_was_left_out_comes_from_the_file(path, gaps, size):
    live, saved = History.live(SMALL), History.saved(load_session(path))
    live.keep_in(path)
    for piece in in_pieces(leave_out(REPORTS, gaps), size):
        live.append(piece)
    check_same(live, saved)
    live.release()
    saved.release()


def test_what_cannot_be_read_now_is_read_later(path, saved, monkeypatch):
    live = History.live(SMALL)
    live.keep_in(path)
    pieces = in_pieces(leave_out(REPORTS, [(100, 200), (300, 400)]), 40)
    refresh = Session.refresh
    failures = 0

    def fail(session: Session) -> None:
        raise SessionFileError("another program is writing it")

    for number, piece in enumerate(pieces):
        monkeypatch.setattr(Session, "refresh", fail if number % 4 else refresh)
        try:
            live.append(piece)
        except SessionFileError:
            failures += 1
    assert failures > 2
    monkeypatch.setattr(Session, "refresh", refresh)
    live.append([])
    check_same(live, saved)
    live.release()


def test_the_settings_in_force_at_a_step(saved):
    changes = [report for report in REPORTS if isinstance(report, Intervention)]
    assert len(changes) > 10
    for step in range(-1, 602):
        expected = SMALL.settings
        for change in changes:
            if change.step <= step:
                expected = change.after
        assert saved.settings_at(step) == expected
    assert saved.settings == saved.settings_at(600) != SMALL.settings


def test_each_quantity_comes_from_its_own_stream(saved, path):
    with load_session(path) as session:
        for name in ("loss", "delta_norm", "held_out_loss", "held_out_accuracy"):
            steps = session.evaluation_steps if name.startswith("held_out") else session.steps
            view = saved.view(name, 0, 600, 10_000)
            np.testing.assert_array_equal(view.steps, steps)
            np.testing.assert_array_equal(view.low, session.quantity(name))
            np.testing.assert_array_equal(view.high, session.quantity(name))
            np.testing.assert_array_equal(saved.last(name), session.quantity(name)[-1])


def test_before_the_first_step():
    live = History.live(SMALL)
    assert live.view("loss", 0, 10, 100).steps.shape == (0,)
    assert live.last("delta_norm").shape == (0,)
    assert live.settings_at(0) == SMALL.settings


def test_steps_stay_in_memory_until_the_file_has_them(tmp_path):
    """A full disk for longer than what memory keeps otherwise."""
    reports = make_reports(SMALL, 6000)
    writer = SessionWriter(tmp_path / "session.gradiometer", SMALL)
    live = History.live(SMALL)
    live.steps._most = live.evaluations._most = 256
    live.keep_in(writer.path)
    for piece in in_pieces(reports, 100):
        for report in piece:
            writer.add(report)
        live.append(piece)
    assert live.view("loss", 0, 6000, 10_000).steps.shape == (6000,)
    assert live.steps._levels[0].start == 0
    assert writer.commit() == ""
    more = [report for report in make_reports(SMALL, 14_000) if report.step >= 6000]
    for piece in in_pieces(more, 100):
        for report in piece:
            writer.add(report)
        writer.commit()
        live.append(piece)
    assert live.steps._levels[0].start > 6000
    assert writer.close() == ""
    saved = History.saved(load_session(writer.path))
    assert live.steps.num_rows == saved.steps.num_rows == 14_000
    for history in (live, saved):
        np.testing.assert_array_equal(history.view("step", 0, 14_000, 20_000).steps, np.arange(14_000))
    live.release()
    saved.release()


def test_a_file_that_cannot_be_read_costs_no_row(path, tmp_path, saved, monkeypatch):
    def fail(session: Session, stream: str) -> int:
        raise SessionFileError("another program is writing it")

    empty = tmp_path / "empty"
    write(empty, SMALL, [])
    live = History.live(SMALL)
    live.steps._most = live.evaluations._most = 16
    live.keep_in(empty)
    with monkeypatch.context() as patched:
        patched.setattr(Session, "count_rows", fail)
        for piece in in_pieces(REPORTS, 50):
            live.append(piece)
    check_same(live, saved)
    empty.unlink()
    with pytest.raises(SessionFileError, match="cannot be opened: No such file"):
        live.keep_in(empty)
