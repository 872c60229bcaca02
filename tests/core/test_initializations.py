"""Initializations: each scheme's law, tested by its moments and bounds on many entries."""

import math

import numpy as np
import pytest
import torch

from gradiometer.initializations import INITIALIZATIONS

FAN_IN, FAN_OUT = 400, 300
NUM_BIASES = 20_000


def normal(variance):
    return {"variance": variance, "kurtosis": 3.0, "bound": math.inf}


def uniform(bound):
    return {"variance": bound**2 / 3, "kurtosis": 1.8, "bound": bound}


# name -> the law of the weights and of the biases (None: all zero), for a fan_in and a fan_out, from the papers.
LAWS = {
    "normal": lambda n, m: (normal(1.0), normal(1.0)),
    "normal_fan_in": lambda n, m: (normal(1 / n), normal(1.0)),  # Nielsen, chapter 3
    "xavier": lambda n, m: (normal(2 / (n + m)), None),  # Glorot & Bengio 2010
    "he": lambda n, m: (normal(2 / n), None),  # He et al. 2015
    "pytorch": lambda n, m: (uniform(1 / math.sqrt(n)), uniform(1 / math.sqrt(n))),  # torch.nn.Linear's documentation
}


def draw(name, fan_out, fan_in, seed=0, dtype=torch.float64):
    weight, bias = torch.full((fan_out, fan_in), math.nan, dtype=dtype), torch.full((fan_out,), math.nan, dtype=dtype)
    INITIALIZATIONS[name].draw(weight, bias, torch.Generator().manual_seed(seed), fan_in)
    return weight.double().numpy(), bias.double().numpy()


def assert_law(values, law) -> None:
    """Mean, variance, fourth moment and bound within five standard errors of the law."""
    if law is None:
        assert (values == 0).all()
        return
    count, sigma = values.size, math.sqrt(law["variance"])
    standard = values.ravel() / sigma
    assert abs(standard.mean()) < 5 / math.sqrt(count)
    # The standard error of a mean square of a law with this kurtosis.
    assert abs((standard**2).mean() - 1) < 5 * math.sqrt((law["kurtosis"] - 1) / count)
    assert (standard**4).mean() == pytest.approx(law["kurtosis"], rel=0.15)
    assert np.abs(values).max() <= law["bound"]
    if math.isfinite(law["bound"]):
        assert np.abs(values).max() > 0.99 * law["bound"]


def test_every_scheme_has_its_law_here():
    assert set(INITIALIZATIONS) == {*LAWS, "orthogonal"}
    assert len({scheme.title for scheme in INITIALIZATIONS.values()}) == len(INITIALIZATIONS)
    assert all(scheme.law for scheme in INITIALIZATIONS.values())


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_law(name, dtype):
    # A wide layer for the weights, and one with many units for the biases; fan_in and fan_out differ, so that a
    # scheme that takes one for the other fails.
    weight, _ = draw(name, FAN_OUT, FAN_IN, dtype=dtype)
    assert_law(weight, LAWS[name](FAN_IN, FAN_OUT)[0])
    weight, bias = draw(name, NUM_BIASES, 9, dtype=dtype)
    assert_law(weight, LAWS[name](9, NUM_BIASES)[0])
    assert_law(bias, LAWS[name](9, NUM_BIASES)[1])


@pytest.mark.parametrize("name", LAWS)
def test_entries_are_independent(name):
    """Rows of independent entries of mean 0 are nearly orthogonal."""
    weight, _ = draw(name, 40, 2000)
    correlation = np.corrcoef(weight) - np.eye(40)
    assert np.abs(correlation).max() < 6 / math.sqrt(2000)


@pytest.mark.parametrize(("fan_out", "fan_in"), [(30, 30), (50, 20), (20, 50), (1, 6), (6, 1)])
def test_orthogonal(fan_out, fan_in):
    weight, bias = draw("orthogonal", fan_out, fan_in)
    product = weight @ weight.T if fan_out <= fan_in else weight.T @ weight
    np.testing.assert_allclose(product, np.eye(min(fan_out, fan_in)), atol=1e-12)
    assert (bias == 0).all()


def test_orthogonal_matrices_are_spread_evenly():
    """Haar measure: each entry has mean 0 and variance 1/n, and both determinants occur."""
    drawn = np.array([draw("orthogonal", 4, 4, seed=seed)[0] for seed in range(600)])
    assert np.abs(drawn.mean(0)).max() < 5 * 0.5 / math.sqrt(600)
    np.testing.assert_allclose((drawn**2).mean(0), 0.25, atol=0.06)
    signs = np.sign(np.linalg.det(drawn))
    assert 200 < (signs > 0).sum() < 400


@pytest.mark.parametrize("name", INITIALIZATIONS)
@pytest.mark.parametrize(("fan_out", "fan_in"), [(300, 300), (90, 400), (400, 90)])
def test_the_variances_that_theory_reads(name, fan_out, fan_in):
    """They are those of what is drawn, whatever the shape; lengths are kept where the matrix is orthogonal."""
    scheme = INITIALIZATIONS[name]
    weight, bias = draw(name, fan_out, fan_in, seed=5)
    of_weight, of_bias = scheme.variances(fan_in, fan_out)
    assert (weight**2).mean() == pytest.approx(of_weight, rel=0.05)
    assert (bias**2).mean() == pytest.approx(of_bias, rel=0.4)
    narrow = weight if fan_out <= fan_in else weight.T
    singular = np.linalg.svd(narrow, compute_uv=False)
    assert scheme.keeps_lengths == (singular.max() < 1.001 * singular.min())


@pytest.mark.parametrize("name", INITIALIZATIONS)
def test_the_seed_decides(name):
    one, again, another = (draw(name, 12, 8, seed=seed)[0] for seed in (3, 3, 4))
    np.testing.assert_array_equal(one, again)
    assert np.abs(one - another).max() > 0.05


@pytest.mark.parametrize("name", INITIALIZATIONS)
def test_the_global_generator_is_left_alone(name):
    before = torch.get_rng_state()
    draw(name, 12, 8)
    assert torch.equal(before, torch.get_rng_state())


@pytest.mark.parametrize("name", LAWS)
def test_the_law_of_a_convolution(name):
    """Widths count the pixels of the kernel; see Glorot & Bengio and He et al. for n = k^2 channels."""
    channels_in, channels_out, pixels = 60, 50, 3 * 3
    weight, bias = torch.empty(channels_out, channels_in, 3, 3), torch.empty(channels_out)
    INITIALIZATIONS[name].draw(weight, bias, torch.Generator().manual_seed(1), channels_in * pixels)
    law = LAWS[name](channels_in * pixels, channels_out * pixels)[0]
    assert_law(weight.double().numpy(), law | {"bound": law["bound"] * (1 + 1e-6)})


@pytest.mark.parametrize("name", INITIALIZATIONS)
def test_a_map_without_a_bias_draws_its_weight_alone(name):
    """What comes next out of the generator is for the next map."""
    generator = torch.Generator().manual_seed(2)
    weight = torch.empty(6, 5, dtype=torch.float64)
    INITIALIZATIONS[name].draw(weight, torch.empty(0, dtype=torch.float64), generator, 5)
    np.testing.assert_array_equal(weight, draw(name, 6, 5, seed=2)[0])


def test_pytorchs_law_goes_by_the_number_it_is_given():
    """Its recurrent modules take their number of units, and not that of the inputs."""
    assert {name for name, law in INITIALIZATIONS.items() if law.is_torchs_own} == {"pytorch"}
    weight, bias = torch.empty(400, 7), torch.empty(400)
    INITIALIZATIONS["pytorch"].draw(weight, bias, torch.Generator().manual_seed(2), 100)
    for values in (weight, bias):
        assert 0.09 < values.abs().max() <= 0.1
