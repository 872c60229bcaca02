"""The window that shows two to eight sessions in the same plots."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSettings, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

from gradiometer.comparison import Comparison
from gradiometer.fields import FieldError
from gradiometer.session_database import SessionFileError
from gradiometer_desktop import problems, theme
from gradiometer_desktop.compare import COMPARE_PLOTS, ComparePlot
from gradiometer_desktop.compare.bar import CompareBar, PositionBar
from gradiometer_desktop.compare.chosen import ComparedSelection
from gradiometer_desktop.compare.differences import DifferencesTable
from gradiometer_desktop.compare.export import CompareDesk
from gradiometer_desktop.compare.sessions_list import SessionsList
from gradiometer_desktop.docks import keep_layout, recall_layout, restore_docks, wrap_panels
from gradiometer_desktop.keyboard import Parts, move_focus
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.menus import add_action, add_choice
from gradiometer_desktop.palette import Palette
from gradiometer_desktop.preferences import THEMES, preferences_of

_LAYOUT_VERSION = 2
# Of the settings: a trial is laid out otherwise.
_GROUP, _TRIAL_GROUP = "compare/", "trial/"
# What stands behind another one's tab, or of a trial before it.
_TABS = (("norms", "ratio"), ("loss", "loss_difference"))
_FOLLOW_MS = 1000


def open_comparison(paths: Sequence[Path], settings: QSettings, parent: QWidget | None = None) -> CompareWindow | None:
    """Show these sessions together; a file that cannot be opened is named in a sentence, and the others are shown.

    None where fewer than two are left, or where there are more than eight. With no parent the caller keeps the window.
    """
    try:
        window = CompareWindow(paths, settings, parent)
    except (FieldError, SessionFileError) as error:
        box = problems.tell(parent, tr("These sessions cannot be compared"), said(str(error)))
        # With no parent nobody else would keep it until it is closed.
        box.finished.connect(lambda _result: box.text())
        return None
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.show()
    if window.comparison.problems:
        problems.tell(window, tr("Not every session can be shown"), "\n".join(window.comparison.problems))
    return window


class CompareWindow(QMainWindow):
    """settings: what windows remember from one start to the next.

    Raises FieldError and SessionFileError where there are not two to eight sessions to compare.
    """

    manual_page = "comparing"

    # None until everything is made.
    _theme: theme.Theme | None = None

    def __init__(self, paths: Sequence[Path], settings: QSettings, parent: QWidget | None = None):
        self.comparison = Comparison(paths, leave_out=True)
        super().__init__(parent)
        self._settings = settings
        self.chosen = ComparedSelection(self)
        self.chosen.choose_layers(self.comparison.usual_layers)
        self.setDockNestingEnabled(True)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.bar = CompareBar(self.chosen, self)
        self.position_bar = PositionBar(self.chosen, self)
        self.addToolBar(self.bar)
        self.addToolBarBreak()
        self.addToolBar(self.position_bar)
        self.sessions = SessionsList()
        self.differences = DifferencesTable()
        self.plots: dict[str, ComparePlot] = {kind.name: kind(self.chosen) for kind in COMPARE_PLOTS}
        self.desk = CompareDesk(self.plots, ("differences",), self.chosen, settings, self)
        self.desk.said.connect(lambda sentence: self.statusBar().showMessage(sentence, 10_000))
        self.docks = self._make_docks()
        self._make_menus()
        self.sessions.toggled.connect(self._show_other_sessions)
        # Before the plots hear of it, so that they find the new range.
        self.chosen.changed.connect(self._cover)
        self._cover()
        for part in (self.bar, self.sessions, self.differences):
            part.show_comparison(self.comparison)
        for plot in self.plots.values():
            plot.show_comparison(self.comparison)
        self._apply_theme()
        prefix = tr("Trial: ") if self.comparison.is_trial else ""
        self.setWindowTitle(
            tr("{prefix}{join} - Gradiometer", prefix=prefix, join=" · ".join(map(said, self.comparison.subject)))
        )
        self._default_layout = self.saveState(_LAYOUT_VERSION)
        recall_layout(self, self._settings, self._group, _LAYOUT_VERSION)
        self._timer = QTimer(self)
        self._timer.setInterval(_FOLLOW_MS)
        self._timer.timeout.connect(self.follow)
        self._timer.start()

    def follow(self) -> None:
        """Show what other programs have added to the files meanwhile."""
        # A file that cannot be read just now is tried again.
        with contextlib.suppress(SessionFileError):
            if self.comparison.follow():
                self.bar.offer_alignments()
                self._cover()
                self.differences.refresh()
                self._refresh()

    def ask_export(self, name: str = "profile") -> None:
        """Open the export dialog, with a plot chosen."""
        self.desk.ask(self.comparison, name)

    @property
    def _group(self) -> str:
        """Under which the layout is remembered."""
        return _TRIAL_GROUP if self.comparison.is_trial else _GROUP

    def _cover(self) -> None:
        span = self.comparison.span(self.chosen.align)
        self.chosen.steps.cover(*span)
        self.position_bar.cover(*span)

    def _show_other_sessions(self) -> None:
        self.bar.offer_alignments()
        self._cover()
        self._refresh()

    def _refresh(self) -> None:
        for plot in self.plots.values():
            plot.refresh_soon()

    def _make_docks(self) -> dict[str, QDockWidget]:
        """Sessions and differences on the left, the plots in two rows beside them; what holds the others against the
        control shares its place with what shows all as they are.
        """
        panels: dict[str, tuple[str, QWidget]] = {
            "sessions": (self.sessions.title, self.sessions),
            "differences": (self.differences.title, self.differences),
            **self.more_panels(),
        }
        panels |= {plot.name: (plot.title, plot) for plot in self.plots.values()}
        docks = wrap_panels(self, panels)
        self.arrange(docks)
        return docks

    def more_panels(self) -> dict[str, tuple[str, QWidget]]:
        """Panels besides: name -> (title, widget)."""
        return {}

    def arrange(self, docks: dict[str, QDockWidget]) -> None:
        """Put the docks where they stand when the window is opened for the first time."""
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        # All in one area: there the plots take what a larger window has to spare, of two areas each would take half.
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, docks["sessions"])
        for first, second, direction in (
            ("sessions", "profile", across),
            ("sessions", "differences", down),
            ("profile", "histogram", down),
            ("profile", "norms", across),
            ("histogram", "loss", across),
        ):
            self.splitDockWidget(docks[first], docks[second], direction)
        layout = self.layout()
        assert layout is not None
        for usual, against in _TABS:
            # Else Qt makes two bars of the same tabs, and one stays behind for good.
            layout.activate()
            self.tabifyDockWidget(docks[usual], docks[against])
            layout.activate()
            docks[against if self.comparison.is_trial else usual].raise_()
        for sizes, direction in (
            ({"sessions": 350, "profile": 930}, across),
            ({"profile": 430, "norms": 500}, across),
            ({"histogram": 430, "loss": 500}, across),
            ({"sessions": 170, "differences": 530}, down),
            ({"profile": 350, "histogram": 350}, down),
        ):
            self.resizeDocks([docks[name] for name in sizes], list(sizes.values()), direction)

    def _make_menus(self) -> None:
        file = self.menuBar().addMenu(tr("&File"))
        add_action(file, tr("&Export a plot…"), self.ask_export, QKeySequence("Ctrl+E"))
        add_action(file, "&Close", self.close, QKeySequence("Ctrl+W"))
        view = self.menuBar().addMenu(tr("&View"))
        for dock in self.docks.values():
            view.addAction(dock.toggleViewAction())
        view.addSeparator()
        add_action(view, tr("Show &all steps"), self.chosen.steps.follow_again, QKeySequence("Ctrl+0"))
        add_action(view, tr("&Reset the layout"), lambda: restore_docks(self, self._default_layout, _LAYOUT_VERSION))
        if self.parent() is None:
            # Else it is the other window's to choose.
            add_choice(view.addMenu(tr("&Theme")), THEMES, self._theme_name, self._choose_theme)
        self.palette_of_commands = Palette(self, self._settings)
        help_menu = self.menuBar().addMenu(tr("&Help"))
        if self.parent() is None:
            # Else the other window's key is heard here too.
            add_action(help_menu, tr("&Manual"), self._open_manual, QKeySequence("F1"))
        help_menu.addAction(self.palette_of_commands.action)
        add_action(help_menu, tr("&Keyboard shortcuts"), self._show_shortcuts, QKeySequence("Ctrl+/"))
        add_action(help_menu, tr("How to &read the plots"), self._explain)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        return move_focus(Parts(self), self, is_next=is_next) or super().focusNextPrevChild(is_next)

    def _show_shortcuts(self) -> None:
        # Imported when it is wanted.
        from gradiometer_desktop.shortcuts_window import show_shortcuts

        show_shortcuts(self)

    def _open_manual(self) -> None:
        # Imported when it is wanted.
        from gradiometer_desktop.manual_pages import topic_of
        from gradiometer_desktop.manual_window import open_manual

        open_manual(topic_of(self.focusWidget(), self))

    def _explain(self) -> None:
        problems.explain(self, {plot.title: plot.how for plot in self.plots.values()})

    @property
    def _theme_name(self) -> str:
        return str(preferences_of(self._settings).value("theme"))

    def _choose_theme(self, name: str) -> None:
        preferences_of(self._settings).choose("theme", name)
        self._apply_theme()

    def _apply_theme(self) -> None:
        chosen = theme.choose(self._theme_name)
        if self.parent() is None:
            theme.apply(chosen, preferences_of(self._settings).value("font_percent"))
        self._show_theme(chosen)

    def _show_theme(self, chosen: theme.Theme) -> None:
        if chosen == self._theme:
            return
        self._theme = chosen
        for part in (self.sessions, self.differences):
            part.apply_theme(chosen)
        for plot in self.plots.values():
            plot.apply_theme(chosen)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Another window has chosen another theme, or the system has.
        if event.type() == QEvent.Type.PaletteChange and self._theme is not None:
            self._show_theme(theme.choose(self._theme_name))

    def closeEvent(self, event: QCloseEvent) -> None:
        keep_layout(self, self._settings, self._group, _LAYOUT_VERSION)
        self._timer.stop()
        self.desk.wait()
        for plot in self.plots.values():
            # It may be about to draw.
            plot.comparison = None
        self.comparison.close()
        super().closeEvent(event)
