"""A smoothed line through noisy measurements: an exponential moving average over steps.

The weight of a value shrinks by the factor (N - 1) / (N + 1) with every step that it lies back. Such a mean wavers as
little as a plain mean over N steps, and what it averages is as old (Brown, Smoothing, Forecasting and Prediction, 1963:
alpha = 2 / (N + 1)); so N is called its window.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_LARGEST_SHARE = 0.2
"""Of the steps that are seen, what the window takes at most: more, and the curve would lag behind all that happens."""
_LEAST_WINDOW = 2.0
_LEAD_WINDOWS = 2.5
"""So many windows before the first value that is shown averaging begins: values before have the weight exp(-5)."""

STEPS, SECONDS = "steps", "s of training"
"""What a window is counted in, as it is written behind a number."""

# A weight that no sum of float64 feels.
_NOTHING = 1e-20


def window_of(smoothing: float, span: float) -> float:
    """Over how many steps to average where `span` steps are seen; 1, no averaging, for 0.

    smoothing: 0 to 1. Squared, so that half of a slider's way is for windows up to a twentieth of what is seen, where a
    little more or less can be told apart. Zooming in gives a smaller window and so brings details back.
    """
    if smoothing <= 0:
        return 1.0
    return max(_LEAST_WINDOW, min(smoothing, 1.0) ** 2 * _LARGEST_SHARE * span)


def lead_of(window: float) -> float:
    """How many steps before the first one that is shown averaging has to begin, so that panning changes hardly any."""
    return _LEAD_WINDOWS * window if window > 1 else 0.0


def smoothed(
    steps: NDArray[np.float64], values: NDArray[np.float64], window: float, end: float | None = None
) -> NDArray[np.float64]:
    """The mean of the values up to each step, [num_points, num_columns]; a new array.

    steps: [num_points], rising, at any distance; values: [num_points, num_columns]; window: in steps, 1 for no
    averaging; end: where the time of the last value ends (by default it is as long as the one before).

    A value weighs as many steps as pass until the next one, so measuring more often at times shifts nothing. The sum of
    weights divides, so the mean of the first few values is not drawn to zero (the debiasing of Adam, Kingma & Ba 2015,
    section 3).

    For a quantity that is shown on a log axis give log10 of its values: the mean of logarithms (the logarithm of the
    geometric mean) is the line that the eye draws through noise on such an axis; a mean of the values themselves would
    run along the tops. An exact zero has no logarithm and is passed over like NaN.

    What is not finite has no weight. A gap is bridged for as long as a window, behind that and before the first value
    there is NaN: a line would claim that something was measured.
    """
    found = np.isfinite(values)
    if window <= 1 or len(steps) < 2:
        return np.where(found, values, np.nan)
    gaps = np.diff(steps)
    last = gaps[-1] if end is None or end <= steps[-1] else end - steps[-1]
    lengths = np.append(gaps, last)
    if not lengths.any():
        # Seconds that a clock was too coarse to count: all weigh the same.
        lengths = np.ones_like(lengths)
    # In shares of all, so that no sum of large values overflows.
    lengths /= lengths.sum()
    # Where nothing is missing all columns have the same weights.
    weights = lengths[:, None] if found.all() else np.where(found, lengths[:, None], 0.0)
    num_weights = weights.shape[1]
    sums = np.concatenate([weights, weights * np.where(found, values, 0.0)], axis=1)
    decay = np.zeros((len(steps), 1))
    decay[1:, 0] = ((window - 1) / (window + 1)) ** gaps
    # sums[i] += decay[i] * sums[i - 1], for all points at once: each round doubles how far back a sum reaches, and
    # `decay` is what is left of a value from there. After few rounds that is nothing where the window is small.
    reach = 1
    while reach < len(steps) and decay.any():
        sums[reach:] += decay[reach:] * sums[:-reach]
        decay[reach:] *= decay[:-reach]
        decay[decay < _NOTHING] = 0.0
        reach *= 2
    weights, sums = sums[:, :num_weights], sums[:, num_weights:]
    newest = np.maximum.accumulate(np.where(found, steps[:, None], -np.inf), axis=0)
    is_near = steps[:, None] - newest <= window
    means = np.full(values.shape, np.nan)
    np.divide(sums, weights, out=means, where=is_near & (weights > 0))
    return means


def describe_window(window: float, unit: str = STEPS) -> str:
    """`mean over about 120 steps`, `mean over about 0.35 s of training`. unit: STEPS or SECONDS."""
    rounded = float(f"{window:.2g}")
    if rounded >= 10:
        number = f"{int(rounded):,}".replace(",", " ")
    elif unit == STEPS:
        number = str(round(window))
    else:
        # Never as 2e-05.
        number = np.format_float_positional(rounded, trim="-")
    return f"mean over about {number} {unit}"
