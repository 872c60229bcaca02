"""Histograms of one layer of several sessions on top of each other."""

from __future__ import annotations

from html import escape

import numpy as np
from PySide6.QtGui import QColor

from gradiometer.compared import Spread
from gradiometer.comparison import Comparison
from gradiometer.overlay import Overlay, lay_over
from gradiometer.quantities import HISTOGRAMS
from gradiometer_desktop.compare.base import ComparePlot, Shown
from gradiometer_desktop.compare.chosen import ComparedSelection
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.plots.axes import DecadeAxis, SignedPowerAxis
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.histogram import describe_bin
from gradiometer_desktop.plots.items import Outline, hairline

_FILL_ALPHA = 32


class CompareHistogram(ComparePlot):
    """Shares of each session's values on a log axis, or zeros would hide all."""

    name = "histogram"
    title = tr("Histogram")
    how = tr(
        "One layer of each session, in shares of its values, so that layers of any size compare. A vanishing gradient "
        "has its hills closer to the middle. Click a layer's name to see another one."
    )

    def __init__(self, selection: ComparedSelection):
        self._axis = SignedPowerAxis("bottom")
        self.canvas = Canvas(self._axis, DecadeAxis("left"), tr("Histograms of one layer, an outline for each session"))
        super().__init__(selection, [self.canvas])
        self.canvas.setMouseEnabled(x=False, y=False)
        self.outlines: list[Outline] = []
        """By the index of the session."""
        self._spreads: list[tuple[Shown, Spread]] = []
        self._overlay: Overlay | None = None
        self.canvas.hovered.connect(self.telling(self._hover))
        selection.moved.connect(self.refresh_soon)

    def redraw(self, comparison: Comparison) -> None:
        kind, place = HISTOGRAMS[self.chosen.histogram], self.chosen.layer
        self.canvas.set_label("left", tr("share of {entries}", entries=said(kind.entries)))
        self.canvas.set_label("bottom", said(kind.title))
        while len(self.outlines) < len(comparison.sides):
            self.outlines.append(Outline(self.canvas.plane))
        for outline in self.outlines:
            outline.clear()
        self._spreads = []
        late: list[Shown] = []
        for shown in self.drawn():
            layer = shown.side.layer(place)
            if layer is None:
                continue
            spread = shown.side.spread(self.chosen.histogram, layer, self.chosen.align, self.chosen.position)
            if spread is None:
                late.append(shown)
            else:
                self._spreads.append((shown, spread))
        self._overlay = lay_over([spread for _shown, spread in self._spreads])
        self._draw_outlines(self._overlay)
        self.canvas.say_empty("" if self._spreads else tr("No session shown has counted this up to here."))
        nothing = self.tell_squares(tr("nothing by then"), late)
        steps = self.tell_steps([(shown, spread.step) for shown, spread in self._spreads])
        left_out = self.faint(comparison.left_out(self.chosen.align, place))
        self.write_legend(*self._links(comparison), steps, nothing, left_out)

    def _draw_outlines(self, overlay: Overlay) -> None:
        axis, floor = overlay.axis, float(np.log10(overlay.floor))
        self._axis.set_first_exponent(axis.first_exponent)
        top = floor + 1.0
        for (shown, _spread), shares in zip(self._spreads, overlay.shares, strict=True):
            assert shares is not None
            heights = np.log10(np.maximum(shares, overlay.floor))
            top = max(top, float(heights.max()))
            outline = self.outlines[shown.number]
            outline.setPen(hairline(shown.color))
            fill = QColor(shown.color)
            fill.setAlpha(_FILL_ALPHA)
            outline.setBrush(fill)
            outline.set_columns(axis.edges, heights, floor)
        self.canvas.setXRange(axis.edges[0], axis.edges[-1], padding=0)
        self.canvas.setYRange(floor, top + 0.2, padding=0)

    def _links(self, comparison: Comparison) -> list[str]:
        """The layers to choose from, the one that is shown in bold."""
        links = []
        for place in self.chosen.layers:
            name = escape(comparison.layer_name(place))
            link = f'<a href="{place}" style="color:{self.theme.accent};text-decoration:none">{name}</a>'
            links.append(f"<b>{name}</b>" if place == self.chosen.layer else link)
        return links

    def show_summary(self) -> None:
        told = []
        for shown, spread in self._spreads:
            specials = spread.timeline.specials(0)
            text = f"{shown.side.label} {specials['zero'] / max(spread.num_values, 1):.1%}"
            odd = [f"{name} {specials[name]:,}" for name in ("infinite", "nan") if specials[name]]
            told.append(" ".join([text, *odd]))
        self.readout.setText(tr("exact zeros: {join}", join=", ".join(told)) if told else "")

    def _hover(self, x: float, _y: float) -> None:
        if self._overlay is None or not self._spreads:
            return
        axis, index = self._overlay.axis, round(x)
        if abs(index) > axis.num_exponents:
            return
        told = [
            f"{shown.side.label} {shares[index + axis.num_exponents]:.2%}"
            for (shown, _spread), shares in zip(self._spreads, self._overlay.shares, strict=True)
            if shares is not None
        ]
        self.readout.setText(f"{said(describe_bin(index, axis.first_exponent))}: {', '.join(told)}")
