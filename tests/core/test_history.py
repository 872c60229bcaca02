"""A live history and the saved one of the same run say the same, whatever went missing on the way."""

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import given, settings
from hypothesis import strategies as st

from gradiometer.bins import BINS
from gradiometer.history import History
from gradiometer.input_moments import InputMoments
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.quantities import HISTOGRAMS
from gradiometer.reports import HistogramReport, Intervention, Report, Row, Skipped, Snapshot
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import Session, load_session
from recorded import ALL_KINDS, SMALL, check_same, make_reports, new_writer, some_finding, some_trial, told_at, write
from synthetic import WATCHED, write_watched
from timed import timed_history, write_timed

REPORTS = make_reports(SMALL, 600)


def leave_out(reports: list[Report], gaps: list[tuple[int, int]]) -> Iterator[Report | Skipped]:
    """What a window gets that lags: not what was measured in some stretches, but all that happened besides."""
    skipping = False
    for index, report in enumerate(reports):
        if isinstance(report, Row | HistogramReport):
            if any(first <= index < last for first, last in gaps):
                skipping = True
                continue
            if skipping:
                yield Skipped(report.step)
                skipping = False
        yield report
    if skipping:
        yield Skipped(told_at(reports[-1]) + 1)


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


def test_what_a_network_does_not_have_has_no_columns(path, saved, tmp_path):
    """Of a stream without rows, and of one with rows of other quantities; at a time, the newest, and in a view."""
    for history in (History.live(SMALL), saved):
        for name in ("hidden_gradient", "surface"):
            assert history.last(name).shape == (0,)
            assert history.at(name, 3) is None
            view = history.view(name, 0, 600, 100)
            assert (view.steps.shape, view.low.shape, view.high.shape) == ((0,), (0, 0), (0, 0))
    looks = {step: {"hidden_gradient": np.ones((2, 5))} for step in (0, 4, 9)}
    read = History.saved(load_session(write_timed(tmp_path / "timed.gradiometer", looks)))
    for history in (timed_history(looks), read):
        assert history.last("cell_gradient").shape == (0,)
        step, values = history.at("cell_gradient", 5)
        assert (step, values.shape) == (4, (0,))
        for name, width in (("cell_gradient", 0), ("hidden_gradient", 15), ("cell_gradient", 0)):
            view = history.view(name, 0, 20, 100)
            assert (view.steps.tolist(), view.low.shape, view.high.shape) == ([0, 4, 9], (3, width), (3, width))
        with pytest.raises(KeyError):
            history.view("nonsense", 0, 20, 100)
    read.release()


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_every_stream_is_in_a_live_history_as_in_a_saved_one(tmp_path, kind):
    experiment = ALL_KINDS[kind]
    reports = make_reports(experiment, 70)
    write(tmp_path / "session", experiment, reports)
    live = History.live(experiment)
    live.append(reports)
    with load_session(tmp_path / "session") as session:
        saved = History.saved(session)
        check_same(live, saved)
        for stream, series in live.streams.items():
            said = [report.values for report in reports if isinstance(report, Row) and report.stream == stream]
            assert series.num_rows == len(said)
            assert len(said) > 10 or series.layout.width == 1 or stream == "evaluation"
        saved.release()


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


def test_what_begins_to_come_again_in_the_middle_of_a_step_is_complete(path, saved):
    """A step says several things. Whichever of them is the first to come through again, what was said of that step
    before it is not lost."""
    first_at = {
        type(report).__name__ + getattr(report, "kind", getattr(report, "stream", "")): index
        for index, report in reversed(list(enumerate(REPORTS)))
        if index > 50
    }
    assert len(first_at) >= len(HISTOGRAMS) + 4
    for index in first_at.values():
        live = History.live(SMALL)
        live.keep_in(path)
        live.append(leave_out(REPORTS, [(20, index)]))
        check_same(live, saved)
        live.release()


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


def test_findings_are_known_as_they_were_told_last(tmp_path):
    """By a live history as by one that follows the file; that one was told again is news."""
    path = tmp_path / "a.gradiometer"
    live, writer = History.live(SMALL), new_writer(path, SMALL)
    followed = History.saved(load_session(path))
    first, second = some_finding(2, 30), some_finding(1, 4)
    later = dataclasses.replace(first, last_step=50, checks=9, has_ended=True)
    for told, expected in (
        ([first], {2: first}),
        ([second], {1: second, 2: first}),
        ([later], {1: second, 2: later}),
    ):
        before = live.happenings, followed.happenings
        live.append(told)
        for report in told:
            writer.add(report)
        assert writer.commit() == ""
        assert followed.follow()
        assert live.findings == followed.findings == expected
        assert list(live.findings) == list(followed.findings) == sorted(expected)
        assert before[0] != live.happenings == followed.happenings != before[1]
    writer.add(later)
    assert writer.commit() == ""
    assert not followed.follow()
    writer.close()
    followed.release()


def test_trials_are_known_as_they_were_told_last(tmp_path):
    """NaN in them is no news. No run tells a trial again, so one of the step from which a run goes on is known too."""
    path = tmp_path / "a.gradiometer"
    first, second = some_trial(2, 30), some_trial(1, 4)
    later = dataclasses.replace(first, adopted="ReLU + He")
    live, writer = History.live(SMALL), new_writer(path, SMALL)
    followed = History.saved(load_session(path))
    for told, expected in ((first, {2: first}), (second, {1: second, 2: first}), (later, {1: second, 2: later})):
        before = live.happenings, followed.happenings
        live.append([told])
        writer.add(told)
        assert writer.commit() == ""
        assert followed.follow()
        assert live.trials == followed.trials == expected
        assert list(live.trials) == list(followed.trials) == sorted(expected)
        assert before[0] != live.happenings == followed.happenings != before[1]
    writer.add(later)
    assert writer.commit() == ""
    assert not followed.follow()
    assert History.saved(load_session(path), before=30).trials == live.trials
    writer.close()
    followed.release()


def test_a_live_history_is_told_of_its_inputs():
    live, inputs = History.live(SMALL), InputMoments(0.1, 0.2, 0.03, 0.0, 1.0)
    assert live.inputs is None
    live.append([inputs])
    assert live.inputs == inputs


def test_a_loop_of_somebodys_own(tmp_path):
    """With no experiment and no settings, also of a step; its bins are those of its widest layer."""
    with load_session(write_watched(tmp_path / "watched.gradiometer")) as session:
        history = History.saved(session)
        assert history.outline == WATCHED
        assert history.experiment is history.settings is history.settings_at(7) is None
        assert history.layer_names == WATCHED.layer_names
        assert history.bins == BINS["float64"]
        assert history.hides_biases
        for kind in HISTOGRAMS:
            assert history.histograms[kind].steps.tolist() == list(range(0, 30, 3))
    plain = dataclasses.replace(WATCHED, layers=WATCHED.layers[1:])
    assert not History(plain, None).hides_biases


def test_biases_are_hidden_as_the_newest_settings_say():
    live = History.live(SMALL)
    now = SMALL.settings
    for normalization in ("batch", "layer", "none"):
        after = dataclasses.replace(now, normalization=normalization)
        live.append([Intervention(3, after, now, after, "")])
        now = after
        assert live.hides_biases == NORMALIZATIONS[normalization].hides_bias
    assert NORMALIZATIONS["batch"].hides_bias
    assert not NORMALIZATIONS["none"].hides_bias


def test_every_histogram_is_taken_once():
    """What comes again, or late, changes nothing."""
    live = History.live(SMALL)
    counts = np.ones((3, live.bins.num_bins + 4), np.uint32)
    live.append(HistogramReport(step, "update", counts) for step in (4, 4, 2, 9))
    timeline = live.histograms["update"]
    assert timeline.steps.tolist() == [4, 9]
    assert timeline.newest_step == 9
    assert all(live.histograms[kind].newest is None for kind in HISTOGRAMS if kind != "update")


def test_before_the_first_step():
    live = History.live(SMALL)
    assert set(live.histograms) == set(HISTOGRAMS)
    assert all(timeline.newest_step == -1 for timeline in live.histograms.values())
    assert live.view("loss", 0, 10, 100).steps.shape == (0,)
    assert live.last("delta_norm").shape == (0,)
    assert live.settings_at(0) == SMALL.settings


def test_steps_stay_in_memory_until_the_file_has_them(tmp_path):
    """A full disk for longer than what memory keeps otherwise."""
    reports = make_reports(SMALL, 6000)
    writer = new_writer(tmp_path / "session.gradiometer", SMALL)
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


def snapshot_of(step: int, seed: int) -> tuple[Snapshot, np.ndarray]:
    """A snapshot that holds the weights of SMALL's second layer alone, and those."""
    weights = np.random.default_rng(seed).normal(size=(8, 8)).astype(np.float32)
    return Snapshot(step, "test", "{}", safetensors.numpy.save({"/network/weight_1": weights})), weights


def test_incoming_weights_are_those_of_the_newest_snapshot_up_to_a_step(tmp_path):
    path, weights = tmp_path / "kept.gradiometer", {}
    writer = new_writer(path, SMALL)
    for step in (0, 40, 90):
        snapshot, weights[step] = snapshot_of(step, step)
        writer.add(snapshot)
    assert writer.commit() == ""
    history = History.saved(load_session(path))
    for asked, step in ((None, 90), (0.0, 0), (39.9, 0), (40.0, 40), (89.0, 40), (90.0, 90), (1e9, 90)):
        found = history.incoming_weights(1, 5, asked)
        assert found is not None
        assert found[:3] == (step, 1, 5)
        np.testing.assert_array_equal(found.values, weights[step][5].astype(np.float64))
    assert history.incoming_weights(1, 8, None) is None
    assert history.incoming_weights(1, -1, None) is None
    assert history.incoming_weights(3, 0, None) is None
    # What another program has added meanwhile is found, and not lost to whoever follows the file.
    snapshot, newer = snapshot_of(120, 120)
    writer.add(snapshot)
    for report in make_reports(SMALL, 3):
        writer.add(report)
    assert writer.commit() == ""
    found = history.incoming_weights(1, 0, None)
    assert found is not None
    assert found.step == 120
    np.testing.assert_array_equal(found.values, newer[0].astype(np.float64))
    assert history.steps.num_rows == 0
    assert history.follow()
    assert history.steps.num_rows == 3
    assert not history.follow()
    # The first layer is not in these snapshots.
    with pytest.raises(SessionFileError, match=r"kept\.gradiometer: the snapshot at step 120 cannot be read"):
        history.incoming_weights(0, 0, None)
    history.release()
    assert history.incoming_weights(1, 0, None) is None
    assert writer.close() == ""


def test_a_session_without_snapshots_knows_no_weights(path, tmp_path):
    with load_session(path) as session:
        assert History.saved(session).incoming_weights(0, 0, None) is None
    with load_session(write_watched(tmp_path / "watched.gradiometer")) as session:
        assert History.saved(session).incoming_weights(0, 0, None) is None
    assert History.live(SMALL).incoming_weights(0, 0, None) is None
