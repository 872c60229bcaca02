"""Normalizations: values, slopes and running statistics against the reference's own formulas."""

import numpy as np
import pytest
import torch

import reference as ref
from gradiometer.normalizations import NORMALIZATIONS

ON = [name for name, normalization in NORMALIZATIONS.items() if normalization.function is not None]
WIDTH = 7


@pytest.fixture
def arrays():
    """z [9, 7], scale, shift, running mean and variance [7]; and weights [9, 7] for a sum over the output."""
    rng = np.random.default_rng(2)
    z = rng.normal(1.0, 3.0, (9, WIDTH))
    return z, rng.normal(1, 0.3, WIDTH), rng.normal(size=WIDTH), rng.normal(size=WIDTH), rng.uniform(0.5, 2, WIDTH)


def apply(name, arrays, training, dtype=torch.float64):
    tensors = [torch.from_numpy(array).to(dtype) for array in arrays]
    for tensor in tensors[:3]:
        tensor.requires_grad_()
    return tensors, NORMALIZATIONS[name].function(*tensors, training)


@pytest.mark.parametrize("name", ON)
@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float32, 2e-6), (torch.float64, 1e-12)])
def test_training_value_is_the_reference_s(name, arrays, dtype, tolerance):
    """An identity layer in front, the reference's block behind: its n is what is wanted."""
    z, scale, shift, *_ = arrays
    identity = ref.Parameters([np.eye(WIDTH), np.eye(WIDTH)], [np.zeros(WIDTH)] * 2, [scale], [shift])
    blocks, _ = ref.forward(identity, z, activation="relu", normalization=name, skip=False)
    _, value = apply(name, arrays, True, dtype)
    np.testing.assert_allclose(value.detach().double().numpy(), blocks[0].n, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("name", ON)
def test_gradient_by_central_differences(name, arrays):
    weights = np.random.default_rng(3).normal(size=arrays[0].shape)

    def function() -> float:
        return float((apply(name, arrays, True)[1].detach().numpy() * weights).sum())

    tensors, value = apply(name, arrays, True)
    (value * torch.from_numpy(weights)).sum().backward()
    for array, tensor in zip(arrays[:3], tensors[:3], strict=True):
        for index in list(np.ndindex(array.shape))[:14]:
            middle = array[index]
            array[index] = middle + 1e-5
            above = function()
            array[index] = middle - 1e-5
            below = function()
            array[index] = middle
            assert tensor.grad[index].item() == pytest.approx((above - below) / 2e-5, rel=1e-6, abs=1e-8)


def test_batch_norm_moves_its_running_statistics_in_training_only(arrays):
    z, scale, shift, mean, variance = (array.copy() for array in arrays)
    tensors, value = apply("batch", arrays, False)
    expected = scale * (z - mean) / np.sqrt(variance + 1e-5) + shift
    np.testing.assert_allclose(value.detach().numpy(), expected, rtol=1e-12)
    np.testing.assert_array_equal(tensors[3].numpy(), mean)
    np.testing.assert_array_equal(tensors[4].numpy(), variance)
    tensors, _ = apply("batch", arrays, True)
    np.testing.assert_allclose(tensors[3].numpy(), 0.9 * mean + 0.1 * z.mean(0), rtol=1e-12)
    np.testing.assert_allclose(tensors[4].numpy(), 0.9 * variance + 0.1 * z.var(0, ddof=1), rtol=1e-12)


def test_layer_norm_does_not_know_training_from_looking(arrays):
    looked, trained = (apply("layer", arrays, training) for training in (False, True))
    assert torch.equal(looked[1], trained[1])
    np.testing.assert_array_equal(trained[0][3].numpy(), arrays[3])
    np.testing.assert_array_equal(trained[0][4].numpy(), arrays[4])


@pytest.mark.parametrize("name", ON)
def test_hides_bias_means_that_a_constant_a_unit_does_nothing(name, arrays):
    z, *rest = arrays
    constant = np.arange(WIDTH) * 1.5
    _, value = apply(name, arrays, True)
    _, moved = apply(name, (z + constant, *rest), True)
    assert torch.allclose(value, moved, atol=1e-10) == NORMALIZATIONS[name].hides_bias


def test_none_is_passed_by():
    assert NORMALIZATIONS["none"].function is None
    assert not NORMALIZATIONS["none"].hides_bias
    assert len({normalization.title for normalization in NORMALIZATIONS.values()}) == len(NORMALIZATIONS)
