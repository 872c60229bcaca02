"""What the output layer of a random network is expected to say, and to send back, before anything has run.

Logits of one network are normal, of the variance and the correlation between examples that theory gives; classes are
equally frequent. Networks and batches are drawn from a fixed seed, and the loss's own formula makes deltas of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gradiometer.examples import CLASSES, SHARES
from gradiometer.losses import LOSSES
from gradiometer.neuron_chain import Floats
from gradiometer.theory.signal import OTHER, SAME

_MOST_EXAMPLES = 256
_MOST_IN_PAIRS = 64
_MOST_NUMBERS = 200_000
_STEP = 0.1


@dataclass(frozen=True, slots=True)
class OutputLaw:
    """Of the output's deltas dC_i/dz, at initialization.

    length: the root of their mean square length; mean: the length of the batch's mean, the median over networks;
    likeness: the mean product of two examples of the same class; rises: by how much the mean product of two examples
    rises with the correlation of their logits, of the same class and of others; both by the mean square length;
    closeness: the mean square of the cosine between two examples' deltas; alignment, mean_alignment: the mean of
    (z . delta)^2 by what it is for delta that knows nothing of z, of examples and of the batch's means.
    """

    length: float
    mean: float
    likeness: float
    rises: tuple[float, float]
    closeness: float
    alignment: float
    mean_alignment: float


@lru_cache(maxsize=1000)
def output_law(
    loss: str,
    targets: str,
    num_outputs: int,
    batch_size: int,
    variance: float,
    correlation: float,
    target_deviation: float = 1.0,
) -> OutputLaw:
    """loss: a name in LOSSES; targets: a kind of them, in examples; variance, correlation: of the logits;
    target_deviation: of targets that are numbers.
    """
    num_examples = min(batch_size, _MOST_EXAMPLES)
    num_networks = min(max(_MOST_NUMBERS // (num_examples * num_outputs), 8), 128)
    draws = np.random.default_rng(0)
    shape = (num_networks, num_examples, num_outputs)
    shared, own = draws.standard_normal((num_networks, 1, num_outputs)), draws.standard_normal(shape)
    labels = draws.integers(0, num_outputs, (num_networks, num_examples))
    if targets == CLASSES:
        wanted = np.eye(num_outputs)[labels]
    elif targets == SHARES:
        wanted = draws.integers(0, 2, shape).astype(np.float64)
    else:
        wanted = target_deviation * draws.standard_normal(shape)

    def deltas_at(c: float) -> tuple[Floats, Floats]:
        """Logits of variance 1, because very large ones cannot be squared; and deltas."""
        z = math.sqrt(c) * shared + math.sqrt(1.0 - c) * own
        return z, LOSSES[loss].slope(math.sqrt(variance) * z, wanted)

    c = min(max(correlation, 0.0), 1.0)
    z, deltas = deltas_at(c)
    lengths = np.square(deltas).sum(axis=2)
    length = float(lengths.mean())
    if not length:
        return OutputLaw(0.0, 0.0, 0.0, (0.0, 0.0), 0.0, 1.0, 1.0)
    mean_z, mean_delta = z.mean(axis=1), deltas.mean(axis=1)
    means = np.square(mean_delta).sum(axis=1)
    if batch_size > num_examples:
        # Of a larger batch: from the mean over its pairs.
        pairs = max(float((num_examples * means - lengths.mean(axis=1)).mean()) / (num_examples - 1), 0.0)
        means = length / batch_size + (1.0 - 1.0 / batch_size) * np.full(num_networks, pairs)
    some = slice(_MOST_IN_PAIRS)
    is_pair = ~np.eye(len(labels[0, some]), dtype=bool)
    is_same = (labels[:, some, None] == labels[:, None, some]) & is_pair
    kinds = is_same, ~is_same & is_pair
    # Of a mean that knows nothing of the mean logits.
    blind = (c + (1.0 - c) / num_examples) * np.square(mean_delta).sum(axis=1)
    aligned = np.square((mean_z * mean_delta).sum(axis=1))[blind > 0.0] / blind[blind > 0.0]
    low, high = max(c - _STEP, 0.0), c + min(_STEP, 0.5 * (1.0 - c))
    products = [_products(deltas_at(each)[1][:, some]) for each in (low, c, high)]
    lower, middle, upper = ([float(of[kind].mean()) if kind.any() else 0.0 for kind in kinds] for of in products)
    return OutputLaw(
        length=math.sqrt(length),
        mean=math.sqrt(float(np.median(means))),
        likeness=middle[SAME] / length,
        rises=(
            (upper[SAME] - lower[SAME]) / ((high - low) * length),
            (upper[OTHER] - lower[OTHER]) / ((high - low) * length),
        ),
        closeness=_closeness(products[1], is_pair),
        alignment=float(np.square((z * deltas).sum(axis=2)).mean()) / length,
        mean_alignment=math.expm1(float(np.log1p(aligned).mean())) if len(aligned) else 1.0,
    )


def _products(deltas: Floats) -> Floats:
    """Of any two examples of a network, [networks, examples, examples]; deltas: [networks, examples, outputs]."""
    found: Floats = deltas @ deltas.transpose(0, 2, 1)
    return found


def _closeness(products: Floats, is_pair: NDArray[np.bool_]) -> float:
    """products: of deltas, [number of networks, num_examples, num_examples]."""
    lengths = np.sqrt(np.einsum("nii->ni", products))
    both = lengths[:, :, None] * lengths[:, None, :]
    # Deltas of examples that are right beyond doubt are 0 but for rounding.
    is_there = (both > 1e-60) & is_pair
    return float(np.square(products[is_there] / both[is_there]).mean()) if is_there.any() else 0.0
