"""What a remedy is, and what remedies are made of: other settings, weights drawn anew, the start of a new session."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from gradiometer.experiment import Experiment
from gradiometer.families import FAMILIES
from gradiometer.fields import FieldError
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.reports import Intervention
from gradiometer.settings import SETTING_FIELDS, Change, Reinitialize, Settings, describe_value, settings_after

Proposal = tuple[Change, ...] | Experiment
"""Changes of the running network, in this order; or the experiment of a new session."""
# Of the experiment, as it was drawn last, and the settings in force: a proposal, or in a sentence why there is none.
Propose = Callable[[Experiment, Settings], Proposal | str]

LARGE_BATCH = 256
CLIP_NORM, CLIP_VALUE = 1.0, 10.0
MOMENTUM = 0.9
TIMES = 10.0
"""By what a learning rate or a threshold is multiplied or divided."""
USUAL_RATES = {"sgd": 0.1, "momentum": 0.01, "rmsprop": 0.001, "adam": 0.001}
"""Learning rates to begin with. Adam's: Kingma & Ba 2015, algorithm 1."""
_ALMOST = 1e-9
"""Relative error of a product that was rounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """title: what a person reads; reason: why it should help, in a sentence, with its source where there is one;
    propose: what it comes to.
    """

    title: str
    reason: str
    propose: Propose

    def make(self, experiment: Experiment, settings: Settings) -> Proposal | None:
        """What to do; None where it cannot be done, or is so already.

        experiment: of the session, its initialization the law by which weights were drawn last (see `in_force`);
        settings: those in force.
        """
        proposal = self.propose(experiment, settings)
        return None if isinstance(proposal, str) else proposal

    def why_not(self, experiment: Experiment, settings: Settings) -> str:
        """Why there is nothing to do, in a sentence; empty where there is."""
        proposal = self.propose(experiment, settings)
        return proposal if isinstance(proposal, str) else ""


def in_force(experiment: Experiment, settings: Settings, changes: Iterable[Change]) -> tuple[Experiment, Settings]:
    """What holds after these changes: an experiment that says by which law all weights were drawn, and settings."""
    for change in changes:
        settings = settings_after(change, settings)
        if isinstance(change, Reinitialize) and change.layers is None:
            experiment = replace(experiment, initialization=change.scheme, weight_scale=1.0)
    return experiment, settings


def in_force_before(
    step: int, experiment: Experiment, interventions: Iterable[Intervention]
) -> tuple[Experiment, Settings]:
    """The same before the changes of a step, of a run that began as an experiment and was changed so."""
    made = [each for each in interventions if each.step < step]
    law, _ = in_force(experiment, experiment.settings, [each.command for each in made])
    return law, made[-1].after if made else experiment.settings


def as_experiment(experiment: Experiment, settings: Settings, proposal: Proposal) -> Experiment:
    """A proposal as the experiment of a new session: while one is set up, or where a running one is past help."""
    if isinstance(proposal, Experiment):
        return proposal
    experiment, settings = in_force(experiment, settings, proposal)
    return replace(experiment, settings=settings)


# --- in the running network


def change(scheme: str = "", **values: Any) -> Propose:
    """Other settings, and where a scheme is named all weights drawn anew by it."""

    def propose(experiment: Experiment, settings: Settings) -> Proposal | str:
        if reason := _why_blocked(experiment, values):
            return reason
        changed = replace(settings, **values)
        try:
            experiment.check_settings(changed)
        except FieldError as error:
            return _sentence(str(error).rpartition(" is not allowed: ")[2])
        changes: list[Change] = [changed] if changed != settings else []
        if scheme and (experiment.initialization, experiment.weight_scale) != (scheme, 1.0):
            changes.append(Reinitialize(scheme=scheme, seed=experiment.seed))
        there = [f"{SETTING_FIELDS[name].title} is {describe_value(name, value)}" for name, value in values.items()]
        there += [f"the weights were drawn by {INITIALIZATIONS[scheme].title}"] if scheme else []
        return tuple(changes) or _already(", ".join(there))

    return propose


def _why_blocked(experiment: Experiment, values: dict[str, Any]) -> str:
    """Why one of these settings means nothing in this network; empty where all do."""
    blocked = experiment.blocked
    reasons = (blocked.get(name) or blocked.get(f"{name}={value}") for name, value in values.items())
    return next(filter(None, reasons), "")


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _already(words: str) -> str:
    return _sentence(f"{words} already")


def times(name: str, factor: float) -> Propose:
    """A setting multiplied, but not beyond so many times that of the session's start."""

    def propose(experiment: Experiment, settings: Settings) -> Proposal | str:
        first, now = getattr(experiment.settings, name), getattr(settings, name)
        title = SETTING_FIELDS[name].title
        if name == "learning_rate" and settings.optimizer != experiment.settings.optimizer:
            # That of another optimizer is no measure.
            first = USUAL_RATES[settings.optimizer]
        if now == 0:
            return f"{title} is 0, and stays 0 however it is multiplied."
        goal = first * factor
        if now >= goal * (1 - _ALMOST) if factor > 1 else now <= goal * (1 + _ALMOST):
            return f"{title} is {now:g} already, against {first:g} to begin with."
        try:
            return (replace(settings, **{name: now * factor}),)
        except FieldError as error:
            return _sentence(str(error))

    return propose


def clip(clipping: str, threshold: float) -> Propose:
    """Gradients clipped at a threshold."""

    def propose(experiment: Experiment, settings: Settings) -> Proposal | str:
        if settings.clipping == clipping and settings.clip_threshold <= threshold:
            return _already(f"{describe_value('clipping', clipping)} is clipped at {settings.clip_threshold:g}")
        return (replace(settings, clipping=clipping, clip_threshold=threshold),)

    return propose


def no_clipping(experiment: Experiment, settings: Settings) -> Proposal | str:
    """Gradients left as they are."""
    return "Nothing is clipped." if settings.clipping == "off" else (replace(settings, clipping="off"),)


def larger_threshold(experiment: Experiment, settings: Settings) -> Proposal | str:
    """Less clipped."""
    if settings.clipping == "off":
        return "Nothing is clipped."
    return times("clip_threshold", TIMES)(experiment, settings)


def adam(experiment: Experiment, settings: Settings) -> Proposal | str:
    """Adam, at the rate usual for it: that of another optimizer is no measure."""
    if settings.optimizer == "adam":
        return _already("the optimizer is Adam")
    return (replace(settings, optimizer="adam", learning_rate=USUAL_RATES["adam"]),)


def momentum(experiment: Experiment, settings: Settings) -> Proposal | str:
    """SGD with momentum, by steps that add up to as much as before."""
    if settings.optimizer == "momentum":
        return _already("the optimizer has momentum")
    # Equal gradients add up to steps of lr / (1 - momentum).
    is_plain = settings.optimizer == "sgd"
    rate = settings.learning_rate * (1 - MOMENTUM) if is_plain else USUAL_RATES["momentum"]
    return (replace(settings, optimizer="momentum", momentum=MOMENTUM, learning_rate=rate),)


def forget_bias(experiment: Experiment, settings: Settings) -> Proposal | str:
    """ln T for T time steps."""
    if reason := experiment.blocked.get("forget_bias"):
        return reason
    num_steps = experiment.network.shape[0]
    bias = math.log(num_steps)
    if settings.forget_bias >= bias * (1 - _ALMOST):
        return _already(f"the forget bias is {settings.forget_bias:.3g}, enough for {num_steps} time steps")
    return (replace(settings, forget_bias=bias),)


def branch_scale(experiment: Experiment, settings: Settings) -> Proposal | str:
    """1/sqrt(number of branches), each counted by how much of its square the blocks behind it pass on."""
    if reason := experiment.blocked.get("branch_scale"):
        return reason
    if not settings.skip:
        return "There are no skip connections, so there are no branches."
    if settings.skip_weight == 0.0:
        return "The skip weight is 0, so there are no branches."
    # Above 1 what passes grows by itself, whatever is added to it.
    passes_on = min(settings.skip_weight, 1.0) ** 2
    scale = 1.0 / math.sqrt(sum(passes_on**behind for behind in range(num_branches(experiment))))
    if settings.branch_scale <= scale * (1 + _ALMOST):
        return _already(f"branches are multiplied with {settings.branch_scale:.3g}")
    return (replace(settings, branch_scale=scale),)


def num_branches(experiment: Experiment) -> int:
    """How many branches are added, one after the other, to what skip connections let pass; at least 1."""
    if experiment.family == "transformer":
        # Attention and perceptron of each block.
        return 2 * len(experiment.hidden)
    maps = [layer.maps[0] for layer in experiment.layers[:-1]]
    return max(1, sum(each.shape[1] == each.shape[0] // each.num_gates for each in maps))


# --- in a new session


def _begin(experiment: Experiment, settings: Settings, **values: Any) -> Experiment:
    """The experiment of a new session, with those of the settings in force that mean something in it."""
    made = replace(experiment, **values, settings=Settings())
    return replace(made, settings=made.fit_settings(settings))


def standardize(experiment: Experiment, settings: Settings) -> Proposal | str:
    """Inputs of mean 0 and standard deviation 1."""
    if experiment.data != "file":
        return "Only a file of one's own can be standardized."
    if experiment.standardize:
        return _already("inputs are standardized")
    try:
        return replace(experiment.for_data("file", standardize=True), settings=settings)
    except FieldError as error:
        return _sentence(str(error))


def larger_batch(experiment: Experiment, settings: Settings) -> Proposal | str:
    """LARGE_BATCH examples in a step, or all."""
    size = min(LARGE_BATCH, experiment.num_train)
    if experiment.batch_size >= size:
        return _already(f"a step has {experiment.batch_size:,} of {experiment.num_train:,} examples")
    return _begin(experiment, settings, batch_size=size)


def shallower(experiment: Experiment, settings: Settings) -> Proposal | str:
    """Every other hidden layer, so that widths go on changing as they did."""
    if len(experiment.hidden) < 2:
        return "There is no hidden layer to spare."
    return _begin(experiment, settings, hidden=experiment.hidden[::2])


def float64(experiment: Experiment, settings: Settings) -> Proposal | str:
    """Twice the precision."""
    if experiment.dtype == "float64":
        return _already("the precision is float64")
    return _begin(experiment, settings, dtype="float64")


def lstm(experiment: Experiment, settings: Settings) -> Proposal | str:
    """An LSTM of the same levels, with the forget bias that such networks begin with."""
    if experiment.family != "rnn":
        return "Only a plain recurrent network can have an LSTM in its place."
    return _begin(experiment, replace(settings, **FAMILIES["lstm"].settings), family="lstm")  # type: ignore[arg-type]
