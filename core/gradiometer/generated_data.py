"""Data that are drawn by a rule: points in the plane, a threshold, and tasks that need memory.

A set is drawn from a fixed seed, and its first examples are the same however many are asked for. Only uniform numbers
of numpy's generator are used, because how it makes others may change from one version of numpy to the next.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gradiometer.examples import (
    CLASSES,
    MOST_BYTES,
    MOST_EXAMPLES,
    POSITIONS,
    SHARES,
    VALUES,
    DataError,
    DataFacts,
    DataSpec,
    Examples,
)

_NUM_UNASKED = 1000
MOST_LENGTH = 2000
LEAST_ADDING = 2
"""Time steps: a first half and a second."""
NUM_REMEMBERED = 10
NUM_SYMBOLS = 8
BLANK, DELIMITER = NUM_SYMBOLS, NUM_SYMBOLS + 1
LEAST_COPYING = 2 * NUM_REMEMBERED + 1

MOONS = DataFacts((2,), 2, MOST_EXAMPLES, CLASSES, ("upper", "lower"), (-1.5, 2.5, -1.0, 1.5))
SPIRALS = DataFacts((2,), 2, MOST_EXAMPLES, CLASSES, ("first", "second"), (-2.5, 2.5, -2.5, 2.5))
CIRCLES = DataFacts((2,), 2, MOST_EXAMPLES, CLASSES, ("outer", "inner"), (-2.25, 2.25, -2.25, 2.25))
THRESHOLD = DataFacts((1,), 1, MOST_EXAMPLES, SHARES)


def moons(spec: DataSpec) -> Examples:
    """Two half circles of radius 1, one hooked into the other; noise of deviation 0.1."""
    place, targets = _places(spec, MOONS, 1)
    angle, side = np.pi * place, 1.0 - 2.0 * targets
    points = np.stack([targets + side * np.cos(angle), 0.5 * targets + side * np.sin(angle)], axis=1)
    return _with_noise(points, targets, 0.1, 1)


def spirals(spec: DataSpec) -> Examples:
    """Two arms from the middle to radius 2 in one and a half turns, evenly filled; noise of deviation 0.06."""
    place, targets = _places(spec, SPIRALS, 2)
    # The root: a piece of an arm is as long as its distance from the middle.
    radius = np.sqrt(place)
    angle = np.pi * (3.0 * radius + targets)
    points = 2.0 * radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return _with_noise(points, targets, 0.06, 2)


def circles(spec: DataSpec) -> Examples:
    """A circle of radius 1.6 around one of radius 0.8; noise of deviation 0.12."""
    place, targets = _places(spec, CIRCLES, 3)
    radius, angle = 1.6 - 0.8 * targets, 2.0 * np.pi * place
    points = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return _with_noise(points, targets, 0.12, 3)


def threshold(spec: DataSpec) -> Examples:
    """x even in [0, 1); the target is 1 where x > 1/2, else 0."""
    inputs = _generator(4).random((_count(spec, THRESHOLD), 1)).astype(np.float32)
    return Examples(inputs, (inputs > 0.5).astype(np.float32))


def adding_facts(spec: DataSpec) -> DataFacts:
    """Raises DataError where the sequences are too short or too long."""
    _check_length("adding", spec, LEAST_ADDING)
    return DataFacts((spec.length, 2), 1, _most(2 * spec.length), VALUES)


def adding(spec: DataSpec) -> Examples:
    """The adding problem: at each time step a number even in [0, 1) and a marker, which is 1 at one step of the first
    half and at one of the second; the target is the sum of the two marked numbers.

    Who says 1 each time has a mean squared error of 1/6. Hochreiter and Schmidhuber 1997, in the form of Le, Jaitly and
    Hinton 2015 (arXiv:1504.00941).
    """
    num_examples, length = _count(spec, adding_facts(spec)), spec.length
    inputs = np.zeros((num_examples, length, 2), np.float32)
    inputs[:, :, 0] = _generator(5).random((num_examples, length), np.float32)
    half = length // 2
    marked = _whole(_generator(5, 1).random((num_examples, 2)) * (half, length - half))
    marked[:, 1] += half
    rows = np.arange(num_examples)[:, None]
    inputs[rows, marked, 1] = 1.0
    return Examples(inputs, inputs[rows, marked, 0].sum(axis=1, keepdims=True))


def copying_facts(spec: DataSpec) -> DataFacts:
    """Raises DataError where the sequences are too short or too long."""
    _check_length("copying", spec, LEAST_COPYING)
    names = tuple(str(symbol + 1) for symbol in range(NUM_SYMBOLS))
    most = _most((NUM_SYMBOLS + 2) * spec.length)
    return DataFacts((spec.length, NUM_SYMBOLS + 2), NUM_SYMBOLS, most, POSITIONS, names)


def copying(spec: DataSpec) -> Examples:
    """Copying memory: ten symbols out of eight, blanks, a delimiter, ten blanks: `length` time steps in all, one-hot.
    At the last ten steps the ten symbols are asked for, in their order; elsewhere nothing is, so that guessing has 1/8
    right. The shortest has 21 steps: no blanks before the delimiter.

    Hochreiter and Schmidhuber 1997, in the form of Arjovsky, Shah and Bengio 2016 (arXiv:1511.06464), whose T is
    length - 20; there the blanks before are asked for, too.
    """
    num_examples, length = _count(spec, copying_facts(spec)), spec.length
    symbols = _whole(_generator(6).random((num_examples, NUM_REMEMBERED)) * NUM_SYMBOLS)
    inputs = np.zeros((num_examples, length, NUM_SYMBOLS + 2), np.uint8)
    inputs[np.arange(num_examples)[:, None], np.arange(NUM_REMEMBERED), symbols] = 255
    inputs[:, NUM_REMEMBERED:, BLANK] = 255
    inputs[:, -NUM_REMEMBERED - 1] = 0
    inputs[:, -NUM_REMEMBERED - 1, DELIMITER] = 255
    targets = np.full((num_examples, length), -1, np.int64)
    targets[:, -NUM_REMEMBERED:] = symbols
    return Examples(inputs, targets)


def _generator(*seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def _whole(numbers: NDArray[np.float64]) -> NDArray[np.int64]:
    return numbers.astype(np.int64)


def _places(spec: DataSpec, facts: DataFacts, seed: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Where along its line each example lies, float64 [n] in [0, 1), and its class: one, the other, and so on."""
    num_examples = _count(spec, facts)
    return _generator(seed).random(num_examples), np.arange(num_examples, dtype=np.int64) % 2


def _with_noise(points: NDArray[np.float64], targets: NDArray[np.int64], deviation: float, seed: int) -> Examples:
    """Noise is the sum of four even numbers: nearly normal, and never more than 3.5 deviations, so a box holds it."""
    noise = _generator(seed, 1).random((*points.shape, 4)).sum(axis=2) - 2.0
    # Four numbers of variance 1/12.
    return Examples((points + math.sqrt(3.0) * deviation * noise).astype(np.float32), targets)


def _count(spec: DataSpec, facts: DataFacts) -> int:
    num_examples = spec.num_examples or min(_NUM_UNASKED, facts.num_examples)
    if not 0 < num_examples <= facts.num_examples:
        raise DataError(f"{num_examples} examples cannot be made: 1 to {facts.num_examples} are possible")
    return num_examples


def _most(num_inputs: int) -> int:
    """Examples, as memory allows."""
    return min(MOST_EXAMPLES, MOST_BYTES // (4 * num_inputs))


def _check_length(name: str, spec: DataSpec, least: int) -> None:
    if not least <= spec.length <= MOST_LENGTH:
        raise DataError(f"length = {spec.length} is not allowed: {name} needs {least} to {MOST_LENGTH} time steps")
