"""From where a recorded session can be continued, and what held there."""

import dataclasses
from pathlib import Path

import pytest

from gradiometer.continuing import check_ends, end_of, find_snapshot, find_step, last_step, settings_before
from gradiometer.experiment import Experiment
from gradiometer.plans import Recorded
from gradiometer.reports import Intervention
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import Session, load_session
from gradiometer.session_storage import StorageError
from gradiometer.settings import Ramp, Reinitialize, Settings
from short_runs import SHORT, record
from synthetic import write_session, write_watched

RELU = dataclasses.replace(SHORT.settings, activation="relu")
SKIP = dataclasses.replace(RELU, skip=True)
FAST = dataclasses.replace(SKIP, learning_rate=0.2)
CHANGES = {12: [RELU, SKIP], 21: [Reinitialize(scheme="he")], 25: [Ramp(settings=FAST, steps=4)]}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty steps, with snapshots before steps 0, 10, 12, 20, 21, 25, 30 and 40."""
    path = tmp_path_factory.mktemp("continuing") / "a.gradiometer"
    record(SHORT, path, CHANGES)
    return path


@pytest.fixture
def session(path: Path):
    with load_session(path) as session:
        yield session


def test_the_newest_snapshot_where_nothing_is_asked_for(session):
    assert [place.step for place in session.snapshots] == [0, 10, 12, 20, 21, 25, 30, 40]
    assert find_step(session) == 40
    assert find_step(session, None) == 40


def test_every_step_up_to_the_end_can_be_asked_for(session):
    assert [find_step(session, step) for step in range(41)] == list(range(41))


@pytest.mark.parametrize("step", [-1, 41, 10**9])
def test_no_other_step_can(session, step):
    with pytest.raises(SessionFileError) as caught:
        find_step(session, step)
    assert str(caught.value) == f"{session.path} cannot be continued from step {step}: choose one from 0 to 40"


def test_the_nearest_snapshot_is_that_or_the_one_before(session):
    places = [0, 10, 12, 20, 21, 25, 30, 40]
    for step in range(41):
        assert find_snapshot(session, step) == max(place for place in places if place <= step)


def test_sessions_that_cannot_be_continued(tmp_path):
    watched = write_watched(tmp_path / "watched.gradiometer")
    bare = write_session(
        tmp_path / "bare.gradiometer", Experiment(hidden=(12, 12, 12), num_train=256, num_held_out=64), 5
    )
    reasons = {watched: "it was trained in a program of its own", bare: "it has no snapshot"}
    for path, reason in reasons.items():
        for step in (None, 0, 3):
            with load_session(path) as session, pytest.raises(SessionFileError) as caught:
                find_step(session, step)
            assert str(caught.value) == f"{path} cannot be continued: {reason}"


def test_the_last_step_of_which_anything_is_said(session, tmp_path):
    assert last_step(session) == 39
    # Its newest snapshot stands behind it.
    path = tmp_path / "b.gradiometer"
    record(dataclasses.replace(SHORT, steps=1), path)
    with load_session(path) as short:
        assert last_step(short) == 0
        assert end_of(short) == 1
        assert find_step(short) == 1


def test_the_end_is_behind_what_was_measured_changed_and_kept(session, tmp_path):
    assert end_of(session) == 40
    # Nobody measured the nine steps before its newest snapshot.
    path = tmp_path / "rarely.gradiometer"
    rarely = dataclasses.replace(SHORT, steps=20, norms_every=10**6, evaluate_every=10**6, histogram_every=10**6)
    record(rarely, path, plan=Recorded(looks=(), counts=(), measures=(0, 11)))
    with load_session(path) as unmeasured:
        assert (last_step(unmeasured), end_of(unmeasured)) == (11, 20)
    bare = write_session(tmp_path / "bare.gradiometer", Experiment(hidden=(12,), num_train=256, num_held_out=64), 5)
    with load_session(bare) as snapless:
        assert (len(snapless.snapshots), end_of(snapless)) == (0, 5)


def test_behind_its_end_a_session_can_be_gone_on_with_in_its_own_file(session):
    check_ends(session, 40)
    for step in (0, 12, 39):
        with pytest.raises(StorageError) as caught:
            check_ends(session, step)
        assert str(caught.value) == f"{session.path} goes on behind step {step}: go on in a new file"


def in_force(session: Session) -> dict[int, Settings]:
    return {step: settings_before(session, step) for step in range(41)}


def test_the_settings_before_the_changes_of_a_step(session):
    assert [type(each) for each in session.interventions] == [Intervention] * 4
    expected = {step: SHORT.settings if step <= 12 else SKIP if step <= 25 else FAST for step in range(41)}
    assert in_force(session) == expected
