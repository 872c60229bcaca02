"""Measures of how the loss and the accuracy of the training batches go."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gradiometer.evidence import Evidence
from gradiometer.measures.measure import NOTHING, Measure, Read, newest, scalar

_WINDOW = frozenset({"window"})
_RECENT = 10
"""Measured steps whose median is the loss now: that of one batch scatters."""


def _over_window(name: str, function: Callable[[NDArray[np.float64]], float]) -> Read:
    """A function of a quantity at the measured steps in the window, [window]."""

    def read(evidence: Evidence, window: int, _level: float) -> NDArray[np.float64]:
        found = evidence.window(name, window)
        return NOTHING if found is None else np.array([function(found[:, 0])])

    return read


def _range(values: NDArray[np.float64]) -> float:
    return float(values.max() - values.min())


def _per_mean(size: Callable[[NDArray[np.float64]], float], values: NDArray[np.float64]) -> float:
    mean = float(np.abs(values).mean())
    return size(values) / mean if mean > 0 else 0.0


def _spike(values: NDArray[np.float64]) -> float:
    median = float(np.median(values))
    return float(values[-1]) / median if median > 0 else float("nan")


def recent(evidence: Evidence) -> float:
    """The median of the last losses."""
    found = evidence.window("loss", min(_RECENT, evidence.num_rows))
    return float("nan") if found is None or not len(found) else float(np.median(found))


def _first(evidence: Evidence) -> float:
    """The mean of the first losses."""
    return float(np.mean(evidence.first_losses)) if evidence.first_losses else float("nan")


def _by(evidence: Evidence, begun: float) -> float:
    """The loss now, by another one; NaN where that is not above 0."""
    return recent(evidence) / begun if begun > 0 else float("nan")


def _rise(evidence: Evidence) -> float:
    return _by(evidence, _first(evidence))


def _fall(evidence: Evidence) -> float:
    """A network that begins far off is not better than a guess because it has come down to one."""
    return 1 - _by(evidence, float(np.fmin(_first(evidence), evidence.guess_loss)))


def _skill(evidence: Evidence, window: int, _level: float) -> NDArray[np.float64]:
    """Of the mean accuracy: 0 as who tells any class, 1 where all is right; of numbers the same of the loss."""
    chance = evidence.chance
    found = evidence.window("accuracy" if chance < 1 else "loss", window)
    if found is None:
        return NOTHING
    mean = float(found[:, 0].mean())
    return np.array([(mean - chance) / (1 - chance) if chance < 1 else 1 - mean / evidence.guess_loss])


def _to_guess(evidence: Evidence) -> float:
    return recent(evidence) / evidence.guess_loss


LOSS_MEASURES = {
    "loss": Measure(
        title="training loss", meaning="of the newest batch", is_log=True, read=newest("loss"), plot="loss"
    ),
    "loss_range": Measure(
        title="range of the loss",
        meaning="largest less smallest in the window",
        is_log=True,
        read=_over_window("loss", _range),
        takes=_WINDOW,
        plot="loss",
    ),
    "loss_change": Measure(
        title="change of the loss",
        meaning="largest less smallest in the window, by the mean",
        is_log=True,
        read=_over_window("loss", lambda values: _per_mean(_range, values)),
        takes=_WINDOW,
        plot="loss",
    ),
    "loss_spread": Measure(
        title="spread of the loss",
        meaning="standard deviation in the window, by the mean",
        is_log=True,
        read=_over_window("loss", lambda values: _per_mean(lambda each: float(each.std()), values)),
        takes=_WINDOW,
        plot="loss",
    ),
    "loss_spike": Measure(
        title="spike of the loss",
        meaning="the newest by the median in the window",
        is_log=True,
        read=_over_window("loss", _spike),
        takes=_WINDOW,
        plot="loss",
    ),
    "loss_rise": Measure(
        title="loss by the first loss",
        meaning="the median of the last ten measured losses by the mean of the first three",
        is_log=True,
        read=scalar(_rise),
        plot="loss",
    ),
    "loss_fall": Measure(
        title="share of the loss that is gone",
        meaning="1 less the median of the last ten measured losses by the mean of the first three, or by the loss of a "
        "guess where that is less",
        read=scalar(_fall),
        plot="loss",
    ),
    "loss_to_guess": Measure(
        title="loss by that of a guess",
        meaning="the median of the last ten measured losses by that of who tells equal shares, of numbers their mean",
        is_log=True,
        read=scalar(_to_guess),
        plot="loss",
    ),
    "skill": Measure(
        title="skill",
        meaning="of the mean accuracy in the window: 0 as who tells any class, 1 where all is right; of numbers, 1 "
        "less the mean loss by that of a guess",
        read=_skill,
        takes=_WINDOW,
        plot="loss",
    ),
    "accuracy": Measure(title="training accuracy", meaning="of the newest batch", read=newest("accuracy"), plot="loss"),
}
