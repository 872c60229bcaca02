"""What a report says of several sessions together: which they are, in what they differ, and how they came out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from gradiometer.comparison import Comparison
from gradiometer.differences import CHANGES, RESULTS
from gradiometer.report.document import Block, Column, Paragraph, Section, Table
from gradiometer.report.pictures import compare_figures
from gradiometer.report.subject import Subject
from gradiometer.symptoms import SEVERE
from gradiometer.wording_of_numbers import count, number

_FEW = 3
"""Of so many sessions the columns bear the labels themselves; of more they bear letters, which a table explains."""
_NOTHING = "–"


def column_names(labels: Sequence[str]) -> list[str]:
    """The headers of columns that hold a session each."""
    return list(labels) if len(labels) <= _FEW else [chr(ord("A") + at) for at in range(len(labels))]


def overview(subjects: Sequence[Subject], labels: Sequence[str]) -> Section:
    """Which sessions there are, and how each came out."""
    rows = []
    for name, label, subject in zip(column_names(labels), labels, subjects, strict=True):
        session = subject.session
        loss, held_out = subject.newest("loss"), subject.newest("held_out_accuracy")
        severe = [each for each in session.findings if each.severity == SEVERE]
        rows.append(
            (
                *((name,) if len(labels) > _FEW else ()),
                label,
                session.outline.structure,
                count(subject.num_steps),
                _NOTHING if loss is None else number(loss[1]),
                _NOTHING if held_out is None else number(held_out[1]),
                str(len(session.interventions)),
                str(len(severe)),
            )
        )
    columns = (
        *((Column("Letter"),) if len(labels) > _FEW else ()),
        Column("Session"),
        Column("Network"),
        *(Column(title, is_number=True) for title in ("Steps", "Last loss", "Held-out accuracy", "Changes", "Severe")),
    )
    files = ", ".join(subject.session.path.name for subject in subjects)
    intro = f"{len(subjects)} sessions, in the order of their files: {files}."
    return Section("Summary", (Paragraph(intro), Table("The sessions", columns, tuple(rows))))


def comparison(compared: Comparison, names: Sequence[str] | None) -> Section:
    """In what they differ, their results side by side, and the figures of all together."""
    labels = [side.label for side in compared.sides]
    sections = []
    rows = compared.differences()
    heads = column_names(labels)
    columns = (Column("What"), *(Column(head) for head in heads))
    differing: list[Block] = []
    for group, members in groupby((row for row in rows if row.group != RESULTS), key=lambda row: row.group):
        caption = f"{group[:1].upper()}{group[1:]}, where they differ" if group != CHANGES else "Changes, in order"
        differing.append(Table(caption, columns, tuple((row.title, *row.texts) for row in members)))
    if not differing:
        differing.append(Paragraph("Network, data and settings are the same, and so is what was changed."))
    sections.append(Section("Differences", tuple(differing)))
    results = tuple((row.title, *row.texts) for row in rows if row.group == RESULTS)
    numbers = (Column("What"), *(Column(head, is_number=True) for head in heads))
    sections.append(Section("Results", (Table("Results side by side", numbers, results),)))
    figures = compare_figures(compared, names)
    if figures:
        sections.append(Section("Figures of all", tuple(figures)))
    key: tuple[Block, ...] = ()
    if heads != labels:
        told = "; ".join(f"{head} is “{label}”" for head, label in zip(heads, labels, strict=True))
        key = (Paragraph(f"In the tables {told}."),)
    return Section("Comparison", key, tuple(sections))
