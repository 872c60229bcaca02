"""Exact surgery: other settings, and weights written anew so that the training network computes the same with them.

What is done to the tensors stands in rewriting.py. To add one, add one entry here and one there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError
from gradiometer.settings import Settings, describe_value

REMINDER = (
    "An exact swap leaves the function as it was, so by itself it cures nothing: it only takes away the jump that the "
    "change would make."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surgery:
    """title: what a person reads; effect: what is done to the weights, and where the outputs stay as they were.

    why_not: of the experiment and the settings in force, in a sentence why it would not be exact, or would do nothing;
    empty where it can be done. after: the settings in force afterwards, of those before. in_evaluation: whether it is
    exact only where running statistics are used, as for held-out examples.
    """

    title: str
    effect: str
    why_not: Callable[[Experiment, Settings], str]
    after: Callable[[Settings], Settings]
    in_evaluation: bool = False


# --- where activations stand


class Site(NamedTuple):
    """An activation between two maps, each by the index of its layer and its own index in there.

    given_by: the map whose values it reads; read_by: the only one that reads what it makes of them.
    """

    given_by: tuple[int, int]
    read_by: tuple[int, int]


def _between_layers(num_layers: int) -> list[Site]:
    return [Site((index, 0), (index + 1, 0)) for index in range(num_layers - 1)]


def _within_blocks(num_layers: int) -> list[Site]:
    """From `up` to `down` in each block: not in the embedding, nor in the output layer."""
    return [Site((index, 2), (index, 3)) for index in range(1, num_layers - 1)]


ACTIVATION_SITES: dict[str, Callable[[int], list[Site]]] = {
    "mlp": _between_layers,
    "chain": _between_layers,
    "transformer": _within_blocks,
}
"""By family, of the number of layers: where a constant that is added to every activation goes into one bias."""
_WHERE_NOT = {
    "convolutional": "Convolutions pad what they read with zeros, and a sigmoid's 0 would have to be tanh's -1 there.",
    "rnn": "A recurrent network's first state is 0, and a sigmoid's 0 would have to be tanh's -1.",
}


# --- where each is exact


def _no_sigmoid_to_tanh(experiment: Experiment, settings: Settings) -> str:
    family = experiment.family
    if reason := experiment.blocked.get("activation"):
        return reason
    if family not in ACTIVATION_SITES:
        return _WHERE_NOT.get(family, f"Which weights read an activation is not known of the family {family}.")
    if settings.activation != "sigmoid":
        return f"The activation is {describe_value('activation', settings.activation)}, and not Sigmoid."
    if not experiment.hidden:
        return "There is no hidden layer, so there is no activation."
    if family == "transformer":
        # Within a branch: normalizations and sums stand in front of both maps, or behind both.
        return ""
    if settings.normalization != "none":
        return "With a normalization on, halving the weights in front of it changes nothing behind it."
    if settings.skip:
        return "With skip connections on, halving the weights that read a layer would halve what passes by it, too."
    return ""


def _no_batch_norm_to_insert(experiment: Experiment, settings: Settings) -> str:
    if not experiment.hidden:
        return "There is no hidden layer, so there is no place for a normalization."
    if reason := _why_never_batch_norm(experiment):
        return reason
    if settings.normalization != "none":
        title = describe_value("normalization", settings.normalization)
        return f"{title} stands there already, and would have to be switched off first."
    return _why_not_allowed(experiment, replace(settings, normalization="batch"))


def _no_batch_norm_to_fold(experiment: Experiment, settings: Settings) -> str:
    if reason := _why_never_batch_norm(experiment):
        return reason
    if settings.normalization != "batch":
        return "There is no BatchNorm to fold into the weights."
    return "" if experiment.hidden else "There is no hidden layer, so there is no BatchNorm."


def _no_skip_to_add(experiment: Experiment, settings: Settings) -> str:
    if settings.skip:
        return "Skip connections are on already."
    return _why_not_allowed(experiment, replace(settings, skip=True))


def _why_never_batch_norm(experiment: Experiment) -> str:
    blocked = experiment.blocked
    return blocked.get("normalization") or blocked.get("normalization=batch") or ""


def _why_not_allowed(experiment: Experiment, settings: Settings) -> str:
    """Why settings mean nothing in this network, or cannot work with it, in a sentence."""
    try:
        experiment.check_settings(settings)
    except FieldError as error:
        words = str(error).rpartition(" is not allowed: ")[2].removesuffix(".")
        return f"{words[0].upper()}{words[1:]}."
    return ""


SURGERIES: dict[str, Surgery] = {
    "sigmoid_to_tanh": Surgery(
        title="Sigmoid → tanh, exactly",
        effect="A sigmoid is (tanh(z/2) + 1)/2: weights and biases in front of each are halved; the weights that read "
        "it are halved too, and their sum is added to the bias beside them. Exact for all examples, in training and "
        "in evaluation.",
        why_not=_no_sigmoid_to_tanh,
        after=lambda settings: replace(settings, activation="tanh"),
    ),
    "insert_batch_norm": Surgery(
        title="BatchNorm inserted, exactly",
        effect="Gamma is sqrt(var + eps) and beta the mean of each unit's pre-activations over the next batch, which "
        "are also the first running statistics. Exact in training on this batch, and in evaluation.",
        why_not=_no_batch_norm_to_insert,
        after=lambda settings: replace(settings, normalization="batch"),
    ),
    "fold_batch_norm": Surgery(
        title="BatchNorm folded into the weights",
        effect="Each unit's weights are multiplied with gamma/sqrt(running var + eps), and its bias becomes "
        "(b - running mean) gamma/sqrt(running var + eps) + beta. Exact in evaluation; in training the running "
        "statistics take the place of each batch's own.",
        why_not=_no_batch_norm_to_fold,
        after=lambda settings: replace(settings, normalization="none"),
        in_evaluation=True,
    ),
    "skip_at_zero": Surgery(
        title="Skip connections with weight 0",
        effect="Skip connections are there, and what passes by them is multiplied with 0, to be turned up later; no "
        "weight changes. Exact for all examples, in training and in evaluation.",
        why_not=_no_skip_to_add,
        after=lambda settings: replace(settings, skip=True, skip_weight=0.0, branch_scale=1.0),
    ),
}
"""By the names under which rewriting.rewrite carries them out."""
