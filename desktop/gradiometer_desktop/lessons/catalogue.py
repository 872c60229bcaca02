"""The lessons there are, by their titles; one whose files are broken spoils none of the others."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from gradiometer.lessons import Lesson, LessonError, lesson_names, load_lesson
from gradiometer_desktop.language import said, tr

FILTER = tr("Lessons (*.toml)")
_SUFFIX = ".toml"


def titles() -> dict[str, str]:
    """Name -> title, in the order in which they are read."""
    return {name: _title_of(name) for name in lesson_names()}


def title_of(name: str) -> str:
    """`3. Speeds at initialization`; of a broken one its name. name: of a lesson, or the path of a TOML file."""
    lesson = read(name)
    short = Path(name).name.removesuffix(_SUFFIX)
    if isinstance(lesson, str):
        return tr("{short} (cannot be read)", short=short)
    number = short.partition("-")[0]
    return f"{int(number)}. {said(lesson.title)}" if number.isdecimal() else said(lesson.title)


# Those of the program stay as they are, and menus ask for them whenever they are opened.
_title_of = lru_cache(maxsize=64)(title_of)


def read(name: str) -> Lesson | str:
    """A lesson, or the sentence that says why it cannot be shown."""
    try:
        return load_lesson(name)
    except LessonError as error:
        return said(str(error))
