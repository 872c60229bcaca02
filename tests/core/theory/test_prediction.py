"""A prediction's profiles and bands."""

import numpy as np
import pytest

from gradiometer.theory.prediction import Fixed, Prediction, Root

DEVIATIONS = np.array([0.3, 0.2, 0.0])
LENGTHS = Root(np.array([4.0, 1.0, 1.0]), np.array([0.0, 0.0, 0.0]), np.array([1e-3, 0.5, 1.0]), DEVIATIONS)
MEANS = Root(np.array([0.1, 0.2, 0.0]), np.array([0.3, 0.7, 1.0]), np.array([1.0, 2.0, 1.0]), DEVIATIONS)
PREDICTION = Prediction(
    "",
    3,
    0.2,
    output=(0.9, 0.3),
    roots={"delta_per_sample_rms": LENGTHS, "delta_norm": MEANS},
    fixed={"gate": Fixed(np.array([0.2, 0.3, np.nan]), np.array([0.01, 0.02, np.nan]))},
)


def test_a_profile_is_the_root_of_what_is_linear():
    found = PREDICTION.profile("delta_norm", 2.0, 0.5)
    np.testing.assert_allclose(found, [1, 2, 1] * np.sqrt([0.1 * 4 + 0.3 * 0.25, 0.2 * 4 + 0.7 * 0.25, 0.25]))


@pytest.mark.parametrize("scale", [1e-200, 1e200])
def test_outputs_of_any_size(scale):
    """Their squares may not fit into a float."""
    one, many = PREDICTION.profile("delta_norm", 2.0, 0.5), PREDICTION.profile("delta_norm", 2.0 * scale, 0.5 * scale)
    np.testing.assert_allclose(many, scale * one)


def test_no_output_no_gradient():
    np.testing.assert_array_equal(PREDICTION.profile("delta_norm", 0.0, 0.0), 0.0)
    assert np.isnan(PREDICTION.profile("delta_norm", np.nan, 0.1)).all()


def test_gain_is_a_quotient_of_neighbours():
    np.testing.assert_allclose(PREDICTION.profile("gain", 3.0, 0.5), [2e-3 / 0.5, 0.5, np.nan])
    low, high = PREDICTION.band("gain")
    np.testing.assert_array_equal(low, -high)
    assert (high[:2] > 0).all()
    assert np.isnan(high[2])


def test_what_does_not_depend_on_the_output():
    found = PREDICTION.profile("gate", 3.0, 0.5)
    np.testing.assert_array_equal(found, [0.2, 0.3, np.nan])
    # Nobody can change a prediction.
    found[:] = 7.0
    np.testing.assert_array_equal(PREDICTION.profile("gate", 1.0, 1.0), [0.2, 0.3, np.nan])


def test_the_band_holds_nine_tenths_of_a_normal_law():
    low, high = PREDICTION.band("delta_norm")
    draws = np.random.default_rng(1).standard_normal((20_000, 1)) * DEVIATIONS[:2]
    inside = (draws >= low[:2]) & (draws <= high[:2])
    np.testing.assert_allclose(inside.mean(axis=0), 0.9, atol=0.01)


@pytest.mark.parametrize("quantity", ["loss", "saturation", "nothing"])
def test_what_is_not_predicted(quantity):
    assert np.isnan(PREDICTION.profile(quantity, 1.0, 0.5)).all()
    assert np.isnan(PREDICTION.band(quantity)).all()


def test_where_there_is_no_theory():
    nothing = Prediction("No theory for poems.", 4)
    for quantity in ("weight_gradient_norm", "gain", "gate"):
        assert nothing.profile(quantity, 1.0, 0.1).shape == (4,)
        assert np.isnan(nothing.profile(quantity, 1.0, 0.1)).all()
        assert np.isnan(nothing.band(quantity)).all()
    assert np.isnan(nothing.expected_output()).all()
