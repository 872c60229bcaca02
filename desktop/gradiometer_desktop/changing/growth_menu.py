"""The menu of larger networks that compute the same: one more layer behind any of them, or all of them wider."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError
from gradiometer.net2net import deeper, hidden_names, wider
from gradiometer.remedy import in_force
from gradiometer_desktop.changing.reasons import why_not_gone_on, why_on_its_way
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.menus import add_action, explain
from gradiometer_desktop.run_bar import AnySession

FACTORS = {2: tr("&Twice as wide"), 3: tr("T&hree times as wide"), 4: tr("&Four times as wide")}
_EFFECT = tr(
    "A new session with this structure, whose network begins by computing the same. This session stays as it is."
)


class GrowthMenu(QObject):
    """`chosen` carries the hidden layer, from 0, that one more is to stand behind, or None and how many times wider all
    are to be.

    layers: the entries by hidden layer, made for each session anew; factors: by factor.
    """

    chosen = Signal(object, int)

    def __init__(self, menu: QMenu, parent: QObject):
        super().__init__(parent)
        menu.setToolTipsVisible(True)
        self._deeper = menu.addMenu(tr("One layer &deeper behind"))
        self._deeper.setToolTipsVisible(True)
        self.layers = [self._deeper.addAction("")]
        self.factors = {
            factor: add_action(menu, title, partial(self.chosen.emit, None, factor))
            for factor, title in FACTORS.items()
        }

    def show_session(self, session: AnySession | None, waits: str) -> None:
        """waits: why it has to wait, where a change has not been made yet."""
        reason = why_not_gone_on(session) or waits
        if session is not None and not reason:
            reason = why_on_its_way(session.history)
        names = self._show_layers(session)
        history = None if session is None else session.history
        if history is None or history.experiment is None or history.settings is None:
            for action in (*self.layers, *self.factors.values()):
                explain(action, _EFFECT, reason)
            return
        law, _ = in_force(
            history.experiment, history.experiment.settings, [each.command for each in history.interventions]
        )
        for index, action in enumerate(self.layers):
            why_not = (
                _why_not(partial(deeper, law, history.settings, index)) if names else tr("There is no hidden layer.")
            )
            explain(action, _EFFECT, reason or why_not)
        for factor, action in self.factors.items():
            explain(action, _EFFECT, reason or _why_not(partial(wider, law, history.settings, factor)))

    def _show_layers(self, session: AnySession | None) -> list[str]:
        """An entry for each hidden layer; one that rests where there is none. Returns their names."""
        experiment = None if session is None else session.history.experiment
        names = [] if experiment is None else list(hidden_names(experiment))
        shown = names or [tr("no hidden layer")]
        if [action.text() for action in self.layers] != shown:
            self._deeper.clear()
            self.layers = [
                add_action(self._deeper, name, partial(self.chosen.emit, index, 1)) for index, name in enumerate(shown)
            ]
        return names


def _why_not(grow: Callable[[], Experiment]) -> str:
    try:
        grow()
    except FieldError as error:
        return str(error).partition(" is not allowed: ")[2] or said(str(error))
    return ""
