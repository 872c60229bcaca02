"""The window *Branches*: who came from whom, at which step, through which change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QStackedLayout, QTreeWidgetItem, QVBoxLayout, QWidget

from gradiometer.branch_tree import Node, grow_forest, lineage
from gradiometer.comparison import FEWEST, MOST
from gradiometer.library import Library, Scan, Summary, folder_of
from gradiometer.session_format import SUFFIX
from gradiometer_desktop.branches_tree import BranchesTree
from gradiometer_desktop.browser_details import ActionButton
from gradiometer_desktop.browser_reader import FolderReader
from gradiometer_desktop.language import count_of, tr

_SIZE = 900, 520
# As the start page does: a session that is being recorded changes twice a second.
_LOOK_EVERY_MS = 3000
# Growing the trees and laying them out takes longer than reading a few files.
_SHOW_EVERY_MS = 250
_NOT_READ = tr("Looking at the folder …")
_NO_FILE = tr(
    "Not recorded yet\n\nAs soon as the session is in a file it will stand here, with the session that it came from "
    "above it\nand what is continued from its steps below it."
)
_NO_BRANCHES = tr(
    "No branches yet\n\nWhat is continued from a step of “{name}”, or tried out there, will stand here below it:\n"
    "from which step, through which change, and how far it came.\n"
    "Begin with Run > Continue from a snapshot."
)
_NOT_THERE = tr("{name} is not among the sessions of this folder, whose names end in ") + SUFFIX
_NO_SESSIONS = tr("No sessions yet\n\nEvery session of the folder will stand here, below the one that it came from.")


class BranchesWindow(QWidget):
    """The tree of one session, or all trees of its folder. cache_path: where what the sessions are in short is kept
    from one start to the next.

    open_asked carries the path of a session; compare_asked a list of 2 to 8 of them; filled: all there is to read has
    been read and is shown.
    """

    manual_page = "sessions"

    open_asked = Signal(object)
    compare_asked = Signal(object)
    filled = Signal()

    # Qt tells of palettes before everything is made.
    _is_made = False

    def __init__(self, cache_path: Path, parent: QWidget | None = None):
        super().__init__(parent, Qt.WindowType.Window)
        self._cache_path = cache_path
        self._reader: FolderReader | None = None
        self._folder: Path | None = None
        self._subject: Path | None = None
        self._open_path: Path | None = None
        self._sessions: dict[Path, Summary] = {}
        self._problem = ""
        self._has_looked = False
        self._is_stale = True
        self._lay_out()
        self._look_again = self._timer(_LOOK_EVERY_MS, self._look)
        self._show_soon = self._timer(_SHOW_EVERY_MS, self._show, is_single=True)
        self.resize(*_SIZE)
        self._show()
        self._is_made = True

    # What the window tells it

    def show_session(self, path: Path | None, folder: Path, open_path: Path | None = None) -> None:
        """Show the tree of a session. folder: looked at where it is in no file yet; open_path: of the session that the
        window shows.
        """
        self._open_path = None if open_path is None else open_path.absolute()
        self._subject = None if path is None else path.absolute()
        self._look_at(folder.absolute() if self._subject is None else folder_of(self._subject))
        name = "" if self._subject is None else tr(" of {stem}", stem=self._subject.stem)
        self.setWindowTitle(tr("Branches{name} - Gradiometer", name=name))
        self.tree.show_open(self._open_path)
        self._show()
        if self._subject is not None:
            self.tree.choose({self._subject})

    def show_open(self, path: Path | None) -> None:
        """The window shows another session: it stands in bold. One that is in another tree takes this one's place."""
        path = None if path is None else path.absolute()
        if path == self._open_path:
            return
        if path is None or lineage(self.tree.nodes, path):
            self._open_path = path
            self.tree.show_open(path)
        elif self.isVisible():
            self.show_session(path, path.parent, path)
        else:
            self._open_path = path

    def close_down(self) -> None:
        """End the thread that reads, before the window goes."""
        if self._reader is not None:
            self._reader.close_down()
            self._reader.deleteLater()
            self._reader = None

    # What the reader tells it

    def _look_at(self, folder: Path) -> None:
        if self._reader is None or folder != self._folder:
            self.close_down()
            if folder != self._folder:
                self._sessions, self._problem = {}, ""
                self._has_looked, self._is_stale = False, True
            self._folder = folder
            self.where.setText(str(folder))
            self._reader = FolderReader(Library(folder, self._cache_path), self)
            self._reader.listed.connect(self._listed)
            self._reader.read.connect(self._take)
            self._reader.completed.connect(self._completed)
        self._reader.scan()

    def _listed(self, scan: Scan) -> None:
        sessions = {each.path: each for each in (*scan.summaries, *scan.trials)}
        if (sessions, scan.problem) != (self._sessions, self._problem):
            self._sessions, self._problem = sessions, scan.problem
            self._grow_soon()

    def _take(self, summaries: list[Summary]) -> None:
        self._sessions |= {each.path: each for each in summaries}
        self._grow_soon()

    def _grow_soon(self) -> None:
        self._is_stale = True
        if not self._show_soon.isActive():
            self._show_soon.start()

    def _completed(self) -> None:
        self._is_stale |= not self._has_looked
        self._has_looked = True
        if self._is_stale:
            self._show()
        self.filled.emit()

    def _look(self) -> None:
        if self._reader is not None and not self._reader.is_busy:
            self._reader.scan()

    # What is on the screen

    def _show(self) -> None:
        self._show_soon.stop()
        self._is_stale = False
        forest = grow_forest(self._sessions.values())
        trunk = lineage(forest, self._subject) if self._subject is not None else ()
        nodes = forest if self.everything.isChecked() else trunk[:1]
        had_any = bool(self.tree.nodes)
        self.tree.show_forest(nodes)
        if nodes and not had_any and self._subject is not None:
            self.tree.choose({self._subject})
        is_alone = not self.everything.isChecked() and len(trunk) == 1 and not trunk[0].children
        self.empty.setText(self._say_empty(trunk))
        self._stack.setCurrentWidget(self.empty if is_alone or not nodes else self.tree)
        self.count.setText("" if is_alone else self._say_count())
        self._allow()

    def _say_count(self) -> str:
        unread = sum(not each.is_read for each in self._sessions.values())
        shown = count_of("{n} session", "{n:,} sessions", self.tree.num_sessions)
        return tr("{shown}, {unread:,} more to read …", shown=shown, unread=unread) if unread else shown

    def _say_empty(self, trunk: tuple[Node, ...]) -> str:
        if self._problem:
            return self._problem
        if self.everything.isChecked():
            return _NO_SESSIONS
        if self._subject is None:
            return _NO_FILE
        is_read = all(each.is_read for each in self._sessions.values())
        if not self._has_looked or not is_read:
            # Any of them may have come from this one.
            return _NOT_READ
        if not trunk:
            return _NOT_THERE.format(name=self._subject.name)
        return _NO_BRANCHES.format(name=self._subject.stem)

    def _allow(self) -> None:
        # What is chosen behind a sentence was not chosen by anybody.
        chosen = self.tree.chosen if self._stack.currentWidget() is self.tree else []
        is_sound = not any(each.problem for each in chosen)
        self.open.setEnabled(len(chosen) == 1 and is_sound)
        self.compare.setEnabled(FEWEST <= len(chosen) <= MOST and is_sound)

    # What a person asks for

    def _activate(self, item: QTreeWidgetItem) -> None:
        summary = self.tree.summary_of(item)
        if summary is not None and not summary.problem:
            self.open_asked.emit(summary.path)

    def _open(self) -> None:
        self.open_asked.emit(self.tree.chosen[0].path)

    def _compare(self) -> None:
        self.compare_asked.emit([each.path for each in self.tree.chosen])

    # How it is made

    def _timer(self, interval_ms: int, act: Callable[[], object], *, is_single: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval_ms)
        timer.setSingleShot(is_single)
        timer.timeout.connect(act)
        return timer

    def _lay_out(self) -> None:
        self.tree = BranchesTree()
        self.empty, self.count, self.where = (_note() for _ in range(3))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.everything = QCheckBox(tr("&Every session of the folder"))
        self.everything.setToolTip(tr("Also those that this session has nothing to do with"))
        self.everything.toggled.connect(lambda _checked: self._show())
        self.open = self._action(tr("Open"), tr("Show this session in the plots (Enter)"), self._open)
        self.compare = self._action(
            tr("Compare"),
            tr("Show {FEWEST} to {MOST} sessions in the same plots", FEWEST=FEWEST, MOST=MOST),
            self._compare,
        )
        self.tree.addActions([self.open, self.compare])
        self.tree.itemActivated.connect(lambda item, _column: self._activate(item))
        self.tree.itemSelectionChanged.connect(self._allow)
        heading = QLabel(tr("Branches"))
        heading.setObjectName("heading")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(heading)
        head.addWidget(self.where, 1)
        head.addWidget(self.everything)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.tree)
        self._stack.addWidget(self.empty)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.count, 1)
        foot.addWidget(ActionButton(self.compare))
        main = ActionButton(self.open)
        main.setObjectName("primary")
        foot.addWidget(main)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(self._stack, 1)
        column.addLayout(foot)
        for keys in ("Ctrl+W", "Esc"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.close)

    def _action(self, text: str, tip: str, act: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.setToolTip(tip)
        action.triggered.connect(lambda: act())
        return action

    # Qt's own events

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # The main window has chosen another theme, or the system has.
        if event.type() == QEvent.Type.PaletteChange and self._is_made:
            self.tree.recolor()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.tree.setFocus()
        if self._reader is None and self._folder is not None:
            # It was hidden, or minimized, meanwhile.
            self._look_at(self._folder)
        self._look_again.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look_again.stop()
        self._show_soon.stop()
        self.close_down()


def _note() -> QLabel:
    label = QLabel()
    label.setObjectName("note")
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
