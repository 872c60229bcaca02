"""How to read the quantity and the histogram on the screen: formula, meaning, and the newest numbers in it."""

from __future__ import annotations

from html import escape

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from gradiometer.history import History
from gradiometer.quantities import HISTOGRAMS, QUANTITIES
from gradiometer_desktop.selection import Selection

# Numbers that change more often cannot be read.
_EVERY_MS = 500


class ReadingPanel(QScrollArea):
    """Follows the selection: which quantity, and which layer's numbers."""

    def __init__(self, selection: Selection):
        super().__init__()
        self._selection = selection
        self._history: History | None = None
        self.setWidgetResizable(True)
        content = QWidget()
        column = QVBoxLayout(content)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setAccessibleName("How to read the quantity shown")
        column.addWidget(self.text, 1)
        self.setWidget(content)
        selection.quantity_changed.connect(lambda _name: self._refresh_if_seen())
        selection.layer_changed.connect(lambda _layer: self._refresh_if_seen())
        selection.histogram_changed.connect(lambda _kind: self._refresh_if_seen())
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._refresh_if_seen)
        self._timer.start()

    def show_history(self, history: History) -> None:
        """Follow another session."""
        self._history = history
        self._refresh_if_seen()

    def refresh(self) -> None:
        """Put the newest numbers into the text."""
        quantity = QUANTITIES[self._selection.quantity]
        parts = [f"<b>{escape(quantity.title[0].upper() + quantity.title[1:])}</b>", escape(quantity.formula)]
        if numbers := self._numbers():
            parts.append(numbers)
        parts.append(escape(quantity.reading))
        if quantity.source:
            parts.append(f"<i>{escape(quantity.source)}</i>")
        text = "<br><br>".join(part for part in [*parts, *self._histogram()] if part)
        if text != self.text.text():
            self.text.setText(text)

    def _histogram(self) -> list[str]:
        """What the histogram shows of the chosen layer, and how to read it."""
        kind, layer = HISTOGRAMS[self._selection.histogram], self._selection.layer
        parts = [f"<b>Histogram of the {escape(kind.title)}</b>"]
        timeline = None if self._history is None else self._history.histograms[self._selection.histogram]
        median = None if timeline is None else timeline.median_magnitude(layer)
        if self._history is not None and timeline is not None and median is not None:
            zeros = timeline.specials(layer)["zero"] / max(timeline.num_values(layer), 1)
            who = f"{self._history.layer_names[layer]} at step {timeline.newest_step}"
            half = "half of them are 0" if median == 0 else f"half of them are smaller than {median:.2g}"
            parts.append(escape(f"{who}: {half}; exactly 0 are {zeros:.1%}"))
        return [*parts, escape(kind.reading)]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _refresh_if_seen(self) -> None:
        """Behind another tab it costs a click, and a running training, nothing."""
        # The label's and not our own: without a scroll bar the content covers all of a scroll area.
        if not self.text.visibleRegion().isEmpty():
            self.refresh()

    def _numbers(self) -> str:
        """The chosen layer's value, and the formula with numbers in it where there is one."""
        history, name, layer = self._history, self._selection.quantity, self._selection.layer
        if history is None or not history.series_of(name).num_rows:
            return ""
        step = int(history.series_of(name).last("step")[0])
        value = float(history.last(name)[layer])
        who = f"{history.layer_names[layer]} at step {step}"
        if not np.isfinite(value):
            return escape(f"{who}: none" if np.isnan(value) else f"{who}: {value}")
        example = QUANTITIES[name].example
        if not example:
            return escape(f"{who}: {value:.4g}")
        return escape(f"{who}: {example.format_map(_numbers_of(history, layer))}")


def _numbers_of(history: History, layer: int) -> dict[str, float]:
    """The newest value of every quantity of a layer; with `_behind`, of the layer behind it, or NaN."""
    numbers: dict[str, float] = {}
    for name, quantity in QUANTITIES.items():
        if quantity.per_layer:
            values = history.last(name)
            for key, index in ((name, layer), (f"{name}_behind", layer + 1)):
                numbers[key] = float(values[index]) if index < len(values) else float("nan")
    numbers["num_weights"] = float(history.outline.layers[layer].num_weights)
    return numbers
