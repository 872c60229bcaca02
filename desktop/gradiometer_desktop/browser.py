"""The start page: every session of a folder, to find, open, compare, rename and clear away; and ways to begin one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gradiometer.branch_tree import Node, grow_forest, lineage
from gradiometer.library import Library, Scan, Summary
from gradiometer_desktop import problems
from gradiometer_desktop.browser_deeds import Deeds
from gradiometer_desktop.browser_details import Details
from gradiometer_desktop.browser_head import Head
from gradiometer_desktop.browser_list import SessionList
from gradiometer_desktop.browser_reader import FolderReader
from gradiometer_desktop.browser_table import SessionTable, ShownSessions
from gradiometer_desktop.language import tr
from gradiometer_desktop.lessons.shelf import LessonShelf
from gradiometer_desktop.theme import Theme
from gradiometer_desktop.welcome import Welcome

# A session that is being recorded changes twice a second.
_LOOK_EVERY_MS = 3000


class BrowserPage(QWidget):
    """An opaque page. cache_path: where what the sessions are in short is kept from one start to the next.

    open_asked carries the path of a session; compare_asked a list of 2 to 8 of them; branches_asked the path of one
    whose tree is wanted; preset_asked and lesson_asked a name; sample_asked: the recorded session is wanted;
    tour_asked: to be shown around; dismissed: back to the session that the window shows; filled: all there is to read
    has been read.
    """

    manual_page = "sessions"

    open_asked = Signal(object)
    compare_asked = Signal(object)
    branches_asked = Signal(object)
    new_asked = Signal()
    file_asked = Signal()
    preset_asked = Signal(str)
    lesson_asked = Signal(str)
    sample_asked = Signal()
    tour_asked = Signal()
    dismissed = Signal()
    filled = Signal()

    def __init__(self, theme: Theme, cache_path: Path, parent: QWidget | None = None):
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self._cache_path = cache_path
        self._folder: Path | None = None
        self._reader: FolderReader | None = None
        self._problem = ""
        self._theme = theme
        self._is_listed = False
        # Trials too, which are not listed.
        self._sessions: dict[Path, Summary] = {}
        self._forest: tuple[Node, ...] | None = ()
        self._hushed: dict[QAction, QKeySequence] = {}
        self.table = SessionTable(theme, self)
        self.shown = ShownSessions(self.table, self)
        self.list = SessionList(self.table, self.shown)
        self.deeds = Deeds(self.list, self)
        self.details = Details(self.deeds.open, self.deeds.others, theme)
        self.head = Head(theme)
        self.shelf = LessonShelf()
        self.welcome = Welcome()
        self._lay_out()
        self._connect()
        self._look_again = QTimer(self)
        self._look_again.setInterval(_LOOK_EVERY_MS)
        self._look_again.timeout.connect(self._look)
        self._update()

    # What the window tells it

    def show_folder(self, folder: Path) -> None:
        """List the sessions of a folder; one that does not exist has none."""
        if self._reader is None or folder != self._folder:
            self.close_down()
            self._folder = folder
            self.folder.setText(tr("in {folder}", folder=folder))
            self.table.show(())
            self._sessions, self._forest = {}, ()
            self._problem, self._is_listed = "", False
            self._update()
            self._reader = FolderReader(Library(folder, self._cache_path), self)
            self._reader.listed.connect(self._listed)
            self._reader.read.connect(self._show_new)
            self._reader.completed.connect(self.filled)
            self._reader.refused.connect(partial(problems.tell, self))
        self._reader.scan()

    def show_lessons(self, *, are_shown: bool) -> None:
        """Whether the list of lessons stands in the place of the sessions."""
        if are_shown:
            self.shelf.fill(self._theme)
        self._below.setCurrentWidget(self.shelf if are_shown else self._sessions_part)
        self.head.show_lessons(are_shown=are_shown)
        if are_shown:
            # Until now it was hidden, and could not have the focus.
            self.shelf.focus_first()
        else:
            self._focus()

    def show_open(self, path: Path | None) -> None:
        """Which session the window shows: it stands in bold, and cannot be deleted; None where there is none."""
        self.deeds.open_path = path
        self.table.show_open(path)
        self._update()

    def hush(self, actions: Iterable[QAction]) -> None:
        """Actions of the window that have no shortcuts while this page is shown: Space and letters are its own."""
        assert self.isHidden(), "they have their shortcuts"
        self._hushed = {action: action.shortcut() for action in actions}

    def apply_theme(self, theme: Theme) -> None:
        """Draw the pictures anew."""
        self._theme = theme
        self.head.apply_theme(theme)
        self.shelf.apply_theme(theme)
        self.table.apply_theme(theme)
        self.details.apply_theme(theme)

    def refresh(self) -> None:
        """Look at the folder again, also at what could not be read before."""
        if self._reader is not None:
            self._reader.scan(retry=True)

    def close_down(self) -> None:
        """End the thread that reads, before the page goes."""
        if self._reader is not None:
            self._reader.close_down()
            self._reader.deleteLater()
            self._reader = None

    # What the reader and the deeds tell it

    def _listed(self, scan: Scan) -> None:
        self._problem, self._is_listed = scan.problem, True
        sessions = {each.path: each for each in (*scan.summaries, *scan.trials)}
        if sessions != self._sessions:
            self._sessions, self._forest = sessions, None
        is_first, was_chosen = self.table.rowCount() == 0, bool(self.list.chosen)
        self.table.show(scan.summaries)
        if is_first or was_chosen:
            # What was chosen may be gone: then its neighbour.
            self.list.choose_one()
        self._update()
        if is_first and self.isVisible() and self.focusWidget() in (None, self, self.list, self.welcome.sample):
            # Until now it was hidden, and could not have the focus.
            self._focus()

    def _show_new(self, summaries: list[Summary]) -> None:
        self._sessions |= {each.path: each for each in summaries if each.path in self._sessions}
        self._forest = None
        self.table.update(summaries)
        self._update()

    def _carry_out(self, title: str, task: object) -> None:
        if self._reader is not None and callable(task):
            self._reader.carry_out(title, task)

    def _look(self) -> None:
        # The window may be on another screen by now.
        self.list.draw_pictures()
        if self._reader is not None and not self._reader.is_busy:
            self._reader.scan()

    def _search(self, text: str) -> None:
        self.shown.look_for(text)
        self.list.choose_one()
        self._update()

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _update(self) -> None:
        """Say how many there are and what of, and allow what can be done with the chosen ones."""
        self.deeds.update()
        self.details.show_summaries(self.list.chosen)
        self.details.show_lineage(self._lineage())
        total, num_shown = self.table.rowCount(), self.shown.rowCount()
        self.count.setText(
            _sessions(total)
            if num_shown == total
            else tr("{num_shown} of {sessions}", num_shown=num_shown, sessions=_sessions(total))
        )
        self.details.setVisible(num_shown > 0)
        self.empty.setText(self._say_empty(total))
        for widget in (self.search, self.count):
            widget.setVisible(total > 0)
        is_new_here = self._is_listed and not total and not self._problem
        self._stack.setCurrentWidget(self.list if num_shown else self.welcome if is_new_here else self.empty)

    def _say_empty(self, total: int) -> str:
        """Why nothing is listed, and what to do."""
        if total:
            looked_for = tr("No session has all words of “{strip}”.", strip=self.search.text().strip())
            return looked_for + "\n" + tr("Esc lists all of them again.")
        if self._problem:
            return self._problem + "\n\n" + tr("Another folder is chosen in View > Settings; F5 looks again.")
        return "" if self._is_listed else tr("Looking …")

    def _focus(self) -> None:
        """To where the keyboard goes on from: the list, or what stands in its place."""
        is_new_here = self._stack.currentWidget() is self.welcome
        (self.welcome.sample if is_new_here else self.list).setFocus()

    def _lineage(self) -> tuple[Node, ...]:
        """Of the chosen session, from the root of its tree on."""
        chosen = self.list.chosen
        if len(chosen) != 1:
            return ()
        if self._forest is None:
            self._forest = grow_forest(self._sessions.values())
        return lineage(self._forest, chosen[0].path)

    def _visit(self, path: Path) -> None:
        """Go to a session in the list; one that is not listed is opened."""
        if not self.table.holds(path):
            self.open_asked.emit(path)
            return
        self.list.choose([path])
        if not self.list.chosen:
            # What is looked for hides it.
            self.search.clear()
            self.list.choose([path])
        self.list.setFocus()

    # How it is made

    def _lay_out(self) -> None:
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setAccessibleName(tr("Search"))
        self.search.setPlaceholderText(tr("Search names, structures, tags, notes and findings"))
        self.search.setToolTip(tr("Lists what has every word (Ctrl+F)"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(200)
        self.search.setMaximumWidth(380)
        self.count, self.empty, self.folder = QLabel(), QLabel(), QLabel()
        for label in (self.count, self.empty, self.folder):
            label.setObjectName("note")
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        # A long path is cut, and takes no room from the search.
        self.folder.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        refresh = QAction(tr("Refresh"), self)
        refresh.setToolTip(tr("Look at the folder again (F5)"))
        refresh.setShortcut(QKeySequence("F5"))
        refresh.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        refresh.triggered.connect(self.refresh)
        self.addAction(refresh)
        button = QToolButton()
        button.setDefaultAction(refresh)
        heading = QLabel(tr("Sessions"))
        heading.setObjectName("heading")
        finding = QHBoxLayout()
        finding.setSpacing(12)
        finding.addWidget(heading)
        finding.addWidget(self.folder, 1)
        finding.addWidget(self.count)
        finding.addWidget(self.search, 1)
        finding.addWidget(button)
        self._stack = QStackedLayout()
        for widget in (self.list, self.welcome, self.empty):
            self._stack.addWidget(widget)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(finding)
        left.addLayout(self._stack, 1)
        self._sessions_part = QWidget()
        below = QHBoxLayout(self._sessions_part)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(16)
        below.addLayout(left, 1)
        below.addWidget(self.details)
        self._below = QStackedLayout()
        self._below.addWidget(self._sessions_part)
        self._below.addWidget(self.shelf)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(16)
        column.addWidget(self.head)
        column.addLayout(self._below, 1)

    def _connect(self) -> None:
        self.head.new_asked.connect(self.new_asked)
        self.head.file_asked.connect(self.file_asked)
        self.head.preset_asked.connect(self.preset_asked)
        self.head.dismissed.connect(self.dismissed)
        self.head.lessons_asked.connect(lambda are_asked: self.show_lessons(are_shown=are_asked))
        self.shelf.chosen.connect(self.lesson_asked)
        for part in (self.head, self.welcome):
            part.sample_asked.connect(self.sample_asked)
            part.tour_asked.connect(self.tour_asked)
        self.deeds.open_asked.connect(self.open_asked)
        self.deeds.compare_asked.connect(self.compare_asked)
        self.deeds.branches_asked.connect(self.branches_asked)
        self.details.visited.connect(self._visit)
        self.details.more_asked.connect(self.deeds.ask_branches)
        self.deeds.labelled.connect(lambda summary: self._show_new([summary]))
        self.deeds.task.connect(self._carry_out)
        self.table.renamed.connect(self.deeds.write_title)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._update())
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self.list.setFocus)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._find)

    # Qt's own events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._below.currentWidget() is self.shelf:
            self.show_lessons(are_shown=False)
        elif self.search.text():
            self.search.clear()
        else:
            self.dismissed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for action in self._hushed:
            action.setShortcut(QKeySequence())
        self._focus()
        self._look()
        self._look_again.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look_again.stop()
        for action, shortcut in self._hushed.items():
            action.setShortcut(shortcut)


def _sessions(number: int) -> str:
    return tr("1 session") if number == 1 else tr("{number} sessions", number=number)
