"""What is said of training examples before anything is trained on them."""

import dataclasses

import numpy as np
import pytest
import torch

import reference as ref
from gradiometer.batches import tensors_of
from gradiometer.data_checks import BAD_LABELS, MISSING_LABELS, NON_FINITE, look_at_data
from gradiometer.datasets import DATASETS, Examples
from gradiometer.experiment import Experiment
from gradiometer.input_moments import InputMoments
from gradiometer.losses import NOT_ASKED

DIGITS = Experiment(num_train=40, num_held_out=8)


def of_labels(labels, experiment: Experiment = DIGITS, **changes):
    """The events of examples with these labels; pixels are all alike."""
    labels = np.asarray(labels)
    inputs = np.full((len(labels), *experiment.known_facts.shape), 100, np.uint8)
    experiment = dataclasses.replace(experiment, num_train=len(labels), num_held_out=0, batch_size=1, **changes)
    return look_at_data(experiment, Examples(inputs, labels)).events


def only(events) -> tuple[str, str]:
    [event] = events
    assert (event.step, event.layer) == (0, None)
    return event.kind, event.text


def test_nothing_is_wrong_with_digits():
    """As the network reads them: bytes stand for shares of 255."""
    images, labels = ref.mnist(1500)
    examples = Examples(np.rint(images * 255.0).astype(np.uint8).reshape(-1, 1, 28, 28), labels)
    look = look_at_data(Experiment(num_train=1400, num_held_out=100), examples)
    assert look.events == ()
    # Of the first thousand, by another path.
    some = images[:1000].reshape(1000, -1)
    assert look.inputs.mean == pytest.approx(some.mean(), rel=1e-6)
    assert look.inputs.mean_square == pytest.approx((some**2).mean(), rel=1e-6)
    pairs = (some @ some.T).sum() - (some**2).sum()
    assert look.inputs.pair_product == pytest.approx(pairs / (1000 * 999 * 784), rel=1e-6)
    assert (look.inputs.least, look.inputs.largest) == (0.0, 1.0)


def test_held_out_examples_are_not_looked_at():
    labels = np.arange(48) % 10
    labels[40:] = 99
    inputs = np.zeros((48, 1, 28, 28), np.uint8)
    inputs[40:] = 255
    look = look_at_data(DIGITS, Examples(inputs, labels))
    assert look.events == ()
    assert look.inputs.largest == 0.0


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({3: 10}, "Training example 4 has a label that does not exist (10): the network puts out 0 to 9, "),
        ({3: -1}, "Training example 4 has a label that does not exist (-1): "),
        (
            {7: 12, 5: -3, 30: 12},
            "3 training examples, number 6 first, have a label that does not exist (-3, 12): ",
        ),
        (
            {index: 10 + index for index in range(8)},
            "8 training examples, number 1 first, have a label that does not exist (10, 11, 12, 13, 14 and 3 more): ",
        ),
    ],
)
def test_labels_that_no_output_stands_for(changed, sentence):
    labels = np.arange(40) % 10
    for index, label in changed.items():
        labels[index] = label
    kind, text = only(of_labels(labels))
    assert kind == BAD_LABELS
    assert text.startswith(sentence)
    assert text.endswith("mend the labels or leave these examples out")


def test_a_single_class_is_nothing_to_learn():
    kind, text = only(of_labels([3] * 20))
    assert kind == BAD_LABELS
    assert text.startswith("All labels of the training examples are 3: there is nothing to tell apart")


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [((4,), "1 of 10 class has no training example (4)"), ((4, 7), "2 of 10 classes have no training example (4, 7)")],
)
def test_a_class_without_examples(missing, sentence):
    kind, text = only(of_labels([label for label in np.arange(40) % 10 if label not in missing]))
    assert kind == MISSING_LABELS
    assert text.startswith(sentence)


def test_a_class_is_called_by_its_name():
    moons = Experiment(data="moons", batch_size=1, num_train=10, num_held_out=0, hidden=(4,))
    examples = Examples(np.zeros((10, 2), np.float32), np.zeros(10, np.int64))
    kind, text = only(look_at_data(moons, examples).events)
    assert kind == BAD_LABELS
    assert "are upper: " in text


COPYING = Experiment(data="copying", family="rnn", length=25, num_train=30, num_held_out=0, batch_size=2, hidden=(4,))


def test_time_steps_at_which_nothing_is_asked_are_right():
    examples = DATASETS["copying"].load(COPYING.data_spec)
    assert (examples.targets == NOT_ASKED).any()
    assert look_at_data(COPYING, examples).events == ()


def test_at_a_time_step_a_label_may_be_wrong():
    examples = DATASETS["copying"].load(COPYING.data_spec)
    targets = examples.targets.copy()
    targets[6, -1], targets[9, -2] = 8, -2
    kind, text = only(look_at_data(COPYING, Examples(examples.inputs, targets)).events)
    assert kind == BAD_LABELS
    assert text.startswith("2 training examples, number 7 first, have a label that does not exist (-2, 8): ")


def test_where_nothing_at_all_is_asked():
    examples = DATASETS["copying"].load(COPYING.data_spec)
    kind, text = only(look_at_data(COPYING, Examples(examples.inputs, np.full_like(examples.targets, -1))).events)
    assert kind == BAD_LABELS
    assert text.startswith("No training example has a label")


def of_numbers(values, loss: str):
    experiment = Experiment(
        data="threshold", loss=loss, num_train=len(values), num_held_out=0, batch_size=1, hidden=(3,)
    )
    targets = np.array(values, np.float32)[:, None]
    return look_at_data(experiment, Examples(np.ones((len(values), 1), np.float32), targets)).events


@pytest.mark.parametrize("loss", ["quadratic", "sigmoid_cross_entropy"])
def test_behind_a_sigmoid_only_shares_can_be_reached(loss):
    kind, text = only(of_numbers([0.0, 1.0, 1.5, -0.25], loss))
    assert kind == BAD_LABELS
    assert text.startswith("2 training examples, number 3 first, have targets outside 0 to 1: ")
    assert f"the loss {loss} " in text
    assert of_numbers([0.0, 1.0, 0.5], loss) == ()


def test_of_a_squared_error_any_number_will_do():
    assert of_numbers([0.0, 70.0, -2.5], "squared_error") == ()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_target_that_is_no_number(value):
    kind, text = only(of_numbers([0.0, value, 1.0], "squared_error"))
    assert kind == BAD_LABELS
    assert text.startswith("Training example 2 has targets that are NaN or infinite: ")


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_an_input_that_is_no_number(value, monkeypatch):
    """Found wherever it stands, though the examples are looked at some at a time."""
    monkeypatch.setattr("gradiometer.data_checks._BLOCK", 6)
    inputs = np.zeros((40, 2), np.float32)
    inputs[[17, 38], [1, 0]] = value
    experiment = Experiment(data="moons", num_train=40, num_held_out=0, hidden=(4,))
    kind, text = only(look_at_data(experiment, Examples(inputs, np.arange(40) % 2)).events)
    assert kind == NON_FINITE
    assert text.startswith("2 training examples, number 18 first, have inputs that are NaN or infinite: ")


@pytest.mark.parametrize("data", [name for name in DATASETS if name != "file" and not name.startswith("mnist")])
def test_no_set_of_our_own_is_wrong(data):
    families = {"adding": "rnn", "copying": "rnn"}
    loss = {"adding": "squared_error", "threshold": "quadratic"}.get(data, "softmax_cross_entropy")
    experiment = Experiment(
        data=data, family=families.get(data, "mlp"), loss=loss, num_train=200, num_held_out=20, hidden=(4,), length=30
    )
    assert look_at_data(experiment, experiment.load_examples()).events == ()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("data", ["mnist", "moons", "threshold"])
@pytest.mark.usefixtures("few_digits")
def test_the_moments_are_those_of_the_tensors_that_a_network_reads(data, dtype):
    """To the last bit, though no tensor is made for them."""
    loss = "quadratic" if data == "threshold" else "softmax_cross_entropy"
    experiment = Experiment(data=data, dtype=dtype, loss=loss, num_train=1200, num_held_out=100, hidden=(4,))
    examples = experiment.load_examples()
    shape, precision = experiment.network.shape, getattr(torch, dtype)
    inputs, targets = tensors_of(examples, slice(0, 1200), shape, precision, torch.device("cpu"))
    assert look_at_data(experiment, examples).inputs == InputMoments.of(inputs.numpy(), targets.numpy())
