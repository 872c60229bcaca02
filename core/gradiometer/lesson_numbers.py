"""What lessons claim of single neurons, worked out anew: numbers that no run measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gradiometer.neuron_chain import Chain, explosive_chain, identity_neuron, interval_width, widest_interval

_STEP = 1e-6


@dataclass(frozen=True, slots=True)
class LessonNumber:
    """title: what it is, in a line; work_out: gives it."""

    title: str
    work_out: Callable[[], float]


def _best_chain() -> Chain:
    """Weights of 1, and every z = 0, where the sigmoid is steepest."""
    return explosive_chain(1.0)


def _error_of_expression_122() -> float:
    """|dC/db_1 by the product of factors / by central differences - 1|, of a chain with unlike weights."""
    weights, biases = (0.8, -1.5, 2.0, 0.6), (0.3, -0.2, 0.5, -0.7)
    chain = Chain(weights, biases, x=0.4, y=0.9)
    costs = [Chain(weights, (biases[0] + side * _STEP, *biases[1:]), x=0.4, y=0.9).run().cost for side in (1.0, -1.0)]
    return abs(float(chain.run().gradients[0]) / ((costs[0] - costs[1]) / (2 * _STEP)) - 1.0)


def _least_weight() -> float:
    """The least w >= 0 of which some a reaches |w s'(wa + b)| = 1, by halving."""
    low, high = 1.0, 8.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if float(interval_width(middle)) > 0 else (middle, high)
    return high


NUMBERS = {
    "chain.error": LessonNumber(
        "expression (122) against a difference of costs, relative error of ∂C/∂b₁", _error_of_expression_122
    ),
    "chain.ratio": LessonNumber(
        "∂C/∂b₃ / ∂C/∂b₁, weights of 1, all neurons at their steepest", lambda: 1.0 / _best_chain().run().ratio(1, 3)
    ),
    "explosion.factor": LessonNumber(
        "each factor wσ′(z), w = 100, b = −100 a", lambda: float(explosive_chain(100.0).run().factors[1:].min())
    ),
    "explosion.ratio": LessonNumber(
        "∂C/∂b₁ / ∂C/∂b₃ then: two factors", lambda: explosive_chain(100.0).run().ratio(1, 3)
    ),
    "interval.least_weight": LessonNumber("the least |w| for which |w σ′(wa + b)| reaches 1", _least_weight),
    "interval.widest_weight": LessonNumber("the |w| of the widest interval", lambda: widest_interval()[0]),
    "interval.width": LessonNumber("the width of the widest interval", lambda: widest_interval()[1]),
    "identity.error": LessonNumber(
        "the largest error of an identity neuron with w₁ = 0.1 and a constant",
        lambda: identity_neuron(0.1).error,
    ),
}
"""By the names under which a lesson's claims call them."""
