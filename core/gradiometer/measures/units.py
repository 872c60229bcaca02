"""Measures of what units put out, of weights and their updates, and of the data."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradiometer.evidence import EVENT, FACTS, LOOK, Evidence
from gradiometer.measures.histogram_shares import share_above, share_beyond, share_not_positive, share_where
from gradiometer.measures.measure import NOTHING, Measure, Read, counted, newest, scalar

_INPUTS, _OUTPUTS = "pre_activation", "activation"
_LEVEL = frozenset({"level"})
_FAR = 1e6
"""Where an activation that is bounded has reached its ends."""


def _weight_variance(evidence: Evidence, _window: int = 0, _level: float = 0.0) -> NDArray[np.float64]:
    """Of weights whose mean is about 0: the mean of their squares."""
    norms = evidence.newest("weight_norm")
    if norms is None:
        return NOTHING
    sizes = np.array([layer.num_weights for layer in evidence.outline.layers], np.float64)
    return np.square(norms) / np.maximum(sizes, 1.0)


def _output_variance_ratio(evidence: Evidence) -> float:
    """Largest by smallest variance of what hidden layers put out."""
    spread = evidence.newest("activation_std")
    if spread is None or len(spread) < 3:
        return float("nan")
    hidden = spread[:-1]
    hidden = hidden[np.isfinite(hidden)]
    return float(np.square(hidden.max() / hidden.min())) if len(hidden) and hidden.min() > 0 else float("inf")


def _update_share(evidence: Evidence, _window: int, _level: float) -> NDArray[np.float64]:
    """By the layer that moves most."""
    found = evidence.newest("update_to_weight")
    if found is None or not 0 < np.nanmax(found, initial=0.0) < np.inf:
        return NOTHING
    return found / np.nanmax(found)


def _is_bounded(evidence: Evidence) -> float:
    activation = evidence.activation
    if activation is None:
        return float("nan")
    return float(np.ptp(np.abs(activation.phi(np.array([-_FAR, _FAR])))) <= 1.0)


def _input_size(evidence: Evidence) -> float:
    return float("nan") if evidence.inputs is None else evidence.inputs.mean_square**0.5


def _input_offset(evidence: Evidence) -> float:
    inputs = evidence.inputs
    if inputs is None or inputs.standard_deviation == 0:
        return float("nan")
    return abs(inputs.mean) / inputs.standard_deviation


def _outputs(beyond: bool) -> Read:
    """Share of |phi(z)| above a level, or at most as large, off the pre-activations where phi is known: what saturates
    piles up at the end of a bin of outputs.
    """

    def read(evidence: Evidence, _window: int, level: float) -> NDArray[np.float64]:
        inputs, outputs = evidence.histogram(_INPUTS), evidence.histogram(_OUTPUTS)
        activation = evidence.activation
        if inputs is None or outputs is None:
            return NOTHING
        with np.errstate(divide="ignore", invalid="ignore"):
            found = share_beyond(outputs, evidence.bins, level)
            if activation is not None:
                phi = activation.phi
                found[:-1] = share_where(inputs[:-1], evidence.bins, lambda z: np.abs(phi(z)) > level)
        return found if beyond else 1 - found

    return read


def _num_events(kind: str, evidence: Evidence) -> float:
    return float(len(evidence.events.get(kind, ())))


def _layers_of(kind: str, evidence: Evidence) -> tuple[int, ...]:
    return tuple(sorted({each.layer for each in evidence.events.get(kind, ()) if each.layer is not None}))


UNIT_MEASURES = {
    "saturation": Measure(
        title="saturated units",
        meaning="share of units and examples with a slope below 5 % of the activation's steepest",
        per_layer=True,
        read=newest("saturation"),
        reads=(LOOK,),
        quantity="saturation",
    ),
    "is_bounded": Measure(
        title="bounded activation",
        meaning="1 where the hidden layers' activation is flat on both sides: sigmoid, tanh",
        read=scalar(_is_bounded),
        reads=(FACTS,),
    ),
    "dead_units": Measure(
        title="dead units",
        meaning="share of units that put out exactly 0 for every example of the last five looks",
        per_layer=True,
        read=newest("dead_units"),
        reads=(LOOK,),
        quantity="dead_units",
    ),
    "gate": Measure(
        title="gate",
        meaning="rms of the activation's slope over units and examples",
        per_layer=True,
        is_log=True,
        read=newest("gate"),
        reads=(LOOK,),
        plot="factors",
        quantity="gate",
    ),
    "gain": Measure(
        title="gain",
        meaning="delta per example of a layer by that of the layer behind it",
        per_layer=True,
        is_log=True,
        read=newest("gain"),
        reads=(LOOK,),
        plot="factors",
        quantity="gain",
    ),
    "activation_std": Measure(
        title="standard deviation of the activation",
        meaning="over units and examples",
        per_layer=True,
        is_log=True,
        read=newest("activation_std"),
        reads=(LOOK,),
        quantity="activation_std",
    ),
    "outputs_not_positive": Measure(
        title="outputs at or below 0",
        meaning="share of phi(z) over units and examples",
        per_layer=True,
        read=counted(_OUTPUTS, lambda counts, bins, _level: share_not_positive(counts, bins)),
        reads=(_OUTPUTS,),
        plot="histogram",
    ),
    "beyond": Measure(
        title="pre-activations beyond the level",
        meaning="share with |z| above the level, over units and examples",
        per_layer=True,
        read=counted(_INPUTS, share_beyond),
        reads=(_INPUTS,),
        takes=_LEVEL,
        plot="histogram",
    ),
    "beyond_above": Measure(
        title="pre-activations above the level",
        meaning="share with z above the level, which may be negative",
        per_layer=True,
        read=counted(_INPUTS, share_above),
        reads=(_INPUTS,),
        takes=_LEVEL,
        plot="histogram",
    ),
    "outputs_beyond": Measure(
        title="outputs beyond the level",
        meaning="share with |phi(z)| above the level, over units and examples",
        per_layer=True,
        read=_outputs(beyond=True),
        reads=(_INPUTS, _OUTPUTS),
        takes=_LEVEL,
        plot="histogram",
    ),
    "outputs_below": Measure(
        title="outputs below the level",
        meaning="share with |phi(z)| below the level, over units and examples",
        per_layer=True,
        read=_outputs(beyond=False),
        reads=(_INPUTS, _OUTPUTS),
        takes=_LEVEL,
        plot="histogram",
    ),
    "weight_variance": Measure(
        title="variance of the weights",
        meaning="mean square of a layer's weights",
        per_layer=True,
        is_log=True,
        read=_weight_variance,
        reads=(LOOK,),
        quantity="weight_norm",
    ),
    "output_variance_ratio": Measure(
        title="variance of the activations, largest : smallest hidden layer",
        meaning="over units and examples",
        is_log=True,
        read=scalar(_output_variance_ratio),
        reads=(LOOK,),
        quantity="activation_std",
    ),
    "update_to_weight": Measure(
        title="update : weight ratio",
        meaning="|dW_l| / |W_l| of one update of the optimizer",
        per_layer=True,
        is_log=True,
        read=newest("update_to_weight"),
        reads=(LOOK,),
        quantity="update_to_weight",
    ),
    "update_share": Measure(
        title="update : weight ratio by that of the layer that moves most",
        meaning="|dW_l| / |W_l| by the largest of all layers",
        per_layer=True,
        is_log=True,
        read=_update_share,
        reads=(LOOK,),
        quantity="update_to_weight",
    ),
    "input_size": Measure(
        title="size of the inputs",
        meaning="rms over all entries of the training inputs",
        is_log=True,
        read=scalar(_input_size),
        reads=(FACTS,),
        plot="histogram",
    ),
    "input_offset": Measure(
        title="offset of the inputs",
        meaning="|mean| of the training inputs by their standard deviation",
        is_log=True,
        read=scalar(_input_offset),
        reads=(FACTS,),
        plot="histogram",
    ),
    "bad_labels": Measure(
        title="labels out of range",
        meaning="1 where labels were found that the network cannot put out",
        read=scalar(lambda evidence: _num_events("bad_labels", evidence)),
        reads=(EVENT,),
        plot="loss",
    ),
    "missing_labels": Measure(
        title="classes without training examples",
        meaning="1 where a class was found that no training example has",
        read=scalar(lambda evidence: _num_events("missing_labels", evidence)),
        reads=(EVENT,),
        plot="loss",
    ),
    "lonely_batch": Measure(
        title="batches of one behind a BatchNorm",
        meaning="1 where a BatchNorm in training mode was seen to normalize a single example",
        read=scalar(lambda evidence: _num_events("lonely_batch", evidence)),
        reads=(EVENT,),
        where=lambda evidence: _layers_of("lonely_batch", evidence),
    ),
}
