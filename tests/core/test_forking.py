"""The state before any step of a recorded run, and what a session says of the steps before a fork."""

import dataclasses
import json
import math
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.forking import origin_of, recorded_plan, state_before
from gradiometer.plans import Recorded
from gradiometer.prepared import prepare
from gradiometer.reports import Event, Finding, Intervention, StepReport
from gradiometer.session_database import SessionFileError
from gradiometer.session_editor import set_texts
from gradiometer.session_file import load_session
from gradiometer.settings import Ramp, Reinitialize, Rewrite
from gradiometer.surgeries import SURGERIES
from recorded import alter, some_finding
from scripted import let_say
from short_runs import SHORT, content_of, record, rows_of
from synthetic import write_watched

# All at every step, so that no clock decides what is recorded.
RUN = dataclasses.replace(SHORT, norms_every=1, watch_everything=True, histogram_every=1, snapshot_every=10)
TANH = SURGERIES["sigmoid_to_tanh"].after(RUN.settings)
SKIP = dataclasses.replace(TANH, skip=True, branch_scale=0.5, learning_rate=0.02)
BATCH = dataclasses.replace(SKIP, normalization="batch", optimizer="adam", clipping="total", clip_threshold=0.1)
CHANGES = {
    0: [Reinitialize(scheme="xavier", seed=4)],
    7: [Rewrite(surgery="sigmoid_to_tanh", settings=TANH)],
    13: [Ramp(settings=SKIP, steps=9)],
    16: [Reinitialize(scheme="he", layers=(1,), seed=2)],
    24: [BATCH, Reinitialize(scheme="orthogonal", layers=(0, 2), seed=3)],
}


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same run with a snapshot at every tenth step, and before each."""
    folder = tmp_path_factory.mktemp("forking")
    sparse, dense = folder / "sparse.gradiometer", folder / "dense.gradiometer"
    record(RUN, sparse, CHANGES)
    record(dataclasses.replace(RUN, snapshot_every=1), dense, CHANGES)
    return sparse, dense


def test_the_state_before_every_step_is_that_of_a_run_that_stopped_there(paths):
    """Bit for bit, through changes, a ramp, weights drawn anew, and surgery."""
    sparse, dense = paths
    with load_session(sparse) as session, load_session(dense) as whole:
        prepared = prepare(RUN)
        places = {place.step for place in session.snapshots}
        assert places == {0, 7, 10, 13, 16, 20, 24, 30, 40}
        for step in range(41):
            state, shared = state_before(session, step, prepared)
            assert shared is prepared
            assert content_of(state) == content_of(whole.snapshot(step)), step


def test_it_is_replayed_as_it_was_measured(tmp_path):
    """What a state remembers of earlier steps depends on which of them were measured, and had a look."""
    path = tmp_path / "a.gradiometer"
    # As no clock would have it.
    plan = Recorded(looks={0, 3, 17}, counts={0, 17}, measures={0, 3, 4, 5, 17, 30})
    record(dataclasses.replace(SHORT, snapshot_every=1, settings=BATCH), path, plan=plan)
    with load_session(path) as session:
        assert session.steps.tolist() == [0, 3, 4, 5, 17, 30]
        taken = {place.step: content_of(session.snapshot(place.step)) for place in session.snapshots}
    assert len(taken) == 41
    alter(path, "DELETE FROM snapshot WHERE step > 0")
    with load_session(path) as session:
        for step in (1, 2, 9, 26, 36):
            assert content_of(state_before(session, step)[0]) == taken[step]


def test_the_state_is_nobody_elses(paths):
    with load_session(paths[0]) as session:
        states = [state_before(session, 33)[0] for _ in range(2)]
    tensors = [list(each["network"].values()) for each in states]
    assert not {each.data_ptr() for each in tensors[0]} & {each.data_ptr() for each in tensors[1]}
    for tensor in tensors[0]:
        tensor.zero_()
    assert any(tensor.any() for tensor in tensors[1])


def test_a_replay_says_how_far_it_is_and_can_be_stopped(paths):
    told: list[tuple[int, int]] = []

    def proceed(done: int, total: int) -> bool:
        told.append((done, total))
        return done < 3

    with load_session(paths[0]) as session:
        with pytest.raises(InterruptedError, match="cancelled"):
            state_before(session, 39, proceed=proceed)
        assert told == [(1, 9), (2, 9), (3, 9)]
        told.clear()
        # There is nothing to replay where a snapshot stands.
        state_before(session, 30, proceed=proceed)
        assert told == []


def test_a_state_that_does_not_fit_is_one_sentence(paths, tmp_path):
    path = tmp_path / "a.gradiometer"
    path.write_bytes(paths[0].read_bytes())
    # The columns of its file are the same, and the weights are not.
    set_texts(path, {"experiment": json.dumps(dataclasses.replace(RUN, hidden=(5, 4)).as_dict())})
    with load_session(path) as session, pytest.raises(SessionFileError) as caught:
        state_before(session, 35)
    assert str(caught.value).startswith(f"{path} cannot be continued: the snapshot does not fit this experiment (")


def test_a_step_that_no_run_has_come_to(paths):
    with load_session(paths[0]) as session, pytest.raises(SessionFileError, match="choose one from 0 to 40"):
        state_before(session, 41)


@given(first=st.integers(0, 45), length=st.one_of(st.integers(0, 45), st.just(math.inf)))
def test_a_recorded_plan_is_of_the_steps_between(paths, first, length):
    with load_session(paths[0]) as session:
        plan = recorded_plan(session, first, first + length)
    for step in range(45):
        is_within = first <= step < min(first + length, 40)
        assert tuple(plan.due(step, 99)) == (is_within,) * 3


# --- what was before


def test_what_a_session_says_of_the_steps_before(tmp_path, monkeypatch):
    path = tmp_path / "a.gradiometer"
    early, late = some_finding(1, 9, last_step=30), some_finding(2, 28, last_step=39)
    let_say(monkeypatch, {12: [early], 29: [late]})
    record(RUN, path, CHANGES)
    with load_session(path) as session:
        origin = origin_of(session, 24)
        assert (origin.experiment, origin.file, origin.id, origin.step) == (RUN, path.name, session.meta["id"], 24)
        assert origin.settings == SKIP
        assert origin.interventions == session.interventions[:4]
        assert [each.step for each in origin.interventions] == [0, 7, 13, 16]
        # It went on behind the step, of which nothing was known before it.
        assert origin.findings == (dataclasses.replace(early, last_step=23, has_ended=False),)
        kinds = {type(each) for each in origin.before}
        assert kinds == {Intervention, Event, StepReport}
        rows = [each for each in origin.before if isinstance(each, StepReport)]
        assert [each.step for each in rows] == list(range(24))
        layout = session.outline.layouts["step"]
        for report, row in zip(rows, rows_of(session, "step"), strict=False):
            assert report.values[layout.slice("loss")] == row[layout.slice("loss")]
        assert not any(isinstance(each, Finding) for each in origin.before)
        whole = origin_of(session, 40)
        assert whole.settings == BATCH
        assert len(whole.interventions) == 6
        nothing = origin_of(session, 0)
        assert (nothing.settings, nothing.interventions, nothing.findings, nothing.before) == (RUN.settings, (), (), ())


def test_a_watched_loop_cannot_be_forked(tmp_path):
    watched = write_watched(tmp_path / "watched.gradiometer")
    with load_session(watched) as session, pytest.raises(SessionFileError) as caught:
        origin_of(session, 3)
    assert str(caught.value) == f"{watched} cannot be forked: it was trained in a program of its own"


def test_replaying_leaves_the_number_of_threads_alone(paths):
    before = torch.get_num_threads()
    with load_session(paths[0]) as session:
        state_before(session, 5)
    assert torch.get_num_threads() == before
