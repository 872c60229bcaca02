"""What a person does with the session on the screen besides training it: notes, copies, scripts, going on from it."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gradiometer.continuing import Resume, find_step, last_step
from gradiometer.experiment import Experiment
from gradiometer.exports import written_aside
from gradiometer.fields import FieldError
from gradiometer.reports import Note
from gradiometer.session_copy import compact_session, copy_session
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import load_session
from gradiometer.session_format import SUFFIX
from gradiometer.session_storage import StorageError
from gradiometer_desktop import dialogs, files, problems, sample
from gradiometer_desktop.governor import Governor
from gradiometer_desktop.language import count_of, said, tr
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.long_work import Cancelled, LongWork, Progress
from gradiometer_desktop.notes import NoteDialog
from gradiometer_desktop.saved_session import SavedSession


class SessionDesk(QObject):
    """said: a sentence for the status line; made: the path of a file that was written, or was not: a sentence on the
    screen says so; copied: of one that is to be opened; begun: carries a LongWork that has begun, and what it does.
    """

    said = Signal(str)
    made = Signal(object)
    copied = Signal(object)
    begun = Signal(object, str)

    def __init__(self, governor: Governor, window: QWidget):
        super().__init__(window)
        self._governor = governor
        self._window = window
        self._title = ""
        self._target = Path()
        self._opens = False
        self.work = LongWork(self, name="background", subject=tr("It"))
        self.work.done.connect(self._done)

    # Notes

    def ask_note(self, session: LiveSession | SavedSession, step: int) -> None:
        """Let the person write, change or remove the note at a step."""
        if not session.has_begun:
            return
        if session.read_only:
            problems.tell(self._window, tr("No note can be pinned"), session.read_only)
            return
        dialog = NoteDialog(step, session.history.notes.get(step, ""), self._window)
        dialog.written.connect(lambda text: self.pin(session, Note(step, text)))
        dialogs.show(dialog, of=session)

    def pin(self, session: LiveSession | SavedSession, note: Note) -> None:
        """Pin a note, or take it away where its text is empty."""
        try:
            session.annotate(note)
        except (SessionFileError, OSError) as error:
            problems.tell(self._window, tr("The note could not be kept"), said(str(error)))

    # Copies

    def ask_copy(self, session: LiveSession | SavedSession, *, with_snapshots: bool) -> None:
        """Ask for a file, and save a copy there."""
        if session.path is None:
            return
        suggestion = session.path.with_name(tr("{stem} copy{SUFFIX}", stem=session.path.stem, SUFFIX=SUFFIX))
        copy = partial(self.copy, session.path, with_snapshots=with_snapshots)
        title = tr("Save a copy as")
        dialogs.ask_save(self._window, title, suggestion, files.FILTER, copy, complete=files.with_suffix)

    def copy(self, source: Path, target: Path, *, with_snapshots: bool) -> None:
        """Copy a session file, whoever writes it; without snapshots it is written anew, as small as it goes."""
        if target.absolute() == source.absolute():
            self.said.emit(tr("A copy needs a name of its own"))
            return
        if not self._is_free():
            return
        write = copy_session if with_snapshots else partial(compact_session, with_snapshots=False)
        self._start(tr("The copy was not saved"), target, partial(write, source, target))

    def move(self, source: Path, target: Path) -> None:
        """Copy a session file, and open the copy."""
        if self._is_free():
            self._opens = True
            self._start(tr("The session cannot be saved there"), target, partial(copy_session, source, target))

    def compact(self, session: SavedSession) -> None:
        """Write the session's file anew, as small as it goes; it is shown again when that is done."""
        if session.read_only:
            problems.tell(self._window, tr("The session was not compacted"), session.read_only)
            return
        if not self._is_free():
            return
        path = session.path
        # It is shown again in any case, see `made`.
        session.hand_over()
        self._start(tr("The session was not compacted"), path, partial(compact_session, path, path))

    def wait(self) -> None:
        """Let a copy that is being made get whole."""
        self.work.wait()

    def _is_free(self) -> bool:
        """Whether a copy can be begun; else it says so."""
        if self.work.is_busy:
            self.said.emit(tr("The last copy is not through yet"))
        return not self.work.is_busy

    def _start(self, title: str, target: Path, write: Callable[..., object]) -> None:
        """write: is given what `proceed` of the core's functions is."""
        self._title, self._target = title, target

        def carry_out(progress: Progress, cancelled: Cancelled) -> bool:
            def proceed(done: int, total: int) -> bool:
                progress(done, total)
                return not cancelled()

            with contextlib.suppress(InterruptedError):
                write(proceed=proceed)
                return True
            return False

        self.work.start(carry_out)
        self.begun.emit(self.work, tr("Writing {name}", name=target.name))

    def _done(self, written: object, error: str, _was_cancelled: bool) -> None:
        opens, self._opens = self._opens and bool(written), False
        if error:
            problems.tell(self._window, self._title, said(error))
            self.said.emit("")
        elif written:
            self.said.emit(tr("Written: {target}", target=self._target))
        else:
            self.said.emit(tr("Cancelled: {target} was not written", target=self._target))
        self.made.emit(self._target)
        if opens:
            self.copied.emit(self._target)

    # Scripts

    def ask_script(self, session: LiveSession | SavedSession) -> None:
        """Ask for a file, and save there what trains the session again."""
        if session.path is None:
            return
        suggestion = files.script_path(session.path.with_suffix(""))
        save = partial(self.save_script, session.path)
        title = tr("Save as a script")
        dialogs.ask_save(self._window, title, suggestion, files.SCRIPT_FILTER, save, complete=files.script_path)

    def save_script(self, source: Path, target: Path) -> None:
        """Write a session as a spec that `train`, or this window, replays."""
        if self._is_free():
            self._start(tr("The script was not saved"), target, partial(_write_script, source, target))

    def open_script(self, path: Path, parent: QObject) -> LiveSession | None:
        """A run of what a script, or a spec, says; None, and a sentence on the screen, where it says nothing sound."""
        from gradiometer.script import read_script

        try:
            script = read_script(str(path))
        except FieldError as error:
            problems.tell(self._window, tr("This file cannot be opened"), said(str(error)))
            return None
        number = sum(map(len, script.changes.values()))
        changes = count_of("{n} change to come", "{n} changes to come", number) if number else tr("no changes to come")
        self.said.emit(tr("{name}: ready to train, with {changes}", name=path.name, changes=changes))
        target = files.new_session_path(script.experiment.name)
        return LiveSession(script.experiment, target, self._governor, parent, script=script)

    # Going on

    def continue_session(
        self, path: Path, step: int | None, parent: QObject, *, through: str = ""
    ) -> LiveSession | None:
        """A run that continues a session before a step, that of the newest snapshot where none is given; None, and a
        sentence on the screen, where that cannot be. through: what makes it go its own way, in a few words.

        It continues in the same file where that ends there, else in a new one: nothing that was recorded is taken away.
        The sample session stays as it was recorded.
        """
        try:
            with load_session(path) as session:
                step = find_step(session, step)
                experiment = session.experiment
                assert experiment is not None
                goes_on = last_step(session) < step and not sample.is_sample(path)
                target = path if goes_on else files.new_session_path(session.outline.name)
            experiment = _unplanned(experiment, step)
            return LiveSession(experiment, target, self._governor, parent, resume=Resume(path, step, through))
        except (SessionFileError, StorageError) as error:
            problems.tell(self._window, tr("This session cannot be continued"), said(str(error)))
            return None

    def grow(self, path: Path, behind: int | None, factor: int, parent: QObject) -> LiveSession | None:
        """A run in a new file whose network begins as a copy of the newest one of a session, with one more layer behind
        a hidden one (from 0), or wider (None); None, and a sentence on the screen, where that cannot be.
        """
        from gradiometer.grafting import plan_graft

        try:
            with load_session(path) as session:
                graft, experiment = plan_graft(session, path, behind=behind, factor=factor)
            target = files.new_session_path(experiment.name)
            return LiveSession(_unplanned(experiment, graft.step), target, self._governor, parent, resume=graft)
        except (SessionFileError, StorageError, FieldError) as error:
            problems.tell(self._window, tr("This network cannot grow"), said(str(error)))
            return None


def _write_script(source: Path, target: Path, *, proceed: Callable[[int, int], bool]) -> None:
    # Imported when it is wanted: nothing of this is needed for the first paint.
    from gradiometer.script import script_of

    with load_session(source) as session:
        text = script_of(session)
    # It may have been cancelled meanwhile.
    if not proceed(1, 1):
        raise InterruptedError
    with written_aside(target) as aside:
        aside.write_text(text, "utf-8")


def _unplanned(experiment: Experiment, step: int) -> Experiment:
    """With no planned end where that is behind."""
    return dataclasses.replace(experiment, steps=0) if 0 < experiment.steps <= step else experiment
