"""What is tried on forks: who lines up, how it is called, and how much memory it takes."""

import uuid

import pytest
import torch

from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError
from gradiometer.optimizers import OPTIMIZERS
from gradiometer.remedies import REMEDIES
from gradiometer.settings import Change, Ramp, Reinitialize, Rewrite, Settings
from gradiometer.snapshot import pack
from gradiometer.surgeries import SURGERIES
from gradiometer.trainer import Trainer
from gradiometer.treatments import (
    BRANCH,
    CONTROL,
    MOST_BRANCHES,
    NULL,
    NULL_FORK,
    UNTOUCHED,
    Treatment,
    branch_bytes,
    check_treatment,
    describe_changes,
    line_up,
    new_group,
)


def branch(label: str, *changes: Change) -> Treatment:
    return Treatment(BRANCH, label, changes)


# --- lining up


@pytest.mark.parametrize("null", [False, True])
@pytest.mark.parametrize("count", range(1, MOST_BRANCHES + 1))
def test_the_control_stands_in_front_and_the_null_fork_behind(count, null):
    branches = [branch(f"way {index}", Reinitialize(scheme="he")) for index in range(count)]
    found = line_up(branches, null=null)
    assert found[0] is UNTOUCHED
    assert found[1 : count + 1] == tuple(branches)
    assert found[count + 1 :] == ((NULL_FORK,) if null else ())
    for each, role in ((UNTOUCHED, CONTROL), (NULL_FORK, NULL)):
        assert (each.role, each.changes, each.remedy) == (role, (), "")


def test_a_null_fork_alone_is_a_trial_of_the_instrument():
    assert line_up([], null=True) == (UNTOUCHED, NULL_FORK)


@pytest.mark.parametrize(
    ("labels", "null", "sentence"),
    [
        ((), False, "0 branches are not allowed: one to 3 beside the control"),
        (tuple("abcd"), False, "4 branches are not allowed: one to 3 beside the control"),
        (tuple("abcde"), True, "5 branches are not allowed: one to 3 beside the control"),
        (("a", "b", "a"), True, "two branches are called 'a': give each a label of its own"),
        (("control",), False, "two branches are called 'control': give each a label of its own"),
        (("null fork",), True, "two branches are called 'null fork': give each a label of its own"),
    ],
)
def test_what_cannot_line_up_is_one_sentence(labels, null, sentence):
    with pytest.raises(FieldError) as caught:
        line_up([branch(label) for label in labels], null=null)
    assert str(caught.value) == sentence


def test_a_label_of_the_null_fork_is_free_where_there_is_none():
    assert [each.label for each in line_up([branch("null fork")], null=False)] == ["control", "null fork"]


def test_each_group_has_an_id_of_its_own():
    ids = {new_group() for _ in range(50)}
    assert len(ids) == 50
    assert all(str(uuid.UUID(each)) == each for each in ids)


# --- in words


SIGMOID = Settings(activation="sigmoid", learning_rate=0.1)
RELU = Settings(activation="relu", learning_rate=0.1)
SLOW = Settings(activation="relu", learning_rate=0.01)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ((), ""),
        ((SIGMOID,), ""),
        ((RELU,), "ReLU"),
        ((SLOW,), "ReLU, rate 0.01"),
        # Each is told against what the one before it has left.
        ((RELU, SLOW), "ReLU, rate 0.01"),
        ((RELU, Reinitialize(scheme="he")), "ReLU, He"),
        ((Reinitialize(scheme="xavier", layers=(1,)), RELU), "Xavier in some layers, ReLU"),
        ((Ramp(settings=SLOW, steps=100),), "ReLU, rate 0.01 over 100 steps"),
        ((Ramp(settings=RELU, steps=100), SLOW), "ReLU over 100 steps, rate 0.01"),
        ((Ramp(settings=SIGMOID, steps=100),), ""),
        ((Rewrite(surgery="sigmoid_to_tanh", settings=SURGERIES["sigmoid_to_tanh"].after(SIGMOID)),), "Tanh, exactly"),
        ((RELU, SIGMOID), "ReLU, Sigmoid"),
    ],
)
def test_changes_in_a_few_words(changes, words):
    assert describe_changes(changes, SIGMOID) == words


def test_every_remedy_has_words():
    experiment = Experiment(hidden=(30, 30), settings=SIGMOID)
    described = 0
    for remedy in REMEDIES.values():
        made = remedy.make(experiment, SIGMOID)
        if isinstance(made, tuple):
            assert describe_changes(made, SIGMOID)
            described += 1
    assert described > 10


# --- what is possible


def test_a_treatment_is_checked_change_by_change():
    even, odd = Experiment(hidden=(6, 6)), Experiment(hidden=(6, 5))
    skip = Settings(skip=True)
    treatment = branch("skips", RELU, Reinitialize(scheme="he"), skip)
    check_treatment(even, SIGMOID, treatment)
    with pytest.raises(FieldError, match=r"^settings\.skip = True is not allowed: "):
        check_treatment(odd, SIGMOID, treatment)
    with pytest.raises(FieldError, match=r"^settings\.skip = True is not allowed: "):
        check_treatment(odd, SIGMOID, branch("slowly", Ramp(settings=skip, steps=9)))
    # What is undone later is not possible either.
    with pytest.raises(FieldError, match="skip"):
        check_treatment(odd, SIGMOID, branch("to and fro", skip, RELU))


# --- memory


def bytes_of(tensors: object) -> int:
    """Of different tensors alone."""
    found = {each.data_ptr(): each.numel() * each.element_size() for each in tensors if isinstance(each, torch.Tensor)}
    return sum(found.values())


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("normalization", ["none", "batch"])
@pytest.mark.parametrize(("hidden", "dtype"), [((6, 6), "float32"), ((60, 60), "float64"), ((400, 300), "float32")])
def test_memory_is_that_of_the_tensors_of_a_trainer(few_digits, optimizer, normalization, hidden, dtype):
    """Within a factor of two; one of these networks is too large to wait, and is counted aside."""
    settings = Settings(optimizer=optimizer, normalization=normalization)
    values = {"num_train": 32, "num_held_out": 8, "batch_size": 8, "norms_every": 1, "histogram_every": 1}
    experiment = Experiment(hidden=hidden, dtype=dtype, settings=settings, **values)
    trainer = Trainer(experiment, defers=True)
    for _ in range(2):
        list(trainer.turn())
    list(trainer.flush())
    network, block, tally = trainer.network, trainer.block, trainer.tally
    held = [
        *network.state_dict().values(),
        *(parameter.grad for parameter in network.parameters()),
        *(each for moments in trainer.switches.optimizer.state.values() for each in moments.values()),
    ]
    if block.can_hold:
        held += [block._rows, block._offsets]
    else:
        # Up to three copies, of which so short a run needs one.
        held += [*tally._spare, *(torch.empty_like(each) for each in tally._spare * 2), tally._offsets]
    trainer.close()
    # And a snapshot on its way to the file.
    snapshot = pack(trainer.step, "start", trainer.state()).data
    told, found = branch_bytes(experiment, settings), bytes_of(held) + len(snapshot)
    assert found / 2 < told < 2 * found
    # A branch is another trainer with the same examples, which are not in it.
    assert told > 2 * bytes_of(network.parameters())


def test_an_optimizer_with_more_moments_takes_more():
    experiment = Experiment(hidden=(100, 100))
    sizes = [branch_bytes(experiment, Settings(optimizer=name)) for name in ("sgd", "momentum", "rmsprop", "adam")]
    tensor = 4 * experiment.num_parameters
    # In use, and in a snapshot.
    assert sizes[1] - sizes[0] == pytest.approx(2 * tensor, rel=0.01)
    assert sizes[1] == sizes[2]
    assert sizes[3] - sizes[1] == sizes[1] - sizes[0]
