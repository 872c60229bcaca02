"""How to read the quantity and the histogram on the screen: formula, meaning, and the numbers of the step that is
shown in it.
"""

from __future__ import annotations

from html import escape
from string import Formatter

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from gradiometer.history import History
from gradiometer.quantities import HISTOGRAMS, QUANTITIES
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.layer_histogram import layer_histogram
from gradiometer_desktop.scrolled import let_keys_scroll
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.wording import capital

# Numbers that change more often cannot be read.
_EVERY_MS = 500
# After a slider has moved.
_SOON_MS = 100


class ReadingPanel(QScrollArea):
    """Follows the selection: which quantity, and which layer's numbers."""

    manual_page = "quantities"

    def __init__(self, selection: Selection):
        super().__init__()
        self._selection = selection
        self._history: History | None = None
        self.setWidgetResizable(True)
        let_keys_scroll(self, tr("How to read the quantity shown"))
        content = QWidget()
        column = QVBoxLayout(content)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setAccessibleName(tr("How to read the quantity shown"))
        column.addWidget(self.text, 1)
        self.setWidget(content)
        selection.quantity_changed.connect(lambda _name: self._refresh_if_seen())
        selection.layer_changed.connect(lambda _layer: self._refresh_if_seen())
        selection.histogram_changed.connect(lambda _kind: self._refresh_if_seen())
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._refresh_if_seen)
        selection.moment.changed.connect(self._refresh_soon)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._refresh_if_seen)
        self._timer.start()

    def show_history(self, history: History) -> None:
        """Follow another session."""
        self._history = history
        self._refresh_if_seen()

    def refresh(self) -> None:
        """Put the numbers of the step that is shown into the text."""
        quantity = QUANTITIES[self._selection.quantity]
        parts = [f"<b>{escape(capital(said(quantity.title)))}</b>", escape(said(quantity.formula))]
        if numbers := self._numbers():
            parts.append(numbers)
        parts.append(escape(said(quantity.reading)))
        if quantity.source:
            parts.append(f"<i>{escape(said(quantity.source))}</i>")
        text = "<br><br>".join(part for part in [*parts, *self._histogram()] if part)
        if text != self.text.text():
            self.text.setText(text)

    def _histogram(self) -> list[str]:
        """What the histogram shows of the chosen layer, and how to read it."""
        kind, layer = HISTOGRAMS[self._selection.histogram], self._selection.layer
        parts = [tr("<b>Histogram of the {title}</b>", title=escape(said(kind.title)))]
        history, moment = self._history, self._selection.moment
        shown = None if history is None else layer_histogram(history, self._selection.histogram, layer, moment.step)
        median = None if shown is None else shown.median_magnitude
        if history is not None and shown is not None and median is not None:
            zeros = shown.specials["zero"] / max(shown.num_values, 1)
            who = tr("{layer_names} at step {step}", layer_names=history.layer_names[layer], step=shown.step)
            half = (
                tr("half of them are 0")
                if median == 0
                else tr("half of them are smaller than {median:.2g}", median=median)
            )
            parts.append(escape(tr("{who}: {half}; exactly 0 are {zeros:.1%}", who=who, half=half, zeros=zeros)))
        return [*parts, escape(said(kind.reading))]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _refresh_soon(self) -> None:
        # Not put off by each move of a slider: a person wants to read along.
        if not self._soon.isActive():
            self._soon.start()

    def _refresh_if_seen(self) -> None:
        """Behind another tab it costs a click, and a running training, nothing."""
        # The label's and not our own: without a scroll bar the content covers all of a scroll area.
        if not self.text.visibleRegion().isEmpty():
            self.refresh()

    def _numbers(self) -> str:
        """The chosen layer's value, and the formula with numbers in it where there is one."""
        history, name, layer = self._history, self._selection.quantity, self._selection.layer
        found = None if history is None else history.at(name, self._selection.moment.step)
        if history is None or found is None:
            return ""
        step, value = found[0], float(found[1][layer])
        who = tr("{layer_names} at step {step}", layer_names=history.layer_names[layer], step=step)
        if not np.isfinite(value):
            return escape(tr("{who}: none", who=who) if np.isnan(value) else f"{who}: {value}")
        example = QUANTITIES[name].example
        if not example:
            return escape(f"{who}: {value:.4g}")
        numbers = _numbers_of(history, layer, self._selection.moment.step, fields_of(example))
        return escape(f"{who}: {example.format_map(numbers)}")


def fields_of(example: str) -> set[str]:
    """The names that stand in braces."""
    return {name for _text, name, _format, _conversion in Formatter().parse(example) if name}


def _numbers_of(history: History, layer: int, step: float | None, names: set[str]) -> dict[str, float]:
    """The values of quantities of a layer at a step; of a name with `_behind`, of the layer behind it, or NaN."""
    numbers = {"num_weights": float(history.outline.layers[layer].num_weights)}
    # Only what is asked for: in replay each may have to be read from the file.
    for name in names - set(numbers):
        quantity = name.removesuffix("_behind")
        index = layer if quantity == name else layer + 1
        found = history.at(quantity, step)
        numbers[name] = float(found[1][index]) if found is not None and index < len(found[1]) else float("nan")
    return numbers
