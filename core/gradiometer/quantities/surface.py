"""What a network of two inputs says everywhere: the decision surface."""

from __future__ import annotations

from gradiometer.quantities.quantity import GRID, Quantity

surface = Quantity(
    title="decision surface",
    per_cell=True,
    formula=f"on a grid of {GRID} x {GRID} points: the index of the class with the largest output, plus 0.999 times "
    "its softmax probability",
    reading="Where the network sees which class, and how sure it is. Pale: it cannot tell.",
)
