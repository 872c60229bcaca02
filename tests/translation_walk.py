"""Opens all that the window has, in the language of the environment, and prints every text of it that has letters.

    GRADIOMETER_LANGUAGE=xx python tests/translation_walk.py FOLDER

Run by tests/desktop/test_translation.py in a process of its own, because a language is chosen before the window is
imported. One text a line, as JSON: where it was seen, of what kind it is, and the text.
"""

from __future__ import annotations

import dataclasses
import faulthandler
import json
import os
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QSettings,
    Qt,
)
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QDockWidget,
    QDoubleSpinBox,
    QGraphicsSimpleTextItem,
    QGraphicsTextItem,
    QGraphicsView,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QSpinBox,
    QStatusBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

from gradiometer.experiment import Experiment
from gradiometer_desktop import language

if TYPE_CHECKING:
    from gradiometer_desktop.main_window import MainWindow

STEPS = 4
"""Of the columns of the list of sessions; its module is imported when the language is chosen."""
SMALL_PLANE = Experiment(name="plane", data="moons", hidden=(4, 4), num_train=64, num_held_out=16, batch_size=16)
Seen = tuple[str, str, str]
_LETTER = re.compile(r"[^\W\d_]")


class _Bare(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data


def bare(text: str) -> str:
    """A text without the tags of rich text."""
    if "<" not in text and "&" not in text:
        return text
    parser = _Bare()
    parser.feed(text)
    return parser.text


def texts_of(each: QObject) -> Iterator[tuple[str, str]]:
    """The texts that a widget or action says itself, with their kinds."""
    if isinstance(each, QAction):
        if not each.isSeparator():
            yield from (("text", each.text()), ("tip", each.toolTip()), ("status tip", each.statusTip()))
        return
    if not isinstance(each, QWidget):
        return
    yield from (("title", each.windowTitle()), ("tip", each.toolTip()), ("status tip", each.statusTip()))
    yield from (("name", each.accessibleName()), ("description", each.accessibleDescription()))
    match each:
        case QLabel() | QAbstractButton():
            yield "text", each.text()
        case QLineEdit():
            yield "placeholder", each.placeholderText()
        case QTextEdit():
            yield "placeholder", each.placeholderText()
            if each.isReadOnly():
                yield "text", each.toPlainText()
        case QGroupBox() | QMenu():
            yield "title", each.title()
        case QComboBox():
            yield from _of_model(each.model(), QModelIndex())
        case QSpinBox() | QDoubleSpinBox():
            yield from (("suffix", each.suffix()), ("prefix", each.prefix()), ("special", each.specialValueText()))
        case QTabBar():
            for index in range(each.count()):
                yield from (("tab", each.tabText(index)), ("tip", each.tabToolTip(index)))
        case QAbstractItemView():
            if each.model() is not None:
                yield from _of_model(each.model(), QModelIndex())
        case QStatusBar():
            yield "message", each.currentMessage()
        case QProgressBar():
            yield "format", each.format().replace("%p", "").replace("%v", "").replace("%m", "")
        case QGraphicsView():
            for item in each.scene().items() if each.scene() is not None else []:
                yield "tip", item.toolTip()
                if isinstance(item, QGraphicsTextItem):
                    yield "drawn", item.toPlainText()
                elif isinstance(item, QGraphicsSimpleTextItem):
                    yield "drawn", item.text()


_ROLES = {
    "item": Qt.ItemDataRole.DisplayRole,
    "tip": Qt.ItemDataRole.ToolTipRole,
    "name": Qt.ItemDataRole.AccessibleTextRole,
    "description": Qt.ItemDataRole.AccessibleDescriptionRole,
}


def _of_model(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[tuple[str, str]]:
    columns = range(1 if isinstance(model, QAbstractListModel) else model.columnCount(parent))
    if not parent.isValid():
        for column in columns:
            for role in (_ROLES["item"], _ROLES["tip"]):
                yield "header", str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
    for row in range(min(model.rowCount(parent), 200)):
        for column in columns:
            index = model.index(row, column, parent)
            for kind, role in _ROLES.items():
                value = index.data(role)
                if isinstance(value, str):
                    yield kind, value
        first = model.index(row, 0, parent)
        # Lists and tables keep to themselves whether something lies below.
        if not isinstance(model, QAbstractListModel | QAbstractTableModel) and model.rowCount(first):
            yield from _of_model(model, first)


class Walk:
    """Collects what is seen, each text once."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, str], Seen] = {}
        self.place = ""
        self._draw_text = QPainter.drawText
        # What is painted with no widget or item of its own, the labels of axes among it.
        QPainter.drawText = self._drawn

    def _drawn(self, painter: QPainter, *arguments: object) -> object:
        for argument in arguments:
            if isinstance(argument, str):
                self.note("painted", "drawn", argument)
        return self._draw_text(painter, *arguments)

    def note(self, where: str, kind: str, text: str) -> None:
        """Keep a text that has letters."""
        text = bare(text)
        if _LETTER.search(text):
            self.seen.setdefault((kind, text), (f"{self.place}: {where}", kind, text))

    def look(self, place: str, *windows: QWidget | None) -> None:
        """Take all texts of these windows, painted once."""
        self.place = place
        QCoreApplication.processEvents()
        for top in windows:
            assert top is not None
            top.grab()
            for each in (top, *top.findChildren(QObject)):
                if not type(each.parent()).__module__.startswith("pyqtgraph"):
                    for kind, text in texts_of(each):
                        self.note(f"{type(each).__name__} {each.objectName()}".strip(), kind, text)


def wait(until: Callable[[], object], seconds: float = 30.0) -> None:
    """Let Qt work until something is so."""
    end = time.monotonic() + seconds
    while not until():
        QCoreApplication.processEvents()
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.005)


def walk(folder: Path) -> list[Seen]:
    """Open everything, with a folder of sessions: `saved`, `found` (with a finding), and two or more to compare."""
    from gradiometer import sweep_run
    from gradiometer_desktop import files
    from gradiometer_desktop.main_window import MainWindow
    from shared import SMALL

    # Processes of a map's own take seconds to start, and to end.
    sweep_run.local_backend = lambda: "threading"
    files.sessions_folder = lambda: folder
    files.summaries_path = lambda: folder / "cache.json"
    seen = Walk()
    window = MainWindow(QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat))
    window.resize(1600, 1000)
    window.show()
    seen.look("empty window", window)
    for dock in window.findChildren(QDockWidget):
        dock.show()
    window.new_session(dataclasses.replace(SMALL, steps=40))
    wait(lambda: window.session is not None and window.session.is_ready)
    seen.look("before the first step", window)
    window._play()
    wait(lambda: window.session is not None and window.session.finished is not None)
    seen.look("after training", window)
    _sessions(seen, window, folder)
    _dialogs(seen, window)
    _windows(seen, window, folder)
    return list(seen.seen.values())


def _sessions(seen: Walk, window: MainWindow, folder: Path) -> None:
    for name in ("recurrent", "plane", "saved", "found"):
        window.open_path(folder / f"{name}.gradiometer")
        window.selection.moment.choose(15)
        seen.look(f"the session {name}", window)
    for name in ("02-the-neuron-picture", "09-cures", "05-a-chain-of-neurons"):
        window.open_lesson(name)
        seen.look(f"the lesson {name}", window)
    page = window.start_page
    page.show()
    wait(lambda: _are_read(window))
    seen.look("the start page", window)
    page.hide()


def _are_read(window: MainWindow) -> bool:
    """Whether the list of sessions tells how many steps each has."""
    assert window.start_page.page is not None
    model = window.start_page.page.list.model()
    return model.rowCount() > 3 and all(model.index(row, STEPS).data() for row in range(model.rowCount()))


def _dialogs(seen: Walk, window: MainWindow) -> None:
    asks: dict[str, Callable[[], object]] = {
        "the new session": window.file_menu.ask_new,
        "the export": window.ask_export,
        "the report": window.reports.ask_report,
        "the animation": window.reports.ask_animation,
        "the fork": lambda: window.trials.ask(step=10),
        "the note": lambda: window.ask_note(10),
    }
    for place, ask in asks.items():
        before = set(QApplication.topLevelWidgets())
        ask()
        QCoreApplication.processEvents()
        made = [each for each in QApplication.topLevelWidgets() if each not in before and isinstance(each, QDialog)]
        made += [each for each in window.findChildren(QDialog) if each.isVisible() and each not in made]
        assert made, place
        seen.look(place, *made)
        for each in made:
            each.close()


def _windows(seen: Walk, window: MainWindow, folder: Path) -> None:
    compared = window.open_comparison([folder / "shallow.gradiometer", folder / "deep.gradiometer"])
    seen.look("the comparison", compared)
    assert compared is not None
    compared.close()
    window.file_menu.show_branches()
    assert window.file_menu.branches is not None
    seen.look("the branches", window.file_menu.branches)
    window.help_menu.open("plot-profile")
    window.view_menu.show_page()
    window.help_menu.show_shortcuts()
    window.help_menu._about()
    window.palette_of_commands.open()
    window.tour.begin()
    shown = {window, window.file_menu.branches}
    for top in [each for each in QApplication.topLevelWidgets() if each.isVisible() and each not in shown]:
        seen.look("help and settings", top)
    window.tour.end()
    window.file_menu.show_map(SMALL_PLANE)
    seen.look("the map", window.file_menu.map)


def main() -> None:
    # What hangs says where.
    faulthandler.dump_traceback_later(120, exit=True)
    application = QApplication(["gradiometer"])
    application.setApplicationName("Gradiometer")
    language.use_chosen(QSettings("none", "none"))
    assert language._installed or "--english" in sys.argv
    sys.excepthook = _fail
    for each in walk(Path(sys.argv[1])):
        sys.stdout.write(json.dumps(each, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    # Threads of windows that are still open would be waited for.
    os._exit(0)


def _fail(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    traceback.print_exception(kind, error, trace)
    os._exit(1)


if __name__ == "__main__":
    main()
