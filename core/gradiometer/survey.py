"""Trains a lesson's runs over their seeds and keeps what its checks measure: no file, no window, and no more."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gradiometer.experiment import Experiment
from gradiometer.history import History
from gradiometer.lesson_checks import Verdict, measure, verdict
from gradiometer.lessons import LAST, Check, Lesson, LessonRun
from gradiometer.quantities import stream_of
from gradiometer.schedule import NEVER

if TYPE_CHECKING:
    from gradiometer.datasets import Examples

Load = Callable[[Experiment], "Examples"]

# Often enough for a bar.
_TELL_EVERY = 50


@dataclass(frozen=True, slots=True)
class Found:
    """What a check measured, a number a seed."""

    check: Check
    measured: tuple[float, ...]

    @property
    def verdict(self) -> Verdict:
        return verdict(self.check, self.measured)


def num_steps_of(lesson: Lesson, num_seeds: int | None = None) -> int:
    """How many steps a survey trains."""
    return sum(
        (num_seeds or run.num_seeds) * (max(_steps_of(checks, run)) + 1)
        for run in lesson.runs
        if (checks := lesson.checks_of(run.name))
    )


def survey(
    lesson: Lesson,
    num_seeds: int | None = None,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
    load: Load = Experiment.load_examples,
) -> tuple[Found, ...]:
    """What each of a lesson's checks measures with the seeds 0 to num_seeds - 1 (None: as many as the lesson says).

    progress: told the steps trained and those to train in all; cancelled: asked before each step, and once it is true
    what whole seeds have measured comes back; load: gives the examples, once a run. Raises datasets.DataError.
    """
    from gradiometer.machine import one_thread

    found: dict[int, list[float]] = {index: [] for index in range(len(lesson.checks))}
    total, done = num_steps_of(lesson, num_seeds), 0
    with one_thread():
        for run in lesson.runs:
            checks = {index: check for index, check in enumerate(lesson.checks) if check.run == run.name}
            if not checks or cancelled():
                continue
            examples = load(run.experiment)
            for seed in range(num_seeds or run.num_seeds):
                history = History.live(run.experiment)
                for _ in _train(run, seed, lesson.checks_of(run.name), examples, history):
                    if cancelled():
                        return _collect(lesson, found)
                    done += 1
                    if done % _TELL_EVERY == 0 or done == total:
                        progress(done, total)
                for index, check in checks.items():
                    found[index].append(measure(check, run, history))
    return _collect(lesson, found)


def _collect(lesson: Lesson, found: dict[int, list[float]]) -> tuple[Found, ...]:
    return tuple(Found(check, tuple(found[index])) for index, check in enumerate(lesson.checks))


def _steps_of(checks: tuple[Check, ...], run: LessonRun) -> set[int]:
    """The steps at which something is to be measured."""
    return {run.experiment.steps - 1 if check.step == LAST else int(check.step) for check in checks}


def _train(
    run: LessonRun, seed: int, checks: tuple[Check, ...], examples: Examples, history: History
) -> Iterator[None]:
    """Train one seed up to the last step that is asked for, a step at a time; what is measured goes to the history."""
    from gradiometer.trainer import Trainer

    wanted = _steps_of(checks, run)
    is_evaluated = {
        step
        for check in checks
        for step in _steps_of((check,), run)
        if any(stream_of(name) == "evaluation" for name in check.term.quantities)
    }
    experiment = dataclasses.replace(run.experiment, seed=seed, **_evaluations(run.experiment, is_evaluated))
    trainer = Trainer(experiment, examples)
    try:
        # Nothing is measured but at the first step, and where a closer look is asked for.
        trainer.schedule.space(NEVER)
        while trainer.step <= max(wanted):
            trainer.histogram_asked = trainer.step in wanted
            yield
            history.append(trainer.turn())
        history.append(trainer.flush())
    finally:
        trainer.close()


def _evaluations(experiment: Experiment, steps: set[int]) -> dict[str, Any]:
    """How to evaluate at these steps and seldom else; where none asks for it, held-out examples are let go."""
    if not steps:
        return {"num_held_out": 0}
    if any(step % experiment.evaluate_every for step in steps):
        # The last step, most likely: what was evaluated before it counts.
        return {}
    every = math.gcd(*steps)
    return {"evaluate_every": every} if 0 < every <= 1_000_000 else {}
