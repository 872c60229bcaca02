"""Measures of gradients: their size, its course over the layers, their histograms, and what clipping leaves of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradiometer.evidence import EVENT, LOOK, STEP, Evidence
from gradiometer.measures.histogram_shares import commoner_sign, mean_magnitude, share_of_zeros, tallest_peak
from gradiometer.measures.measure import NOTHING, Measure, counted, first_layer, newest, scalar
from gradiometer.predicted import TheoryLine, theory_line

_GRADIENTS = "weight_gradient"
_NORM = "weight_gradient_norm"


def _norms(evidence: Evidence) -> NDArray[np.float64]:
    found = evidence.newest(_NORM)
    return NOTHING if found is None else found


def _quotient(above: float, below: float) -> float:
    """above / below; infinite where only the latter is 0, NaN where both are."""
    if below == 0:
        return float("inf") if above > 0 else float("nan")
    return above / below


def _hidden_range(evidence: Evidence) -> float:
    hidden = _norms(evidence)[:-1]
    hidden = hidden[np.isfinite(hidden)]
    return _quotient(float(hidden.max()), float(hidden.min())) if len(hidden) else float("nan")


def _is_broken(evidence: Evidence) -> float:
    """Whether loss or gradient are no numbers now."""
    norm, loss = evidence.newest("gradient_norm"), evidence.newest("loss")
    if norm is None or loss is None:
        return float("nan")
    return float(not (np.isfinite(norm).all() and np.isfinite(loss).all()))


def _first_broken(evidence: Evidence) -> tuple[int, ...]:
    """The layer where it was born, as far as that was found out."""
    events = evidence.events.get("non_finite", ())
    return (events[-1].layer,) if events and events[-1].layer is not None else ()


def _means(evidence: Evidence, _window: int = 0, _level: float = 0.0) -> NDArray[np.float64]:
    counts = evidence.histogram(_GRADIENTS)
    return NOTHING if counts is None else mean_magnitude(counts, evidence.bins)


def _median_mean(evidence: Evidence) -> float:
    found = _means(evidence)
    return float(np.median(found)) if np.isfinite(found).all() else float("nan")


def _mean_quotient(evidence: Evidence, _window: int, _level: float) -> NDArray[np.float64]:
    """Of each layer by the one behind it; the last has none."""
    found = _means(evidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.append(found[:-1] / found[1:], np.nan)


def _all_zeros(evidence: Evidence) -> float:
    counts = evidence.histogram(_GRADIENTS)
    if counts is None:
        return float("nan")
    together = counts.sum(axis=0, dtype=np.uint64)[None]
    return float(share_of_zeros(together, evidence.bins)[0])


def _stalled_share(evidence: Evidence, window: int, level: float) -> NDArray[np.float64]:
    norms = evidence.window(_NORM, window)
    return NOTHING if norms is None else (norms < level).mean(axis=0)


def _clip_kept(evidence: Evidence) -> float:
    before, after = evidence.newest("gradient_norm"), evidence.newest("gradient_norm_after_clip")
    if before is None or after is None or not 0 < before[0] < np.inf:
        return float("nan")
    return float(after[0] / before[0]) if np.isfinite(after[0]) else 0.0


def _line(evidence: Evidence) -> tuple[NDArray[np.float64], TheoryLine] | None:
    """The norms at the newest look, and what theory expects there."""
    prediction, measured = evidence.prediction, evidence.at_look(_NORM)
    outputs, deltas = evidence.newest("delta_per_sample_rms"), evidence.at_look("delta_norm")
    if prediction is None or measured is None or outputs is None or deltas is None:
        return None
    line = theory_line(prediction, _NORM, float(outputs[-1]), float(deltas[-1]))
    return None if line is None else (measured, line)


def _decades(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(divide="ignore", invalid="ignore"):
        found: NDArray[np.float64] = np.log10(above) - np.log10(below)
    return found


def _to_prediction(evidence: Evidence, _window: int, _level: float) -> NDArray[np.float64]:
    """log10 of measured / predicted, at the newest look."""
    found = _line(evidence)
    return NOTHING if found is None else _decades(found[0], found[1].values)


def _misfit(evidence: Evidence) -> float:
    """The farthest layer's distance from the prediction, by what a single draw of weights may be off."""
    found = _line(evidence)
    if found is None or len(found[0]) < 2:
        return float("nan")
    measured, line = found
    off, low, high = (_decades(each, line.values)[:-1] for each in (measured, line.low, line.high))
    misfits = np.abs(off) / (np.where(off < 0, -low, high) + line.error_decades)
    return float(np.max(misfits)) if np.isfinite(misfits).all() else float("nan")


def _age(evidence: Evidence) -> float:
    return float(evidence.step - evidence.drawn_step)


GRADIENT_MEASURES = {
    "gradient_norm": Measure(
        title="gradient norm of the weights",
        meaning="|dC/dW_l| before clipping",
        per_layer=True,
        is_log=True,
        read=newest(_NORM),
        quantity=_NORM,
    ),
    "first_gradient_norm": Measure(
        title="gradient norm of the first layer",
        meaning="|dC/dW_1| before clipping",
        is_log=True,
        read=scalar(lambda evidence: float(_norms(evidence)[0])),
        quantity=_NORM,
        where=first_layer,
    ),
    "first_to_last": Measure(
        title="gradient norm, first layer : last layer",
        meaning="|dC/dW_1| / |dC/dW_L|",
        is_log=True,
        read=scalar(lambda evidence: _quotient(float(_norms(evidence)[0]), float(_norms(evidence)[-1]))),
        quantity=_NORM,
        where=first_layer,
    ),
    "last_to_first": Measure(
        title="gradient norm, last layer : first layer",
        meaning="|dC/dW_L| / |dC/dW_1|",
        is_log=True,
        read=scalar(lambda evidence: _quotient(float(_norms(evidence)[-1]), float(_norms(evidence)[0]))),
        quantity=_NORM,
        where=first_layer,
    ),
    "largest_ratio": Measure(
        title="gradient norm, largest : smallest of the hidden layers",
        meaning="max |dC/dW_l| / min |dC/dW_l|",
        is_log=True,
        read=scalar(_hidden_range),
        quantity=_NORM,
    ),
    "total_norm": Measure(
        title="total gradient norm",
        meaning="over all parameters, before clipping",
        is_log=True,
        read=newest("gradient_norm"),
        plot="norms",
    ),
    "non_finite": Measure(
        title="NaN or Inf",
        meaning="1 where the loss or the gradient is not finite",
        read=scalar(_is_broken),
        reads=(STEP, EVENT),
        plot="norms",
        where=_first_broken,
    ),
    "gradient_mean": Measure(
        title="mean magnitude of a weight's gradient",
        meaning="mean of |dC/dw| over a layer's weights, off the log2 histogram within a few per cent",
        per_layer=True,
        is_log=True,
        read=_means,
        reads=(_GRADIENTS,),
        plot="histogram",
    ),
    "median_gradient_mean": Measure(
        title="mean magnitude of a weight's gradient, median layer",
        meaning="the median over the layers of the mean of |dC/dw|",
        is_log=True,
        read=scalar(_median_mean),
        reads=(_GRADIENTS,),
        plot="histogram",
    ),
    "gradient_quotient": Measure(
        title="mean magnitude of a weight's gradient, layer : layer behind",
        meaning="the mean of |dC/dw| of each layer by that of the layer behind it",
        per_layer=True,
        is_log=True,
        read=_mean_quotient,
        reads=(_GRADIENTS,),
        plot="histogram",
    ),
    "gradient_zeros": Measure(
        title="gradients that are exactly 0",
        meaning="share of a layer's weights",
        per_layer=True,
        read=counted(_GRADIENTS, lambda counts, bins, _level: share_of_zeros(counts, bins)),
        reads=(_GRADIENTS,),
        plot="histogram",
    ),
    "all_gradient_zeros": Measure(
        title="gradients that are exactly 0, of all layers",
        meaning="share of all weights",
        read=scalar(_all_zeros),
        reads=(_GRADIENTS,),
        plot="histogram",
    ),
    "one_sided": Measure(
        title="gradients of the commoner sign",
        meaning="share of a layer's gradients, zeros left out",
        per_layer=True,
        read=counted(_GRADIENTS, lambda counts, bins, _level: commoner_sign(counts, bins)),
        reads=(_GRADIENTS,),
        plot="histogram",
    ),
    "spiked": Measure(
        title="gradients within two octaves",
        meaning="share of a layer's gradients, zeros left out",
        per_layer=True,
        read=counted(_GRADIENTS, lambda counts, bins, _level: tallest_peak(counts, bins)),
        reads=(_GRADIENTS,),
        plot="histogram",
    ),
    "stalled_share": Measure(
        title="steps with a gradient norm below the level",
        meaning="share of the steps in the window with |dC/dW_l| below the level",
        per_layer=True,
        read=_stalled_share,
        takes=frozenset({"window", "level"}),
        plot="norms",
        quantity=_NORM,
    ),
    "clip_kept": Measure(
        title="gradient left by clipping",
        meaning="total gradient norm after clipping by that before",
        is_log=True,
        read=scalar(_clip_kept),
        plot="norms",
        quantity="weight_gradient_norm_after_clip",
    ),
    "clipped_share": Measure(
        title="steps that were clipped",
        meaning="share of the last 100 steps at which clipping changed the gradient",
        read=newest("clipped_share"),
        plot="norms",
        quantity="weight_gradient_norm_after_clip",
    ),
    "to_prediction": Measure(
        title="decades off the prediction",
        meaning="log10 of |dC/dW_l| as measured by that which theory predicts at initialization",
        per_layer=True,
        in_decades=True,
        read=_to_prediction,
        reads=(LOOK,),
        quantity=_NORM,
    ),
    "misfit": Measure(
        title="distance from the prediction",
        meaning="of the hidden layer that is farthest off, by what a single draw of weights may be off (5..95 %)",
        read=scalar(_misfit),
        reads=(LOOK,),
        quantity=_NORM,
    ),
    "age": Measure(
        title="steps since the weights were drawn",
        meaning="since the beginning, or since all weights were drawn anew",
        read=scalar(_age),
        plot="norms",
    ),
}
