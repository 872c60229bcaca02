"""Trials of training: whether a run was faulty is judged by what came of it, against twins of it that were repaired.

No rule on gradients has a part in this, so that rule sets can be judged by trials. A twin has the same data, depth,
widths, batches and seed, and trains as long, but by a recipe that is known to be sound.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gradiometer.experiment import Experiment
from gradiometer.settings import Settings

BUDGET = 400
"""Updates of each run."""
TAIL = 80
"""The last updates, over whose batches the training loss and accuracy are taken."""
FAULTY_BELOW = 1 / 3
"""Of the twin's progress: a run that made less is faulty."""
HEALTHY_FROM = 0.8
"""Of the twin's progress: a run that made as much is healthy."""
LEAST_PROGRESS = 0.4
"""A twin that made less has not learned either, and the trial says nothing."""
ENOUGH_PROGRESS = 0.9
"""Where a twin made so much, no other repair is tried."""

FAULTY, HEALTHY, UNDECIDED, MUTE = "faulty", "healthy", "undecided", "mute"
"""Verdicts. Undecided: between the two limits, or training and held-out examples disagree; mute: no twin learned."""

_95_PERCENT = 1.959963984540054


TUNING, HELD_BACK, HELD_BACK_FAMILY = "tuning", "held-back", "held-back-family"
PARTS = (TUNING, HELD_BACK, HELD_BACK_FAMILY)
"""Only the first may be looked at when the rules of a set are tuned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """An experiment whose outcome is to be judged. name: its plan and a number; part: in PARTS; words: `name=value` of
    all in which it differs from a plain trial, as the command line has them.
    """

    name: str
    part: str
    words: tuple[str, ...]

    def experiment(self, folder: Path) -> Experiment:
        """With data files, where it has one, in this folder. Raises FieldError."""
        words = [
            f"file={folder / word.removeprefix('file=')}" if word.startswith("file=") else word for word in self.words
        ]
        return _plain().with_assignments([f"name={self.name}", *words])


def _plain() -> Experiment:
    """What all trials share. The state after the last update is looked at in one step more."""
    return Experiment(
        num_train=2000,
        num_held_out=1000,
        steps=BUDGET + 1,
        evaluate_every=BUDGET,
        norms_every=1,
        watch_everything=True,
        snapshot_mb=0.0,
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run: how far it got from guessing (0) to all right (1), on the batches of its last updates and on
    held-out examples; is_finite: whether its loss was a number to the end.
    """

    is_finite: bool
    training: float
    held_out: float

    @property
    def least(self) -> float:
        """The lower of the two; of a run that broke 0."""
        return min(self.training, self.held_out) if self.is_finite else 0.0


def progress_of_accuracy(accuracy: float, chance: float) -> float:
    """0 at the share that is right when always the commonest class is told, 1 where all is right."""
    return _within((accuracy - chance) / (1.0 - chance))


def progress_of_loss(loss: float, guess: float) -> float:
    """0 at the loss of the best constant answer, 1 at no loss."""
    return _within(1.0 - loss / guess)


def _within(progress: float) -> float:
    """NaN is no progress; nor is what is worse than a guess less than none."""
    return min(max(progress, 0.0), 1.0) if progress > 0.0 else 0.0


def best_of(outcomes: Sequence[Outcome]) -> Outcome:
    """The repaired twin: the better of several repairs, because the best known may itself fail on an experiment."""
    return max(outcomes, key=lambda outcome: outcome.least)


def judge(run: Outcome, twin: Outcome) -> str:
    """FAULTY, HEALTHY, UNDECIDED or MUTE. Training and held-out examples must agree."""
    if twin.least < LEAST_PROGRESS:
        return MUTE
    if not run.is_finite:
        return FAULTY
    shares = (run.training / twin.training, run.held_out / twin.held_out)
    if max(shares) < FAULTY_BELOW:
        return FAULTY
    return HEALTHY if min(shares) >= HEALTHY_FROM else UNDECIDED


def repairs(experiment: Experiment) -> dict[str, Experiment]:
    """Repaired twins of an experiment, the most promising first: the same data, depth, widths, batches and seed."""
    if experiment.kind.time_quantities:
        made = _recurrent_repairs(experiment)
    else:
        made = _stacked_repairs(experiment)
    values = {"standardize": experiment.data == "file", "facts": None}
    return {
        name: _repaired(experiment, settings, fields | values)
        for name, (fields, settings) in made.items()
        if settings.normalization != "batch" or experiment.batch_size >= _LEAST_BATCH
    }


_LEAST_BATCH = 8
"""Statistics of fewer examples scatter too much for BatchNorm to be a repair."""

_Recipes = dict[str, tuple[dict[str, Any], Settings]]


def _stacked_repairs(experiment: Experiment) -> _Recipes:
    """Of perceptrons and convolutions."""
    # Sums of so many branches keep the size of one.
    scale = 1.0 / math.sqrt(len(experiment.hidden))
    skip = {"skip": True, "branch_scale": scale, "activation": "relu", "optimizer": "adam"}
    return {
        "ReLU, He, BatchNorm, skips, Adam": (
            {"initialization": "he"},
            Settings(**skip, normalization="batch", learning_rate=0.003),  # type: ignore[arg-type]
        ),
        "ReLU, He, LayerNorm, skips, Adam": (
            {"initialization": "he"},
            Settings(**skip, normalization="layer", learning_rate=0.003),  # type: ignore[arg-type]
        ),
        "Tanh, orthogonal, Adam": (
            {"initialization": "orthogonal"},
            Settings(activation="tanh", optimizer="adam", learning_rate=0.001),
        ),
    }


def _recurrent_repairs(experiment: Experiment) -> _Recipes:
    sound: dict[str, Any] = {"optimizer": "adam", "clipping": "total", "clip_threshold": 1.0}
    drawn = {"initialization": "orthogonal"}
    return {
        "GRU, orthogonal, Adam, clipped": ({"family": "gru", **drawn}, Settings(**sound, learning_rate=0.01)),
        "LSTM, forget bias 1, orthogonal, Adam, clipped": (
            {"family": "lstm", **drawn},
            Settings(**sound, learning_rate=0.01, forget_bias=1.0),
        ),
        "Tanh, orthogonal, Adam, clipped": (
            {"family": "rnn", **drawn},
            Settings(**sound, learning_rate=0.003, activation="tanh"),
        ),
    }


def _repaired(experiment: Experiment, settings: Settings, fields: dict[str, Any]) -> Experiment:
    """With other fields and settings, as far as these mean something in its network."""
    plain = dataclasses.replace(experiment, settings=Settings(), **fields)
    return dataclasses.replace(plain, settings=plain.fit_settings(settings))


def wilson(hits: int, of: int, z: float = _95_PERCENT) -> tuple[float, float]:
    """Between what limits a share lies of which `hits` of `of` were seen, at 95 % unless z says otherwise.

    Wilson 1927, without a correction for continuity. Of nothing seen anything may be true.
    """
    if of == 0:
        return 0.0, 1.0
    share = hits / of
    middle = share + z * z / (2 * of)
    reach = z * math.sqrt(share * (1.0 - share) / of + z * z / (4 * of * of))
    size = 1.0 + z * z / of
    return max(0.0, (middle - reach) / size), min(1.0, (middle + reach) / size)


def quantile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least this share of all does not pass; NaN of none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan
