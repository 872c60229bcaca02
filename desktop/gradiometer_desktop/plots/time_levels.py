"""What the two plots through time share: which quantity and which recurrent layer they show, and how they say it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import product

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox

from gradiometer.history import History
from gradiometer.quantities import QUANTITIES
from gradiometer.time_steps import by_layer, levels_of, shown_quantity, tell_ratio, why_no_time
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.plots.axes import PlainAxis
from gradiometer_desktop.plots.base import Plot, format_value
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.wording import capital

# What a legend's entry takes besides its name.
_SWATCH_PX = 28
# In a plot that is narrower the legend needs two lines.
_NARROW_PX = 460
_BOX_PX = 122


class TimeStepAxis(PlainAxis):
    """Whole time steps."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        ((spacing, values),) = super().tickValues(minVal, maxVal, size)
        return [(max(spacing, 1.0), [value for value in values if float(value).is_integer()])]


class TimeQuantityBox(QComboBox):
    """Chooses what is shown of each time step; not there where there is no choice."""

    def __init__(self, selection: Selection):
        super().__init__()
        self._selection = selection
        self._measured: tuple[str, ...] = ()
        self.setAccessibleName(tr("Quantity at each time step"))
        self.setFixedWidth(_BOX_PX)
        self.setVisible(False)
        self.currentIndexChanged.connect(lambda _index: selection.choose_time_quantity(self.currentData()))
        selection.time_quantity_changed.connect(lambda _name: self._choose())

    def show_history(self, history: History) -> None:
        """Offer what a network has."""
        self._measured = history.outline.time_quantities if history.outline.times else ()
        with QSignalBlocker(self):
            self.clear()
            for name in self._measured:
                self.addItem(_short(name), name)
        self.setVisible(len(self._measured) > 1)
        self._choose()

    @property
    def name(self) -> str:
        """The quantity that is shown, in TIME_QUANTITIES."""
        return shown_quantity(self._selection.time_quantity, self._measured)

    def fit(self, plot: Plot) -> None:
        """Where a plot is narrow the legend beside this box has two lines."""
        self.setFixedWidth(min(_BOX_PX, plot.width() // 3))
        num_lines = 2 if plot.width() < _NARROW_PX and not self.isHidden() else 1
        plot.legend.setWordWrap(num_lines > 1)
        plot.legend.setFixedHeight(num_lines * plot.legend.fontMetrics().lineSpacing() + 2)

    @property
    def room_px(self) -> int:
        """What it takes beside a legend."""
        return 0 if self.isHidden() else self.width()

    def _choose(self) -> None:
        quantity = QUANTITIES[self.name]
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(self.name))
        title, formula, reading = (
            escape(said(text)) for text in (said(quantity.title), said(quantity.formula), said(quantity.reading))
        )
        self.setToolTip(f"<b>{capital(title)}</b><p>{formula}</p><p>{reading}</p>")


_SHORT = {"state": tr("State"), "cell": tr("Cell"), "candidate": tr("Candidate")}


class TimeLevels:
    """What a history says of its recurrent layers, quantity by quantity."""

    def __init__(self, history: History):
        self._history = history
        self._levels: dict[str, list[int]] = {}
        self.times: NDArray[np.float64] = np.array(history.outline.times, np.float64)

    def at(self, name: str, step: float | None) -> tuple[int, NDArray[np.float64]] | None:
        """The closer look up to a step (None: the newest): its step, and values [num_layers, num_times]."""
        if not len(self.times):
            return None
        found = self._history.at(name, step)
        return None if found is None else (found[0], by_layer(found[1], len(self._history.layer_names)))

    def of(self, name: str, values: NDArray[np.float64]) -> list[int]:
        """The layers that have time; values: of the look that is shown, [num_layers, num_times].

        What was NaN everywhere at one look, as where training has failed, had values at another.
        """
        if name not in self._levels:
            first = self.at(name, self._history.streams["time"].span()[0])
            self._levels[name] = levels_of(values if first is None else first[1])
        levels = self._levels[name]
        return levels if len(levels) == len(values) else sorted({*levels, *levels_of(values)})

    def nearest_time(self, time: float) -> int:
        """Which of the kept time steps is nearest to a place."""
        return int(np.argmin(np.abs(self.times - time)))

    def note(self, step: float | None) -> str:
        """Why there is nothing to see; step: that is looked back at."""
        if not len(self.times):
            return said(why_no_time(is_watched=self._history.experiment is None))
        if step is not None:
            return tr("There was no closer look up to step {step:.0f}.", step=step)
        if self._history.steps.num_rows:
            return tr("No closer look yet: the gradient through time appears here with the first one.")
        return tr("Press Start: the gradient of each recurrent layer at each time step appears here.")

    def tell_time(self, name: str, layer: int, values: NDArray[np.float64], index: int) -> str:
        """`recurrent 1, gradient of the state 3.2e-09; first/last 1.1e-08`, at one of the kept time steps."""
        outline = self._history.outline.layers[layer]
        value = format_value(float(values[layer, index]), outline.smallest)
        return f"{outline.name}, {said(QUANTITIES[name].title)} {value}; {self._ratio(layer, values)}"

    def tell_ends(self, name: str, layer: int, values: NDArray[np.float64]) -> str:
        """What stands at the first and at the last time step."""
        outline, times = self._history.outline.layers[layer], self._history.outline.times
        first, last = (format_value(float(values[layer, index]), outline.smallest) for index in (0, -1))
        title = said(QUANTITIES[name].title)
        ends = tr(
            "{first} at time step {times}, {last} at {times_2}",
            first=first,
            times=times[0],
            last=last,
            times_2=times[-1],
        )
        return f"{outline.name}, {title} {ends}; {self._ratio(layer, values)}"

    def _ratio(self, layer: int, values: NDArray[np.float64]) -> str:
        smallest = self._history.outline.layers[layer].smallest
        return said(tell_ratio(float(values[layer, 0]), float(values[layer, -1]), smallest))


class LevelsPlot(Plot):
    """A plot of one quantity of recurrent layers, with a box in its head that chooses which. Stands in front of other
    kinds of plots among the bases of a class.
    """

    def __init__(self, selection: Selection, canvases: Sequence[Canvas]):
        self._levels: TimeLevels | None = None
        super().__init__(selection, canvases)
        self.box = TimeQuantityBox(selection)
        self.head.addWidget(self.box)
        self.keep_lines()
        selection.time_quantity_changed.connect(lambda _name: self.restyle())

    def show_history(self, history: History) -> None:
        self.box.show_history(history)
        self.box.fit(self)
        super().show_history(history)

    def build(self) -> None:
        assert self.history is not None
        self._levels = TimeLevels(self.history)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # Before the legend is fitted into what it leaves.
        self.box.fit(self)
        self.keep_lines()
        super().resizeEvent(event)

    @property
    def legend_room_px(self) -> int:
        return super().legend_room_px - self.box.room_px


def _short(name: str) -> str:
    """`Forget gate`: whose gradient or delta it is."""
    whose = QUANTITIES[name].title.partition(" of the ")[2]
    return _SHORT.get(whose) or capital(said(whose))


def write_legend(
    plot: Plot, others: Sequence[tuple[str, str]], levels: Sequence[int], chosen: int, zero: str, smallest: str
) -> None:
    """Fill a legend: other entries, links to the recurrent layers in their colours, and what an exact zero looks like.
    Where there is no room for all layers, the ends and the chosen one, or this alone.

    others: as rich text, and as plain text to measure; zero: the sign of exact zeros, as rich text, empty where there
    are none; smallest: below what they may really lie.
    """
    assert plot.history is not None
    names, metrics = plot.history.layer_names, plot.legend.fontMetrics()
    num_lines = 2 if plot.legend.wordWrap() else 1
    zeros = [tr("exact {format_value}", format_value=format_value(0.0, smallest)), tr("exact 0")] if zero else [""]
    choices = [list(levels), sorted({levels[0], chosen, levels[-1]}), [chosen]]
    for shown, text in product(choices, zeros):
        texts = [plain for _rich, plain in others] + [names[level] for level in shown] + ([text] if text else [])
        widths = [metrics.horizontalAdvance(each) + _SWATCH_PX for each in texts]
        if _num_lines(widths, plot.legend_room_px) <= num_lines:
            break
    entries = [rich for rich, _plain in others]
    for level in shown:
        name = escape(names[level]).replace(" ", "&nbsp;")
        entries.append(
            f'<span style="color:{plot.colors[level]}">&#9632;</span>&nbsp;'
            f'<a href="{level}" style="color:{plot.theme.text};text-decoration:none">'
            f"{f'<b>{name}</b>' if level == chosen else name}</a>"
        )
    if zero:
        entries.append(f"{zero}&nbsp;{text.replace(' ', '&nbsp;')}")
    plot.legend.setText("&ensp;".join(entries))


def _num_lines(widths: Sequence[int], room: int) -> int:
    """How many lines entries of these widths fill, which are not broken themselves."""
    lines, taken = 1, 0
    for width in widths:
        if taken and taken + width > room:
            lines, taken = lines + 1, 0
        taken += width
    return lines
