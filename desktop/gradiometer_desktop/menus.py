"""Entries of menus, and boxes to choose one of a few from."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QComboBox, QMenu, QToolBar, QToolButton


def add_action(
    menu: QMenu,
    text: str,
    act: Callable[[], object],
    shortcut: QKeySequence | QKeySequence.StandardKey | None = None,
) -> QAction:
    """An entry that does something."""
    action = menu.addAction(text)
    action.triggered.connect(lambda: act())
    if shortcut is not None:
        action.setShortcut(shortcut)
    return action


def let_tab_in(bar: QToolBar) -> None:
    """Let Tab reach the buttons of a tool bar, which Qt makes for the mouse alone."""
    for action in bar.actions():
        button = bar.widgetForAction(action)
        if isinstance(button, QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def explain(action: QAction, effect: str, why_not: str = "") -> None:
    """What an entry does, or why it rests: as its tip and in the status line; its menu has to show tips."""
    action.setEnabled(not why_not)
    tip = f"{why_not}\n\n{effect}" if why_not else effect
    # Of plain text Qt makes a line as long as it goes.
    action.setToolTip(f"<p>{html.escape(tip).replace(chr(10), '<br>')}</p>")
    action.setStatusTip(why_not or effect)


def add_choice(
    menu: QMenu, options: Mapping[str, str], chosen: str, choose: Callable[[str], None]
) -> dict[str, QAction]:
    """Entries of which one is ticked: name -> title; `choose` is given the name. Returns them by name."""
    group = QActionGroup(menu)
    if chosen not in options:
        # Something else than these may hold, and then none is ticked.
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
    actions = {}
    for name, title in options.items():
        action = menu.addAction(title)
        action.setCheckable(True)
        action.setChecked(name == chosen)
        action.triggered.connect(lambda _checked, name=name: choose(name))
        group.addAction(action)
        actions[name] = action
    return actions


def make_combo(options: Mapping[str, str], name: str, tip: str = "") -> QComboBox:
    """A box with an entry for each: name -> title; its data are the names. name: as it is read aloud."""
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setToolTip(tip)
    for key, title in options.items():
        combo.addItem(title, key)
    return combo
