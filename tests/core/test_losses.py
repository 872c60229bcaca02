"""Losses, their slopes and what counts as a right answer, against the reference and plain numpy."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import reference as ref
from gradiometer.examples import CLASSES, POSITIONS, SHARES, VALUES
from gradiometer.losses import LOSSES, NEAR, NOT_ASKED, count_hits

OF_CLASSES = [name for name, loss in LOSSES.items() if CLASSES in loss.targets]
OF_POSITIONS = [name for name, loss in LOSSES.items() if POSITIONS in loss.targets]
OF_NUMBERS = [name for name, loss in LOSSES.items() if loss.targets & {VALUES, SHARES}]

LOGITS = arrays(np.float64, (6, 10), elements=st.floats(-60, 60, width=32))
LABELS = arrays(np.int64, 6, elements=st.integers(0, 9))
ANSWERS = arrays(np.float64, (6, 3), elements=st.floats(-60, 60, width=32))
NUMBERS = arrays(np.float64, (6, 3), elements=st.floats(0, 1, width=32))


def check_value_and_slope(name: str, outputs: np.ndarray, targets: np.ndarray, most: float = 1.0) -> None:
    """most: the largest slope of a single example."""
    for dtype, tolerance in ((torch.float32, 1e-5), (torch.float64, 1e-11)):
        z, wanted = torch.from_numpy(outputs).to(dtype).requires_grad_(), torch.from_numpy(targets)
        loss = LOSSES[name].function(z, wanted.to(dtype) if wanted.is_floating_point() else wanted)
        loss.backward()
        value, slope = ref.loss_and_slope(name, outputs, targets)
        assert loss.shape == ()
        assert loss.dtype == dtype
        # Entries are means over six examples: an error of 1e-7 (float32) of the largest is one of the last bit.
        eps = most * torch.finfo(dtype).eps
        np.testing.assert_allclose(loss.item(), value, rtol=tolerance, atol=10 * eps)
        np.testing.assert_allclose(z.grad.double().numpy(), slope, rtol=tolerance, atol=4 * eps)


@pytest.mark.parametrize("name", OF_CLASSES)
@given(logits=LOGITS, labels=LABELS)
def test_value_and_slope(name, logits, labels):
    check_value_and_slope(name, logits, labels)


@pytest.mark.parametrize("name", OF_NUMBERS)
@given(outputs=ANSWERS, numbers=NUMBERS)
def test_value_and_slope_of_numbers(name, outputs, numbers):
    check_value_and_slope(name, outputs, numbers, 60.0 if name == "squared_error" else 1.0)


@pytest.mark.parametrize("name", LOSSES)
def test_the_slope_that_theory_computes_without_torch(name):
    """Of each example's cost, for any number of leading dimensions: the batch's mean has a B-th of it."""
    draws = np.random.default_rng(1)
    outputs = draws.normal(0.0, 20.0, (6, 4))
    targets = draws.integers(0, 4, 6) if name in OF_CLASSES else draws.normal(size=(6, 4))
    z = torch.from_numpy(outputs).requires_grad_()
    LOSSES[name].function(z, torch.from_numpy(targets)).backward()
    wanted = np.eye(4)[targets] if name in OF_CLASSES else targets
    slope = LOSSES[name].slope(outputs[None], wanted[None])[0]
    np.testing.assert_allclose(slope / 6, z.grad.numpy(), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("name", OF_NUMBERS)
@given(outputs=ANSWERS, labels=arrays(np.int64, (6, 3), elements=st.integers(0, 1)))
def test_a_one_hot_vector_is_the_class_in_numbers(name, outputs, labels):
    """So a loss of both has the same value for a class and for the numbers that stand for it."""
    if CLASSES not in LOSSES[name].targets:
        return
    classes = torch.from_numpy(labels.argmax(axis=1))
    numbers = torch.nn.functional.one_hot(classes, 3).double()
    z = torch.from_numpy(outputs)
    assert LOSSES[name].function(z, classes).item() == LOSSES[name].function(z, numbers).item()


@pytest.mark.parametrize("name", OF_POSITIONS)
@given(
    logits=arrays(np.float64, (4, 5, 3), elements=st.floats(-60, 60, width=32)),
    labels=arrays(np.int64, (4, 5), elements=st.integers(-1, 2)),
)
def test_value_and_slope_of_answers_at_time_steps(name, logits, labels):
    """The mean over all that is asked; what is not asked has no slope."""
    labels[0, 0] = 1
    z = torch.from_numpy(logits).requires_grad_()
    loss = LOSSES[name].function(z, torch.from_numpy(labels))
    loss.backward()
    asked = labels != NOT_ASKED
    value, slope = ref.loss_and_slope(name, logits[asked], labels[asked])
    np.testing.assert_allclose(loss.item(), value, rtol=1e-11, atol=1e-15)
    np.testing.assert_allclose(z.grad.numpy()[asked], slope, rtol=1e-11, atol=1e-15)
    assert (z.grad.numpy()[~asked] == 0).all()


def targets_for(name: str, num: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Outputs and targets of a kind that the loss can judge."""
    outputs = torch.randn(num, 10, generator=torch.Generator().manual_seed(0))
    if CLASSES in LOSSES[name].targets:
        return outputs, torch.arange(num) % 10
    return outputs, torch.rand(num, 10, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_is_a_mean_over_the_batch(name):
    outputs, targets = targets_for(name, 4)
    function = LOSSES[name].function
    each = [function(outputs[i : i + 1], targets[i : i + 1]) for i in range(4)]
    torch.testing.assert_close(function(outputs, targets), torch.stack(each).mean())


@pytest.mark.parametrize("names", [OF_CLASSES, OF_NUMBERS])
def test_no_two_losses_are_the_same(names):
    outputs, _ = targets_for(names[0], 3)
    targets = torch.tensor([1, 5, 9]) if names is OF_CLASSES else torch.full((3, 10), 0.25)
    assert len({LOSSES[name].function(outputs, targets).item() for name in names}) == len(names)


def test_every_loss_is_described_and_judges_something():
    assert len({loss.title for loss in LOSSES.values()}) == len(LOSSES)
    for loss in LOSSES.values():
        assert loss.formula
        assert loss.targets
        assert loss.targets <= {CLASSES, POSITIONS, VALUES, SHARES}
        # Where numbers are asked for, it says which answers are right.
        assert (loss.hit is not None) == bool(loss.targets & {VALUES, SHARES})
    for kind in (CLASSES, POSITIONS, VALUES, SHARES):
        assert any(kind in loss.targets for loss in LOSSES.values())


# --- right answers


def hits_of(name: str, outputs: np.ndarray, targets: np.ndarray) -> tuple[int, int]:
    hits, asked = count_hits(name, torch.from_numpy(outputs), torch.from_numpy(targets))
    return int(hits), int(asked)


@pytest.mark.parametrize("name", OF_CLASSES)
@given(logits=LOGITS, labels=LABELS)
def test_the_right_class_has_the_largest_output(name, logits, labels):
    """Of two largest ones the first."""
    assert hits_of(name, logits, labels) == (int((logits.argmax(axis=1) == labels).sum()), 6)


@pytest.mark.parametrize("name", OF_POSITIONS)
@given(
    logits=arrays(np.float64, (4, 5, 3), elements=st.floats(-60, 60, width=32)),
    labels=arrays(np.int64, (4, 5), elements=st.integers(-1, 2)),
)
def test_right_answers_at_time_steps(name, logits, labels):
    right = sum(
        int(labels[i, t] != NOT_ASKED and logits[i, t].argmax() == labels[i, t]) for i in range(4) for t in range(5)
    )
    assert hits_of(name, logits, labels) == (right, int((labels >= 0).sum()))


@pytest.mark.parametrize("name", OF_NUMBERS)
@given(
    outputs=arrays(np.float64, (6, 2), elements=st.floats(-2, 2, width=16)),
    numbers=arrays(np.float64, (6, 2), elements=st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])),
)
def test_right_answers_in_numbers(name, outputs, numbers):
    """All of an example's numbers have to be right: near, or, of sigmoids, on the right side of 1/2."""
    is_near = np.abs(outputs - numbers) < NEAR
    # sigmoid(z) > 1/2 where z > 0.
    is_on_its_side = (1 / (1 + np.exp(-outputs)) > 0.5) == (numbers > 0.5)
    right = (is_near if name == "squared_error" else is_on_its_side).all(axis=1)
    assert hits_of(name, outputs, numbers) == (int(right.sum()), 6)


def test_right_answers_at_known_points():
    assert hits_of("squared_error", np.array([[1.03], [1.05], [0.97]]), np.array([[1.0], [1.0], [1.0]])) == (2, 3)
    for name in ("sigmoid_cross_entropy", "quadratic"):
        assert hits_of(name, np.array([[0.1], [-0.1], [3.0]]), np.array([[1.0], [1.0], [0.0]])) == (1, 3)
    assert hits_of("softmax_cross_entropy", np.array([[0.1, 0.2], [3.0, 1.0]]), np.array([1, 1])) == (1, 2)


@pytest.mark.parametrize("loss", ["softmax_cross_entropy", "sigmoid_cross_entropy", "quadratic"])
@pytest.mark.parametrize("num_outputs", [2, 10])
def test_a_guess_costs_what_equal_shares_cost(loss: str, num_outputs: int) -> None:
    share = 1 / num_outputs
    # Softmax gives equal shares for equal outputs, a sigmoid the share itself for its logit.
    logit = 0.0 if loss == "softmax_cross_entropy" else np.log(share / (1 - share))
    outputs = torch.full((6, num_outputs), logit, dtype=torch.float64)
    guess = LOSSES[loss].guess
    assert guess is not None
    assert guess(num_outputs) == pytest.approx(float(LOSSES[loss].function(outputs, torch.arange(6) % num_outputs)))


def test_a_single_output_guesses_one_half() -> None:
    outputs, wanted = torch.zeros(2, 1, dtype=torch.float64), torch.tensor([[0.0], [1.0]], dtype=torch.float64)
    for loss in ("sigmoid_cross_entropy", "quadratic"):
        guess = LOSSES[loss].guess
        assert guess is not None
        assert guess(1) == pytest.approx(float(LOSSES[loss].function(outputs, wanted)))
    assert LOSSES["squared_error"].guess is None
