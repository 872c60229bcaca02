"""Activations and their slopes against the reference."""

import numpy as np
import pytest
import torch

import reference as ref
from gradiometer.activations import ACTIVATIONS

# Both signs, both saturated ends, near the kink and at it.
POINTS = np.concatenate([np.linspace(-40, 40, 401), np.linspace(-1e-3, 1e-3, 40), [0.0, -700.0, 700.0]])


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float32, 1e-5), (torch.float64, 1e-12)])
def test_value_and_slope(name, dtype, tolerance):
    z = torch.from_numpy(POINTS).to(dtype).requires_grad_()
    value = ACTIVATIONS[name].resolve()(z)
    value.sum().backward()
    phi, slope = ref.ACTIVATIONS[name]
    points = z.detach().double().numpy()
    # Where a value is all but cancelled, 1 - 1 for instance, only its distance to its neighbours can be asked for.
    near_zero = {torch.float32: 1e-6, torch.float64: 1e-14}[dtype]
    np.testing.assert_allclose(value.detach().double().numpy(), phi(points), rtol=tolerance, atol=near_zero)
    np.testing.assert_allclose(z.grad.double().numpy(), slope(points), rtol=tolerance, atol=near_zero)
    assert value.dtype == dtype


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_what_theory_computes_without_torch(name):
    """phi and phi' in numpy are torch's own, also where they all but vanish."""
    z = torch.from_numpy(POINTS).requires_grad_()
    value = ACTIVATIONS[name].resolve()(z)
    value.sum().backward()
    # At the kink itself torch takes the left slope.
    np.testing.assert_allclose(ACTIVATIONS[name].phi(POINTS), value.detach().numpy(), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(ACTIVATIONS[name].slope(POINTS), z.grad.numpy(), rtol=1e-12, atol=1e-15)


def test_a_leak_is_the_slope_below_zero():
    for name, activation in ACTIVATIONS.items():
        is_leaky = name in ("relu", "leaky_relu")
        assert (activation.leak is not None) == is_leaky
        if activation.leak is not None:
            np.testing.assert_array_equal(activation.slope(np.array([-3.0, 2.0])), [activation.leak, 1.0])


def test_no_two_activations_are_the_same():
    z = torch.linspace(-3, 3, 11)
    values = [tuple(activation.resolve()(z).tolist()) for activation in ACTIVATIONS.values()]
    assert len(set(values)) == len(ACTIVATIONS)
    assert len({activation.title for activation in ACTIVATIONS.values()}) == len(ACTIVATIONS)
    assert all(activation.formula for activation in ACTIVATIONS.values())
