"""Which sections a report may have, by their names. To add one, add one line to SECTIONS and the function it names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gradiometer.comparison import Comparison
from gradiometer.exports import ExportError
from gradiometer.report import of_session, own_text, together
from gradiometer.report.document import Section
from gradiometer.report.findings import findings
from gradiometer.report.pictures import figures
from gradiometer.report.reproduce import reproduce
from gradiometer.report.screenshots import screenshots
from gradiometer.report.subject import Subject
from gradiometer.report.trials import trials


@dataclass(frozen=True, kw_only=True)
class Whole:
    """What a report is of. subjects: the sessions; labels: of each; comparison: of two to eight of them, else None;
    figures: the names of those that were chosen, None for all; text: a person's own; screenshots: paths, each with
    `=caption` behind it where it has one.
    """

    subjects: Sequence[Subject]
    labels: Sequence[str]
    comparison: Comparison | None
    figures: Sequence[str] | None
    text: str
    screenshots: Sequence[str | Path]


@dataclass(frozen=True, kw_only=True)
class SectionKind:
    """about: what it holds, in a few words; of_session: makes it of one session, None where it is left out; of_all:
    makes it of the whole report, once. One that has both stands once for all in front, where there are several
    sessions, and in each session's chapter.
    """

    about: str
    of_session: Callable[[Subject], Section | None] | None = None
    of_all: Callable[[Whole], Sequence[Section]] | None = None


def _overview(whole: Whole) -> Sequence[Section]:
    return [together.overview(whole.subjects, whole.labels)] if len(whole.subjects) > 1 else []


def _comparison(whole: Whole) -> Sequence[Section]:
    return [] if whole.comparison is None else [together.comparison(whole.comparison, whole.figures)]


def _screenshots(whole: Whole) -> Sequence[Section]:
    section = screenshots(whole.screenshots)
    return [] if section is None else [section]


# In the order in which they stand where none is chosen.
SECTIONS: dict[str, SectionKind] = {
    "summary": SectionKind(
        about="what was trained, how it came out and what is wrong", of_session=of_session.summary, of_all=_overview
    ),
    "text": SectionKind(about="a text of your own", of_all=lambda whole: own_text.sections_of(whole.text)),
    "comparison": SectionKind(about="of several sessions: differences, results, figures", of_all=_comparison),
    "notes": SectionKind(about="what was pinned to steps", of_session=of_session.notes),
    "structure": SectionKind(about="the layers", of_session=of_session.structure),
    "settings": SectionKind(about="at the start and at the end, and what was fixed", of_session=of_session.settings),
    "interventions": SectionKind(
        about="the time line: changes, events, and what changes did", of_session=of_session.interventions
    ),
    "findings": SectionKind(about="what rules found, the evidence and what helps", of_session=findings),
    "trials": SectionKind(about="what changes did to forks, against an untouched control", of_session=trials),
    "figures": SectionKind(about="the standard figures, with numbers in their captions", of_session=figures),
    "screenshots": SectionKind(about="pictures of your own", of_all=_screenshots),
    "reproduce": SectionKind(about="the commands that make it again", of_session=reproduce),
    "versions": SectionKind(about="by what it was recorded", of_session=of_session.versions),
}


def check_sections(names: Sequence[str] | None) -> tuple[str, ...]:
    """Those asked for, in this order; all where none are. Raises ExportError."""
    if names is None:
        return tuple(SECTIONS)
    for name in names:
        if name not in SECTIONS:
            raise ExportError(f"{name} is not a section of a report: choose of {', '.join(SECTIONS)}")
    if not names:
        raise ExportError(f"a report has one section at least: choose of {', '.join(SECTIONS)}")
    twice = next((name for name in names if list(names).count(name) > 1), None)
    if twice is not None:
        raise ExportError(f"{twice} is asked for twice: name each section once")
    return tuple(names)


def make_sections(whole: Whole, names: Sequence[str]) -> tuple[Section, ...]:
    """The sections of these names. Of several sessions each has a chapter, where the first section of one stands.

    Raises SessionFileError where a session is damaged, and ExportError.
    """
    if len(whole.subjects) == 1:
        return tuple(section for name in names for section in _of_one(whole, name))
    made: list[Section] = []
    own = [name for name in names if SECTIONS[name].of_session is not None]
    # What stands once for all stands in front of the chapters.
    begin = next((name for name in own if SECTIONS[name].of_all is None), own[-1] if own else None)
    for name in names:
        of_all = SECTIONS[name].of_all
        if of_all is not None:
            made += of_all(whole)
        if name == begin:
            made += [_chapter(subject, label, own) for subject, label in zip(whole.subjects, whole.labels, strict=True)]
    return tuple(made)


def _of_one(whole: Whole, name: str) -> Sequence[Section]:
    kind = SECTIONS[name]
    if kind.of_session is None:
        assert kind.of_all is not None
        return kind.of_all(whole)
    section = kind.of_session(whole.subjects[0])
    return [] if section is None else [section]


def _chapter(subject: Subject, label: str, names: Sequence[str]) -> Section:
    sections = []
    for name in names:
        make = SECTIONS[name].of_session
        assert make is not None
        section = make(subject)
        if section is not None:
            sections.append(section)
    return Section(label, (), tuple(sections), is_chapter=True)
