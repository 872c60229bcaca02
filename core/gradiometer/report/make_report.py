"""Write a report of one session or several: read them, draw their figures, and make one HTML or PDF file of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from gradiometer.comparison import FEWEST, MOST, Comparison
from gradiometer.exports import ExportError, written_aside
from gradiometer.report.document import Document, draw_figures, undrawn
from gradiometer.report.html import html_of
from gradiometer.report.pdf import pdf_of
from gradiometer.report.pictures import check_figures
from gradiometer.report.sections import Whole, check_sections, make_sections
from gradiometer.report.subject import Subject
from gradiometer.session_file import Session, load_session
from gradiometer.session_labels import label_sessions

WRITERS: dict[str, Callable[[Document], bytes]] = {".html": html_of, ".pdf": pdf_of}
"""What makes a file of a document, by its suffix."""
_MOST_NARROW = 60
"""Of more figures none is drawn for narrow screens too, where they are then moved to and fro: those of eight sessions
would take more than 40 s."""
# What a figure does not take: reading the sessions before, writing the file behind.
_OTHER_WORK = 1


class _Stopped(Exception):
    """The caller has had enough."""


def write_report(
    paths: Sequence[Path],
    out: Path,
    *,
    sections: Sequence[str] | None = None,
    figures: Sequence[str] | None = None,
    text: str = "",
    title: str = "",
    screenshots: Sequence[str | Path] = (),
    on_progress: Callable[[int, int], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> None:
    """Write a report of session files, as HTML or PDF by the suffix of `out`. An existing file is replaced.

    sections: names in SECTIONS, in order (all in which there is something to say); figures: names in FIGURES (all that
    a session has); text: of a person's own (see own_text); title: of the report (what the session is called);
    screenshots: PNG or JPEG files, each `path` or `path=caption`; on_progress: called with what is done and what there
    is to do; should_stop: asked after each figure; where it says so nothing is written.

    Raises ExportError, FieldError and SessionFileError, each a sentence. Call it from one thread at a time, because
    matplotlib's settings are global while it draws.
    """
    write = WRITERS.get(out.suffix.lower())
    if write is None:
        raise ExportError(f"{out} is not the name of a report: end it in {' or '.join(WRITERS)}")
    names = check_sections(sections)
    check_figures(figures)
    _check_said(names, paths, text, screenshots, is_chosen=sections is not None)
    progress = _Progress(on_progress, should_stop)
    with ExitStack() as stack:
        document = _document(stack, paths, names, figures, text, title, screenshots)
        num_figures = undrawn(document)
        progress.begin(num_figures)
        with_narrow = write is html_of and num_figures <= _MOST_NARROW
        try:
            document = draw_figures(document, progress.advance, with_narrow=with_narrow)
        except _Stopped:
            return
    content = write(document)
    with written_aside(out) as aside:
        aside.write_bytes(content)
    progress.end()


def _check_said(
    names: Sequence[str], paths: Sequence[Path], text: str, screenshots: Sequence[str | Path], *, is_chosen: bool
) -> None:
    """Whether there is all that the sections need, and nothing that they leave out. Raises ExportError.

    is_chosen: whether the sections are those that a person asked for.
    """
    if not paths:
        raise ExportError("a report needs a session file at least: give one or more")
    for name, given in (("text", text.strip()), ("screenshots", screenshots)):
        if given and name not in names:
            raise ExportError(f"{name} is given and is not among the sections: name it there too")
    if is_chosen and "comparison" in names and not FEWEST <= len(paths) <= MOST:
        raise ExportError(f"the section comparison needs two to eight sessions, and {len(paths)} is given")


def _document(
    stack: ExitStack,
    paths: Sequence[Path],
    names: Sequence[str],
    figures: Sequence[str] | None,
    text: str,
    title: str,
    screenshots: Sequence[str | Path],
) -> Document:
    """The report, its figures not yet drawn. stack: closes the sessions, which they are drawn from."""
    comparison = None
    if FEWEST <= len(paths) <= MOST:
        comparison = stack.enter_context(Comparison(paths))
        sessions = [side.session for side in comparison.sides]
        labels: Sequence[str] = [side.label for side in comparison.sides]
    else:
        sessions = [stack.enter_context(load_session(path)) for path in paths]
        labels = label_sessions(sessions)
    # A name may be nothing but blanks.
    labels = [label.strip() or session.path.name for label, session in zip(labels, sessions, strict=True)]
    whole = Whole(
        subjects=[Subject(session, figures) for session in sessions],
        labels=labels,
        comparison=comparison,
        figures=figures,
        text=text,
        screenshots=screenshots,
    )
    made = make_sections(whole, names)
    if not made:
        raise ExportError(f"there is nothing to say in {', '.join(names)}: choose more sections")
    what = "a session" if len(sessions) == 1 else f"{len(sessions)} sessions"
    about = sessions[0].outline.structure if len(sessions) == 1 else "; ".join(labels)
    return Document(
        title=title.strip() or _title_of(sessions),
        subtitle=f"Report of {what} recorded by Gradiometer: {about}",
        sections=made,
        made_s=max(map(_date_of, sessions)),
    )


def _title_of(sessions: Sequence[Session]) -> str:
    titles = list(dict.fromkeys(session.title.strip() or session.path.name for session in sessions))
    return titles[0] if len(titles) == 1 else f"{len(sessions)} sessions compared"


def _date_of(session: Session) -> int:
    """When it ended, or was made, in seconds since 1970; 0 where the file does not say."""
    for name in ("ended", "created"):
        try:
            return max(0, int(datetime.fromisoformat(session.meta[name]).timestamp()))
        except (KeyError, ValueError, OverflowError, OSError):
            continue
    return 0


class _Progress:
    """How far it is: a step a figure, and one for the rest."""

    def __init__(self, told: Callable[[int, int], None] | None, should_stop: Callable[[], bool] | None):
        self._told = told
        self._should_stop = should_stop
        self._done = self._total = 0

    def begin(self, num_figures: int) -> None:
        """The figures are known."""
        self._total = num_figures + _OTHER_WORK
        self._tell()

    def advance(self) -> None:
        """One more is drawn. Raises _Stopped."""
        if self._should_stop is not None and self._should_stop():
            raise _Stopped
        self._done += 1
        self._tell()

    def end(self) -> None:
        """The file is there."""
        self._done = self._total
        self._tell()

    def _tell(self) -> None:
        if self._told is not None:
            self._told(self._done, self._total)
