"""What tests of lessons share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gradiometer.history import History
from gradiometer.session_file import load_session
from gradiometer_desktop.lessons import catalogue
from small_lesson import small_lesson


@pytest.fixture
def history(saved: Path) -> Iterator[History]:
    """Of the session `saved`: 60 steps, changes at 20 (ReLU, skips) and 40 (He)."""
    made = History.saved(load_session(saved))
    yield made
    made.release()


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three lessons are on offer: a small one, one with a diagram alone, and one whose files are broken."""
    from gradiometer.lessons import LessonError

    def load(name: str) -> object:
        if name == "05-broken":
            raise LessonError("lesson 05-broken: title is missing: give a text")
        if name == "04-drawn":
            return small_lesson(name=name, title="A drawn lesson", diagram="plain", runs=(), checks=(), cures=())
        return small_lesson()

    monkeypatch.setattr(catalogue, "lesson_names", lambda: ("03-small", "04-drawn", "05-broken"))
    monkeypatch.setattr(catalogue, "load_lesson", load)
