"""The menu of exact surgeries: each says what it does to the weights, or why it cannot be done now."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from gradiometer.settings import Rewrite, Settings
from gradiometer.surgeries import REMINDER, SURGERIES
from gradiometer_desktop.changing.reasons import why_not_changed, why_on_its_way
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.menus import add_action, explain
from gradiometer_desktop.run_bar import AnySession

REMINDER_IN_SHORT = tr("An exact swap alone cures nothing")


class SurgeryMenu(QObject):
    """`chosen` carries a Rewrite for the network on the screen."""

    chosen = Signal(object)

    def __init__(self, menu: QMenu, parent: QObject):
        super().__init__(parent)
        self._settings = Settings()
        menu.setToolTipsVisible(True)
        self.actions = {
            name: add_action(menu, said(surgery.title), partial(self._choose, name))
            for name, surgery in SURGERIES.items()
        }
        menu.addSeparator()
        self.reminder = menu.addAction(REMINDER_IN_SHORT)
        explain(self.reminder, said(REMINDER))
        self.reminder.setEnabled(False)

    def show_session(self, session: AnySession | None, settings: Settings | None) -> None:
        """settings: in force at the next step; None where they are not known."""
        reason = why_not_changed(session)
        if session is not None and not reason:
            reason = why_on_its_way(session.history)
        experiment = None if session is None else session.history.experiment
        for name, action in self.actions.items():
            why_not = reason
            if experiment is not None and settings is not None:
                self._settings = settings
                why_not = reason or said(SURGERIES[name].why_not(experiment, settings))
            explain(action, said(SURGERIES[name].effect), why_not)

    def _choose(self, name: str) -> None:
        self.chosen.emit(Rewrite(surgery=name, settings=SURGERIES[name].after(self._settings)))
