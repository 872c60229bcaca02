"""Remedies, a button each, and what every change of the running network did: before and after."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gradiometer.cures import BeforeAfter, Reading, before_after, is_through_time
from gradiometer.history import History
from gradiometer.lessons import Cure
from gradiometer_desktop.flow import FlowLayout
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.lessons.fitted import FittedTable
from gradiometer_desktop.lessons.parts import button, caption, note
from gradiometer_desktop.wording import capital, number, spaced

IN_FORCE = tr("It is so already.")
"""As a reason: nothing is in the way, and nothing is left to do."""
_STILL_CHANGES = 200
"""Behind the last change; until then its row still changes."""


_LAYERS = (tr("First layer"), tr("Last hidden"))
_TIMES = (tr("∂C/∂h, first"), tr("∂C/∂h, last"))
"""Of recurrent networks: at the first and the last time step."""


class CuresBox(QWidget):
    """`asked` carries the Cure whose button was pressed. Hidden where a lesson has no cures."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: list[tuple[Cure, QPushButton]] = []
        self._shown: tuple[object, ...] = ()
        self._row = QWidget()
        self._flow = FlowLayout(self._row)
        self.reason = note()
        self.table = FittedTable(
            tr("Before and after each change"), (tr("Change"), *_LAYERS, tr("Loss")), (31, 25, 25, 19)
        )
        self._hint = note(
            tr(
                "Gradient norms of the weights and the loss, just before each change and some steps after it. "
                "Press one of the buttons while the network trains."
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(caption(tr("Cure it"), self._row))
        column.addWidget(self._row)
        column.addWidget(self.reason)
        column.addWidget(caption(tr("Before and after"), self.table))
        column.addWidget(self._hint)
        column.addWidget(self.table)
        self.table.hide()

    def show_cures(self, cures: tuple[Cure, ...]) -> None:
        """Those of another lesson."""
        for _cure, old in self.buttons:
            self._flow.removeWidget(old)
            old.deleteLater()
        self.buttons = []
        for cure in cures:
            made = button(said(cure.title), tr("Cure: {title}", title=said(cure.title)))
            made.clicked.connect(partial(self._ask, cure))
            self._flow.addWidget(made)
            self.buttons.append((cure, made))
        self.setVisible(bool(cures))

    def show_reasons(self, reason_of: Callable[[Cure], str]) -> None:
        """Enable what can be done; reason_of: why a cure cannot be, or an empty text."""
        blocked: dict[str, list[str]] = {}
        for cure, shown in self.buttons:
            reason = reason_of(cure)
            is_held = reason == IN_FORCE
            shown.setText(f"✓ {said(cure.title)}" if is_held else said(cure.title))
            shown.setEnabled(not reason)
            shown.setToolTip(reason or tr("Changes the running network at its next step"))
            shown.setAccessibleDescription(reason)
            if reason and not is_held:
                blocked.setdefault(reason, []).append(said(cure.title))
        # Who has no mouse finds no tip of a button that rests.
        if len(blocked) == 1 and len(*blocked.values()) == len(self.buttons):
            self.reason.setText(next(iter(blocked)))
        else:
            self.reason.setText("\n".join(f"{', '.join(titles)}: {reason}" for reason, titles in blocked.items()))
        self.reason.setVisible(bool(blocked))

    def refresh(self, history: History | None) -> None:
        """Write the rows of the changes that were made."""
        if self.isHidden():
            return
        changes = [] if history is None else history.interventions
        newest = history.steps.span()[1] if history is not None and history.steps.num_rows else -1.0
        last = changes[-1].step if changes else 0
        shown = (history, len(changes), min(newest, last + _STILL_CHANGES))
        if shown == self._shown:
            return
        self._shown = shown
        rows = before_after(history) if history is not None and changes else ()
        ends = _TIMES if history is not None and is_through_time(history) else _LAYERS
        self.table.setHorizontalHeaderLabels([tr("Change"), *ends, tr("Loss")])
        self.table.setVisible(bool(rows))
        self._hint.setVisible(not rows)
        self.table.setRowCount(len(rows))
        for index, row in enumerate(rows):
            self._write(index, row)
        self.table.fit()

    def _write(self, index: int, row: BeforeAfter) -> None:
        tip = tr("Step {step}: {label}", step=spaced(row.step), label=said(row.label))
        if row.before is not None and row.after is not None:
            tip += tr(
                "\nMeasured at step {step} and at step {step_2}",
                step=spaced(row.before.step),
                step_2=spaced(row.after.step),
            )
            tip += tr(
                "\nFirst / last: {number}, then {number_2}",
                number=_number(row.before.ratio),
                number_2=_number(row.after.ratio),
            )
        self.table.write(index, 0, f"{spaced(row.step)}: {capital(said(row.holds))}").setToolTip(tip)
        for column, name in enumerate(("first", "last", "loss"), 1):
            self.table.write(index, column, f"{_part(row.before, name)} →\n{_part(row.after, name)}").setToolTip(tip)

    def _ask(self, cure: Cure, _checked: bool = False) -> None:
        self.asked.emit(cure)


def _part(reading: Reading | None, name: str) -> str:
    return "–" if reading is None else _number(getattr(reading, name))


def _number(value: float) -> str:
    return f"{value:.3g}" if math.isfinite(value) else number(value)
