"""Copies of a session: as it is, or written anew without what is not wanted. A whole copy alone gets its name."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gradiometer.quantities import HISTOGRAMS, STREAMS
from gradiometer.reports import EvaluationReport, HistogramReport, LookReport, Note, Report, Row, Snapshot, StepReport
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import Session, load_session
from gradiometer.session_format import VERSION
from gradiometer.session_happenings import findings_before
from gradiometer.session_lock import SessionLock
from gradiometer.session_storage import StorageError, aside_of, made_aside, put, reason_of
from gradiometer.session_writer import SessionWriter

# Rows, or histograms, in one stored piece of a copy: few enough that one of them is read in a millisecond or two.
_ROWS = 512
_HISTOGRAMS = 32
_MOST_BYTES = 2**24
_COMPRESSION = 9
Proceed = Callable[[int, int], bool]
"""Told how much is done and of how much; says whether to go on."""
# Texts that a session has of itself alone: which it is, and which fork of a trial.
_OF_ITSELF = ("id", "created", "branch")


def _always(_done: int, _total: int) -> bool:
    return True


def copy_session(source: Path, target: Path, *, proceed: Proceed = _always) -> None:
    """Copy a session, also one that another program is writing; a whole copy alone replaces an existing target.

    Raises SessionFileError where the source cannot be read, StorageError where the target cannot be written, and
    InterruptedError where `proceed` said no.
    """
    with load_session(source) as session, SessionLock(target, alone=True), made_aside(target) as database:
        session.copy_to(database, proceed)


def compact_session(source: Path, target: Path, *, with_snapshots: bool = True, proceed: Proceed = _always) -> None:
    """Write a session anew as small as it goes; the target may be the source itself. Raises as `copy_session` does.

    Its numbers stay the same to the last bit. An older file becomes one of this version.
    """
    aside = aside_of(target)
    with SessionLock(target, alone=True):
        try:
            with load_session(source) as session:
                _write_anew(session, aside, proceed, with_snapshots=with_snapshots)
            put(aside, target)
        except InterruptedError:
            raise
        except OSError as error:
            reason = str(error).replace(str(aside), str(target)) if isinstance(error, StorageError) else ""
            raise StorageError(reason or f"{target} cannot be written: {reason_of(error)}") from error
        finally:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)


def _write_anew(session: Session, path: Path, proceed: Proceed, *, with_snapshots: bool) -> None:
    if session.version > VERSION or any(
        layout.columns.keys() - session.layouts[stream].columns.keys()
        for stream, layout in session.stored_layouts.items()
    ):
        raise SessionFileError(
            f"{session.path} holds what this program does not know and would lose: use the Gradiometer that recorded it"
        )
    # That it has ended, and when, is one of its texts; one that was killed does not end by being copied.
    texts = _meta_of(session) | ({"ended": session.meta["ended"]} if session.has_ended else {})
    writer = SessionWriter(path, session.outline, texts, compression=_COMPRESSION)
    try:
        _feed(session, writer, proceed, with_snapshots=with_snapshots)
        if unwritten := writer.close(ends=False):
            raise StorageError(unwritten)
    finally:
        writer.abandon()


def branch_session(
    source: Session, step: int, path: Path, texts: Mapping[str, str], *, proceed: Proceed = _always
) -> SessionWriter:
    """A new session that holds what was said before a step, to be gone on with. texts: for its table `meta`.

    Raises StorageError, SessionFileError where the source turns out to be damaged, and InterruptedError where `proceed`
    said no: then there is no file.
    """
    taken_over = {key: value for key, value in _meta_of(source).items() if key not in _OF_ITSELF}
    writer = SessionWriter(path, source.outline, {**taken_over, **texts})
    try:
        _feed(source, writer, proceed, before=step)
    except (OSError, SessionFileError):
        writer.abandon()
        path.unlink(missing_ok=True)
        raise
    return writer


def append_session(source: Session, step: int, writer: SessionWriter) -> None:
    """Tell a writer, which has the steps before one, what another session says of that step and those behind it.

    Raises StorageError, and SessionFileError where the source turns out to be damaged.
    """
    # All of it is read before any of it is written, or half of a damaged one would stand in the file.
    for _piece in _pieces(source, step, math.inf, with_snapshots=True):
        pass
    _feed(source, writer, since=step)


def _meta_of(session: Session) -> dict[str, str]:
    """The texts that a copy takes over; the others it has of its own."""
    return {key: value for key, value in session.meta.items() if key not in ("outline", "layouts", "ended")}


def _feed(
    session: Session,
    writer: SessionWriter,
    proceed: Proceed = _always,
    *,
    since: int = 0,
    before: float = math.inf,
    with_snapshots: bool = True,
) -> None:
    """Tell a writer what a session says of the steps from one on and before another, piece by piece.

    Raises StorageError, and InterruptedError where `proceed` said no.
    """
    done, total = 0, sum(session.num_rows.values()) + sum(session.num_histograms.values())
    for piece in _pieces(session, since, before, with_snapshots=with_snapshots):
        done = min(done + len(piece), total)
        if not proceed(done, total):
            raise InterruptedError
        for report in piece:
            writer.add(report)
        writer.commit()
        if writer.failure:
            raise StorageError(f"{writer.path} cannot be written: {writer.failure}")


def _pieces(
    session: Session, since: int, before: float, *, with_snapshots: bool
) -> Iterator[Sequence[Report | Snapshot]]:
    def is_wanted(step: int) -> bool:
        return since <= step < before

    for stream in STREAMS:
        at_once = max(1, min(_ROWS, _MOST_BYTES // (8 * session.layouts[stream].width)))
        for first in range(0, session.num_rows[stream], at_once):
            rows = session.blocks(stream, 0, first, min(first + at_once, session.num_rows[stream]))[:, 0]
            yield [_row(stream, row) for row in rows[(rows[:, 0] >= since) & (rows[:, 0] < before)]]
    for kind_of in HISTOGRAMS:
        histograms = _histograms(session, kind_of, is_wanted)
        while piece := list(islice(histograms, _HISTOGRAMS)):
            yield piece
    yield [each for each in session.interventions if is_wanted(each.step)]
    yield [each for each in session.events if is_wanted(each.step)]
    yield findings_before(session.findings, before)
    yield [each for each in session.trials if each.step < before]
    yield [Note(step, text) for step, text in session.notes.items() if is_wanted(step)]
    # The state before a step is no news of that step.
    for place in session.snapshots if with_snapshots else ():
        if since <= place.step <= before:
            yield [session.snapshot(place.step)]


def _row(stream: str, values: NDArray[np.float64]) -> Row:
    step = int(values[0])
    if stream == "step":
        return StepReport(step, values)
    return EvaluationReport(step, values) if stream == "evaluation" else LookReport(step, values, stream)


def _histograms(session: Session, kind: str, is_wanted: Callable[[int], bool]) -> Iterator[HistogramReport]:
    for rows in session.histogram_rows(kind):
        for step, counts in zip(rows.steps.tolist(), rows.counts, strict=True):
            if is_wanted(step):
                yield HistogramReport(step, kind, counts)
