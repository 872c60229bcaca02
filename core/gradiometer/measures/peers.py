"""Measures that only the rules of peers ask for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gradiometer.activations import ACTIVATIONS
from gradiometer.epochs import count_swings
from gradiometer.evidence import FACTS, LOOK, MOST_WINDOW, Evidence
from gradiometer.measures.measure import NOTHING, Measure, Read, scalar

_WINDOW = frozenset({"window"})
_ALPHA = 0.1
NAN = float("nan")


def _is_activation(name: str) -> Measure:
    def read(evidence: Evidence) -> float:
        activation = evidence.activation
        return NAN if activation is None else float(activation is ACTIVATIONS[name])

    return Measure(
        title=f"{name} network",
        meaning=f"1 where the hidden layers' activation is {name}",
        read=scalar(read),
        reads=(FACTS,),
    )


def _progress(evidence: Evidence) -> float:
    experiment = evidence.experiment
    return NAN if experiment is None or not experiment.steps else (evidence.step + 1) / experiment.steps


def _loss_drop(evidence: Evidence, window: int, _level: float) -> NDArray[np.float64]:
    found = evidence.window("loss", window)
    if found is None or not found[0, 0] > 0:
        return NOTHING
    return np.array([1.0 - found[-1, 0] / found[0, 0]])


def _of_epochs(name: str, function: Callable[[NDArray[np.float64]], float]) -> Read:
    def read(evidence: Evidence, window: int, _level: float) -> NDArray[np.float64]:
        epochs = evidence.epochs
        found = epochs.last(getattr(epochs, name), window)
        return NOTHING if found is None else np.array([function(found)])

    return read


def _spread(values: NDArray[np.float64]) -> float:
    mean = float(np.abs(values.mean()))
    return float(values.std()) / mean if mean > 0 else 0.0


def _slope(values: NDArray[np.float64]) -> float:
    """Least squares, per epoch."""
    places = np.arange(len(values)) - (len(values) - 1) / 2
    return float(places @ values) / max(float(places @ places), 1.0)


def _swings(evidence: Evidence, _window: int, level: float) -> NDArray[np.float64]:
    found = np.array(evidence.epochs.accuracies)
    return NOTHING if len(found) < 3 else np.array([count_swings(found, level) / len(found)])


def _smoothed(evidence: Evidence, window: int) -> NDArray[np.float64] | None:
    """The last losses, smoothed: s <- s + 0.1 (loss - s), from the oldest that is remembered."""
    found = evidence.window("loss", min(evidence.num_rows, MOST_WINDOW))
    if found is None or len(found) < window:
        return None
    smoothed = np.empty(len(found))
    state = float(found[0, 0])
    for place, loss in enumerate(found[:, 0]):
        state += _ALPHA * (float(loss) - state)
        smoothed[place] = state
    return smoothed[-window:]


def _of_smoothed(function: Callable[[NDArray[np.float64]], float]) -> Read:
    def read(evidence: Evidence, window: int, _level: float) -> NDArray[np.float64]:
        found = _smoothed(evidence, window)
        return NOTHING if found is None else np.array([function(found)])

    return read


def _relative_range(values: NDArray[np.float64]) -> float:
    mean = abs(float(values.mean()))
    return float(values.max() - values.min()) / mean if mean > 0 else 0.0


def _delta_last_to_first(evidence: Evidence) -> float:
    found = evidence.newest("delta_per_sample_rms")
    if found is None or len(found) < 2 or not found[-1] > 0:
        return NAN
    return float(found[-1] / found[0]) if found[0] > 0 else float("inf")


def _signal_norm(evidence: Evidence, _window: int, _level: float) -> NDArray[np.float64]:
    found, experiment = evidence.newest("delta_per_sample_rms"), evidence.experiment
    return NOTHING if found is None or experiment is None else found / experiment.batch_size**0.5


def _weight_norm_ratio(evidence: Evidence) -> float:
    found = evidence.newest("weight_norm")
    if found is None:
        return NAN
    found = found[np.isfinite(found) & (found > 0)]
    return float(found.max() / found.min()) if len(found) > 1 else NAN


PEER_MEASURES = {
    "is_sigmoid": _is_activation("sigmoid"),
    "is_tanh": _is_activation("tanh"),
    "is_relu": _is_activation("relu"),
    "progress": Measure(
        title="share of the planned steps",
        meaning="steps done by the planned ones; not known where no end is planned",
        read=scalar(_progress),
        plot="loss",
    ),
    "loss_drop": Measure(
        title="drop of the loss",
        meaning="1 less the newest loss by the oldest in the window",
        read=_loss_drop,
        takes=_WINDOW,
        plot="loss",
    ),
    "epochs": Measure(
        title="complete epochs",
        meaning="passes over the training examples so far",
        read=scalar(lambda evidence: float(evidence.epochs.num_epochs)),
        plot="loss",
    ),
    "epoch_loss_spread": Measure(
        title="spread of the loss over epochs",
        meaning="standard deviation of the mean losses of the last epochs, by their mean",
        is_log=True,
        read=_of_epochs("losses", _spread),
        takes=_WINDOW,
        plot="loss",
    ),
    "epoch_loss_slope": Measure(
        title="slope of the loss over epochs",
        meaning="of the line through the mean losses of the last epochs, per epoch",
        read=_of_epochs("losses", _slope),
        takes=_WINDOW,
        plot="loss",
    ),
    "epoch_accuracy": Measure(
        title="best accuracy of an epoch",
        meaning="the best mean accuracy of a complete epoch so far",
        read=scalar(lambda evidence: evidence.epochs.best_accuracy),
        plot="loss",
    ),
    "epoch_accuracy_gain": Measure(
        title="largest gain of accuracy",
        meaning="the largest rise of the mean accuracy from one epoch to the next so far",
        read=scalar(lambda evidence: evidence.epochs.gain if evidence.epochs.num_epochs > 1 else NAN),
        plot="loss",
    ),
    "epoch_accuracy_range": Measure(
        title="range of the accuracy over epochs",
        meaning="largest less smallest mean accuracy of the last epochs",
        read=_of_epochs("accuracies", lambda values: float(values.max() - values.min())),
        takes=_WINDOW,
        plot="loss",
    ),
    "epoch_accuracy_swings": Measure(
        title="swings of the accuracy over epochs",
        meaning="pairs of a local maximum and minimum of epochs' accuracies that differ by the level, by the epochs",
        read=_swings,
        takes=frozenset({"level"}),
        plot="loss",
    ),
    "smooth_loss_change": Measure(
        title="change of the smoothed loss",
        meaning="largest less smallest smoothed loss in the window, by the mean; a new loss counts a tenth",
        is_log=True,
        read=_of_smoothed(_relative_range),
        takes=_WINDOW,
        plot="loss",
    ),
    "smooth_loss_growth": Measure(
        title="growth of the smoothed loss",
        meaning="the newest smoothed loss by the oldest in the window; a new loss counts a tenth",
        is_log=True,
        read=_of_smoothed(lambda values: float(values[-1] / values[0]) if values[0] > 0 else NAN),
        takes=_WINDOW,
        plot="loss",
    ),
    "smooth_loss_rises": Measure(
        title="rises of the smoothed loss",
        meaning="share of the steps in the window at which the smoothed loss rose; a new loss counts a tenth",
        read=_of_smoothed(lambda values: float((np.diff(values) > 0).mean()) if len(values) > 1 else NAN),
        takes=_WINDOW,
        plot="loss",
    ),
    "delta_last_to_first": Measure(
        title="delta per example, last layer : first layer",
        meaning="sqrt(mean of |dC_i/dz_L|^2) by that of the first layer",
        is_log=True,
        read=scalar(_delta_last_to_first),
        reads=(LOOK,),
        quantity="delta_per_sample_rms",
    ),
    "signal_norm": Measure(
        title="gradient of the pre-activations",
        meaning="|dC/dz_l| over all units and examples of the batch",
        per_layer=True,
        is_log=True,
        read=_signal_norm,
        reads=(LOOK,),
        quantity="delta_per_sample_rms",
    ),
    "weight_norm_ratio": Measure(
        title="weight norm, largest : smallest layer",
        meaning="max |W_l| / min |W_l|",
        is_log=True,
        read=scalar(_weight_norm_ratio),
        reads=(LOOK,),
        quantity="weight_norm",
    ),
}
