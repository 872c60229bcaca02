"""The start page over the window's plots: ways to begin a session, and all that there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QToolBar, QWidget

from gradiometer_desktop import files
from gradiometer_desktop.browser import BrowserPage
from gradiometer_desktop.theme import Theme


class StartPage(QObject):
    """Covers all of a window below its menus while it is shown. page: made when it is first shown, or None.

    actions: of the window whose keys are the page's own meanwhile; bars: tool bars, which would lie over the page;
    recent: the sessions that were open lately, the newest first.
    """

    open_asked = Signal(object)
    compare_asked = Signal(object)
    branches_asked = Signal(object)
    new_asked = Signal()
    file_asked = Signal()
    preset_asked = Signal(str)
    lesson_asked = Signal(str)
    sample_asked = Signal()
    tour_asked = Signal()
    labelled = Signal()
    shown = Signal()

    def __init__(
        self,
        window: QMainWindow,
        actions: Sequence[QAction],
        bars: Sequence[QToolBar],
        recent: Callable[[], Sequence[Path]],
    ):
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._bars = bars
        self._recent = recent
        self._theme: Theme | None = None
        self._path: Path | None = None
        self.page: BrowserPage | None = None

    @property
    def is_shown(self) -> bool:
        return self.page is not None and not self.page.isHidden()

    def cover(self) -> QWidget | None:
        """What lies over the window while it is shown."""
        return self.page if self.is_shown else None

    def show(self) -> None:
        """The doors, and the sessions of the folder, over everything else."""
        if self.page is None:
            self.page = self._make_page()
        if not self.is_shown:
            self.page.hush([*self._actions, *(action for bar in self._bars for action in bar.actions())])
        self.page.show_open(self._path)
        folder = files.sessions_folder()
        self.page.show_folder(folder)
        # Those of the folder stand in the list.
        self.page.head.show_recent([path for path in self._recent() if path.parent != folder])
        self.page.show_lessons(are_shown=False)
        # Only now: a window hears of every frame that is painted, and training would wait for this.
        self._window.installEventFilter(self)
        self._cover()
        self.page.show()
        self.page.raise_()
        self.shown.emit()

    def offer_tour(self) -> None:
        """Let the tour stand out on the page that is shown."""
        assert self.page is not None
        self.page.head.offer_tour()

    def show_lessons(self) -> None:
        """The doors, and the list of lessons."""
        self.show()
        assert self.page is not None
        self.page.show_lessons(are_shown=True)

    def hide(self) -> None:
        """Back to the session."""
        self._window.removeEventFilter(self)
        if self.page is not None:
            self.page.hide()
            self._window.setFocus()

    def show_open(self, path: Path | None) -> None:
        """Which session the window shows."""
        self._path = path
        if self.page is not None:
            self.page.show_open(path)

    def apply_theme(self, theme: Theme) -> None:
        """Light or dark."""
        self._theme = theme
        if self.page is not None:
            self.page.apply_theme(theme)

    def close_down(self) -> None:
        """End the thread that reads."""
        if self.page is not None:
            self.page.close_down()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and self.is_shown:
            self._cover()
        return False

    def _make_page(self) -> BrowserPage:
        assert self._theme is not None, "the window has a theme before it shows anything"
        page = BrowserPage(self._theme, files.summaries_path(), self._window)
        page.hide()
        page.open_asked.connect(self.open_asked)
        page.compare_asked.connect(self.compare_asked)
        page.branches_asked.connect(self.branches_asked)
        page.new_asked.connect(self.new_asked)
        page.file_asked.connect(self.file_asked)
        page.preset_asked.connect(self.preset_asked)
        page.lesson_asked.connect(self.lesson_asked)
        page.sample_asked.connect(self.sample_asked)
        page.tour_asked.connect(self.tour_asked)
        page.head.recent_asked.connect(self.open_asked)
        page.dismissed.connect(self.hide)
        page.deeds.labelled.connect(lambda _summary: self.labelled.emit())
        return page

    def _cover(self) -> None:
        assert self.page is not None
        top = self._window.menuBar().height()
        self.page.setGeometry(0, top, self._window.width(), self._window.height() - top)
