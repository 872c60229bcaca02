"""Data that are drawn by a rule, against the rule."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradiometer import generated_data as generated
from gradiometer.examples import DataError, DataSpec

SETS = {
    "moons": generated.moons,
    "spirals": generated.spirals,
    "circles": generated.circles,
    "threshold": generated.threshold,
    "adding": generated.adding,
    "copying": generated.copying,
}
MANY = DataSpec(num_examples=20_000, length=40)


@pytest.mark.parametrize("name", SETS)
@given(few=st.integers(1, 50), many=st.integers(50, 400), length=st.integers(21, 40))
def test_the_first_ones_are_the_same_however_many(name, few, many, length):
    short, long = (SETS[name](DataSpec(num_examples=count, length=length)) for count in (few, many))
    assert (len(short), len(long)) == (few, many)
    np.testing.assert_array_equal(short.inputs, long.inputs[:few])
    np.testing.assert_array_equal(short.targets, long.targets[:few])


@pytest.mark.parametrize("name", SETS)
def test_no_two_examples_are_one(name):
    inputs = SETS[name](MANY).inputs.reshape(MANY.num_examples, -1)
    # Of float32 numbers in [0, 1) a few pairs meet.
    assert len(np.unique(inputs, axis=0)) > 0.99 * len(inputs)


@pytest.mark.parametrize("name", SETS)
def test_how_many(name):
    assert len(SETS[name](DataSpec())) == 1000
    for count in (-1, 1_000_001):
        with pytest.raises(DataError, match=f"^{count} examples cannot be made: 1 to "):
            SETS[name](DataSpec(num_examples=count))


def test_a_million_points_lie_in_their_box():
    for make, facts in (
        (generated.moons, generated.MOONS),
        (generated.spirals, generated.SPIRALS),
        (generated.circles, generated.CIRCLES),
    ):
        examples = make(DataSpec(num_examples=1_000_000))
        x_low, x_high, y_low, y_high = facts.box
        assert (examples.inputs > (x_low, y_low)).all()
        assert (examples.inputs < (x_high, y_high)).all()
        np.testing.assert_array_equal(examples.targets[:6], [0, 1, 0, 1, 0, 1])


def halves(make) -> tuple[np.ndarray, np.ndarray]:
    """The points of the two classes, float64."""
    examples = make(MANY)
    return tuple(examples.inputs[examples.targets == each].astype(np.float64) for each in (0, 1))


def test_moons():
    """Distances from the two centres are 1, give or take the noise."""
    for points, centre, side in zip(halves(generated.moons), ((0, 0), (1, 0.5)), (1, -1), strict=True):
        away = np.hypot(*(points - centre).T)
        assert away.mean() == pytest.approx(1.0, abs=0.01)
        assert away.std() == pytest.approx(0.1, rel=0.03)
        # All along a half circle: as far to the left as to the right, and on one side.
        assert np.median(points[:, 0]) == pytest.approx(centre[0], abs=0.03)
        assert (side * (points[:, 1] - centre[1]) > -0.35).all()


def test_circles():
    for points, radius in zip(halves(generated.circles), (1.6, 0.8), strict=True):
        away = np.hypot(*points.T)
        # Noise across the radius adds half its variance over the radius.
        assert away.mean() == pytest.approx(radius + 0.12**2 / (2 * radius), abs=0.005)
        assert away.std() == pytest.approx(0.12, rel=0.03)
        np.testing.assert_allclose(points.mean(axis=0), 0.0, atol=0.03)


def test_spirals():
    """Each arm winds one and a half times about the middle; the second is the first one, turned by half a turn."""
    turns = np.exp(1j * np.linspace(0, 3 * np.pi, 3000))
    arm = np.linspace(0, 2, 3000) * turns
    for points, own in zip(halves(generated.spirals), (arm, -arm), strict=True):
        places = points @ (1, 1j)
        away = np.abs(places[:2000, None] - own).min(axis=1)
        # Of the two directions of the noise, the one across the arm.
        assert np.sqrt(np.mean(away**2)) == pytest.approx(0.06, rel=0.05)
        other = np.abs(places[:2000, None] + own).min(axis=1)
        assert np.mean(away < other) > 0.98
        # Evenly filled: an arm's length up to a radius grows as its square.
        assert np.mean(np.abs(places) < 1.0) == pytest.approx(0.25, abs=0.02)


def test_noise_is_nearly_normal():
    examples = generated._with_noise(np.zeros((100_000, 2)), np.zeros(100_000, np.int64), 0.5, 9)
    noise = examples.inputs.astype(np.float64)
    assert noise.std() == pytest.approx(0.5, rel=0.01)
    assert abs(noise.mean()) < 0.005
    assert abs(np.corrcoef(noise.T)[0, 1]) < 0.02
    # The sum of four even numbers has the kurtosis 3 - 6/5/4.
    assert np.mean(noise**4) / 0.5**4 == pytest.approx(2.7, abs=0.05)


def test_threshold():
    examples = generated.threshold(MANY)
    assert examples.inputs.dtype == examples.targets.dtype == np.float32
    assert examples.inputs.shape == examples.targets.shape == (20_000, 1)
    counts, _edges = np.histogram(examples.inputs, 10, (0.0, 1.0))
    assert counts.sum() == 20_000
    np.testing.assert_allclose(counts, 2000, rtol=0.1)
    assert examples.targets.ravel().tolist() == [float(x > 0.5) for x in examples.inputs.ravel().tolist()]


@pytest.mark.parametrize("length", [2, 3, 40, 41])
def test_adding(length):
    examples = generated.adding(DataSpec(num_examples=20_000, length=length))
    assert examples.inputs.shape == (20_000, length, 2)
    assert examples.inputs.dtype == examples.targets.dtype == np.float32
    numbers, markers = examples.inputs[..., 0], examples.inputs[..., 1]
    assert (numbers >= 0).all()
    assert (numbers < 1).all()
    assert numbers.mean() == pytest.approx(0.5, abs=0.01)
    assert numbers.var() == pytest.approx(1 / 12, rel=0.03)
    assert set(np.unique(markers)) <= {0.0, 1.0}
    half = length // 2
    for part in (markers[:, :half], markers[:, half:]):
        assert (part.sum(axis=1) == 1).all()
        # Each place of a half is as likely.
        np.testing.assert_allclose(part.mean(axis=0), 1 / part.shape[1], rtol=0.2)
    np.testing.assert_allclose(examples.targets[:, 0], (numbers * markers).sum(axis=1), rtol=1e-6)
    assert np.mean((examples.targets - 1.0) ** 2) == pytest.approx(1 / 6, rel=0.03)


@pytest.mark.parametrize("length", [21, 22, 100])
def test_copying(length):
    spec = DataSpec(num_examples=2000, length=length)
    examples = generated.copying(spec)
    assert generated.copying_facts(spec).shape == (length, 10)
    assert examples.inputs.shape == (2000, length, 10)
    assert examples.inputs.dtype == np.uint8
    assert examples.targets.shape == (2000, length)
    assert set(np.unique(examples.inputs)) == {0, 255}
    assert ((examples.inputs == 255).sum(axis=2) == 1).all()
    shown = examples.inputs.argmax(axis=2)
    assert (shown[:, :10] < 8).all()
    assert (shown[:, 10 : length - 11] == 8).all()
    assert (shown[:, length - 11] == 9).all()
    assert (shown[:, length - 10 :] == 8).all()
    assert (examples.targets[:, : length - 10] == -1).all()
    np.testing.assert_array_equal(examples.targets[:, length - 10 :], shown[:, :10])
    counts = np.bincount(shown[:, :10].ravel(), minlength=8)
    np.testing.assert_allclose(counts, 20_000 / 8, rtol=0.1)


@pytest.mark.parametrize(("name", "least"), [("adding", 2), ("copying", 21)])
def test_lengths_that_are_refused(name, least):
    facts_of = getattr(generated, f"{name}_facts")
    for length in (-5, 0, least - 1, 2_001):
        for ask in (facts_of, SETS[name]):
            with pytest.raises(DataError) as refused:
                ask(DataSpec(length=length))
            assert str(refused.value) == f"length = {length} is not allowed: {name} needs {least} to 2000 time steps"
    assert facts_of(DataSpec(length=least)).num_examples == 1_000_000
    # No more than fit into 2 GiB as float32.
    longest = facts_of(DataSpec(length=2000))
    assert 2**31 - 10**6 < longest.num_examples * longest.num_inputs * 4 <= 2**31
