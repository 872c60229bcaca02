"""The list of shortcuts, and that no two of them are the same."""

from __future__ import annotations

from collections import defaultdict

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.plots.canvas import GESTURES
from gradiometer_desktop.plots.keys import PLOT_KEYS
from gradiometer_desktop.shortcuts_window import shortcuts_of

_OF_THE_WINDOW = (Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.ApplicationShortcut)


def clashes(window: QMainWindow) -> dict[str, list[str]]:
    """Keys that more than one action of a window answers to, wherever the focus is."""
    found: dict[str, set[QAction]] = defaultdict(set)
    for widget in (window, *window.findChildren(QWidget)):
        for action in widget.actions():
            if action.shortcutContext() in _OF_THE_WINDOW:
                for keys in action.shortcuts():
                    found[keys.toString()].add(action)
    return {keys: [each.text() for each in actions] for keys, actions in found.items() if len(actions) > 1}


def test_no_two_actions_have_the_same_keys(ready: MainWindow) -> None:
    shortcuts_of(ready)
    assert clashes(ready) == {}
    rival = QAction("Rival", ready)
    rival.setShortcut(QKeySequence("Ctrl+N"))
    ready.addAction(rival)
    assert list(clashes(ready)) == ["Ctrl+N"]


def test_every_action_with_keys_is_listed_once(ready: MainWindow) -> None:
    listed = shortcuts_of(ready)
    actions = [each.action for each in listed if each.action is not None]
    assert len(actions) == len(set(actions))
    having = {action for action in ready.findChildren(QAction) if action.shortcuts() and action.associatedObjects()}
    assert having <= set(actions)
    titles = {each.title for each in listed}
    assert {key.title for key in PLOT_KEYS} | {title for _gesture, title in GESTURES} <= titles


def test_the_list_opens_by_keys_is_searched_and_goes(ready: MainWindow, qtbot: QtBot) -> None:
    ready.activateWindow()
    qtbot.waitActive(ready)
    QTest.keyClick(ready, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    listed = ready.help_menu.shortcuts
    qtbot.waitUntil(listed.isVisible)
    assert not listed.isModal()
    QTest.keyClicks(listed.search, "ctrl+e")
    shown = [item.text(0) for _group, items in listed._groups for item in items if not item.isHidden()]
    assert shown[0:1] == ["Export a plot"] or "Export a plot" in shown
    assert len(shown) < 6
    QTest.keyClick(listed, Qt.Key.Key_Escape)
    assert not listed.isVisible()
