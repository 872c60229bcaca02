"""What will become of a session that is being set up: the profile that theory expects, and that of the first batch."""

from __future__ import annotations

from html import escape

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from gradiometer.experiment import Experiment
from gradiometer.predicted import TheoryLine
from gradiometer.preflight import NORM
from gradiometer.quantities import QUANTITIES
from gradiometer.remedies import REMEDIES
from gradiometer.reports import Event, Finding
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.plots.axes import LayerAxis, ValueAxis
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.heights import fit_height, height_of
from gradiometer_desktop.plots.items import Band, Curve, Dots, Face, Values, hairline
from gradiometer_desktop.preflights import Preflights
from gradiometer_desktop.scrolled import let_keys_scroll
from gradiometer_desktop.theme import Theme, applied

_QUANTITY = QUANTITIES[NORM]
_WIDTH_PX, _PLOT_PX, _TEXT_PX = 400, 240, 190
_MOST_FINDINGS, _MOST_REMEDIES = 5, 3
_BELOW = -10.0
_ROOM = 0.1
"""In decades."""


class PreflightPanel(QWidget):
    """Shows what is known of an experiment before it is trained, as far as it is worked out yet."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._asked: Experiment | None = None
        self.preflights = Preflights(self)
        self.preflights.changed.connect(self.refresh)
        self._layers, self._values = LayerAxis("bottom"), ValueAxis("left")
        self.canvas = Canvas(self._layers, self._values, tr("Gradient of each layer before training"))
        self.canvas.setMouseEnabled(x=False, y=False)
        self.canvas.setMinimumSize(_WIDTH_PX, _PLOT_PX)
        self.canvas.set_label("bottom", tr("layer, from the input to the output"))
        self.canvas.set_label("left", said(_QUANTITY.title))
        plane = self.canvas.plane
        self.band, self.line, self.dots, self.zeros = Band(plane), Curve(plane), Dots(plane, 1), Dots(plane, 2)
        for item in (self.band, self.line):
            item.setZValue(_BELOW)
        self.legend = QLabel()
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        # However much there is to say, the dialog stays as high as it is.
        area = QScrollArea()
        area.setWidget(self.text)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumHeight(_TEXT_PX)
        let_keys_scroll(area, tr("What is to be expected"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.legend)
        column.addWidget(self.canvas, 3)
        column.addWidget(area, 2)
        self.setAccessibleName(tr("Before training"))
        self.apply_theme(applied())

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH_PX, _PLOT_PX + _TEXT_PX + 40)

    def ask(self, experiment: Experiment | None) -> None:
        """Show this one; None: what stands in the dialog is no experiment."""
        self._asked = experiment
        # Nothing is computed for a dialog that nobody sees.
        if self.isVisible():
            self.preflights.ask(experiment)
            self._write()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.ask(self._asked)

    def close_down(self) -> None:
        """Wait for what is being computed."""
        self.preflights.close_down()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # The base class may ask once before this constructor has run.
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "theme") and self.theme is not applied():
            self.apply_theme(applied())

    def apply_theme(self, theme: Theme) -> None:
        """Light or dark."""
        self.theme = theme
        self.canvas.style_axes(theme)
        self.line.setPen(hairline(theme.note, Qt.PenStyle.DashDotLine))
        faint = QColor(theme.note)
        faint.setAlpha(50 if theme.dark else 34)
        self.band.set_color(faint)
        self.refresh()

    def refresh(self) -> None:
        """Show what is known by now."""
        known = self.preflights
        for item in (self.band, self.line, self.dots, self.zeros):
            item.clear()
        self.canvas.say_empty("" if known.forecast is not None else tr("What is expected of each layer appears here."))
        if known.forecast is not None:
            experiment = known.forecast.experiment
            self._layers.set_names(experiment.layer_names)
            self.canvas.setXRange(*self._layers.room, padding=0)
            line = known.forecast.line() if known.found is None else known.found.line()
            heights = np.concatenate([self._draw_theory(line), self._draw_batch()])
            # With room for whole dots at either end.
            fit_height(self.canvas, np.concatenate([heights - _ROOM, heights + _ROOM]), _QUANTITY)
            self._draw_zeros()
        self._write()

    def _draw_theory(self, line: TheoryLine | None) -> Values:
        """Returns the heights of its line and band."""
        if line is None:
            return np.empty(0)
        layers = np.arange(1.0, len(line.values) + 1.0)
        heights = height_of(line.values, _QUANTITY)
        self.line.set_points(layers, heights)
        self.band.set_limits(layers, height_of(line.low, _QUANTITY), height_of(line.high, _QUANTITY))
        return np.concatenate([heights, *self.band.limits()[1:]])

    def _draw_batch(self) -> Values:
        """Returns the heights of its dots."""
        found = self.preflights.found
        if found is None:
            return np.empty(0)
        heights = height_of(found.measured(), _QUANTITY)
        shown = np.isfinite(heights)
        face = Face("o", 8 if len(heights) <= 40 else 4, self.theme.training, self.theme.training)
        self.dots.set_points(_places(shown), heights[shown], face)
        return heights

    def _draw_zeros(self) -> None:
        """At the bottom, which is known when the range is."""
        found = self.preflights.found
        if found is None:
            return
        zeros = _places(found.measured() == 0.0)
        floor = self.canvas.getViewBox().viewRange()[1][0]
        face = Face("t", 10, self.theme.warning, self.theme.ground)
        self.zeros.set_points(zeros, np.full(len(zeros), floor + 0.08), face)

    # What is told in words

    def _write(self) -> None:
        self.legend.setText("&ensp;".join(self._legend()))
        self.text.setText("".join(f"<p style='margin: 0 0 5px 0'>{part}</p>" for part in self._parts()))

    def _legend(self) -> list[str]:
        theme, known = self.theme, self.preflights
        parts = [tr("<b>Before training</b>")]
        if len(self.line.points()[0]) and known.forecast is not None:
            within = known.forecast.prediction.error_decades
            parts.append(
                tr(
                    '<span style="color:{note}">-&#183;- theory, within {within:.2g} decades</span>',
                    note=theme.note,
                    within=within,
                )
            )
        if known.found is not None and not known.found.problem:
            parts.append(tr('<span style="color:{training}">&#9679; first batch</span>', training=theme.training))
        return parts

    def _parts(self) -> list[str]:
        """Paragraphs of rich text."""
        known = self.preflights
        if known.forecast is None:
            return [self._colored(known.problem, self.theme.warning)] if known.problem else []
        found, forecast = known.found, known.forecast
        verdict = said(forecast.verdict if found is None else found.problem or found.verdict)
        parts = [f"<b>{escape(verdict)}</b>"] if verdict else []
        if known.advice:
            parts.append(
                escape(
                    tr(
                        "Try {join}.",
                        join=", ".join(said(REMEDIES[name].title) for name in known.advice[:_MOST_REMEDIES]),
                    )
                )
            )
        if found is not None and found.through_time:
            parts.append(escape(said(found.through_time)))
        if found is not None and found.red_flags:
            parts.append(
                self._colored(tr("Red flag: {join}.", join="; ".join(map(said, found.red_flags))), self.theme.warning)
            )
        events = forecast.data.events if found is None else [each for each in found.reports if isinstance(each, Event)]
        parts += [self._colored(f"{said(each.text)}.", self.theme.warning) for each in events]
        parts += [_tell(each, forecast.experiment) for each in known.findings[:_MOST_FINDINGS]]
        if len(known.findings) > _MOST_FINDINGS:
            parts.append(tr("And {value} findings more.", value=len(known.findings) - _MOST_FINDINGS))
        if forecast.prediction.why_not:
            parts.append(
                self._colored(
                    tr("{why_not} The measured batch stands alone.", why_not=forecast.prediction.why_not),
                    self.theme.faint,
                )
            )
        if known.problem:
            parts.append(self._colored(known.problem, self.theme.warning))
        elif known.is_waiting:
            parts.append(self._colored(tr("The first batch is being measured…"), self.theme.faint))
        return parts

    def _colored(self, text: str, color: str) -> str:
        return f'<span style="color:{color}">{escape(text)}</span>'


def _places(holds: NDArray[np.bool_]) -> Values:
    """Where layers stand for which something holds, [num_layers]."""
    return np.flatnonzero(holds).astype(np.float64) + 1.0


def _tell(finding: Finding, experiment: Experiment) -> str:
    """What the matter is, and what to do about it; rich text."""
    named = [REMEDIES[name] for name in finding.remedies if name in REMEDIES]
    able = [said(each.title) for each in named if not each.why_not(experiment, experiment.settings)][:_MOST_REMEDIES]
    remedies = tr(" Try {join}.", join=", ".join(able)) if able else ""
    return escape(f"{said(finding.text)}.{remedies}")
