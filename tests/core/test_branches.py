"""Forks in a thread of their own, through their session files."""

import dataclasses
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from bit_by_bit import TINY, settings
from gradiometer.branch_messages import (
    BranchMessage,
    BranchSaid,
    Forked,
    Over,
    Replaying,
    Request,
    SeedDone,
    Tried,
    reopen,
)
from gradiometer.branches import Branches
from gradiometer.datasets import DATASETS, Examples
from gradiometer.quantities import HISTOGRAMS, TIMED
from gradiometer.reports import Intervention
from gradiometer.runner import Runner
from gradiometer.session_check import check_session
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import Session, load_session
from gradiometer.settings import Change
from gradiometer.snapshot import unpack
from gradiometer.treatments import BRANCH, Treatment, line_up, new_group
from gradiometer.trial import OWN_ORDER
from gradiometer.trial_files import branch_paths, trials_folder

pytestmark = pytest.mark.usefixtures("few_digits")

PATIENCE_S = 60
STEP, STEPS = 13, 10
EXPERIMENT = dataclasses.replace(TINY, settings=settings(optimizer="momentum"), steps=30, snapshot_every=10)
CHANGED = settings(optimizer="momentum", learning_rate=0.02)
RELU = dataclasses.replace(CHANGED, activation="relu")
CHANGES: dict[int, list[Change]] = {12: [CHANGED]}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, examples: Examples) -> Path:
    """A run of 30 steps with a change before the fork."""
    path = tmp_path_factory.mktemp("recorded") / "a.gradiometer"
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(DATASETS, "mnist", dataclasses.replace(DATASETS["mnist"], load=lambda spec: examples))
        runner = Runner(EXPERIMENT, path, schedule=CHANGES, with_window=False)
        runner.play()
        runner.start()
        runner.join(PATIENCE_S)
    assert runner.finished is not None
    assert runner.finished.error == ""
    return path


@pytest.fixture
def source(recorded, tmp_path) -> Path:
    return Path(shutil.copy(recorded, tmp_path / "a.gradiometer"))


def request_of(source: Path, *changes: Change, seeds: tuple[int, ...] = (OWN_ORDER,), **others: object) -> Request:
    treatments = line_up([Treatment(BRANCH, "ReLU", changes or (RELU,))], null=True)
    paths = tuple(branch_paths(source, [each.label for each in treatments]))
    values = {"step": STEP, "steps": STEPS, "seeds": seeds, **others}
    return Request(source=source, treatments=treatments, paths=paths, group=new_group(), **values)


def heard(branches: Branches, enough: Callable[[BranchMessage], bool]) -> list[BranchMessage]:
    """All messages up to one."""
    found: list[BranchMessage] = []
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        while branches.messages:
            found.append(branches.messages.popleft())
            if enough(found[-1]):
                return found
        branches.join(0.005)
    raise AssertionError(f"never heard, but {found}")


def tried(branches: Branches) -> list[BranchMessage]:
    branches.start()
    return heard(branches, lambda message: isinstance(message, Tried | Over))


def ended(branches: Branches) -> Over:
    branches.stop()
    over = heard(branches, lambda message: isinstance(message, Over))[-1]
    assert isinstance(over, Over)
    branches.join(PATIENCE_S)
    return over


def of_kind(messages: Sequence[BranchMessage], kind: type) -> list:
    return [message for message in messages if isinstance(message, kind)]


def said_by(session: Session, first: int, last: int) -> dict[str, bytes]:
    """All numbers of some steps, bit by bit, but for those of clocks."""
    found = {}
    for stream, layout in session.layouts.items():
        rows = session.blocks(stream, 0, 0, session.num_rows[stream])[:, 0].copy()
        for name in TIMED & layout.columns.keys():
            rows[:, layout.slice(name)] = 0
        found[stream] = rows[(rows[:, 0] >= first) & (rows[:, 0] < last)].tobytes()
    for kind in HISTOGRAMS:
        pieces = list(session.histogram_rows(kind))
        steps = np.concatenate([np.empty(0, np.int64), *(piece.steps for piece in pieces)])
        counts = [piece.counts for piece in pieces]
        chosen = (steps >= first) & (steps < last)
        found[kind] = np.concatenate(counts)[chosen].tobytes() if counts else b""
    return found


def weights_of(path: Path, step: int) -> dict[str, bytes]:
    with load_session(path) as session:
        network = unpack(session.snapshot(step))["network"]
    return {name: tensor.numpy().tobytes() for name, tensor in network.items()}


def test_a_trial_from_a_step_between_two_snapshots(source):
    """Control and null fork say what the session itself said; each file is sound and knows where it comes from."""
    request = request_of(source, seeds=(OWN_ORDER, 1))
    branches = Branches(request)
    messages = tried(branches)
    assert of_kind(messages, Replaying)[-1] == Replaying(STEP - 12, STEP - 12)
    [forked] = of_kind(messages, Forked)
    assert (forked.paths, forked.step) == (request.paths, STEP)
    assert of_kind(messages, SeedDone) == [SeedDone(1, 2), SeedDone(2, 2)]
    assert [each.number for each in of_kind(messages, BranchSaid) if isinstance(each.report, Intervention)] == [1]
    trial = messages[-1].trial
    assert trial.null.coincides
    # All of them, though a snapshot was taken on the way.
    assert trial.null.num_steps == 2 * STEPS
    assert trial.seeds == (OWN_ORDER, 1)
    assert trial.group == request.group
    assert not branches.is_playing
    assert ended(branches) == Over(STEP + STEPS, "", "")

    assert [path.parent for path in request.paths] == [trials_folder(source)] * 3
    with load_session(source) as session:
        before = session.interventions
        itself = said_by(session, STEP, STEP + STEPS)
    for number, path in enumerate(request.paths):
        assert check_session(path).is_sound
        with load_session(path) as session:
            assert session.branch == (request.group, *_ROLES[number], number)
            assert session.parent[1:3] == (source.name, STEP)
            assert session.steps[0] == STEP
            assert session.interventions[: len(before)] == before
            assert (said_by(session, STEP, STEP + STEPS) == itself) == (number != 1)
    own = [weights_of(path, STEP + STEPS) for path in request.paths]
    assert own[0] == own[2] != own[1]


_ROLES = (("control", "control"), ("branch", "ReLU"), ("null", "null fork"))


def test_forks_go_on_pause_and_are_changed_one_by_one(source):
    branches = Branches(request_of(source))
    tried(branches)
    branches.play()
    branches.pause()
    branches.post(1, dataclasses.replace(RELU, learning_rate=0.5))
    branches.play()
    heard(branches, lambda message: isinstance(message, BranchSaid) and isinstance(message.report, Intervention))
    over = ended(branches)
    assert over.error == ""
    assert over.step > STEP + STEPS
    changes = []
    for path in branches.request.paths:
        with load_session(path) as session:
            changes.append([each.after.learning_rate for each in session.interventions])
    assert changes == [[0.02], [0.02, 0.02, 0.5], [0.02]]
    own = [weights_of(path, over.step) for path in branches.request.paths]
    assert own[0] == own[2] != own[1]


def test_closed_and_taken_up_again_they_are_as_if_they_had_never_been_closed(source, tmp_path):
    """Against a run of the session that goes on by itself up to the same step."""
    request = request_of(source)
    branches = Branches(request)
    tried(branches)
    first = ended(branches).step
    again = Branches(reopen(request.paths[::-1]), reopened=True)
    assert again.request.treatments == tuple(Treatment(each.role, each.label) for each in request.treatments)
    again.start()
    [forked] = heard(again, lambda message: isinstance(message, Forked))
    assert forked.step == first == STEP + STEPS
    assert not again.is_playing
    again.play()
    deadline = time.monotonic() + PATIENCE_S
    while again.step < 30 and time.monotonic() < deadline:
        again.join(0.002)
    over = ended(again)
    assert over.error == ""
    assert over.step >= 30
    with (
        load_session(source) as session,
        load_session(request.paths[0]) as control,
        load_session(request.paths[2]) as null,
    ):
        assert said_by(control, STEP, 30) == said_by(session, STEP, 30)
        assert said_by(control, 0, over.step) == said_by(null, 0, over.step)
        assert control.branch is not None
    assert weights_of(request.paths[0], over.step) == weights_of(request.paths[2], over.step)
    for path in request.paths:
        assert check_session(path).is_sound


def test_forks_of_which_one_lags_behind_are_brought_to_the_same_step(source, tmp_path):
    """As a crash leaves them: one has committed less than the others."""
    request = request_of(source)
    branches = Branches(request)
    branches.start()
    heard(branches, lambda message: isinstance(message, Tried))
    early = tmp_path / "early"
    early.mkdir()
    # The control as it was after the trial, the others as they are some steps later.
    shutil.copy(request.paths[0], early)
    branches.play()
    deadline = time.monotonic() + PATIENCE_S
    while branches.step < STEP + STEPS + 6 and time.monotonic() < deadline:
        branches.join(0.002)
    step = ended(branches).step
    shutil.copy(early / request.paths[0].name, request.paths[0])
    again = Branches(reopen(request.paths), reopened=True)
    again.start()
    messages = heard(again, lambda message: isinstance(message, Forked))
    assert messages[-1].step == step
    assert of_kind(messages, Replaying)
    assert ended(again).error == ""
    assert weights_of(request.paths[0], step) == weights_of(request.paths[2], step)


def test_an_error_in_one_ends_that_one_and_the_others_go_on(source, monkeypatch):
    from gradiometer.trainer import Trainer

    turn = Trainer.turn

    def break_one(trainer: Trainer):
        if trainer.settings.activation == "relu" and trainer.step == STEP + 4:
            raise RuntimeError("something broke")
        return turn(trainer)

    monkeypatch.setattr(Trainer, "turn", break_one)
    branches = Branches(request_of(source))
    messages = tried(branches)
    assert messages[-1].trial.arms[0].errors == (f"This branch stopped at step {STEP + 4}: something broke",)
    assert messages[-1].trial.null.coincides
    assert ended(branches) == Over(STEP + STEPS, "", "")
    with load_session(branches.request.paths[1]) as session:
        assert session.events[-1].text == f"This branch stopped at step {STEP + 4}: something broke"
        assert session.steps[-1] == STEP + 3


def test_a_trial_that_is_stopped_says_nothing_and_keeps_its_files(source):
    branches = Branches(request_of(source, steps=100_000))
    branches.start()
    heard(branches, lambda message: isinstance(message, Forked))
    assert ended(branches).error == ""
    assert not [message for message in branches.messages if isinstance(message, Tried)]
    for path in branches.request.paths:
        assert check_session(path).is_sound


def test_a_trial_that_is_cut_short_says_what_is_through(source):
    branches = Branches(request_of(source, seeds=(OWN_ORDER, *range(1, 30))))
    branches.start()
    heard(branches, lambda message: isinstance(message, SeedDone))
    branches.cut_short()
    trial = heard(branches, lambda message: isinstance(message, Tried))[-1].trial
    assert 1 <= len(trial.seeds) < 30
    assert len(trial.arms[0].ratios) == len(trial.seeds)
    ended(branches)


@pytest.mark.parametrize("step", [31, 10**6])
def test_a_step_that_the_session_never_came_to(source, step):
    branches = Branches(request_of(source, step=step))
    over = tried(branches)[-1]
    assert over == Over(step, f"{source} cannot be continued from step {step}: choose one from 0 to 30", "")
    assert not trials_folder(source).exists()


def test_files_that_are_there_already_are_left_as_they_are(source):
    request = request_of(source)
    trials_folder(source).mkdir()
    request.paths[1].write_bytes(b"mine")
    over = tried(Branches(request))[-1]
    assert over.error == f"{request.paths[1]} exists already: choose another name"
    assert request.paths[1].read_bytes() == b"mine"
    # The control's file, which was made before it, is taken back.
    assert [path.name for path in trials_folder(source).iterdir()] == [request.paths[1].name]


def test_what_is_no_group_of_forks_cannot_be_taken_up(source, tmp_path):
    with pytest.raises(SessionFileError, match="is no fork of a session"):
        reopen([source])
    branches = Branches(request_of(source))
    tried(branches)
    ended(branches)
    paths = branches.request.paths
    with pytest.raises(SessionFileError, match="are not the forks of one trial, the control among them"):
        reopen(paths[1:])
