"""How much the curves over time are smoothed: one small slider on each of their plots, and all move together."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from gradiometer.smoothing import SECONDS, STEPS, describe_window
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.theme import Theme
from gradiometer_desktop.wording import capital

_NOTCHES = 100
_GAP_PX = 5
# A plot that is narrower needs the room for its legend.
_NARROW_PX = 440
_SLIDER_PX, _SHORT_PX = 84, 56

# Of what a window is counted in: what weighs less, what is seen, and the unit's name.
_WORDS = {
    STEPS: (tr("Steps weigh less the longer ago they are"), tr("the steps that are seen"), tr("steps")),
    SECONDS: (tr("What was measured weighs less the longer ago it is"), tr("the time that is seen"), tr("seconds")),
}

_STYLE = """
QSlider {{ background: transparent; }}
QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {grid}; }}
QSlider::sub-page:horizontal {{ border-radius: 2px; background: {accent}; }}
QSlider::handle:horizontal {{ width: 10px; margin: -3px 0; border-radius: 5px; background: {faint}; }}
QSlider::handle:horizontal:hover {{ background: {text}; }}
QSlider::handle:horizontal:focus {{ background: {accent}; }}
"""


class SmoothingSlider(QWidget):
    """A slider from "as measured" to the longest window, with its name beside it where there is room."""

    def __init__(self, selection: Selection):
        super().__init__()
        self.label = QLabel(tr("Smoothing"))
        self.label.setObjectName("note")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _NOTCHES)
        self.slider.setPageStep(_NOTCHES // 10)
        self.slider.setFixedWidth(_SLIDER_PX)
        self.slider.setAccessibleName(tr("Smoothing of the curves over time"))
        self.label.setBuddy(self.slider)
        row = QHBoxLayout(self)
        row.setContentsMargins(_GAP_PX, 0, 0, 0)
        row.setSpacing(_GAP_PX)
        row.addWidget(self.label)
        row.addWidget(self.slider)
        self._theme: Theme | None = None
        self._show(selection.smoothing)
        self.say(1.0)
        self.slider.valueChanged.connect(lambda value: selection.choose_smoothing(value / _NOTCHES))
        selection.smoothing_changed.connect(self._show)

    def say(self, window: float, unit: str = STEPS, *, shared: bool = False) -> None:
        """Over how much is averaged just now: 1 step or 0 seconds for none. unit: STEPS, or SECONDS where the axis is
        time; shared: whether several sessions stand on one axis.
        """
        is_off = window <= (1 if unit == STEPS else 0)
        now = tr("Off: curves as they were measured.") if is_off else f"{capital(said(describe_window(window, unit)))}."
        weigh, seen, name = _WORDS[unit]
        same = (
            tr(" It is the same for all sessions, in {name} of the axis that they share.", name=name) if shared else ""
        )
        tip = tr(
            "<b>Smoothing</b> of all curves over time. {now}<p>{weigh}; the curve as measured stays "
            "faintly visible beneath. Of what stands on a log axis the logarithms are averaged. The "
            "window grows with {seen}.{same} Zoomed out, the middles between least and largest value "
            "are averaged.</p>",
            now=now,
            weigh=weigh,
            seen=seen,
            same=same,
        )
        if tip != self.toolTip():
            self.slider.setAccessibleDescription(now)
            self.setToolTip(tip)

    def recolor(self, theme: Theme) -> None:
        """Light or dark."""
        if theme is not self._theme:
            self._theme = theme
            self.slider.setStyleSheet(_STYLE.format(**vars(theme)))

    def fit(self, plot_width_px: int) -> None:
        """Drop the name and be short where a plot is narrow."""
        is_narrow = plot_width_px < _NARROW_PX
        self.label.setVisible(not is_narrow)
        self.slider.setFixedWidth(_SHORT_PX if is_narrow else _SLIDER_PX)

    def _show(self, smoothing: float) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(smoothing * _NOTCHES))
