"""What a training run says: frozen messages from the trainer to the file and the window. Their arrays never change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gradiometer.initializations import INITIALIZATIONS
from gradiometer.settings import Change, Ramp, Reinitialize, Rewrite, Settings, describe_difference, describe_outcome
from gradiometer.trial import Trial


class StepReport(NamedTuple):
    """One step: the state before its update.

    step: how many updates came before; values: float64 [num_columns], as the trainer's layout says.
    A NamedTuple, because thousands of them a second are made.
    """

    step: int
    values: NDArray[np.float64]
    stream: str = "step"


class EvaluationReport(NamedTuple):
    """Held-out examples at a step, before its update. values: float64 [3]: step, loss, accuracy."""

    step: int
    values: NDArray[np.float64]
    stream: str = "evaluation"


class LookReport(NamedTuple):
    """A closer look at a step: the state before its update, and the update. values: float64, as the layout says."""

    step: int
    values: NDArray[np.float64]
    stream: str = "look"


class HistogramReport(NamedTuple):
    """Histograms of every layer at a step. kind: in quantities.HISTOGRAMS; counts: uint32 [num_layers, num_bins + 4]
    (see bins.Bins.count).
    """

    step: int
    kind: str
    counts: NDArray[np.uint32]


class Jump(NamedTuple):
    """What a change did at once: one batch, that of the coming step, through the network just before and just after it.

    output, gradient: relative change of all outputs and of the whole gradient, |after - before| / |before|; NaN where
    there is nothing to compare, Inf where there was nothing before. loss_before, loss_after; first_before, first_after:
    norm of the first layer's weight gradient.
    """

    output: float
    gradient: float
    loss_before: float
    loss_after: float
    first_before: float
    first_after: float


@dataclass(frozen=True, slots=True)
class Intervention:
    """A change that took effect at a step: the first step whose report shows it.

    command: what was asked for; effect: what it did to the running network beyond the change itself; because: the
    finding that it shall cure, in a few words, empty where a person just wanted it. kind: in effects.EFFECTS, how far
    it goes, empty where an older program did not say; jump: what it did to one batch, None where it was not measured.
    """

    step: int
    command: Change
    before: Settings
    after: Settings
    effect: str
    because: str = ""
    kind: str = ""
    jump: Jump | None = None

    @property
    def label(self) -> str:
        """One line for a marker or a list."""
        if isinstance(self.command, Reinitialize):
            layers = self.command.layers
            which = "all layers" if layers is None else "layer " + ", ".join(str(index + 1) for index in layers)
            return f"Re-initialization: {INITIALIZATIONS[self.command.scheme].title}, {which}"
        label = describe_difference(self.before, self.after)
        how = ""
        if isinstance(self.command, Ramp):
            how = f"over {self.command.steps:,} steps"
        elif isinstance(self.command, Rewrite):
            how = "exactly"
        # Also where nothing differs, a change had its way.
        return ", ".join(filter(None, (label, how)))

    @property
    def short_label(self) -> str:
        """A few words for a marker on a plot: what holds from here on."""
        if isinstance(self.command, Reinitialize):
            return f"re-init {INITIALIZATIONS[self.command.scheme].title}"
        return describe_outcome(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened by itself at a step, in one sentence.

    kind: `non_finite`, `clipped_away`, `lonely_batch` (BatchNorm of one example), `bad_labels` (the network cannot put
    them out), `missing_labels` (a class has no example), `error`, `storage`, `stored`, `resumed` (continued from a
    snapshot), `ramped` (a ramp has arrived), `refused` (a change that cannot be made as things stand), `thinned` (the
    file may not grow so fast), `snapshots` (none are kept) or `not_measured`; layer: from the input, or None.
    """

    step: int
    kind: str
    text: str
    layer: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule has to say of a run, as of its last check. Told again, under the same number, whenever it changes.

    number: within the session, from 1; rule_set, rule: their names; symptom: in symptoms.SYMPTOMS; severity: `severe`
    or `warning`; layers: from the input, from 0, empty for the whole network; first_step: of the first of the checks
    that agree one after the other; told_step: at which they were enough; last_step: of the last check at which it held;
    has_ended: whether it holds no more; checks: how many agree so far; measure: in measures.MEASURES, with the value of
    the layer that is worst and the limit that it has passed; strength: by what factor, at least 1; text: in a sentence;
    source: who says so; remedies: in remedies.REMEDIES, the best first.
    """

    number: int
    rule_set: str
    rule: str
    symptom: str
    severity: str
    layers: tuple[int, ...]
    first_step: int
    told_step: int
    last_step: int
    has_ended: bool
    checks: int
    measure: str
    value: float
    limit: float
    strength: float
    text: str
    source: str
    remedies: tuple[str, ...]

    @property
    def step(self) -> int:
        """Since when it holds."""
        return self.first_step


class Note(NamedTuple):
    """What a person has pinned to a step; an empty text takes it away."""

    step: int
    text: str


class Snapshot(NamedTuple):
    """The whole state of a run before a step, changes of that step left out (see snapshot.py).

    reason: why it was taken; state: JSON; data: the tensors, as safetensors.
    """

    step: int
    reason: str
    state: str
    data: bytes


class SnapshotPlace(NamedTuple):
    """A snapshot that a file holds. step: before which it was taken; size: in bytes."""

    step: int
    reason: str
    size: int


class IncomingWeights(NamedTuple):
    """By which weights one unit reads what comes in, as they stood before a step. For a window; no file holds it.

    layer: from the input; unit: from 0; values: float64 [what it reads], of a convolution [channels, height, width].
    """

    step: int
    layer: int
    unit: int
    values: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Skipped:
    """Reports of steps before `step` were left out of the queue; they are in the session file."""

    step: int


Row = StepReport | EvaluationReport | LookReport
"""What a stream takes a row of."""

Report = Row | HistogramReport | Intervention | Event | Finding | Trial | Note
