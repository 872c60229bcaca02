"""What all plots have in common: a legend above, a canvas, and a line below that reads off values under the mouse."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QColor, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from gradiometer.colors import layer_colors
from gradiometer.figures.sheet import Limits
from gradiometer.history import History
from gradiometer.references import Reference
from gradiometer_desktop.language import tr
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.keys import PlotKey, PlotKeys
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.theme import LIGHT, Theme

_MARGIN_PX = 8
# In a plot that is narrower a long sentence below needs three lines.
_NARROW_PX = 400
# What a legend's entry takes besides its name.
_SWATCH_PX = 28
_GAP_PX = 8
# Of a screen reader's description: more often nobody can listen.
_DESCRIBED_MS = 1000
_TAG = re.compile("<[^>]*>")


class Plot(QWidget):
    """Base of all plots.

    name: the same as the figure's and the table's in the core; title: what stands on the dock;
    how: one sentence on how to read it, shown as a tool tip; has_scale: whether the vertical axis of its figure can be
    logarithmic or linear.
    """

    name = ""
    title = ""
    how = ""
    has_scale = False

    def __init__(self, selection: Selection, canvases: Sequence[Canvas]):
        super().__init__()
        self.selection = selection
        self.canvases = canvases
        self.theme = LIGHT
        self.history: History | None = None
        self._hovers = False
        self._is_late = False
        self._dock: QWidget | None = None
        self.colors: tuple[str, ...] = ()
        self.legend = QLabel()
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.legend.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.legend.linkActivated.connect(lambda link: selection.choose_layer(int(link)))
        self.legend.setToolTip(self.how)
        self.readout = QLabel()
        self.readout.setObjectName("readout")
        self.readout.setTextFormat(Qt.TextFormat.PlainText)
        self.readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.readout.setMinimumHeight(self.readout.fontMetrics().height() + 2)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(6, 4, 6, 4)
        self.column.setSpacing(2)
        self.head = QHBoxLayout()
        self.head.setSpacing(0)
        self.head.addWidget(self.legend, 1)
        self.about = QToolButton()
        self.about.setObjectName("about")
        self.about.setText("?")
        self.about.setAutoRaise(True)
        self.about.setAccessibleName(tr("About this plot: {title}", title=self.title))
        self.about.setToolTip(tr("About this plot: what it shows and how to read it (F1)"))
        self.about.clicked.connect(self._tell_about)
        self.column.addLayout(self.head)
        for canvas in canvases:
            self.column.addWidget(canvas, 1)
            canvas.say_empty(tr("Begin or open a session: it is drawn here."))
            canvas.hovered.connect(self._hover_begins)
            canvas.left.connect(self._hover_ends)
        # Beside the name of the axis, where it takes no room from anything.
        canvases[-1].set_corner(self.about)
        self.column.addWidget(self.readout)
        self.setAccessibleName(self.title)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.readout.setAccessibleName(tr("Read off"))
        self.keys = PlotKeys(self)
        self._describing = QTimer(self)
        self._describing.setSingleShot(True)
        self._describing.setInterval(_DESCRIBED_MS)
        self._describing.timeout.connect(self.renew_description)
        selection.layer_changed.connect(lambda _layer: self.show_layer())
        selection.moment.changed.connect(self._moment_changed)

    @property
    def manual_page(self) -> str:
        """The page of the manual about it."""
        return f"plot-{self.name}"

    def _tell_about(self) -> None:
        # Imported when it is wanted.
        from gradiometer_desktop.manual_window import open_manual

        open_manual(self.manual_page)

    def show_history(self, history: History) -> None:
        """Show another session."""
        self.history = history
        self.keys.forget()
        self.build()
        self.apply_theme(self.theme)

    def apply_theme(self, theme: Theme) -> None:
        """Light or dark."""
        self.theme = theme
        self.keys.recolor(theme)
        if self.history is not None:
            self.colors = layer_colors(len(self.history.layer_names), dark=theme.dark)
        for canvas in self.canvases:
            canvas.style_axes(theme)
        if self.history is not None:
            self.restyle()

    def build(self) -> None:
        """Make the items for the layers of a new history."""

    def restyle(self) -> None:
        """Colours or sizes have changed."""
        self.refresh()

    def show_layer(self) -> None:
        """Another layer is chosen."""
        self.restyle()

    def show_moment(self) -> None:
        """Another step is looked back at, or again the newest is followed."""
        self.refresh()

    def refresh(self) -> None:
        """Draw the newest data, or those of the step that is looked back at."""

    def view_limits(self) -> tuple[Limits, ...]:
        """What the vertical axes show, as values and in the order of the figure's, None where there is nothing; empty
        where the figure's cannot be chosen.
        """
        return ()

    def at(self, name: str) -> tuple[int, NDArray[np.float64]] | None:
        """What a plot of a single step shows of a quantity: (step at which it was measured, values [num_columns])."""
        assert self.history is not None
        return self.history.at(name, self.selection.moment.step)

    @property
    def is_seen(self) -> bool:
        """Whether any of it is on the screen. Behind another dock's tab it counts as visible to Qt, and is not."""
        return self.isVisible() and not self.visibleRegion().isEmpty()

    def refresh_if_seen(self) -> None:
        """Draw anew, or when it is uncovered."""
        self._is_late = not self.is_seen
        if not self._is_late:
            self.refresh()

    def _moment_changed(self) -> None:
        self._is_late = not self.is_seen
        if not self._is_late:
            self.show_moment()

    def _dock_uncovered(self, is_on_top: bool) -> None:
        """What is behind a tab was spared, and no event tells that it is no longer behind it."""
        if is_on_top and self._is_late:
            self._is_late = False
            self.refresh()

    def _hover_begins(self) -> None:
        self._hovers = True

    def _hover_ends(self) -> None:
        self._hovers = False
        self.show_summary()

    def renew_summary(self) -> None:
        """New data: the line below follows, unless the mouse is reading off a value."""
        if not self._hovers:
            self.show_summary()
        if QAccessible.isActive() and not self._describing.isActive():
            self._describing.start()

    # Without a mouse, and without eyes

    def places(self, canvas: Canvas) -> NDArray[np.float64]:
        """Where on the x axis of a canvas something can be read by keyboard, rising; empty where nothing can."""
        return np.empty(0)

    def first_place(self, canvas: Canvas) -> float:
        """Where reading by keyboard begins."""
        return 0.0

    def height_at(self, canvas: Canvas, place: float) -> float:
        """How high on a canvas that lies which is read at a place."""
        return 0.0

    def choose_place(self, canvas: Canvas, place: float) -> None:
        """Choose what was read there by keyboard."""
        canvas.clicked.emit(place, self.height_at(canvas, place))

    def other_row(self, canvas: Canvas, rows: int) -> None:
        """So many rows further down: the next layer."""
        if self.history is not None:
            last = len(self.history.layer_names) - 1
            self.selection.choose_layer(min(max(self.selection.layer + rows, 0), last))

    def zoom(self, canvas: Canvas, factor: float, place: float | None) -> None:
        """Show so many times as much around a place."""

    def takes_key(self, key: PlotKey) -> bool:
        """Whether the plot is read by this key; one that has keys of its own leaves others to itself."""
        return self.history is not None

    def in_words(self) -> str:
        """What the plot shows, for who does not see it."""
        note = self.canvases[0].empty.text()
        return note or self.readout.text()

    def renew_description(self) -> None:
        """Let a screen reader find what is shown now."""
        told = self.in_words()
        for canvas in self.canvases:
            if canvas.accessibleDescription() != told:
                canvas.setAccessibleDescription(told)

    def show_summary(self) -> None:
        """The line below while the mouse is elsewhere."""
        self.readout.setText("")

    def keep_lines(self) -> None:
        """Room for a long sentence below, whatever stands there: the plot does not jump when it grows."""
        num_lines = 3 if self.width() < _NARROW_PX else 2
        self.readout.setWordWrap(True)
        self.readout.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.readout.setFixedHeight(num_lines * self.readout.fontMetrics().lineSpacing() + 2)

    @property
    def legend_room_px(self) -> int:
        """How wide a legend may be."""
        return self.width() - 2 * _MARGIN_PX

    def fits_legend(self, entries: Sequence[str]) -> bool:
        """Whether these entries, as HTML, can be read to their end."""
        text = unescape(_TAG.sub("", " ".join(entries)))
        return self.legend.fontMetrics().horizontalAdvance(text) + _GAP_PX * len(entries) <= self.legend_room_px

    def show_layer_legend(self, other: str = "") -> None:
        """Links to the layers in their colours; where there is no room for all, the ends and the chosen one. other: an
        entry behind them, in plain text; where there is no room for it either, it is left out.
        """
        if self.history is None:
            return
        names = self.history.layer_names
        metrics = self.legend.fontMetrics()
        room = self.legend_room_px
        widths = [metrics.horizontalAdvance(name) + _SWATCH_PX for name in names]
        other_px = metrics.horizontalAdvance(other) + _GAP_PX if other else 0
        shown = list(range(len(names)))
        if sum(widths) + other_px > room:
            shown = sorted({0, len(names) - 1, self.selection.layer})
        parts = []
        before = -1
        for layer in shown:
            if layer != before + 1:
                parts.append("…")
            before = layer
            text = escape(names[layer])
            if layer == self.selection.layer:
                text = f"<b>{text}</b>"
            parts.append(
                f'<span style="color:{self.colors[layer]}">&#9632;</span>&nbsp;'
                f'<a href="{layer}" style="color:{self.theme.text};text-decoration:none">{text}</a>'
            )
        if other and sum(widths[layer] for layer in shown) + other_px <= room:
            parts.append(f'<span style="color:{self.theme.faint}">{escape(other)}</span>')
        self.legend.setText("&ensp;".join(parts))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.history is not None and event.oldSize().width() != event.size().width():
            self.restyle()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        dock = self.parentWidget()
        if isinstance(dock, QDockWidget) and dock is not self._dock:
            self._dock = dock
            dock.visibilityChanged.connect(self._dock_uncovered)
        # Closed, it was spared the redraws.
        self.refresh()


def format_value(value: float, smallest: str) -> str:
    """`3.21e-05`; an exact zero says below what it may really lie, the smallest number of its type."""
    return tr("0 (below {smallest})", smallest=smallest) if value == 0.0 else f"{value:.3g}"


def tell_published(references: Sequence[Reference], layer: int, step: float) -> str:
    """`; published 0.0089 at step 10`, of each curve that has a point of the layer up to the step."""
    told = ""
    for reference in references:
        point = reference.at(step) if reference.layer == layer else None
        if point is not None:
            when = "" if point[0] == step else tr(" at step {point:g}", point=point[0])
            who = "" if reference.label in ("", "published") else f" ({reference.label})"
            told += tr("; published {point:.3g}{when}{who}", point=point[1], when=when, who=who)
    return told


def faded(color: str, ground: str, share: float = 0.4) -> str:
    """A share of a colour, the rest ground, as `#rrggbb`: what lies beneath other curves. Qt paints it faster than a
    transparent one.
    """
    top, bottom = QColor(color), QColor(ground)
    pairs = ((top.red(), bottom.red()), (top.green(), bottom.green()), (top.blue(), bottom.blue()))
    return QColor(*(round(share * one + (1 - share) * other) for one, other in pairs)).name()
