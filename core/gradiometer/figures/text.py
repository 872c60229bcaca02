"""Texts of figures: titles and labels that fit."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gradiometer.figures.sheet import Request, Sheet
from gradiometer.session_file import Session

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# In the units of a sheet.
_TITLE_SIZE = 9.0
_NOTE_SIZE = 7.0
_LETTER_PT = 4.6


def num_letters(text: str) -> int:
    """How many Latin letters are as wide: a Chinese or Japanese one counts as two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def cut(text: str, most: int) -> str:
    """Its beginning, no wider than so many Latin letters."""
    if num_letters(text) <= most:
        return text
    while text and num_letters(text) >= most:
        text = text[:-1]
    return f"{text.rstrip()}…"


def set_title(figure: Figure, session: Session, text: str, request: Request, taken_pt: float = 0.0) -> None:
    """Which session, and what is shown."""
    write_title(figure, (session.title, session.outline.structure), text, request, taken_pt)


def write_title(figure: Figure, subject: Sequence[str], text: str, sheet: Sheet, taken_pt: float = 0.0) -> None:
    """subject: of what the figure is, in one line where it fits; lines are cut where they would pass the edge.

    taken_pt: what a legend takes of the width, in the sheet's units.
    """
    if not sheet.style.title:
        return
    most = int((sheet.size_pt[0] - taken_pt) / (0.58 * _TITLE_SIZE))
    together = " · ".join(subject)
    lines = [together] if num_letters(together) <= most else list(subject)
    lines = [cut(line, most) for line in lines]
    lines += textwrap.wrap(text, most)
    figure.suptitle("\n".join(lines), x=0.012, ha="left", fontsize=sheet.pt(_TITLE_SIZE), linespacing=1.3)


def note_above(axes: Axes, text: str, sheet: Sheet) -> None:
    """A line of numbers between title and axes."""
    if sheet.style.title:
        axes.set_title(text, loc="left", fontsize=sheet.pt(_NOTE_SIZE), color=sheet.theme.faint)


def fit(text: str, length_pt: float) -> str:
    """A label in as many lines as it needs along an axis of this length."""
    return textwrap.fill(text, max(8, int(length_pt / _LETTER_PT)))


def say(axes: Axes, sentence: str, sheet: Sheet) -> None:
    """A sentence in the middle of an axis that has nothing to show."""
    axes.text(
        *(0.5, 0.5, sentence),
        transform=axes.transAxes,
        ha="center",
        va="center",
        color=sheet.theme.faint,
        fontsize=sheet.pt(_TITLE_SIZE),
    )
    axes.set_yticks([])
    axes.grid(visible=False)


def say_empty(axes: Axes, sheet: Sheet) -> None:
    """Of a session with nothing to show yet."""
    say(axes, "no steps recorded", sheet)
    axes.set_xticks([])
