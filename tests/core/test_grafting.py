"""A deeper or wider network that begins as a copy of a trained one, and goes on training."""

import dataclasses
from pathlib import Path

import pytest
import torch

from gradiometer.continuing import Graft, Resume
from gradiometer.fields import FieldError
from gradiometer.forking import state_before
from gradiometer.grafting import grafted, plan_graft
from gradiometer.session_check import check_session
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import load_session
from gradiometer.settings import Ramp, Reinitialize
from gradiometer.trainer import Trainer
from recorded import read_everything
from short_runs import SHORT, record
from synthetic import write_watched

RELU = dataclasses.replace(SHORT.settings, activation="relu", optimizer="adam", learning_rate=0.01)
FASTER = dataclasses.replace(RELU, learning_rate=0.02)
TANH = dataclasses.replace(FASTER, activation="tanh", skip=True)
CHANGES = {
    3: [RELU, Reinitialize(scheme="he", seed=8)],
    20: [Ramp(settings=FASTER, steps=4)],
    28: [Ramp(settings=TANH, steps=6)],
}
DEEPER, WIDER = {"behind": 1}, {"factor": 3}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("grafting") / "a.gradiometer"
    record(SHORT, path, CHANGES)
    return path


@pytest.mark.parametrize(
    ("step", "how"),
    [
        (0, WIDER),
        (3, WIDER),
        (15, WIDER),
        (15, DEEPER),
        (15, {"behind": 0}),
        (24, DEEPER),
        (34, WIDER),
        (40, DEEPER),
        (None, WIDER),
    ],
)
def test_the_copy_computes_the_same(source, step, how):
    """On a batch that it has not seen, and on the one that comes."""
    with load_session(source) as session:
        graft, experiment = plan_graft(session, source, step, **how)
        state, prepared = grafted(session, graft, experiment)
        before, _ = state_before(session, graft.step, prepared)
    assert graft.step == (40 if step is None else step)
    old, new = Trainer(SHORT, state=before, prepared=prepared), Trainer(experiment, state=state, prepared=prepared)
    hidden = (5, 5, 5) if "behind" in how else (15, 15)
    assert (experiment.hidden, new.network.structure.hidden) == (hidden, hidden)
    assert new.settings == old.settings
    assert new.step == old.step == graft.step
    # Of the examples the same ones come, in the same order, over three epochs.
    batches = [[trainer._batches.next() for _ in range(15)] for trainer in (old, new)]
    assert all(torch.equal(mine[0], theirs[0]) for mine, theirs in zip(*batches, strict=True))
    for inputs in (prepared.held_out[0], batches[0][0][0]):
        outputs = [trainer.network(inputs).detach() for trainer in (old, new)]
        torch.testing.assert_close(outputs[1], outputs[0], rtol=1e-5, atol=1e-6)
        assert float(outputs[0].abs().max()) > 1e-3
    # New weights have no moments yet.
    assert not new.switches.optimizer.state
    assert before["elapsed_s"] == state["elapsed_s"]


def test_it_learns_what_the_old_one_could_not(source):
    """Copies of a unit do not stay copies, and a new layer does not stay the identity."""
    with load_session(source) as session:
        for how in (WIDER, DEEPER):
            graft, experiment = plan_graft(session, source, 15, **how)
            state, prepared = grafted(session, graft, experiment)
            trainer = Trainer(experiment, state=state, prepared=prepared)
            for _ in range(10):
                list(trainer.turn())
            weight = trainer.network.layers[2 if "behind" in how else 1].weight.detach()
            if "behind" in how:
                assert not torch.equal(weight, torch.eye(5))
            else:
                assert not torch.allclose(weight[:5], weight[5:10], rtol=1e-4)


@pytest.mark.parametrize(
    ("how", "through"),
    [(WIDER, "3 times as wide"), (DEEPER, "one layer deeper, behind hidden 2"), ({}, "2 times as wide")],
)
def test_a_run_begins_with_it(source, tmp_path, how, through):
    path = tmp_path / "grown.gradiometer"
    with load_session(source) as session:
        graft, experiment = plan_graft(session, source, 15, **how)
        _, prepared = grafted(session, graft, experiment)
        old = Trainer(SHORT, state=state_before(session, 15, prepared)[0], prepared=prepared)
    assert graft == Graft(source=source, step=15, behind=how.get("behind"), through=through)
    content = source.read_bytes()
    record(dataclasses.replace(experiment, steps=30), path, {20: [FASTER]}, resume=graft)
    assert source.read_bytes() == content
    losses = [
        report.values[old.layout.slice("loss")][0] for report in old.turn() if getattr(report, "stream", "") == "step"
    ]
    with load_session(path) as session, load_session(source) as origin:
        assert session.parent == (origin.meta["id"], "a.gradiometer", 15, through)
        assert session.experiment.settings == RELU
        # Its weights would be drawn by the law of the old ones' last, as a remedy would see it.
        assert session.experiment.initialization == "he"
        assert (int(session.steps[0]), int(session.steps[-1])) == (15, 29)
        assert session.loss[0] == pytest.approx(losses[0], rel=1e-5)
        assert session.interventions[0].step == 20
        assert [place.step for place in session.snapshots] == [15, 20, 30]
        [event] = [each for each in session.events if each.kind == "resumed"]
        assert event.text == f"begun as a copy of the network of a.gradiometer before step 15, {through}"
    assert check_session(path).problems == []
    read_everything(path)


def test_it_can_be_gone_on_with_like_any_other(source, tmp_path):
    whole, path = tmp_path / "whole.gradiometer", tmp_path / "path.gradiometer"
    with load_session(source) as session:
        graft, experiment = plan_graft(session, source, 15, **WIDER)
    experiment = dataclasses.replace(experiment, norms_every=1)
    record(dataclasses.replace(experiment, steps=30), whole, resume=graft)
    record(dataclasses.replace(experiment, steps=22), path, resume=graft)
    record(dataclasses.replace(experiment, steps=30), path, resume=Resume(path, 22))
    with load_session(whole) as session, load_session(path) as other:
        assert session.loss.tobytes() == other.loss.tobytes()


# --- what is refused


@pytest.mark.parametrize(
    ("step", "names", "end"), [(21, "learning_rate", 24), (23, "learning_rate", 24), (30, "activation, skip", 34)]
)
@pytest.mark.parametrize("how", [DEEPER, WIDER])
def test_a_network_between_two_is_not_copied(source, step, names, end, how):
    """The copy would not be on the way, and so compute something else."""
    with load_session(source) as session:
        with pytest.raises(SessionFileError) as caught:
            plan_graft(session, source, step, **how)
        assert str(caught.value) == (
            f"{source} cannot be copied from step {step}: {names} would be on the way until step {end}, "
            "and a copy has arrived"
        )
        # Before the ramp's own first step nothing has moved.
        plan_graft(session, source, 20 if end == 24 else 28, **WIDER)
        plan_graft(session, source, end, **WIDER)


@pytest.mark.parametrize(
    ("step", "how", "problem", "words"),
    [
        (0, DEEPER, FieldError, "behind = 1 is not allowed: Sigmoid changes what it reads a second time"),
        (15, {"behind": 2}, FieldError, "behind = 2 is not allowed: a whole number from 0 to 1"),
        (15, {"factor": 1}, FieldError, "factor = 1 is not allowed: a whole number from 2 to 8"),
        (41, WIDER, SessionFileError, "{path} cannot be continued from step 41: choose one from 0 to 40"),
    ],
)
def test_what_cannot_be_is_one_sentence(source, step, how, problem, words):
    with load_session(source) as session, pytest.raises(problem) as caught:
        plan_graft(session, source, step, **how)
    assert str(caught.value).startswith(words.format(path=source))
    assert len(str(caught.value).splitlines()) == 1


def test_a_watched_loop_has_no_network_to_copy(tmp_path):
    path = write_watched(tmp_path / "watched.gradiometer")
    with load_session(path) as session, pytest.raises(SessionFileError, match="trained in a program of its own"):
        plan_graft(session, path)
