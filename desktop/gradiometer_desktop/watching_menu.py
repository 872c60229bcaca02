"""The menu that says how much of the training time watching may take."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from gradiometer_desktop.language import tr
from gradiometer_desktop.menus import add_choice
from gradiometer_desktop.run_bar import AnySession

_TITLES = {
    "little": tr("1 % of the time"),
    "usual": tr("5 % of the time"),
    "much": tr("20 % of the time"),
    "everything": tr("Every step, everything"),
}
_BUDGETS = {"little": (0.01, False), "usual": (0.05, False), "much": (0.2, False), "everything": (0.05, True)}


class WatchingMenu(QObject):
    """`allowed` carries (share of the time, whether everything): for the session on the screen alone."""

    allowed = Signal(float, bool)

    def __init__(self, menu: QMenu, parent: QObject):
        super().__init__(parent)
        self.actions = add_choice(menu, _TITLES, "", self._choose)

    def show_session(self, session: AnySession) -> None:
        """Tick what its experiment says; only a live one can be told."""
        experiment = session.experiment
        budget = None if experiment is None else (experiment.watch_share, experiment.watch_everything)
        for name, action in self.actions.items():
            action.setChecked(_BUDGETS[name] == budget)
            action.setEnabled(session.is_live)

    def _choose(self, name: str) -> None:
        self.actions[name].setChecked(True)
        self.allowed.emit(*_BUDGETS[name])
