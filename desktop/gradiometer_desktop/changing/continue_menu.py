"""The menu of what a session can be continued from: its snapshots, and any step behind the first of them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from gradiometer_desktop import dialogs
from gradiometer_desktop.changing.step_dialog import StepDialog
from gradiometer_desktop.language import tr
from gradiometer_desktop.menus import add_action
from gradiometer_desktop.run_bar import AnySession
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.wording import spaced

REASONS = {
    "start": tr("the start"),
    "schedule": tr("by the clock"),
    "change": tr("before a change"),
    "pause": tr("a pause"),
    "end": tr("the end"),
}
"""Why a snapshot was taken, as a person reads it."""


class ContinueMenu(QObject):
    """`chosen` carries the step before which the session on the screen is to go on."""

    chosen = Signal(int)

    def __init__(self, menu: QMenu, selection: Selection, window: QWidget):
        super().__init__(window)
        self.menu = menu
        self._selection = selection
        self._window = window
        self._session: AnySession | None = None
        menu.aboutToShow.connect(self.fill)

    def show_session(self, session: AnySession) -> None:
        """Rest where it cannot be continued."""
        self._session = session
        self.menu.setEnabled(bool(session.snapshots) and not session.read_only)

    def fill(self) -> None:
        """List its snapshots, of which there may be more each time the menu is opened."""
        self.menu.clear()
        if self._session is None:
            return
        for place in self._session.snapshots:
            text = tr(
                "Before step {step} ({get})", step=spaced(place.step), get=REASONS.get(place.reason, place.reason)
            )
            add_action(self.menu, text, partial(self.chosen.emit, place.step))
        self.menu.addSeparator()
        add_action(self.menu, tr("From &any step…"), self.ask)

    def ask(self) -> None:
        """Let the person choose a step; the one that is shown stands there."""
        session = self._session
        if session is None or not session.snapshots:
            return
        first, last = session.snapshots[0].step, session.snapshots[-1].step
        last = max(last, int(session.history.steps.span()[1]))
        shown = self._selection.moment.step
        dialog = StepDialog(first, last, last if shown is None else int(shown), self._window)
        dialog.chosen.connect(self.chosen)
        dialogs.show(dialog, of=session)
