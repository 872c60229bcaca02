"""Which lessons there are, and what is said of a broken one."""

from __future__ import annotations

import pytest

from gradiometer import lessons
from gradiometer.lessons import LessonError, lesson_names
from gradiometer_desktop.lessons import catalogue
from gradiometer_desktop.lessons.diagrams import DIAGRAMS
from gradiometer_desktop.plots import PLOTS
from small_lesson import small_lesson


def test_a_broken_lesson_spoils_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str) -> object:
        if name == "04-broken":
            raise LessonError("lesson 04-broken: title is missing")
        return small_lesson(name=name)

    monkeypatch.setattr(catalogue, "lesson_names", lambda: ("03-small", "04-broken"))
    monkeypatch.setattr(catalogue, "load_lesson", load)
    assert catalogue.titles() == {"03-small": "3. A small lesson", "04-broken": "04-broken (cannot be read)"}
    assert catalogue.read("04-broken") == "lesson 04-broken: title is missing"


def test_every_lesson_of_the_program_can_be_read() -> None:
    titles = catalogue.titles()
    assert tuple(titles) == lesson_names()
    assert titles
    assert not any("cannot be read" in title for title in titles.values())


def test_lessons_may_name_what_the_window_has() -> None:
    assert tuple(DIAGRAMS) == lessons.DIAGRAMS
    assert tuple(plot.name for plot in PLOTS) == lessons.PLOTS
