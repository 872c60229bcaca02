"""The chain of single neurons: a gradient is one product of factors, as in Nielsen's equation 122."""

import numpy as np
import pytest
import torch

import passes
import reference as ref
from gradiometer.experiment import Experiment
from gradiometer.families import FAMILIES, Structure
from gradiometer.fields import FieldError
from gradiometer.quantities import LOOK_QUANTITIES

LENGTH = 4


def make(**settings):
    return passes.make_network("chain", Structure(hidden=(1,) * LENGTH, shape=(1,), num_outputs=1), seed=3, **settings)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_each_gradient_is_the_product_of_the_factors_behind(activation):
    """dC/db_l = phi'(z_l) w_{l+1} phi'(z_{l+1}) ... w_L dC/dz_L, for one example."""
    network, settings = make(activation=activation)
    x, wanted = np.array([[0.3]]), np.array([[1.0]], np.float64)
    done = passes.run_pass(network, settings, x, wanted, "quadratic")
    phi, slope = ref.ACTIVATIONS[activation]
    weights = [layer.weight.item() for layer in network.layers]
    signal, z = 0.3, []
    for layer, weight in zip(network.layers, weights, strict=True):
        z.append(weight * signal + layer.bias.item())
        signal = float(phi(np.array(z[-1])))
    answer = 1.0 / (1.0 + np.exp(-z[-1]))
    assert done.logits.item() == pytest.approx(z[-1], rel=1e-14)
    assert done.loss == pytest.approx((answer - 1.0) ** 2 / 2, rel=1e-14)
    gradient = (answer - 1.0) * answer * (1.0 - answer)
    found = [layer.bias.grad.item() for layer in network.layers]
    assert found[-1] == pytest.approx(gradient, rel=1e-13)
    for index in reversed(range(LENGTH)):
        gradient *= weights[index + 1] * float(slope(np.array(z[index])))
        assert found[index] == pytest.approx(gradient, rel=1e-13)
        assert done.look.unit_gradients[index].item() == found[index]
        assert done.look.slopes[index].item() == pytest.approx(float(slope(np.array(z[index]))), rel=1e-13)


def test_gate_times_weight_factor_is_the_gain():
    """For one example there is nothing to average, so the two factors are all there is."""
    network, settings = make(activation="sigmoid")
    done = passes.run_pass(network, settings, np.array([[0.7]]), np.array([[0.0]]), "sigmoid_cross_entropy")
    gate, factor, gain = (LOOK_QUANTITIES[name].measure(done.look) for name in ("gate", "weight_factor", "gain"))
    for index in range(LENGTH):
        assert float(gain[index]) == pytest.approx(float(gate[index] * factor[index]), rel=1e-12)
    assert gain[-1] is None


@pytest.mark.parametrize("loss", ["quadratic", "sigmoid_cross_entropy", "squared_error"])
@pytest.mark.parametrize("skip", [False, True])
def test_gradients_by_finite_differences(loss, skip):
    """Of the loss itself, written out here for the answer in numbers."""
    scales = {"skip_weight": 0.6, "branch_scale": 0.7} if skip else {}
    network, settings = make(activation="tanh", skip=skip, normalization="none", **scales)
    rng = np.random.default_rng(5)
    x, wanted = rng.random((6, 1)), (rng.random((6, 1)) > 0.5).astype(np.float64)

    def value() -> float:
        with torch.no_grad():
            z = network(torch.from_numpy(x)).numpy()
        answer = 1.0 / (1.0 + np.exp(-z))
        if loss == "squared_error":
            return float(((z - wanted) ** 2).sum() / 12)
        if loss == "quadratic":
            return float(((answer - wanted) ** 2).sum() / 12)
        return float(-(wanted * np.log(answer) + (1 - wanted) * np.log(1 - answer)).sum() / 6)

    done = passes.run_pass(network, settings, x, wanted, loss)
    assert done.loss == pytest.approx(value(), rel=1e-12)
    for parameter in network.used:
        middle, step = parameter.item(), 1e-4
        values = []
        # A five-point rule: its error is of the order of step^4.
        for shift in (-2, -1, 1, 2):
            with torch.no_grad():
                parameter.fill_(middle + shift * step)
            values.append(value())
        with torch.no_grad():
            parameter.fill_(middle)
        slope = (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * step)
        assert parameter.grad.item() == pytest.approx(slope, rel=1e-9, abs=1e-11)
    passes.check_used(network)


def test_what_it_may_be():
    assert Experiment(family="chain", data="threshold", hidden=(1, 1, 1), loss="quadratic").structure == "1-1-1-1-1"
    with pytest.raises(FieldError, match=r"hidden = \[1, 2\] is not allowed: each layer of a chain has one neuron"):
        Experiment(family="chain", data="threshold", hidden=(1, 2), loss="quadratic")
    with pytest.raises(FieldError, match="a chain reads a single number, choose the data threshold"):
        Experiment(family="chain", data="mnist", hidden=(1, 1))
    with pytest.raises(FieldError, match="a chain ends in a single number"):
        FAMILIES["chain"].check(Structure(hidden=(1,), shape=(1,), num_outputs=2))
    blocked = FAMILIES["chain"].blocked(Structure(hidden=(1,), shape=(1,), num_outputs=1))
    assert blocked.keys() == {"norm_place", "forget_bias", "normalization=layer"}
