"""A session that goes on as one of its forks did: in its own file where it ends there, else in a new one."""

import dataclasses
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gradiometer.adoption import adopt
from gradiometer.branch_messages import Request
from gradiometer.branches import Branches
from gradiometer.continuing import Resume, last_step
from gradiometer.quantities import HISTOGRAMS, STREAMS
from gradiometer.session_check import check_session
from gradiometer.session_database import SessionFileError
from gradiometer.session_editor import set_texts
from gradiometer.session_file import load_session
from gradiometer.session_lock import SessionLock
from gradiometer.session_storage import StorageError
from gradiometer.settings import Ramp, Reinitialize
from gradiometer.treatments import BRANCH, Treatment, line_up
from gradiometer.trial_files import branch_paths
from recorded import alter, read_everything
from short_runs import SHORT, check_say_the_same, content_of, histograms_of, record, rows_of

RUN = dataclasses.replace(SHORT, norms_every=1)
RELU = dataclasses.replace(SHORT.settings, activation="relu")
FAST = dataclasses.replace(RELU, learning_rate=0.2)
MIDDLE, END, STEPS = 23, 40, 10


def fork(source: Path, step: int) -> list[Path]:
    """Control and a branch in which all weights are drawn anew and the rate goes up; the files of both."""
    changes = (RELU, Reinitialize(scheme="he", seed=3), Ramp(settings=FAST, steps=6))
    treatments = line_up([Treatment(BRANCH, "ReLU", changes)], null=False)
    paths = tuple(branch_paths(source, [each.label for each in treatments]))
    branches = Branches(
        Request(source=source, step=step, treatments=treatments, paths=paths, group="the group", steps=STEPS)
    )
    branches.start()
    while branches.is_alive() and branches.step < step + STEPS:
        branches.join(0.01)
    branches.stop()
    branches.join(60)
    assert branches.over is not None
    assert branches.over.error == ""
    return list(paths)


@pytest.fixture(scope="module")
def forked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session of forty steps, forked in its middle and at its end. Copy the folder before changing it."""
    folder = tmp_path_factory.mktemp("forked")
    source = folder / "a.gradiometer"
    record(RUN, source, {12: [dataclasses.replace(SHORT.settings, skip=True)], 30: [SHORT.settings]})
    for step in (MIDDLE, END):
        fork(source, step)
    return folder


@pytest.fixture
def files(forked, tmp_path) -> Callable[[str], Path]:
    folder = Path(shutil.copytree(forked, tmp_path / "files"))
    return lambda name: folder / name


IN_PLACE, IN_MIDDLE = "a.trials/2-relu.gradiometer", "a.trials/1-relu.gradiometer"


def check_is_both(path: Path, source: Path, branch: Path, step: int) -> None:
    """The session's numbers before the step, the fork's from there on."""
    with load_session(path) as made, load_session(source) as session, load_session(branch) as fork:
        for stream in STREAMS:
            before, behind = rows_of(session, stream), rows_of(fork, stream)
            before, behind = before[before[:, 0] < step], behind[behind[:, 0] >= step]
            assert stream == "time" or (len(before) and (len(behind) or stream == "evaluation"))
            assert rows_of(made, stream).tobytes() == np.concatenate([before, behind]).tobytes()
        for kind in HISTOGRAMS:
            before, behind = histograms_of(session, kind), histograms_of(fork, kind)
            expected = {at: each for at, each in before.items() if at < step}
            expected |= {at: each for at, each in behind.items() if at >= step}
            assert histograms_of(made, kind) == expected
        changes = [each for each in session.interventions if each.step < step]
        assert made.interventions == (*changes, *(each for each in fork.interventions if each.step >= step))
        assert [each.step for each in made.interventions][-3:] == [step] * 3
        places = [place.step for place in session.snapshots if place.step < step]
        places += [place.step for place in fork.snapshots]
        assert [place.step for place in made.snapshots] == places
        assert places[-1] == fork.snapshots[-1].step == last_step(fork) + 1
        newest = [content_of(each.snapshot(places[-1])) for each in (made, fork)]
        assert newest[0] == newest[1]
        assert made.experiment == session.experiment
        assert made.branch is None
    assert check_session(path).problems == []
    read_everything(path)


def test_in_its_own_file_where_it_ends_at_the_fork(files, tmp_path):
    source, branch, target = files("a.gradiometer"), files(IN_PLACE), tmp_path / "new.gradiometer"
    before = Path(shutil.copy(source, tmp_path / "before.gradiometer"))
    content = branch.read_bytes()
    assert adopt(source, branch, target) == source
    assert not target.exists()
    assert branch.read_bytes() == content
    check_is_both(source, before, branch, END)
    with load_session(source) as session, load_session(before) as was:
        assert session.meta["id"] == was.meta["id"]
        assert session.parent is None


def test_in_a_new_file_where_it_goes_on_behind_the_fork(files, tmp_path):
    source, branch, target = files("a.gradiometer"), files(IN_MIDDLE), tmp_path / "new.gradiometer"
    contents = source.read_bytes(), branch.read_bytes()
    assert adopt(source, branch, target) == target
    assert (source.read_bytes(), branch.read_bytes()) == contents
    check_is_both(target, source, branch, MIDDLE)
    with load_session(source) as session, load_session(branch) as fork, load_session(target) as made:
        assert made.meta["id"] not in (session.meta["id"], fork.meta["id"])
        # Skip connections were on by then.
        through = "ReLU, skips off, He, rate 0.2 over 6 steps"
        assert made.parent == fork.parent == (session.meta["id"], "a.gradiometer", MIDDLE, through)


def test_a_second_fork_of_the_same_end_goes_into_a_new_file(files, tmp_path):
    """What the first one has put there is not taken away either."""
    source, control, target = (
        files("a.gradiometer"),
        files("a.trials/2-control.gradiometer"),
        tmp_path / "new.gradiometer",
    )
    adopt(source, files(IN_PLACE), target)
    content = source.read_bytes()
    assert adopt(source, control, target) == target
    assert source.read_bytes() == content
    with load_session(target) as made, load_session(control) as fork:
        assert [each.step for each in made.interventions] == [12, 30]
        last = fork.num_rows["step"]
        assert made.loss[-last:].tobytes() == fork.loss.tobytes()


def test_a_run_that_was_adopted_goes_on_as_the_fork_would(files, tmp_path):
    """Bit for bit: the fork itself, gone on with, says the same."""
    source, branch, target = files("a.gradiometer"), files(IN_MIDDLE), tmp_path / "new.gradiometer"
    adopt(source, branch, target)
    with load_session(branch) as fork:
        end = last_step(fork) + 1
    ends = []
    for path in (target, branch):
        experiment = dataclasses.replace(RUN, steps=end + 12)
        record(experiment, path, resume=Resume(path, end))
        with load_session(path) as session:
            ends.append(content_of(session.snapshot(end + 12)))
            ends.append(session.loss[-12:].tobytes())
    assert ends[:2] == ends[2:]


def test_the_control_is_the_session_itself(files, tmp_path):
    """So a session that adopts it says what it would have said."""
    source, control, target = (
        files("a.gradiometer"),
        files("a.trials/1-control.gradiometer"),
        tmp_path / "new.gradiometer",
    )
    adopt(source, control, target)
    with load_session(source) as session, load_session(target) as made:
        end = min(last_step(made), 29) + 1
        assert end > MIDDLE + 3
        assert made.loss[:end].tobytes() == session.loss[:end].tobytes()


# --- what is refused


def test_a_foreign_file_is_refused(files, tmp_path):
    source, target = files("a.gradiometer"), tmp_path / "new.gradiometer"
    other = tmp_path / "other.gradiometer"
    record(dataclasses.replace(RUN, steps=3), other)
    stranger = files(IN_MIDDLE)
    with load_session(source) as session:
        parent = {"id": f"{session.meta['id']}x", "file": "a.gradiometer", "step": MIDDLE}
    set_texts(stranger, {"parent": json.dumps(parent)})
    content = source.read_bytes()
    for branch in (other, stranger, source):
        with pytest.raises(SessionFileError) as caught:
            adopt(source, branch, target)
        assert str(caught.value) == f"{branch} is no fork of {source}"
    assert source.read_bytes() == content
    assert not target.exists()


@pytest.mark.parametrize("name", [IN_PLACE, IN_MIDDLE])
@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE snapshot SET data = x'00' WHERE step = (SELECT max(step) FROM snapshot)",
        "UPDATE histogram SET data = x'00', checksum = NULL",
        "UPDATE chunk SET data = x'00', checksum = NULL WHERE level = 0",
    ],
)
def test_of_a_damaged_fork_nothing_is_taken(files, tmp_path, name, harm):
    source, branch, target = files("a.gradiometer"), files(name), tmp_path / "new.gradiometer"
    alter(branch, harm)
    before = Path(shutil.copy(source, tmp_path / "before.gradiometer"))
    with pytest.raises(SessionFileError) as caught:
        adopt(source, branch, target)
    assert str(branch) in str(caught.value)
    assert not target.exists()
    check_say_the_same(source, before)
    assert check_session(source).problems == []
    # And the lock is free again.
    SessionLock(source, alone=True).release()


@pytest.mark.parametrize("name", [IN_PLACE, IN_MIDDLE])
def test_where_it_cannot_be_written(files, tmp_path, name):
    source, branch = files("a.gradiometer"), files(name)
    content = source.read_bytes()
    if name == IN_PLACE:
        # Another part of the program puts another file in its place.
        with SessionLock(source, alone=True), pytest.raises(StorageError, match="in use"):
            adopt(source, branch, tmp_path / "new.gradiometer")
    else:
        with pytest.raises(StorageError, match="cannot be"):
            adopt(source, branch, source / "new.gradiometer")
    assert source.read_bytes() == content
    assert sorted(each.name for each in tmp_path.iterdir()) == ["files"]


def test_a_target_that_is_there_already_stays(files, tmp_path):
    target = tmp_path / "new.gradiometer"
    target.write_bytes(b"mine")
    with pytest.raises((StorageError, SessionFileError)):
        adopt(files("a.gradiometer"), files(IN_MIDDLE), target)
    assert target.read_bytes() == b"mine"
