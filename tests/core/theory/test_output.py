"""What the output sends back before anything has run, against closed forms."""

import math

import numpy as np
import pytest

from gradiometer.examples import CLASSES, SHARES, VALUES
from gradiometer.theory.output import output_law

SOFTMAX = "softmax_cross_entropy"


def test_softmax_of_nothing():
    """All classes are as likely: delta = 1/C - y, the same within a class, and of cosine 1/(1 - C) to others."""
    law = output_law(SOFTMAX, CLASSES, 10, 32, 1e-12, 0.3)
    assert law.length == pytest.approx(math.sqrt(0.9), rel=1e-5)
    assert law.likeness == pytest.approx(1.0, rel=1e-5)
    # A tenth of the pairs are of the same class.
    assert law.closeness == pytest.approx(0.1 + 0.9 / 81, rel=0.03)
    # Labels are drawn, so the mean is that of 32 independent examples.
    assert law.mean == pytest.approx(math.sqrt(0.9 / 32), rel=0.1)
    assert law.rises == pytest.approx((0.0, 0.0), abs=1e-6)
    assert law.alignment == pytest.approx(1.0, abs=0.05)


def test_softmax_that_is_sure():
    """The largest logit takes all: delta is 0 for the tenth that are right, else it has two entries."""
    law = output_law(SOFTMAX, CLASSES, 10, 32, 1e20, 1.0)
    assert law.length == pytest.approx(math.sqrt(1.8), rel=0.02)
    # z of the largest of ten is 1.54 standard deviations, that of another class -0.17.
    assert law.alignment == pytest.approx(1.93, abs=0.15)
    assert law.mean_alignment > law.alignment
    # One class is chosen for all examples: M = (1 - 1/10)^2 + 9 / 100 and the noise of labels.
    assert law.mean == pytest.approx(math.sqrt(0.9), rel=0.04)


@pytest.mark.parametrize(("variance", "correlation"), [(0.5, 0.0), (4.0, 0.6), (1.0, 1.0)])
def test_squared_error_in_closed_form(variance, correlation):
    """delta = z - y, y of variance 1: everything is a moment of normal numbers."""
    law = output_law("squared_error", VALUES, 3, 16, variance, correlation)
    assert law.length == pytest.approx(math.sqrt(3 * (variance + 1)), rel=0.03)
    # E[(z . delta)^2] = q^2 C (C + 2) + q C; blind q C (q + 1).
    assert law.alignment == pytest.approx((5 * variance + 1) / (variance + 1), rel=0.12)
    # E[delta_a delta_b] = q c C for any pair.
    assert law.rises[1] == pytest.approx(variance / (variance + 1), rel=0.2)
    mean_square = 3 * (variance * correlation + (variance * (1 - correlation) + 1) / 16)
    # The median of a sum of three squares lies below its mean.
    assert law.mean == pytest.approx(math.sqrt(0.79 * mean_square), rel=0.15)


def test_targets_that_vary_more_pull_harder():
    near, far = (output_law("squared_error", VALUES, 3, 16, 1e-6, 0.0, deviation) for deviation in (1.0, 5.0))
    assert far.length == pytest.approx(5 * near.length, rel=1e-3)


def test_sigmoid_outputs():
    """Nielsen: at 0 all ten are 1/2, so delta is 1/2 everywhere, of either sign."""
    law = output_law("sigmoid_cross_entropy", CLASSES, 10, 1000, 1e-12, 0.5)
    assert law.length == pytest.approx(math.sqrt(2.5), rel=1e-5)
    # Its mean over the classes' labels is 0.4.
    assert law.mean == pytest.approx(math.sqrt(1.6), rel=0.01)
    quadratic = output_law("quadratic", SHARES, 4, 8, 1e-12, 0.5)
    assert quadratic.length == pytest.approx(math.sqrt(4) * 0.5 / 4, rel=1e-5)


def test_one_example_and_many():
    one, many, more = (output_law(SOFTMAX, CLASSES, 10, size, 1.0, 0.7) for size in (1, 4000, 100_000))
    assert one.mean == pytest.approx(one.length, rel=0.1)
    assert one.likeness == 0.0
    assert many.mean == pytest.approx(more.mean, rel=0.02)
    assert more.mean < 0.5 * more.length


def test_the_seed_is_fixed():
    output_law.cache_clear()
    first = output_law(SOFTMAX, CLASSES, 10, 8, 1.0, 0.7)
    state = np.random.get_state()[1].copy()
    output_law.cache_clear()
    assert output_law(SOFTMAX, CLASSES, 10, 8, 1.0, 0.7) == first
    np.testing.assert_array_equal(np.random.get_state()[1], state)
