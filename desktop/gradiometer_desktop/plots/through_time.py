"""The gradient of recurrent layers against the time step: how far back the loss at the end can teach."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gradiometer.figures.sheet import Limits
from gradiometer.quantities import QUANTITIES
from gradiometer.time_steps import nearest_level
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.plots.axes import DecadeAxis
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.heights import fit_height, limits_of, log10
from gradiometer_desktop.plots.items import Curve, Dots, Face, hairline
from gradiometer_desktop.plots.time_levels import LevelsPlot, TimeStepAxis, write_legend
from gradiometer_desktop.selection import Selection

# Of so few time steps each has a point.
_FEW_TIMES = 32
_CHOSEN_Z = 10.0
# From one mark of an exact zero to the next.
_MARK_PX = 12.0


class ThroughTimePlot(LevelsPlot):
    """A curve for each recurrent layer at the newest closer look, or at the last one up to the step looked back at."""

    name = "through_time"
    title = tr("Through time")
    has_scale = True
    how = tr(
        "The signal sets out from the last time step, on the right. A line that falls towards the first one means that "
        "the gradient vanishes on its way back through time, so that the early steps cannot be learnt from; one that "
        "rises, that it explodes."
    )

    def __init__(self, selection: Selection):
        self.canvas = Canvas(TimeStepAxis("bottom"), DecadeAxis("left"), tr("Gradient of each time step"))
        self._drawn: tuple[int, str, str] | None = None
        super().__init__(selection, [self.canvas])
        self.canvas.setMouseEnabled(x=False, y=False)
        self.canvas.set_label("bottom", tr("time step"))
        self._curves: list[Curve] = []
        # The chosen layer's curve once more, a pixel higher: that makes it bold.
        self._bold = Curve(self.canvas.plane)
        self._bold.setZValue(_CHOSEN_Z)
        self._points, self._zeros = Dots(self.canvas.plane, _CHOSEN_Z + 1), Dots(self.canvas.plane, _CHOSEN_Z + 2)
        self.canvas.settled.connect(self._lift_bold)
        self.canvas.hovered.connect(self._hover)
        self.canvas.clicked.connect(self._click)

    def build(self) -> None:
        super().build()
        assert self.history is not None
        num_steps = max(self.history.outline.num_steps, 2)
        margin = max(0.5, 0.02 * num_steps)
        self.canvas.setXRange(1 - margin, num_steps + margin, padding=0)
        self.canvas.setYRange(-6.0, 1.0, padding=0)

    def restyle(self) -> None:
        self.canvas.set_label("left", said(QUANTITIES[self.box.name].title))
        self._drawn = None
        self.refresh()

    def refresh(self) -> None:
        if self.history is None:
            return
        found = self._found()
        # In replay the look is seldom of the very step that is shown.
        which = tr("step") if self.selection.moment.step is None else tr("look at step")
        if found is not None and self._drawn == (found[0], which, self.box.name):
            return
        self._drawn = None if found is None else (found[0], which, self.box.name)
        if found is None or not self._levels_of(found[1]):
            self._show_nothing(found is not None)
            return
        self.canvas.say_empty("")
        step, values = found
        levels = self._levels_of(values)
        self._draw(values, levels)
        text = f"{which} {step}"
        chosen = nearest_level(levels, self.selection.layer)
        zero = "&#9661;" if (values[levels] == 0.0).any() else ""
        head = f"<b>{text.replace(' ', '&nbsp;')}</b>", text
        write_legend(self, [head], levels, chosen, zero, self.history.outline.smallest)
        self.renew_summary()

    def _draw(self, values: NDArray[np.float64], levels: list[int]) -> None:
        assert self._levels is not None
        times, chosen = self._levels.times, nearest_level(levels, self.selection.layer)
        while len(self._curves) < len(levels):
            self._curves.append(Curve(self.canvas.plane))
        heights = log10(values[levels])
        for curve in self._curves[len(levels) :]:
            curve.clear()
        for curve, level, height in zip(self._curves, levels, heights, strict=False):
            curve.setPen(hairline(self.colors[level]))
            curve.setZValue(_CHOSEN_Z * (level == chosen))
            curve.set_points(times, height)
        at = levels.index(chosen)
        self._bold.setPen(hairline(self.colors[chosen]))
        self._bold.set_points(times, heights[at])
        if len(times) <= _FEW_TIMES:
            which, time = np.nonzero(np.isfinite(heights))
            faces = [self._face(levels[index], chosen) for index in which.tolist()]
            self._points.set_points(times[time], heights[which, time], faces)
        else:
            self._points.clear()
        fit_height(self.canvas, heights.ravel(), QUANTITIES[self.box.name])
        zeros = self._thinned(times[(values[levels] == 0.0).any(axis=0)])
        bottom, top = self.canvas.getViewBox().viewRange()[1]
        face = Face("t", 10, self.theme.warning, self.theme.ground)
        self._zeros.set_points(zeros, np.full(len(zeros), bottom + 0.02 * (top - bottom)), face)

    def _thinned(self, zeros: NDArray[np.float64]) -> NDArray[np.float64]:
        """Of the time steps with zeros so many that their marks can be told apart, with the first and the last."""
        pixel = self.canvas.getViewBox().viewPixelSize()[0]
        stride = math.ceil(_MARK_PX * pixel)
        return zeros if stride <= 1 else np.unique(np.append(zeros[::stride], zeros[-1:]))

    def _face(self, level: int, chosen: int) -> Face:
        color = self.colors[level]
        return Face("o", 7 if level == chosen else 5, color, color)

    def _show_nothing(self, has_look: bool) -> None:
        assert self._levels is not None
        note = self._levels.note(self.selection.moment.step)
        self.canvas.say_empty(tr("None: of no layer here the gradient through time is known.") if has_look else note)
        for curve in (*self._curves, self._bold):
            curve.clear()
        self._points.clear()
        self._zeros.clear()
        self.legend.setText("")
        self.show_summary()

    def view_limits(self) -> tuple[Limits, ...]:
        return (limits_of(self.canvas, is_log=True),)

    def show_summary(self) -> None:
        found, layer = self._found(), self._shown_level()
        if found is None or layer is None or self._levels is None:
            self.readout.setText("")
            return
        self.readout.setText(
            tr(
                "At step {found}: {tell_ends}",
                found=found[0],
                tell_ends=self._levels.tell_ends(self.box.name, layer, found[1]),
            )
        )

    def _found(self) -> tuple[int, NDArray[np.float64]] | None:
        """The look that is shown: its step, and values [num_layers, num_times]."""
        return None if self._levels is None else self._levels.at(self.box.name, self.selection.moment.step)

    def _levels_of(self, values: NDArray[np.float64]) -> list[int]:
        return [] if self._levels is None else self._levels.of(self.box.name, values)

    def _shown_level(self) -> int | None:
        """The chosen layer, or the nearest one that has time."""
        found = self._found()
        levels = [] if found is None else self._levels_of(found[1])
        return nearest_level(levels, self.selection.layer) if levels else None

    def _nearest(self, x: float, y: float) -> tuple[int, int] | None:
        """The layer whose curve is nearest to a point, and which of the kept time steps is."""
        found = self._found()
        levels = [] if found is None else self._levels_of(found[1])
        if found is None or self._levels is None or not levels:
            return None
        index = self._levels.nearest_time(x)
        distance = np.abs(log10(found[1][levels, index]) - y)
        chosen = nearest_level(levels, self.selection.layer)
        return (chosen if np.isnan(distance).all() else levels[int(np.nanargmin(distance))]), index

    def places(self, canvas: Canvas) -> NDArray[np.float64]:
        return np.empty(0) if self._levels is None or self._found() is None else np.sort(self._levels.times)

    def first_place(self, canvas: Canvas) -> float:
        return float(self.places(canvas)[-1])

    def height_at(self, canvas: Canvas, place: float) -> float:
        found, level = self._found(), self._shown_level()
        if found is None or level is None or self._levels is None:
            return 0.0
        height = float(log10(found[1][level].copy())[self._levels.nearest_time(place)])
        return height if np.isfinite(height) else 0.0

    def _hover(self, x: float, y: float) -> None:
        found, nearest = self._found(), self._nearest(x, y)
        if found is None or nearest is None or self._levels is None:
            return
        layer, index = nearest
        told = self._levels.tell_time(self.box.name, layer, found[1], index)
        self.readout.setText(tr("Time step {times:.0f}: {told}", times=self._levels.times[index], told=told))

    def _click(self, x: float, y: float) -> None:
        nearest = self._nearest(x, y)
        if nearest is not None:
            self.selection.choose_layer(nearest[0], self.show_layer)

    def _lift_bold(self) -> None:
        self._bold.setY(self.canvas.getViewBox().viewPixelSize()[1])
