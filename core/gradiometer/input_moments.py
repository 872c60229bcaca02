"""What theory and rules have to know of the training examples: moments of inputs and targets."""

from __future__ import annotations

import math
from dataclasses import MISSING, asdict, dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

MOST_EXAMPLES = 1000
"""As many tell the moments well enough."""
_MOST_IN_PAIRS = 200


@dataclass(frozen=True, slots=True)
class InputMoments:
    """Over inputs x [num_examples, width]: mean and mean_square over all entries; pair_product: the mean over pairs of
    different examples a, b and over the width of x_a x_b; least, largest: of all entries; same_product: the pair
    product of examples of the same class alone; same_share: the share of these among all pairs, 0 where there are no
    classes; target_variance: of targets that are numbers, summed over the outputs, 0 where targets are classes;
    cosine_variance: over pairs of different examples, of the cosine between them.
    """

    mean: float
    mean_square: float
    pair_product: float
    least: float
    largest: float
    same_product: float = 0.0
    same_share: float = 0.0
    target_variance: float = 0.0
    cosine_variance: float = 0.0

    @classmethod
    def of(cls, values: ArrayLike, targets: ArrayLike | None = None) -> Self:
        """Of examples of any shape, [num_examples, ...]; the first MOST_EXAMPLES of them. targets: classes
        [num_examples] of an integer type, else (numbers, classes at time steps, None) there are no classes.
        """
        found = np.asarray(values)[:MOST_EXAMPLES].astype(np.float64)
        flat = found.reshape(len(found), -1)
        num_pairs, total = _pairs(flat)
        mean_square = float(np.mean(np.square(flat)))
        pair_product = total / num_pairs if num_pairs else mean_square
        least, largest = float(flat.min()), float(flat.max())
        num_same, same_total = 0, 0.0
        classes = None if targets is None else np.asarray(targets)[:MOST_EXAMPLES]
        if classes is not None and classes.ndim == 1 and np.issubdtype(classes.dtype, np.integer):
            for label in np.unique(classes):
                num, of_class = _pairs(flat[classes == label])
                num_same, same_total = num_same + num, same_total + of_class
        same_product = same_total / num_same if num_same else 0.0
        same_share = num_same / num_pairs if num_pairs else 0.0
        variance = 0.0
        if classes is not None and np.issubdtype(classes.dtype, np.floating):
            variance = float(classes.astype(np.float64).var(axis=0).sum())
        return cls(
            float(flat.mean()),
            mean_square,
            pair_product,
            least,
            largest,
            same_product,
            same_share,
            variance,
            _cosine_variance(flat[:_MOST_IN_PAIRS]),
        )

    @property
    def standard_deviation(self) -> float:
        """Over all entries."""
        return math.sqrt(max(self.mean_square - self.mean**2, 0.0))

    @property
    def other_product(self) -> float:
        """The pair product of examples of different classes; of all where there are no classes."""
        if not 0.0 < self.same_share < 1.0:
            return self.pair_product
        return (self.pair_product - self.same_share * self.same_product) / (1.0 - self.same_share)

    def as_dict(self) -> dict[str, float]:
        """Plain values, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """The inverse; what has a default may be missing. Raises KeyError, TypeError or ValueError for junk."""
        known = [field.name for field in fields(cls) if field.default is MISSING or field.name in values]
        return cls(**{name: float(values[name]) for name in known})


def _pairs(flat: NDArray[np.float64]) -> tuple[int, float]:
    """How many ordered pairs of different examples there are, and the sum over them of the mean over x_a x_b."""
    num_examples, width = flat.shape
    # The square of the sum is that of all pairs, those of an example with itself included.
    both = float(np.square(flat.sum(axis=0)).sum()) - float(np.square(flat).sum())
    return num_examples * (num_examples - 1), both / width


def _cosine_variance(flat: NDArray[np.float64]) -> float:
    """Over pairs of different examples; those of length 0 are left out."""
    lengths = np.sqrt(np.square(flat).sum(axis=1))
    directions = flat[lengths > 0.0] / lengths[lengths > 0.0, None]
    cosines = (directions @ directions.T)[np.triu_indices(len(directions), 1)]
    return float(cosines.var()) if len(cosines) else 0.0
