"""The steps of a session that a person may want to find again: its changes, what was found, and notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from gradiometer.history import History
from gradiometer.symptoms import SEVERE, title_of
from gradiometer_desktop.language import said, tr

CHANGE, FINDING, NOTE = "marker", "warning", "note"
"""What a mark stands for, which is also the colour that a theme has for it."""
_FOUND = ("non_finite", "clipped_away")
# Of a note in a plot: about as much as the labels of changes have.
_MOST_LETTERS = 24


class Mark(NamedTuple):
    """All of a kind at one step. label: a few words for a plot, empty for none; text: the whole of it in one line."""

    step: int
    kind: str
    label: str
    text: str


def marks_of(history: History) -> list[Mark]:
    """In the order of their steps; at one step changes come first, notes last."""
    found: dict[tuple[int, str], list[tuple[str, str]]] = defaultdict(list)
    for change in history.interventions:
        label = said(change.label)
        text = (
            tr("{label} (because: {because})", label=label, because=said(change.because)) if change.because else label
        )
        found[change.step, CHANGE].append((said(change.short_label), text))
    for event in history.events:
        if event.kind in _FOUND:
            found[event.step, FINDING].append(("", said(event.text)))
    for finding in history.findings.values():
        if finding.severity == SEVERE:
            found[finding.first_step, FINDING].append(
                (said(title_of(finding.symptom)), " ".join(said(finding.text).split()))
            )
    for step, note in history.notes.items():
        text = " ".join(note.split())
        found[step, NOTE].append((_shorten(text), text))
    kinds = (CHANGE, FINDING, NOTE)
    return [
        # Several findings may bear the same name.
        Mark(step, kind, _join(label for label, _ in texts if label), _join(text for _, text in texts))
        for (step, kind), texts in sorted(found.items(), key=lambda each: (each[0][0], kinds.index(each[0][1])))
    ]


def _join(texts: Iterable[str]) -> str:
    """Each once."""
    return " · ".join(dict.fromkeys(texts))


def _shorten(text: str) -> str:
    """The first words."""
    if len(text) <= _MOST_LETTERS:
        return text
    return text[: _MOST_LETTERS + 1].rsplit(" ", 1)[0][:_MOST_LETTERS] + "…"
