"""Trains the forks of a trial, in the order in which the session would go on and in other orders of the examples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from gradiometer.batches import order_of
from gradiometer.diagnosis import Diagnosis
from gradiometer.effects import effect_of
from gradiometer.experiment import Experiment
from gradiometer.lockstep import Lockstep, Said
from gradiometer.machine import device_name
from gradiometer.plans import Sampled
from gradiometer.prepared import Prepared
from gradiometer.reports import Finding, Report
from gradiometer.rules import load_rules
from gradiometer.settings import settings_after
from gradiometer.snapshot import State
from gradiometer.treatments import CONTROL, NULL, Fork, Treatment, describe_changes
from gradiometer.trial import OWN_ORDER, Arm, Course, NullFork, Trial, interval
from gradiometer.trial_tracks import Difference, Floats, Track, difference, judge_null

_MOST_POINTS = 100
"""Of a course, and of what is measured on the way of a background seed."""
_LAST_SHARE = 10
"""The last tenth of the steps says how a branch ended."""
_NUM_LOOKS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Trying:
    """What a trial is to do. fork: where from; treatments: the control first (see treatments.line_up); steps: to train
    since the fork; seeds: of the order of the examples, OWN_ORDER among them or not; finding: that is to be cured, and
    because: its words; before: what a judge has to know of the steps before (see judge.reports_before).
    """

    experiment: Experiment
    fork: Fork
    treatments: tuple[Treatment, ...]
    steps: int
    seeds: tuple[int, ...] = (OWN_ORDER,)
    finding: Finding | None = None
    because: str = ""
    before: tuple[Report, ...] = ()

    @property
    def end(self) -> int:
        """The step behind the last."""
        return self.fork.step + self.steps

    @property
    def closely(self) -> int:
        """From which step on numbers count for how a branch ended."""
        return self.end - max(1, self.steps // _LAST_SHARE)


@dataclass(frozen=True, slots=True, eq=False)
class SeedOutcome:
    """What forks came to in one order of the data. differences: of each treatment from the control, of the control
    itself too; losses: of each, mean over the last steps; seconds: a step took, of each; holds; errors: of each; null.
    """

    differences: tuple[Difference, ...]
    losses: tuple[float, ...]
    seconds: tuple[float, ...]
    holds: tuple[bool, ...]
    errors: tuple[str, ...]
    null: NullFork | None


class SeedRun:
    """Forks in one order of the data. Whoever trains them tells it what they say."""

    def __init__(self, trying: Trying, forks: Lockstep):
        self._trying = trying
        self._forks = forks
        self._layout = forks.members[0].trainer.layout
        self.tracks = [Track(self._layout, self._judge(), trying.finding) for _ in trying.treatments]

    def take(self, said: Said) -> None:
        """What one of them reports."""
        self.tracks[said.number].take(said.report)

    def outcome(self) -> SeedOutcome:
        """When all have made their steps, and all that they measured was told."""
        control = self.tracks[0]
        differences = tuple(difference(track, control) for track in self.tracks)
        ends = [track.last_loss(self._trying.closely) for track in self.tracks]
        members = self._forks.members
        null = None
        for number, treatment in enumerate(self._trying.treatments):
            if treatment.role == NULL and not (members[number].error or members[0].error):
                same = _is_same(self._forks.state(number), self._forks.state(0))
                null = judge_null(self.tracks[number], control, same_state=same, step=self._forks.step)
        seconds = [member.seconds / self._trying.steps for member in members]
        return SeedOutcome(
            differences,
            tuple(ends),
            tuple(seconds),
            tuple(track.holds for track in self.tracks),
            tuple(member.error for member in members),
            null,
        )

    def _judge(self) -> Diagnosis | None:
        trying = self._trying
        if trying.finding is None:
            return None
        experiment = trying.experiment
        rules = load_rules(trying.finding.rule_set)
        judge = Diagnosis(
            experiment.outline,
            experiment,
            rules,
            inputs=self._forks.members[0].trainer.data.inputs,
            findings=[trying.finding],
            share=float("inf"),
        )
        for report in trying.before:
            judge.evidence.take(report)
        return judge


def run_seed(
    trying: Trying, seed: int, state: State, prepared: Prepared, *, proceed: Callable[[], bool] = lambda: True
) -> SeedOutcome | None:
    """All treatments in the order of one seed, from a state; None where `proceed`, asked before each step, said no."""
    state = state if seed == OWN_ORDER else reordered(state, seed)
    begin, end = trying.fork.step, trying.end
    every, look_every = max(1, trying.steps // _MOST_POINTS), max(1, trying.steps // _NUM_LOOKS)
    plan = Sampled(begin, end - 1, every=every, look_every=look_every, closely=trying.closely)
    forks = Lockstep(trying.experiment, trying.treatments, [state] * len(trying.treatments), prepared, schedule=plan)
    try:
        run = SeedRun(trying, forks)
        while forks.step < end and forks.living:
            if not proceed():
                return None
            for said in forks.turn():
                run.take(said)
        for said in forks.flush():
            run.take(said)
        return run.outcome()
    finally:
        forks.close()


def reordered(state: State, seed: int) -> State:
    """The same state, whose examples come in the order of another seed; what draws without a generator too."""
    order = order_of(seed).get_state()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        drawn = torch.get_rng_state()
    batches = {"generator": order, "has_order": False, "position": 0}
    return {**state, "batches": batches, "random": {"cpu": drawn, "cuda": None}}


def assemble(trying: Trying, number: int, outcomes: Sequence[SeedOutcome], device: torch.device) -> Trial:
    """One trial of all seeds that came through."""
    arms = []
    for place, treatment in enumerate(trying.treatments):
        if treatment.role in (CONTROL, NULL):
            continue
        through = [outcome for outcome in outcomes if not outcome.errors[place] and not outcome.errors[0]]
        ends = [outcome.differences[place].last(trying.closely) for outcome in through]
        settings, kinds = trying.fork.settings, []
        for change in treatment.changes:
            kinds.append(effect_of(change, settings))
            settings = settings_after(change, settings)
        arms.append(
            Arm(
                label=treatment.label,
                role=treatment.role,
                changes=describe_changes(treatment.changes, trying.fork.settings),
                kinds=tuple(kinds),
                remedy=treatment.remedy,
                ratios=tuple(ratio for ratio, _layers, _loss in ends),
                losses=tuple(loss for _ratio, _layers, loss in ends),
                layers=_mean([layers for _ratio, layers, _loss in ends]),
                cost=_mean_of([each.seconds[place] / each.seconds[0] for each in through if each.seconds[0] > 0]),
                holds=tuple(each.holds[place] for each in through) if trying.finding is not None else (),
                errors=tuple(error for each in outcomes if (error := each.errors[place] or each.errors[0])),
                course=_course([each.differences[place] for each in through]),
            )
        )
    return Trial(
        number=number,
        step=trying.fork.step,
        steps=trying.steps,
        seeds=trying.seeds[: len(outcomes)],
        device=device_name(device),
        arms=tuple(arms),
        losses=tuple(outcome.losses[0] for outcome in outcomes),
        finding=trying.because,
        control_holds=tuple(each.holds[0] for each in outcomes) if trying.finding is not None else (),
        null=_joined([outcome.null for outcome in outcomes if outcome.null is not None]),
        group=trying.fork.group,
    )


def _course(differences: Sequence[Difference]) -> Course:
    """Over the steps that all seeds measured, as many as are kept."""
    if not differences or not len(differences[0].steps):
        return Course(steps=(), ratio=(), loss=())
    shared = set(differences[0].steps.tolist())
    for each in differences[1:]:
        shared &= set(each.steps.tolist())
    steps = np.array(sorted(shared))
    steps = steps[np.unique(np.linspace(0, len(steps) - 1, min(len(steps), _MOST_POINTS)).round().astype(int))]
    ratios, losses = [], []
    for each in differences:
        places = np.searchsorted(each.steps, steps)
        ratios.append(each.ratios[places, 0])
        losses.append(each.losses[places])
    return Course(
        steps=tuple(int(step) for step in steps),
        ratio=tuple(interval(values) for values in np.stack(ratios, axis=1).tolist()),
        loss=tuple(interval(values) for values in np.stack(losses, axis=1).tolist()),
    )


def _mean(rows: Sequence[Floats]) -> tuple[float, ...]:
    if not rows:
        return ()
    with np.errstate(invalid="ignore"):
        return tuple(np.stack(rows).mean(axis=0).tolist())


def _mean_of(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else float("nan")


def _joined(nulls: Sequence[NullFork]) -> NullFork | None:
    """All of them as one."""
    if not nulls:
        return None
    return NullFork(
        coincides=all(null.coincides for null in nulls),
        first=min((null.first for null in nulls if not null.coincides), default=-1),
        num_steps=sum(null.num_steps for null in nulls),
        ratio=max(null.ratio for null in nulls),
        loss=max(null.loss for null in nulls),
    )


def _is_same(one: object, other: object, key: str = "") -> bool:
    """Whether two states are the same, bit by bit, but for what a clock says."""
    if isinstance(one, Tensor) and isinstance(other, Tensor):
        return one.shape == other.shape and one.dtype == other.dtype and _bytes(one) == _bytes(other)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_is_same(one[name], other[name], str(name)) for name in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(_is_same(a, b) for a, b in zip(one, other, strict=True))
    return key in _CLOCKS or one == other


_CLOCKS = ("elapsed_s",)


def _bytes(tensor: Tensor) -> bytes:
    """NaN is the same as the same NaN."""
    return tensor.detach().cpu().contiguous().numpy().tobytes()
