"""Where a run's reports go, its snapshots and limits; and a run that goes on in a file as if it had never stopped."""

import dataclasses
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections import deque
from pathlib import Path

import numpy as np
import pytest

from gradiometer.continuing import Resume, check_ends, last_step
from gradiometer.datasets import DATASETS, Examples
from gradiometer.experiment import Experiment
from gradiometer.history import History
from gradiometer.input_moments import InputMoments
from gradiometer.quantities import HISTOGRAMS
from gradiometer.recorder import Recorder, Stored
from gradiometer.reports import Event, Finding, Intervention, Note, Snapshot, StepReport
from gradiometer.runner import Runner
from gradiometer.session_copy import copy_session
from gradiometer.session_editor import set_texts
from gradiometer.session_file import load_session
from gradiometer.session_storage import StorageError
from gradiometer.settings import Change, Reinitialize, Settings
from gradiometer.snapshot import unpack
from recorded import SMALL, make_reports, read_everything, some_finding
from scripted import let_say

pytestmark = pytest.mark.usefixtures("few_digits")

TIMED = {"elapsed", "watch_time", "watch_share"}
CHANGES: dict[int, list[Change]] = {
    30: [Settings(activation="relu", normalization="batch", optimizer="adam", learning_rate=0.01)],
    45: [Reinitialize(scheme="he", seed=3)],
}
INPUTS = InputMoments(0.1, 0.2, 0.03, 0.0, 1.0)
# All at every step, so that no clock decides what is recorded.
RUN = Experiment(
    hidden=(6, 6),
    num_train=200,
    num_held_out=50,
    batch_size=16,
    norms_every=1,
    histogram_every=1,
    evaluate_every=7,
    watch_everything=True,
    snapshot_every=20,
    steps=60,
)


def run(
    experiment: Experiment,
    path: Path,
    resume: Resume | None = None,
    error: str = "",
    changes: dict[int, list[Change]] = CHANGES,
) -> Runner:
    schedule = {step: [*each] for step, each in changes.items() if resume is None or step >= resume.step}
    runner = Runner(experiment, path, schedule=schedule, with_window=False, resume=resume)
    runner.play()
    runner.start()
    runner.join(60)
    assert runner.finished is not None
    assert runner.finished.error == error
    return runner


def check_says_the_same(path: Path, whole: Path) -> None:
    """All that two files hold, to the last bit; but for what a clock said, and that one of them was gone on with."""
    with load_session(path) as session, load_session(whole) as other:
        for stream, layout in session.outline.layouts.items():
            assert session.num_rows[stream] == other.num_rows[stream]
            assert (session.num_rows[stream] > 0) == (layout.width > 1)
            for level in range(3):
                end = session.num_rows[stream] // 16**level
                mine, theirs = (each.blocks(stream, level, 0, end).copy() for each in (session, other))
                for name in TIMED & layout.columns.keys():
                    mine[..., layout.slice(name)] = theirs[..., layout.slice(name)] = 0
                assert mine.tobytes() == theirs.tobytes()
        for kind in HISTOGRAMS:
            mine, theirs = (list(each.histogram_rows(kind)) for each in (session, other))
            for index in range(2):
                np.testing.assert_array_equal(
                    *(np.concatenate([rows[index] for rows in each]) for each in (mine, theirs))
                )
        assert session.interventions == other.interventions
        assert [event for event in session.events if event.kind != "resumed"] == list(other.events)
        final = [unpack(each.snapshot(60)) for each in (session, other)]
        assert final[0]["network"].keys() == final[1]["network"].keys()
        for name, tensor in final[0]["network"].items():
            assert tensor.numpy().tobytes() == final[1]["network"][name].numpy().tobytes()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, examples: Examples) -> Path:
    """A run of 60 steps that never stopped."""
    path = tmp_path_factory.mktemp("whole") / "whole.gradiometer"
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(DATASETS, "mnist", dataclasses.replace(DATASETS["mnist"], load=lambda spec: examples))
        run(RUN, path)
    return path


def test_snapshots_are_taken_by_schedule_and_before_changes(whole):
    with load_session(whole) as session:
        assert [(place.step, place.reason) for place in session.snapshots] == [
            (0, "start"),
            (20, "schedule"),
            (30, "change"),
            (40, "schedule"),
            (45, "change"),
            (60, "end"),
        ]
        before = unpack(session.snapshot(30))
        assert before["settings"] == RUN.settings.as_dict()
        assert session.has_ended


def test_what_is_found_is_recorded_and_told_in_its_place(tmp_path, monkeypatch):
    first, second = some_finding(1), some_finding(2)
    later = dataclasses.replace(first, last_step=9, has_ended=True)
    let_say(monkeypatch, {3: [first], 5: [second, later]}, at_last=[dataclasses.replace(second, last_step=20)])
    reports = [report for report in make_reports(SMALL, 12) if not isinstance(report, Finding)]
    recorder, messages = new_recorder(tmp_path / "a.gradiometer")
    for report in reports:
        recorder.record(report)
    # Also where no window takes the measurements.
    assert [message for message in messages if isinstance(message, Finding)] == [first, second, later]
    assert recorder.complete() == recorder.complete() == ""
    with load_session(tmp_path / "a.gradiometer") as session:
        assert session.findings == (later, dataclasses.replace(second, last_step=20))
        assert session.inputs == INPUTS
        assert session.meta["rule_set"] == "gradiometer"
    assert messages[-1] == dataclasses.replace(second, last_step=20)


def test_findings_outlast_a_kill(tmp_path, monkeypatch):
    """What was committed is there, though nobody said how the findings stand at the end."""
    let_say(monkeypatch, {3: [some_finding(1)], 5: [some_finding(2)]}, at_last=[some_finding(3)])
    recorder, _ = new_recorder(tmp_path / "a.gradiometer")
    for report in make_reports(SMALL, 5):
        recorder.record(report)
    recorder.commit()
    assert recorder.writer is not None
    recorder.writer.abandon()
    with load_session(tmp_path / "a.gradiometer") as session:
        assert some_finding(1) in session.findings
        assert not session.has_ended


@pytest.mark.parametrize("is_own_file", [True, False])
def test_who_judges_a_run_that_goes_on_knows_what_was_before(tmp_path, monkeypatch, is_own_file):
    path = tmp_path / "run.gradiometer"
    found = some_finding(4, 20, last_step=31)
    made = let_say(monkeypatch, {24: [found]})
    run(dataclasses.replace(RUN, steps=32), path)
    target = path if is_own_file else tmp_path / "branch.gradiometer"
    step, last_step = (32, 31) if is_own_file else (30, 29)
    run(dataclasses.replace(RUN, steps=33), target, Resume(path, step))
    known = made[1]
    assert known.findings == (dataclasses.replace(found, last_step=last_step),)
    assert known.inputs == made[0].inputs
    # All that was judged before, and nothing of it again.
    kinds = Intervention | Event | StepReport
    before = [report for report in made[0].heard if isinstance(report, kinds) and report.step < step]
    told = [(type(report), report.step) for report in known.known]
    assert told == [(type(report), report.step) for report in before]
    assert {report.step for report in known.heard} == set(range(step, 33))
    with load_session(target) as session:
        assert session.findings == (dataclasses.replace(found, last_step=last_step),)
        assert session.inputs == known.inputs


@pytest.mark.parametrize("stop", [1, 25, 30, 40, 59])
def test_a_run_goes_on_in_its_own_file(tmp_path, whole, stop):
    path = tmp_path / "run.gradiometer"
    run(dataclasses.replace(RUN, steps=stop), path)
    with load_session(path) as session:
        assert session.snapshots[-1].step == stop
        assert last_step(session) == stop - 1
    run(RUN, path, Resume(path, stop))
    check_says_the_same(path, whole)
    read_everything(path)
    with load_session(path) as session:
        [event] = [event for event in session.events if event.kind == "resumed"]
        assert event.step == stop
        assert event.text == f"continued from the snapshot before step {stop}, as if it had never stopped"
        assert session.experiment == RUN
        assert session.has_ended


@pytest.mark.parametrize(
    "values",
    [
        {"family": "lstm", "data": "adding", "length": 6, "loss": "squared_error", "settings": Settings(skip=True)},
        {"data": "moons", "settings": Settings(activation="tanh")},
    ],
)
def test_a_run_through_time_or_over_the_plane_goes_on(tmp_path, values):
    """With streams that the other runs have not got."""
    experiment = dataclasses.replace(RUN, steps=20, **values)
    whole, path = tmp_path / "whole.gradiometer", tmp_path / "run.gradiometer"
    run(experiment, whole, changes={})
    run(dataclasses.replace(experiment, steps=9), path, changes={})
    run(experiment, path, Resume(path, 9), changes={})
    with load_session(path) as session, load_session(whole) as other:
        for stream, layout in session.outline.layouts.items():
            end = session.num_rows[stream]
            assert end == other.num_rows[stream] == ({"evaluation": 3}.get(stream, 20) if layout.width > 1 else 0)
            mine, theirs = (each.blocks(stream, 0, 0, end).copy() for each in (session, other))
            for name in TIMED & layout.columns.keys():
                mine[..., layout.slice(name)] = theirs[..., layout.slice(name)] = 0
            assert mine.tobytes() == theirs.tobytes()
    read_everything(path)


def test_more_than_once(tmp_path, whole):
    path = tmp_path / "run.gradiometer"
    run(dataclasses.replace(RUN, steps=13), path)
    run(dataclasses.replace(RUN, steps=33), path, Resume(path, 13))
    run(RUN, path, Resume(path, 33))
    check_says_the_same(path, whole)


@pytest.mark.parametrize("step", [0, 20, 30, 45])
def test_a_run_goes_on_from_its_middle_in_another_file(tmp_path, whole, step):
    content, path = whole.read_bytes(), tmp_path / "branch.gradiometer"
    run(RUN, path, Resume(whole, step))
    check_says_the_same(path, whole)
    assert whole.read_bytes() == content
    with load_session(path) as session, load_session(whole) as source:
        parent = json.loads(session.meta["parent"])
        assert parent == {"id": source.meta["id"], "file": whole.name, "step": step}
        assert session.meta["id"] != source.meta["id"]
        assert [place.step for place in session.snapshots] == [0, 20, 30, 40, 45, 60]


def test_another_way_from_the_middle(tmp_path, whole):
    """Without the changes that the first run saw."""
    path = tmp_path / "branch.gradiometer"
    runner = Runner(RUN, path, with_window=False, resume=Resume(whole, 30))
    runner.play()
    runner.start()
    runner.join(60)
    with load_session(path) as session, load_session(whole) as other:
        assert session.interventions == ()
        mine, theirs = session.loss, other.loss
        assert mine[:30].tobytes() == theirs[:30].tobytes()
        assert (mine[31:] != theirs[31:]).all()


def test_what_was_recorded_is_never_taken_away(tmp_path, whole):
    path = tmp_path / "copy.gradiometer"
    copy_session(whole, path)
    content = path.read_bytes()
    with load_session(path) as session, pytest.raises(StorageError, match="goes on behind step 30"):
        check_ends(session, 30)
    run(RUN, path, Resume(path, 30), error=f"{path} goes on behind step 30: go on in a new file")
    with load_session(path) as session:
        assert session.num_rows["step"] == 60
    assert len(path.read_bytes()) == len(content)


def test_a_step_that_no_run_has_come_to(tmp_path, whole):
    path = tmp_path / "branch.gradiometer"
    sentence = f"{whole} cannot be continued from step {10**9}: choose one from 0 to 60"
    run(RUN, path, Resume(whole, 10**9), error=sentence)
    assert not path.exists()


def test_a_step_between_two_snapshots_is_replayed(tmp_path, whole):
    """Through the changes before it, without which other numbers would follow."""
    path = tmp_path / "branch.gradiometer"
    with load_session(whole) as session:
        assert [place.step for place in session.snapshots][1:3] == [20, 30]
    run(RUN, path, Resume(whole, 33, "back again"))
    check_says_the_same(path, whole)
    with load_session(whole) as session, load_session(path) as branch:
        assert branch.parent == (session.meta["id"], whole.name, 33, "back again")
        assert branch.events[-1].text == "continued from step 33, replayed, as if it had never stopped"


def test_where_the_snapshot_is_of_something_else(tmp_path, whole):
    path = tmp_path / "branch.gradiometer"
    runner = Runner(dataclasses.replace(RUN, hidden=(5, 5)), path, with_window=False, resume=Resume(whole, 20))
    runner.start()
    runner.join(60)
    assert runner.finished is not None
    assert runner.finished.error.startswith(f"{whole} cannot be continued: the snapshot does not fit")
    assert runner.finished.trace == ""
    assert not path.exists()


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        ({"torch_version": "1.2.3"}, "PyTorch was 1.2.3 and is "),
        ({"cpu_capability": "ABACUS"}, "what the processor can do was ABACUS and is "),
        ({"device_name": "A fast card"}, "the device was A fast card and is CPU"),
        ({"num_threads": "0"}, "the number of threads was 0 and is "),
    ],
)
def test_it_says_why_it_may_not_be_exact(tmp_path, whole, texts, reason):
    path = tmp_path / "copy.gradiometer"
    copy_session(whole, path)
    set_texts(path, texts)
    run(dataclasses.replace(RUN, steps=63), path, Resume(path, 60))
    with load_session(path) as session:
        [event] = [event for event in session.events if event.kind == "resumed"]
        assert event.text.startswith("continued from the snapshot before step 60, but not to the last bit, because ")
        assert reason in event.text
        assert session.num_rows["step"] == 63


def test_the_number_of_threads_is_that_of_the_session(tmp_path, whole):
    import torch

    path = tmp_path / "copy.gradiometer"
    copy_session(whole, path)
    set_texts(path, {"num_threads": "3"})
    before = torch.get_num_threads()
    try:
        runner = run(dataclasses.replace(RUN, steps=62), path, Resume(path, 60))
    finally:
        torch.set_num_threads(before)
    assert next(message for message in runner.messages if hasattr(message, "num_threads")).num_threads == 3
    with load_session(path) as session:
        [event] = [event for event in session.events if event.kind == "resumed"]
        assert event.text.endswith("as if it had never stopped")


# A run that is killed, of 400 examples that are read anew, with a snapshot for every 20th step.
CHILD = """
import dataclasses, sys, threading
from pathlib import Path
from gradiometer.presets import load_experiment
from gradiometer.runner import Runner

experiment = dataclasses.replace(load_experiment("digits"), num_train=400, num_held_out=50, snapshot_every=20)
runner = Runner(experiment, Path(sys.argv[1]), with_window=False)
runner.play()
runner.start()
while runner.step < 50:
    runner.join(0.01)
print(runner.step, flush=True)
runner.join()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_a_run_that_was_killed_goes_on(tmp_path):
    path, branch = tmp_path / "killed.gradiometer", tmp_path / "branch.gradiometer"
    with subprocess.Popen([sys.executable, "-c", CHILD, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert int(process.stdout.readline()) >= 50
        while True:
            with load_session(path) as session:
                if session.snapshots and session.snapshots[-1].step >= 20:
                    break
            assert process.poll() is None
        os.kill(process.pid, signal.SIGKILL)
    with load_session(path) as session:
        assert not session.has_ended
        assert session.experiment is not None
        step, experiment = session.snapshots[-1].step, session.experiment
    # The lock went with the program.
    run(dataclasses.replace(experiment, steps=step + 10), branch, Resume(path, step))
    with load_session(branch) as session:
        assert last_step(session) == step + 9
        assert session.snapshots[-1].step == step + 10


# --- limits


def new_recorder(path: Path | None, **options: object) -> tuple[Recorder, deque]:
    messages: deque = deque()
    recorder = Recorder(dataclasses.replace(SMALL, **options), path, messages, with_window=False)
    recorder.begin({"device_name": "CPU"}, INPUTS)
    return recorder, messages


def test_snapshots_keep_to_their_limit(tmp_path):
    recorder, _ = new_recorder(tmp_path / "a.gradiometer", snapshot_mb=0.01, snapshot_every=1)
    for step in range(40):
        recorder.step = step
        assert recorder.snapshot_is_due
        recorder.keep(lambda: Snapshot(recorder.step, "schedule", "{}", bytes(998)))
    assert recorder.complete() == ""
    with load_session(tmp_path / "a.gradiometer") as session:
        assert len(session.snapshots) == 10
        assert session.snapshots[-1].step == 39


def test_a_snapshot_too_large_is_said_once(tmp_path):
    recorder, messages = new_recorder(tmp_path / "a.gradiometer", snapshot_mb=0.001, snapshot_every=1)
    for step in range(3):
        recorder.step = step
        if recorder.snapshot_is_due:
            recorder.keep(lambda: Snapshot(recorder.step, "schedule", "{}", bytes(2_000_000)))
    recorder.complete()
    [event] = [message for message in messages if isinstance(message, Event)]
    assert event.kind == "snapshots"
    assert event.text == (
        "a snapshot takes 2 MB, and all together may take 0.001: there are none, so this run cannot be continued"
    )
    with load_session(tmp_path / "a.gradiometer") as session:
        assert session.snapshots == ()
        assert session.events == (event,)


def test_no_snapshots_are_wanted(tmp_path, whole):
    path = tmp_path / "run.gradiometer"
    run(dataclasses.replace(RUN, snapshot_mb=0.0), path)
    with load_session(path) as session:
        assert session.snapshots == ()


def test_a_file_that_would_grow_too_fast_is_thinned_and_says_so(tmp_path, monkeypatch):
    """Through the real trainer, at 1 MB an hour and a clock that goes a hundred times faster."""
    from gradiometer import session_writer, stopwatch

    monkeypatch.setattr(session_writer, "COMMIT_EVERY_S", 0.01)
    real = stopwatch.time.perf_counter
    monkeypatch.setattr(stopwatch.time, "perf_counter", lambda: 100 * real())
    path = tmp_path / "run.gradiometer"
    run(dataclasses.replace(RUN, most_mb_per_hour=1.0, snapshot_mb=0.0, steps=2000), path)
    with load_session(path) as session:
        [event, *_] = [event for event in session.events if event.kind == "thinned"]
        assert event.text.startswith("so that the file grows by at most 1 MB an hour, one in ")
        assert event.text.endswith(f" measurements is recorded from step {event.step} on")
        before, after = (session.steps < event.step).sum(), (session.steps >= event.step + 1).sum()
        assert before >= 0.9 * event.step
        assert after <= 0.6 * (2000 - event.step)
        # Norms, looks and histograms alike.
        assert len(session.look_steps) <= len(session.steps)
        assert len(session.histogram_steps("weight")) < 1500


# --- notes


def test_notes_go_with_the_run(tmp_path):
    path = tmp_path / "run.gradiometer"
    runner = Runner(dataclasses.replace(RUN, steps=0), path)
    history = History.live(RUN)
    runner.start()
    runner.step_once()
    runner.annotate(Note(0, "here it begins"))
    runner.annotate(Note(0, "here it began"))
    runner.annotate(Note(3, "gone"))
    runner.annotate(Note(3, ""))
    runner.play()
    while runner.step < 5:
        runner.join(0.001)
    runner.annotate(Note(4, "later"))
    runner.stop()
    runner.join(60)
    history.append([message for message in runner.messages if isinstance(message, Note)])
    assert history.notes == {0: "here it began", 4: "later"}
    with load_session(path) as session:
        assert session.notes == history.notes
        assert History.saved(session).notes == history.notes


def test_what_a_session_says_last(tmp_path):
    recorder, messages = new_recorder(tmp_path / "a.gradiometer")
    assert [type(message) for message in messages] == [Stored]
    recorder.commit()
    with load_session(tmp_path / "a.gradiometer") as session:
        assert last_step(session) == -1
        check_ends(session, 0)
    reports = make_reports(SMALL, 30)
    for report in reports:
        recorder.record(report)
    recorder.complete()
    with load_session(tmp_path / "a.gradiometer") as session:
        assert last_step(session) == max(report.step for report in reports)


def test_a_disk_that_takes_nothing_more_bounds_what_waits(tmp_path, monkeypatch):
    """The run goes on without measuring, says so, and measures again when all is written."""
    from gradiometer import recorder as module
    from gradiometer import session_writer

    monkeypatch.setattr(module, "_MOST_PENDING", 200_000)
    monkeypatch.setattr(session_writer, "COMMIT_EVERY_S", 0.0)
    carry_out, is_full = session_writer.carry_out, True

    def write(database, statements):
        if is_full:
            raise sqlite3.OperationalError("database or disk is full")
        carry_out(database, statements)

    monkeypatch.setattr(session_writer, "is_busy", lambda _error: False)
    path = tmp_path / "run.gradiometer"
    runner = Runner(dataclasses.replace(RUN, steps=0), path)
    runner.start()
    runner.step_once()
    while runner.step < 1:
        runner.join(0.001)
    monkeypatch.setattr(session_writer, "carry_out", write)
    runner.play()
    while runner.step < 600:
        runner.join(0.001)
    writer = runner.recorder.writer
    assert 200_000 < writer.pending_bytes < 600_000
    texts = [message.text for message in runner.messages if isinstance(message, Event) and message.kind == "storage"]
    assert texts[-1] == (
        "0 MB wait in memory because the file cannot be written: until it can, nothing more is measured"
    )
    is_full = False
    full_until = runner.step
    while runner.step < full_until + 50:
        runner.join(0.001)
    runner.stop()
    runner.join(60)
    assert runner.finished.error == ""
    with load_session(path) as session:
        steps = session.steps
        gap = int(np.diff(steps).max())
        assert gap > 100
        assert steps[-1] >= full_until
        assert session.look_steps[-1] >= full_until
