import numpy as np
import pytest

from gradiometer.bins import BINS
from gradiometer.measures.histogram_shares import (
    commoner_sign,
    mean_magnitude,
    share_above,
    share_beyond,
    share_not_positive,
    share_of_zeros,
    tallest_peak,
)
from told import counts_of

LAWS = {
    "normal": lambda random: random.normal(size=20_000),
    "small": lambda random: 1e-9 * random.normal(size=20_000),
    "shifted": lambda random: random.normal(size=20_000) + 1.5,
    "rectified": lambda random: np.maximum(random.normal(size=20_000), 0),
    "heavy": lambda random: random.standard_t(2, size=20_000),
    "tiny": lambda random: 1e-40 * random.normal(size=20_000),
}


@pytest.fixture(params=LAWS)
def values(request: pytest.FixtureRequest) -> np.ndarray:
    return LAWS[request.param](np.random.default_rng(1)).astype(np.float32).astype(np.float64)


@pytest.mark.parametrize("dtype", BINS)
def test_the_mean_magnitude_is_right_within_a_few_per_cent(values: np.ndarray, dtype: str) -> None:
    found = mean_magnitude(counts_of([values, 10 * values], dtype), BINS[dtype])
    if np.abs(values).max() < 1e-37 and dtype == "float32":
        assert np.all(found == 0)
    else:
        assert found == pytest.approx([np.abs(values).mean(), 10 * np.abs(values).mean()], rel=0.05)


@pytest.mark.parametrize("level", [0.0, 1e-6, 0.3, 1.0, 2.5, 17.0])
def test_shares_are_those_of_the_values(values: np.ndarray, level: float) -> None:
    bins, counts = BINS["float64"], counts_of([values], "float64")
    assert share_beyond(counts, bins, level) == pytest.approx([(np.abs(values) > level).mean()], abs=0.06)
    for signed in (level, -level):
        assert share_above(counts, bins, signed) == pytest.approx([(values > signed).mean()], abs=0.06)
    assert share_not_positive(counts, bins) == pytest.approx([(values <= 0).mean()])
    assert share_of_zeros(counts, bins) == pytest.approx([(values == 0).mean()])


def test_levels_beyond_all_bins_are_passed_by_none_or_by_all() -> None:
    bins, counts = BINS["float32"], counts_of([np.array([-1.0, 0.0, 2.0])])
    assert share_beyond(counts, bins, 1e39) == 0
    assert share_beyond(counts, bins, 1e-44) == pytest.approx(2 / 3)


def test_the_commoner_sign_and_the_tallest_peak() -> None:
    bins = BINS["float32"]
    one_sided = np.concatenate([np.full(90, 1.5), np.full(10, -3.0), np.zeros(500)])
    spread = 2.0 ** np.arange(-40, 40)
    counts = counts_of([one_sided, spread, np.ones(3)])
    assert commoner_sign(counts, bins) == pytest.approx([0.9, 1.0, np.nan], nan_ok=True)
    assert tallest_peak(counts, bins) == pytest.approx([0.9, 2 / 80, np.nan], nan_ok=True)


def test_nan_and_inf_are_left_out_and_an_empty_layer_has_no_share() -> None:
    bins = BINS["float32"]
    counts = counts_of([np.array([np.nan, np.inf, -np.inf, 0.0, 0.0, 3.0]), np.array([np.nan])])
    with np.errstate(invalid="ignore"):
        assert share_of_zeros(counts, bins) == pytest.approx([2 / 3, np.nan], nan_ok=True)
