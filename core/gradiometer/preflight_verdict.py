"""What a profile of gradients at initialization means, in sentences: the verdict, and the red flag of the textbook."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gradiometer.evidence import Evidence
from gradiometer.experiment import Experiment
from gradiometer.measures import MEASURES
from gradiometer.optimizers import OPTIMIZERS
from gradiometer.wording_of_layers import name_layers

Values = NDArray[np.float64]

# Of the first layer's gradient by the last one's, in decades.
_STARVED, _SLOW, _FLOODED = -4.0, -2.0, 2.0
# Adaptive optimizers add 1e-8 to the size of the gradient that they divide by.
_TOLD_FROM_0 = 1e-7

# "Later layers near 0.1, early layers 1e-6 or lower, narrow peaks near 0, sharply one-sided histograms": of the total
# gradient, and of the mean of |dC/dw|, where SageMaker Debugger and DeepDiagnosis draw the same line.
_LATE, _EARLY = 0.01, 1e-6
_NARROW, _ONE_SIDED = 1e-7, 0.9


def verdict(experiment: Experiment, measured: Values | None, expected: Values | None) -> str:
    """One sentence about the first layer's gradient beside the last one's.

    measured, expected: the norms of the weights' gradients, float64 [num_layers]; None where they are not known.
    """
    if expected is not None and not np.isfinite(expected).all():
        expected = None
    if measured is None:
        return "" if expected is None else f"Expected: {_ratio(experiment, expected, None)}."
    if not np.isfinite(measured).all():
        broken = name_layers(experiment.layer_names, np.flatnonzero(~np.isfinite(measured)).tolist())
        return f"The gradient of {broken} is not finite already at the first batch: nothing can be learned like this."
    told = _ratio(experiment, measured, expected)
    return f"{told[0].upper()}{told[1:]}."


def _ratio(experiment: Experiment, norms: Values, expected: Values | None) -> str:
    first, last = float(norms[0]), float(norms[-1])
    if len(norms) < 2:
        return "there is one layer alone, so there is no depth in which a gradient could be lost"
    if last == 0.0:
        return "no gradient comes from the loss: nothing will be learned"
    ratio = first / last
    by_theory = ""
    if expected is not None and expected[-1] > 0:
        by_theory = f" (predicted {expected[0] / expected[-1]:.2g})"
    if ratio == 0.0:
        smallest = experiment.outline.layers[0].smallest
        return f"the first layer's gradient is 0 (below {smallest}): nothing reaches the first layers{by_theory}"
    times = f"{ratio:.2g} of the last one's" if ratio < 1.5 else f"{ratio:.3g} times the last one's"
    return f"the first layer's gradient is {times}: {_meaning(experiment, first, math.log10(ratio))}{by_theory}"


def _meaning(experiment: Experiment, first: float, decades: float) -> str:
    """What follows from it. first: the norm of the first layer's gradient."""
    optimizer = OPTIMIZERS[experiment.settings.optimizer]
    if decades > _FLOODED:
        return "its updates may be far too large"
    if decades >= _SLOW:
        return "all layers can learn"
    if not optimizer.evens_out:
        return (
            "the first layers will hardly learn"
            if decades < _STARVED
            else "the first layers will learn much more slowly"
        )
    entry = first / math.sqrt(max(experiment.layers[0].num_weights, 1))
    if entry > _TOLD_FROM_0:
        return f"{optimizer.title} evens that out as long as weights have gradients far above 1e-8 (now {entry:.1g})"
    return f"too small for {optimizer.title} to even it out, the first layers will hardly learn"


def symptom_of(experiment: Experiment, measured: Values) -> str:
    """What the profile shows, in symptoms.SYMPTOMS; empty where all layers can learn, or nothing can be said."""
    first, last = float(measured[0]), float(measured[-1])
    if len(measured) < 2 or not np.isfinite(measured).all() or last == 0.0:
        return ""
    if first > 0.0 and math.log10(first / last) > _FLOODED:
        return "exploding"
    starves = first == 0.0 or math.log10(first / last) < _SLOW
    entry = first / math.sqrt(max(experiment.layers[0].num_weights, 1))
    is_evened_out = OPTIMIZERS[experiment.settings.optimizer].evens_out and entry > _TOLD_FROM_0
    return "vanishing" if starves and not is_evened_out else ""


def red_flags(evidence: Evidence, measured: Values) -> tuple[str, ...]:
    """Which signs of a network that will not learn there are at initialization, a phrase each.

    evidence: after one batch; measured: the norms of the weights' gradients, [num_layers].
    """
    names = evidence.outline.layer_names
    flags = []
    first, last = float(measured[0]), float(measured[-1])
    if len(measured) > 1 and last >= _LATE and first <= _EARLY:
        flags.append(f"the first layer's gradient is {first:.1g} where the last one's is {last:.1g}")
    narrow, one_sided = (MEASURES[name].read(evidence, 0, 0.0) for name in ("gradient_mean", "one_sided"))
    for phrase, holds in (
        ("narrow peaks at 0 in the gradient histograms of", narrow < _NARROW),
        ("one-sided gradient histograms of", one_sided > _ONE_SIDED),
    ):
        # In the output layer each class draws its weights to one side.
        if len(found := np.flatnonzero(holds[:-1])):
            flags.append(f"{phrase} {name_layers(names, found.tolist())}")
    return tuple(flags)
