"""By which weights one neuron reads what comes in: as an image where they lie in a plane, else as bars."""

from __future__ import annotations

import math
from html import escape

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from gradiometer.neurons import WeightPicture, picture_of, strip_of
from gradiometer.reports import IncomingWeights
from gradiometer_desktop.language import tr
from gradiometer_desktop.plots.axes import PlainAxis
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.items import Curve, Image
from gradiometer_desktop.theme import LIGHT, Theme

_MOST_BARS = 400
# Beside the values of an image, whose colours are 1 to 255 with 128 for zero.
_UNKNOWN, _ZERO, _STEPS = 0, 128, 127


class _Axis(PlainAxis):
    """Bare beside an image, whose pixels the mouse tells apart."""

    def __init__(self, orientation: str):
        self.is_bare = False
        super().__init__(orientation)

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        return [] if self.is_bare else super().tickValues(minVal, maxVal, size)


class WeightsView(QWidget):
    """A caption with a button that closes it, and the picture below.

    weights: what is shown, or None.
    """

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.theme = LIGHT
        self.weights: IncomingWeights | None = None
        self._picture: WeightPicture | None = None
        self._joined = 1
        self._name = self._remark = ""
        self.caption = QLabel()
        self.caption.setObjectName("readout")
        self.caption.setTextFormat(Qt.TextFormat.RichText)
        self.caption.setWordWrap(True)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.close_button = QToolButton()
        self.close_button.setText("×")
        self.close_button.setToolTip(tr("Close the picture of the weights (Escape)"))
        self.close_button.setAccessibleName(tr("Close the picture of the weights"))
        self.close_button.setAutoRaise(True)
        self.close_button.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.caption, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._axes = _Axis("bottom"), _Axis("left")
        self.canvas = Canvas(*self._axes, tr("Incoming weights of the chosen neuron"))
        self.canvas.setMouseEnabled(x=False, y=False)
        # It takes what room there is, and asks for none.
        self.canvas.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.canvas.setAcceptDrops(False)
        self.canvas.viewport().setAcceptDrops(False)
        self.canvas.say_empty("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.canvas, 1)
        plane = self.canvas.plane
        self.image = Image(plane)
        self.positive, self.negative, self.unknown = Curve(plane), Curve(plane), Curve(plane)
        self.setAccessibleName(tr("Incoming weights of one neuron"))

    def apply_theme(self, theme: Theme) -> None:
        """Light or dark."""
        self.theme = theme
        self.canvas.style_axes(theme)
        ramp = pg.ColorMap([0.0, 0.5, 1.0], [theme.held_out, theme.ground, theme.training])
        colors = ramp.getLookupTable(nPts=2 * _STEPS + 1, mode=pg.ColorMap.QCOLOR)
        self.image.set_colors([QColor(theme.warning), *colors])
        for bars, color in (
            (self.positive, theme.training),
            (self.negative, theme.held_out),
            (self.unknown, theme.warning),
        ):
            bars.setBrush(QColor(color))
        self._draw()

    def say(self, name: str, sentence: str) -> None:
        """There is nothing to show of a neuron, and why."""
        self.weights = self._picture = None
        self._name, self._remark = name, ""
        self._clear()
        self.caption.setText(f"<b>{escape(name)}</b>")
        self.canvas.say_empty(sentence)

    def show_weights(self, name: str, weights: IncomingWeights, shape: tuple[int, ...], remark: str = "") -> None:
        """name: of the neuron; shape: of an example, where it reads one (see neurons.picture_of); remark: behind the
        step, in a few words.
        """
        shown = self.weights
        if shown is not None and (*shown[:3], self._name, self._remark) == (*weights[:3], name, remark):
            return
        self.weights, self._name, self._remark = weights, name, remark
        self._picture = picture_of(weights.values, shape)
        self.canvas.say_empty("")
        self._draw()

    def read_off(self, x: float, y: float) -> str:
        """What stands under the mouse; empty beside it."""
        if self.weights is None:
            return ""
        values, picture = self.weights.values, self._picture
        if picture is None:
            flat, place = values.ravel(), math.floor((x - 0.5) / self._joined)
            first, last = place * self._joined, min((place + 1) * self._joined, values.size)
            if not 0 <= first < values.size:
                return ""
            if last - first == 1:
                return tr("input {last}: weight {flat:.3g}", last=last, flat=flat[first])
            largest = flat[first:last][np.abs(flat[first:last]).argmax()]
            return tr(
                "inputs {value} to {last}: the largest weight {largest:.3g}",
                value=first + 1,
                last=last,
                largest=largest,
            )
        row, column = math.floor(-y), math.floor(x)
        place_in = picture.at(row, column)
        if place_in is None:
            return ""
        channel = tr("channel {value}, ", value=place_in[0] + 1) if picture.num_channels > 1 else ""
        value = picture.values[row, column]
        return tr(
            "{channel}row {row}, column {column}: weight {weight:.3g}",
            channel=channel,
            row=place_in[1] + 1,
            column=place_in[2] + 1,
            weight=value,
        )

    def _clear(self) -> None:
        for item in (self.image, self.positive, self.negative, self.unknown):
            item.clear()

    def _draw(self) -> None:
        if self.weights is None:
            return
        self._clear()
        picture, view = self._picture, self.canvas.getViewBox()
        for axis in self._axes:
            if axis.is_bare != (picture is not None):
                axis.is_bare = picture is not None
                axis.change()
        self.canvas.set_label("bottom", "" if picture is not None else tr("input"))
        self.canvas.set_label("left", "" if picture is not None else tr("weight"))
        self.canvas.getPlotItem().showLabel("bottom", picture is None)
        self.canvas.getPlotItem().showLabel("left", picture is None)
        values = self.weights.values
        known = values[np.isfinite(values)]
        reach = float(np.abs(known).max()) if known.size else 0.0
        if picture is None:
            view.setAspectLocked(False)
            self._draw_bars(reach)
        else:
            shades = np.zeros(picture.values.shape) if reach == 0.0 else _STEPS * picture.values / reach
            colors = np.where(np.isfinite(shades), _ZERO + np.nan_to_num(shades).round(), _UNKNOWN).astype(np.uint8)
            num_rows, num_columns = colors.shape
            # The first row of the picture is its top, that of an item its bottom.
            self.image.set_values(colors[::-1], QRectF(0.0, -num_rows, num_columns, num_rows))
            view.setAspectLocked(True)
            view.setRange(QRectF(0.0, -num_rows, num_columns, num_rows), padding=0.03)
        self.caption.setText(self._caption(reach))

    def _draw_bars(self, reach: float) -> None:
        assert self.weights is not None
        bars, self._joined = strip_of(self.weights.values, _MOST_BARS)
        # Gaps between few of them.
        gap = 0.1 * self._joined if len(bars) <= 60 else 0.0
        left = 0.5 + self._joined * np.arange(len(bars)) + gap
        right = np.minimum(left + self._joined - gap, self.weights.values.size + 0.5) - gap
        is_known = np.isfinite(bars)
        for item, which, height in (
            (self.positive, is_known & (bars > 0), bars),
            (self.negative, is_known & (bars < 0), bars),
            (self.unknown, ~is_known, np.full(len(bars), reach or 1.0)),
        ):
            _set_columns(item, left[which], right[which], height[which])
        self.canvas.setRange(
            xRange=(0.5, self.weights.values.size + 0.5),
            yRange=(-1.08 * (reach or 1.0), 1.08 * (reach or 1.0)),
            padding=0,
        )

    def _caption(self, reach: float) -> str:
        assert self.weights is not None
        theme, picture, values = self.theme, self._picture, self.weights.values
        parts = [
            tr("<b>{name}</b>: incoming weights before step {step}", name=escape(self._name), step=self.weights.step)
        ]
        if self._remark:
            parts[0] += f" ({escape(self._remark)})"
        swatches = tr(
            '<span style="color:{held_out}">&#9632;</span>&nbsp;−{reach:.3g} to <span '
            'style="color:{training}">&#9632;</span>&nbsp;{reach:.3g}',
            held_out=theme.held_out,
            reach=reach,
            training=theme.training,
        )
        if reach > 0.0:
            parts[0] += f", {swatches}"
        elif np.isfinite(values).any():
            parts.append(tr("all are 0"))
        if not np.isfinite(values).all():
            parts.append(tr('<span style="color:{warning}">&#9632;</span>&nbsp;NaN or Inf', warning=theme.warning))
        if picture is not None and picture.num_shown < picture.num_channels:
            parts.append(
                tr(
                    "the first {num_shown} of {num_channels} channels",
                    num_shown=picture.num_shown,
                    num_channels=picture.num_channels,
                )
            )
        if picture is None and self._joined > 1:
            parts.append(tr("each bar the largest of {joined} weights", joined=self._joined))
        return "; ".join(parts)


def _set_columns(item: Curve, left: np.ndarray, right: np.ndarray, height: np.ndarray) -> None:
    """Upright rectangles from zero on: one path of them all."""
    zero, gap = np.zeros(len(left)), np.full(len(left), np.nan)
    corners = np.stack([left, right, right, left, gap], axis=1), np.stack([zero, zero, height, height, gap], axis=1)
    item.set_points(corners[0].ravel(), corners[1].ravel())
