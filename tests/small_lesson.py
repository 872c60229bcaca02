"""A small lesson for tests of the window: two runs, checks, cures, and a diagram."""

from __future__ import annotations

import dataclasses

import numpy as np
from PySide6.QtWidgets import QLabel

from gradiometer.lessons import LAST, Check, Cure, Lesson, LessonRun
from gradiometer.references import Reference
from gradiometer.terms import Term
from gradiometer_desktop.theme import Theme
from shared import SMALL

STEPS = 60
"""As many as the session `saved` has."""


class PlainDiagram(QLabel):
    """What a lesson may ask for as `plain`."""

    def __init__(self) -> None:
        super().__init__("a diagram")
        self.themes: list[Theme] = []

    def apply_theme(self, theme: Theme) -> None:
        self.themes.append(theme)


DIAGRAMS = {"plain": PlainDiagram}


def run(name: str, *, published: tuple[Reference, ...] = (), num_seeds: int = 3, **changes: object) -> LessonRun:
    """A run of the small experiment, as long as the session `saved`."""
    experiment = dataclasses.replace(SMALL, steps=STEPS, **changes)
    return LessonRun(name, f"The {name} run", experiment, num_seeds, published)


def check(text: str, expected: float, *, at: str = "first", step: int | str = 5, factor: float = 2.0) -> Check:
    """What the run should measure."""
    return Check(
        at, Term.parse(text), step, expected=expected, kind="factor", tolerance=factor, source="Somebody, somewhere"
    )


def small_lesson(**changes: object) -> Lesson:
    """Two runs, of which the first is that of `saved`."""
    curve = Reference("delta_norm", 0, "Somebody, hidden 1", np.array([0.0, 50.0]), np.array([0.1, 0.01]))
    lesson = Lesson(
        name="03-small",
        title="A small lesson",
        source="Somebody, somewhere",
        text="Some **text**, and [a link](https://example.org).\n\nA second paragraph.",
        plots=("profile", "neurons"),
        quantity="delta_norm",
        diagram="",
        smoothing=0.25,
        formula="speed {delta_norm:hidden 1|.3e}, loss {loss|.4f}",
        look_for=("The first thing.", "The second thing."),
        runs=(run("first", published=(curve,)), run("second", hidden=(12, 12), batch_size=16)),
        checks=(
            check("delta_norm:hidden 1", 1.0),
            check("delta_norm:hidden 2", 1.0, step=LAST),
            check("delta_norm:hidden 1", 1.0, at="second"),
        ),
        claims=(),
        cures=(
            Cure("ReLU", {"activation": "relu"}, ""),
            Cure("He's weights", {}, "he"),
            Cure("ReLU and He", {"activation": "relu"}, "he"),
        ),
    )
    return dataclasses.replace(lesson, **changes)
