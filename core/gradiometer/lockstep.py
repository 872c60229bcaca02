"""Forks of a running session that train on in lock-step: one step each, on the same examples, round after round.

Each has its own weights, moments and random states. They share the examples, and one schedule, so that they are
measured at the same steps. What fails in one of them ends that one alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch

from gradiometer.experiment import Experiment
from gradiometer.machine import random_state, restore_random_state
from gradiometer.plans import Seat, Shared
from gradiometer.prepared import Prepared
from gradiometer.reports import Event, Report
from gradiometer.schedule import Plan
from gradiometer.settings import Change
from gradiometer.snapshot import State
from gradiometer.trainer import Trainer, own_schedule
from gradiometer.treatments import Treatment
from gradiometer.wording_of_errors import first_line


class Member:
    """One of the forks. trainer: its own; error: why it has ended, in a sentence, empty while it goes on."""

    def __init__(self, treatment: Treatment, trainer: Trainer, seat: Seat, drawn: dict[str, torch.Tensor | None]):
        self.treatment = treatment
        self.trainer = trainer
        self.seat = seat
        self.error = ""
        self.drawn = drawn
        """Torch's random states as this one left them."""
        self._begun_s = trainer.stopwatch.elapsed_s

    @property
    def seconds(self) -> float:
        """How long it has trained since the fork."""
        return self.trainer.stopwatch.elapsed_s - self._begun_s


class Said(NamedTuple):
    """What a member has to report. number: its place."""

    number: int
    report: Report


class Lockstep:
    """treatments: what is done to each, the control first; states: of each as it begins, all at the same step; it is
    copied. prepared: the data of the experiment. schedule: when to measure; None: as the budget allows; defers: as of a
    Trainer.

    Raises SnapshotError for a state that does not fit, RuntimeError where memory is short.
    """

    def __init__(
        self,
        experiment: Experiment,
        treatments: Sequence[Treatment],
        states: Sequence[State],
        prepared: Prepared,
        *,
        schedule: Plan | None = None,
        defers: bool = True,
        begins: bool = True,
    ):
        """begins: whether the treatments' changes are still to be made."""
        self.experiment = experiment
        self._shared = Shared(own_schedule(experiment) if schedule is None else schedule)
        self._device = torch.device(experiment.device)
        self.members: list[Member] = []
        outside = random_state(self._device)
        try:
            for treatment, state in zip(treatments, states, strict=True):
                seat = self._shared.seat()
                trainer = Trainer(experiment, state=state, prepared=prepared, schedule=seat, defers=defers)
                if begins:
                    trainer.letterbox.extend(treatment.changes)
                self.members.append(Member(treatment, trainer, seat, random_state(self._device)))
        finally:
            restore_random_state(outside, self._device)
        if len({member.trainer.step for member in self.members}) > 1:
            raise ValueError("branches that do not stand at the same step")
        self._appoint()

    @property
    def step(self) -> int:
        """The coming one."""
        return max(member.trainer.step for member in self.members)

    @property
    def living(self) -> list[Member]:
        """Those that have not failed."""
        return [member for member in self.members if not member.error]

    def post(self, number: int, change: Change) -> None:
        """Change one of them at the coming step."""
        self.members[number].trainer.letterbox.append(change)

    def turn(self, *, measures: bool = False) -> Iterator[Said]:
        """One step of each that has not failed. measures: whether its norms are wanted in any case."""
        living = self.living
        if not living:
            return
        asked = any(member.trainer.letterbox or member.trainer.histogram_asked for member in living)
        is_last = living[0].trainer.step == self.experiment.steps - 1
        for member in living:
            member.trainer.histogram_asked = False
        step, every = living[0].trainer.step, self.experiment.histogram_every
        self._shared.decide(step, every, asked=asked or is_last, measures=measures)
        outside = random_state(self._device)
        try:
            for number, member in enumerate(self.members):
                if not member.error:
                    yield from self._step_of(number, member)
        finally:
            restore_random_state(outside, self._device)

    def flush(self) -> Iterator[Said]:
        """What waits to be measured."""
        for number, member in enumerate(self.members):
            if not member.error:
                for report in member.trainer.flush():
                    yield Said(number, report)

    def space(self, spacing: int) -> None:
        """Of all that would be measured, measure every so-manieth from now on."""
        self._shared.schedule.space(spacing)

    def close(self) -> None:
        """Training is over."""
        for member in self.members:
            member.trainer.close()

    def state(self, number: int) -> State:
        """Of one member, with its own random states. Call `flush` first."""
        member = self.members[number]
        return {**member.trainer.state(), "random": member.drawn}

    def fail(self, number: int, error: str) -> Event:
        """End one of them; the others go on."""
        member = self.members[number]
        member.error = error
        self._appoint()
        return Event(member.trainer.step, "error", error)

    def _step_of(self, number: int, member: Member) -> Iterator[Said]:
        restore_random_state(member.drawn, self._device)
        member.trainer.stopwatch.start()
        try:
            for report in member.trainer.turn():
                yield Said(number, report)
        except Exception as problem:  # noqa: BLE001 - whatever training raises ends this branch, and no other
            text = f"This branch stopped at step {member.trainer.step}: {first_line(problem)}"
            yield Said(number, self.fail(number, text))
        finally:
            member.trainer.stopwatch.stop()
            member.drawn = random_state(self._device)

    def _appoint(self) -> None:
        """Let the first that lives tell what measuring takes."""
        for index, member in enumerate(self.living):
            member.seat.leads = index == 0
