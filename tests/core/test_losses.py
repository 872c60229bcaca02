"""Losses and their slopes against the reference."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import reference as ref
from gradiometer.losses import LOSSES

LOGITS = arrays(np.float64, (6, 10), elements=st.floats(-60, 60, width=32))
LABELS = arrays(np.int64, 6, elements=st.integers(0, 9))


@pytest.mark.parametrize("name", LOSSES)
@given(logits=LOGITS, labels=LABELS)
def test_value_and_slope(name, logits, labels):
    for dtype, tolerance in ((torch.float32, 1e-5), (torch.float64, 1e-11)):
        z = torch.from_numpy(logits).to(dtype).requires_grad_()
        loss = LOSSES[name].function(z, torch.from_numpy(labels))
        loss.backward()
        value, slope = ref.loss_and_slope(name, logits, labels)
        assert loss.shape == ()
        assert loss.dtype == dtype
        # Entries are means over six examples of at most 1: an error of 1e-7 (float32) is one of the last bit.
        eps = torch.finfo(dtype).eps
        np.testing.assert_allclose(loss.item(), value, rtol=tolerance, atol=10 * eps)
        np.testing.assert_allclose(z.grad.double().numpy(), slope, rtol=tolerance, atol=4 * eps)


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_is_a_mean_over_the_batch(name):
    logits, labels = torch.randn(4, 10, generator=torch.Generator().manual_seed(0)), torch.tensor([1, 2, 3, 9])
    function = LOSSES[name].function
    each = [function(logits[i : i + 1], labels[i : i + 1]) for i in range(4)]
    torch.testing.assert_close(function(logits, labels), torch.stack(each).mean())


def test_no_two_losses_are_the_same():
    logits, labels = torch.linspace(-2, 2, 30).reshape(3, 10), torch.tensor([1, 5, 9])
    assert len({loss.function(logits, labels).item() for loss in LOSSES.values()}) == len(LOSSES)
    assert len({loss.title for loss in LOSSES.values()}) == len(LOSSES)
    assert all(loss.formula for loss in LOSSES.values())
