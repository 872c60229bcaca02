"""What theory and rules have to know of the inputs: their moments over examples."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

MOST_EXAMPLES = 1000
"""As many tell the moments well enough."""


@dataclass(frozen=True, slots=True)
class InputMoments:
    """Over inputs x [num_examples, width]: mean and mean_square over all entries; pair_product: the mean over pairs of
    different examples a, b and over the width of x_a x_b; least, largest: of all entries.
    """

    mean: float
    mean_square: float
    pair_product: float
    least: float
    largest: float

    @classmethod
    def of(cls, values: ArrayLike) -> Self:
        """Of examples of any shape, [num_examples, ...]; the first MOST_EXAMPLES of them."""
        found = np.asarray(values)[:MOST_EXAMPLES].astype(np.float64)
        flat = found.reshape(len(found), -1)
        num_examples, width = flat.shape
        mean_square = float(np.mean(np.square(flat)))
        # The square of the sum is that of all pairs, those of an example with itself included.
        both = float(np.square(flat.sum(axis=0)).sum()) / width
        pairs = num_examples * (num_examples - 1)
        pair_product = (both - num_examples * mean_square) / pairs if pairs else mean_square
        return cls(float(flat.mean()), mean_square, pair_product, float(flat.min()), float(flat.max()))

    @property
    def standard_deviation(self) -> float:
        """Over all entries."""
        return math.sqrt(max(self.mean_square - self.mean**2, 0.0))

    def as_dict(self) -> dict[str, float]:
        """Plain values, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """The inverse. Raises KeyError, TypeError or ValueError for junk."""
        return cls(**{field.name: float(values[field.name]) for field in fields(cls)})
