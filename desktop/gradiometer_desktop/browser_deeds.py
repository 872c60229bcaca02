"""What can be done with the sessions that are chosen on the start page."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDir, QFile, QObject, QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QWidget

from gradiometer.comparison import FEWEST, MOST
from gradiometer.fields import FieldError
from gradiometer.library import Labels, Summary, duplicate, write_labels
from gradiometer.session_database import journal_of
from gradiometer.session_lock import SessionLock
from gradiometer_desktop import dialogs, problems
from gradiometer_desktop.browser_details import LabelsDialog
from gradiometer_desktop.browser_list import SessionList
from gradiometer_desktop.language import tr

_DELETE = tr("Move to the trash (Del)")
_OPEN = tr("The window shows this session: open another one first")


def move_to_trash(path: Path) -> None:
    """Let the system's trash have a session file. Raises OSError, whose sentence names the file and the reason."""
    # A new user of Linux has no folder that a trash could be made in, and Qt does not make it.
    QDir().mkpath(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation))
    with SessionLock(path):
        # A journal that a killed session left belongs to its file, and would be applied to the next one of its name.
        for each in (path, journal_of(path)):
            file = QFile(str(each))
            if file.exists() and not file.moveToTrash():
                reason = file.errorString()
                raise OSError(
                    tr("{each} cannot be moved to the trash: {value}", each=each, value=reason[:1].lower() + reason[1:])
                )


class Deeds(QObject):
    """One action each; `update` allows those that are possible.

    open_asked, compare_asked, branches_asked: as of the page; labelled: (Summary) as it will be; task: (title,
    callable) that changes files and belongs into the reader's thread.
    """

    open_asked = Signal(object)
    compare_asked = Signal(object)
    branches_asked = Signal(object)
    labelled = Signal(object)
    task = Signal(str, object)

    def __init__(self, table: SessionList, parent: QWidget):
        super().__init__(parent)
        self._page = parent
        self._table = table
        self.open_path: Path | None = None
        self.open = self._make(tr("Open"), tr("Show this session in the plots (Enter)"), self._open)
        self.compare = self._make(
            tr("Compare"),
            tr("Show {FEWEST} to {MOST} sessions in the same plots", FEWEST=FEWEST, MOST=MOST),
            self._compare,
        )
        self.branches = self._make(
            tr("Branches…"), tr("Show what it came from and what came from it"), self.ask_branches
        )
        self.rename = self._make(tr("Rename"), tr("Give this session a name (F2)"), table.edit_name, "F2")
        self.label = self._make(tr("Tags and note…"), tr("Write down what this session is about"), self._ask_labels)
        self.duplicate = self._make(tr("Duplicate"), tr("Copy the file beside itself"), self._duplicate)
        self.show_folder = self._make(tr("Show in folder"), tr("Open the folder of this file"), self._show_folder)
        self.delete = self._make(tr("Delete…"), _DELETE, self._ask_delete, "Del")
        table.addActions([self.open, *self.others])
        table.activated.connect(lambda _index: self.open.trigger())

    @property
    def others(self) -> list[QAction]:
        """All but `open`."""
        return [self.compare, self.branches, self.rename, self.label, self.duplicate, self.show_folder, self.delete]

    def update(self) -> None:
        """Allow what can be done with the chosen sessions."""
        chosen = self._table.chosen
        is_one, is_sound = len(chosen) == 1, not any(summary.problem for summary in chosen)
        for action in (self.open, self.branches, self.rename, self.label):
            action.setEnabled(is_one and is_sound)
        self.show_folder.setEnabled(is_one)
        self.compare.setEnabled(FEWEST <= len(chosen) <= MOST and is_sound)
        self.duplicate.setEnabled(bool(chosen) and is_sound)
        is_open = any(summary.path == self.open_path for summary in chosen)
        self.delete.setEnabled(bool(chosen) and not is_open)
        self.delete.setToolTip(_OPEN if is_open else _DELETE)

    def write_title(self, summary: Summary, text: str) -> None:
        """Name a session; an empty text gives it its own name back."""
        try:
            labels = dataclasses.replace(summary.labels, title="" if text == summary.name else text)
        except FieldError as error:
            problems.tell(self._page, tr("This name is not possible"), f"{error}.")
            return
        self._write(summary, labels)

    def _make(self, text: str, tip: str, act: Callable[[], None], shortcut: str = "") -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda: act())
        action.setToolTip(tip)
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return action

    def _open(self) -> None:
        self.open_asked.emit(self._table.chosen[0].path)

    def _compare(self) -> None:
        self.compare_asked.emit([summary.path for summary in self._table.chosen])

    def ask_branches(self) -> None:
        """Show the tree of the chosen session."""
        self.branches_asked.emit(self._table.chosen[0].path)

    def _ask_labels(self) -> None:
        summary = self._table.chosen[0]
        dialog = LabelsDialog(summary, self._page)
        dialog.chosen.connect(partial(self._write, summary))
        dialogs.show(dialog)

    def _write(self, summary: Summary, labels: Labels) -> None:
        # Shown at once; where it cannot be written, the next look at the folder takes it back.
        self.labelled.emit(dataclasses.replace(summary, labels=labels))
        self.task.emit(tr("The session was not changed"), partial(write_labels, summary.path, labels))

    def _duplicate(self) -> None:
        for summary in self._table.chosen:
            self.task.emit(tr("The session was not copied"), partial(duplicate, summary.path))

    def _show_folder(self) -> None:
        folder = self._table.chosen[0].path.parent
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            problems.tell(
                self._page,
                tr("The folder cannot be shown"),
                tr("No program of this system shows {folder}.", folder=folder),
            )

    def _ask_delete(self) -> None:
        chosen = self._table.chosen
        is_one, summary = len(chosen) == 1, chosen[0]
        which = f"“{summary.title}”" if is_one else tr("{num_chosen} sessions", num_chosen=len(chosen))
        files = tr("The file {name} goes", name=summary.path.name) if is_one else tr("Their files go")
        dialogs.ask(
            self._page,
            tr("Delete"),
            tr("Move {which} to the trash?", which=which),
            tr("{files} to the system's trash, from where you can put it back.", files=files),
            tr("Move to trash"),
            partial(self._delete, chosen),
        )

    def _delete(self, summaries: Sequence[Summary]) -> None:
        for summary in summaries:
            self.task.emit(tr("The session was not deleted"), partial(move_to_trash, summary.path))
