"""What tests of the plots share: histories whose numbers are known, and a stage with a mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pytest
from numpy.typing import ArrayLike
from pytestqt.qtbot import QtBot

from gradiometer.bins import BINS
from gradiometer.experiment import Experiment
from gradiometer.history import History
from gradiometer.layout import layouts, step_layout
from gradiometer.quantities import stream_of
from gradiometer.reports import EvaluationReport, Event, HistogramReport, Intervention, LookReport, StepReport
from gradiometer_desktop.plots import Plot, TimePlot
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.markers import Marker
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.theme import LIGHT, Theme
from staged import Mouse


def _make_history(
    norms: ArrayLike,
    *,
    bias: ArrayLike | None = None,
    delta: ArrayLike | None = None,
    after_clip: ArrayLike | None = None,
    loss: ArrayLike = 1.0,
    accuracy: ArrayLike = 0.5,
    held_out: Mapping[int, tuple[float, float]] | None = None,
    histograms: Mapping[int, np.ndarray] | None = None,
    others: Iterable[Intervention | Event] = (),
    by_name: Mapping[str, ArrayLike] | None = None,
    dtype: str = "float32",
    kind: str = "weight_gradient",
    width: int = 12,
) -> History:
    """A live history. norms: of the weights' gradient, [num_steps, num_layers], one row for each step from 0 on;
    by_name: of other quantities likewise; where they belong to looks, there is one at each step; kind: of histograms.
    """
    norms = np.asarray(norms, float)
    num_steps, num_layers = norms.shape
    layout = step_layout(num_layers)
    values = np.zeros((num_steps, layout.width))
    values[:, 0] = np.arange(num_steps)
    for name, given in (
        ("elapsed", 0.001 * np.arange(num_steps)),
        ("loss", loss),
        ("accuracy", accuracy),
        ("weight_gradient_norm", norms),
        ("bias_gradient_norm", norms if bias is None else bias),
        ("delta_norm", norms if delta is None else delta),
        ("weight_gradient_norm_after_clip", norms if after_clip is None else after_clip),
    ):
        given = np.asarray(given, float)
        values[:, layout.slice(name)] = given[:, None] if given.ndim == 1 else given
    columns = layouts(num_layers)
    rows = {stream: np.full((num_steps, each.width), np.nan) for stream, each in columns.items()}
    for name, given in (by_name or {}).items():
        into = values if stream_of(name) == "step" else rows[stream_of(name)]
        into[:, columns[stream_of(name)].slice(name)] = given
    experiment = Experiment(
        hidden=(width,) * (num_layers - 1),
        num_train=256,
        num_held_out=64,
        dtype=dtype,
        evaluate_every=20,
    )
    history = History.live(experiment)
    history.append(others)
    for step, pair in (held_out or {}).items():
        history.append([EvaluationReport(step, np.array([step, *pair]))])
    for stream in {stream_of(name) for name in by_name or {}} - {"step"}:
        rows[stream][:, 0] = np.arange(num_steps)
        history.append(LookReport(step, row, stream) for step, row in enumerate(rows[stream]))
    history.append(HistogramReport(step, kind, counts) for step, counts in (histograms or {}).items())
    history.append(StepReport(step, row) for step, row in enumerate(values))
    return history


@pytest.fixture
def make_history() -> Callable[..., History]:
    """See _make_history."""
    return _make_history


def _make_counts(
    num_layers: int, by_exponent: Mapping[int, ArrayLike], *, zeros: int = 0, dtype: str = "float32"
) -> np.ndarray:
    """A histogram of all layers, uint32 [num_layers, num_bins + 4].

    by_exponent: signed number of values per exponent, as {(exponent): [negative, positive]}; each layer has one more
    of each than the layer before. zeros: exact ones, the same in each layer.
    """
    bins = BINS[dtype]
    counts = np.zeros((num_layers, bins.num_bins + 4), np.uint32)
    layers = np.arange(num_layers, dtype=np.uint32)
    for exponent, (negative, positive) in by_exponent.items():
        place = exponent - bins.min_exponent + 1
        counts[:, bins.middle - place] = negative + layers
        counts[:, bins.middle + place] = positive + layers
    counts[:, bins.middle] = counts[:, bins.num_bins] = zeros
    return counts


@pytest.fixture
def make_counts() -> Callable[..., np.ndarray]:
    """See _make_counts."""
    return _make_counts


class Stage(Mouse):
    """Plots on the screen that share one selection."""

    def __init__(self, qtbot: QtBot):
        super().__init__(qtbot)
        self.selection = Selection()

    def show(
        self,
        kind: type[Plot],
        history: History | None = None,
        *,
        size: tuple[int, int] = (700, 420),
        theme: Theme = LIGHT,
    ) -> Plot:
        """A plot of a kind in a window of its own, shown and painted."""
        plot = kind(self.selection)
        self.qtbot.addWidget(plot)
        plot.resize(*size)
        plot.apply_theme(theme)
        plot.show()
        self.qtbot.waitExposed(plot)
        if history is not None:
            plot.show_history(history)
        plot.grab()
        return plot


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


def _markers(canvas: Canvas) -> list[Marker]:
    plot = canvas.parentWidget()
    assert isinstance(plot, TimePlot)
    return sorted(plot._markers[plot.canvases.index(canvas)], key=lambda marker: marker.step)


@pytest.fixture
def markers_of() -> Callable[[Canvas], list[Marker]]:
    """The markers on a canvas, by their steps."""
    return _markers
