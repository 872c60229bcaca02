"""Moments of inputs against sums over pairs, one by one."""

import json

import numpy as np
import pytest

from gradiometer.input_moments import MOST_EXAMPLES, InputMoments

DRAWS = np.random.default_rng(3)
VALUES = DRAWS.normal(0.3, 1.5, (12, 2, 5)).astype(np.float32)
CLASSES = DRAWS.integers(0, 3, 12)


def by_pairs(values, classes=None, same=None) -> list[float]:
    flat = values.reshape(len(values), -1).astype(np.float64)
    return [
        float(np.mean(flat[a] * flat[b]))
        for a in range(len(flat))
        for b in range(len(flat))
        if a != b and (same is None or (classes[a] == classes[b]) == same)
    ]


def test_of_all_entries_and_pairs():
    moments = InputMoments.of(VALUES)
    flat = VALUES.astype(np.float64)
    assert moments.mean == pytest.approx(flat.mean())
    assert moments.mean_square == pytest.approx((flat**2).mean())
    assert moments.standard_deviation == pytest.approx(flat.std())
    assert (moments.least, moments.largest) == (flat.min(), flat.max())
    assert moments.pair_product == pytest.approx(np.mean(by_pairs(VALUES)))
    assert moments.same_share == moments.target_variance == 0.0
    assert moments.other_product == moments.pair_product


def test_pairs_of_the_same_class_apart():
    moments = InputMoments.of(VALUES, CLASSES)
    same, other = by_pairs(VALUES, CLASSES, True), by_pairs(VALUES, CLASSES, False)
    assert moments.same_product == pytest.approx(np.mean(same))
    assert moments.other_product == pytest.approx(np.mean(other))
    assert moments.same_share == pytest.approx(len(same) / (len(same) + len(other)))


def test_cosines_between_examples():
    flat = VALUES.reshape(12, -1).astype(np.float64)
    cosines = [a @ b / np.sqrt((a @ a) * (b @ b)) for i, a in enumerate(flat) for b in flat[:i]]
    assert InputMoments.of(VALUES).cosine_variance == pytest.approx(np.var(cosines))
    # An example of length 0 has none.
    assert InputMoments.of(np.concatenate([VALUES, 0 * VALUES[:1]])).cosine_variance == pytest.approx(np.var(cosines))
    assert InputMoments.of(np.zeros((4, 3))).cosine_variance == 0.0


@pytest.mark.parametrize("targets", [DRAWS.normal(size=(12, 2)), DRAWS.integers(0, 3, (12, 4)), None])
def test_without_classes(targets):
    """Numbers have a variance; classes at time steps are none of a whole example."""
    moments = InputMoments.of(VALUES, targets)
    assert moments.same_share == 0.0
    is_number = targets is not None and targets.dtype == np.float64
    assert moments.target_variance == pytest.approx(targets.var(axis=0).sum() if is_number else 0.0)


def test_a_single_example_is_its_own_pair():
    moments = InputMoments.of(VALUES[:1], CLASSES[:1])
    assert moments.pair_product == moments.mean_square
    assert (moments.same_share, moments.cosine_variance) == (0.0, 0.0)


def test_the_first_examples_tell_it():
    many = np.concatenate([np.ones((MOST_EXAMPLES, 2)), np.full((5, 2), 9.0)])
    assert InputMoments.of(many).largest == 1.0


def test_through_json():
    moments = InputMoments.of(VALUES, CLASSES)
    assert InputMoments.from_dict(json.loads(json.dumps(moments.as_dict()))) == moments
    # What a file does not say yet has a default.
    old = dict.fromkeys(("mean", "mean_square", "pair_product", "least", "largest"), 1.0)
    assert InputMoments.from_dict(old).same_share == 0.0
    with pytest.raises(KeyError):
        InputMoments.from_dict({"mean": 1.0})
    with pytest.raises(ValueError, match="could not convert"):
        InputMoments.from_dict(old | {"mean": "much"})
