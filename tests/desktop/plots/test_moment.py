"""Looking back: every plot of one step shows the very numbers that the session holds of it, and a cursor says where."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow

from gradiometer.experiment import Experiment
from gradiometer.history import History
from gradiometer.layout import layouts
from gradiometer.neurons import bars_of
from gradiometer.reports import EvaluationReport, Event, HistogramReport, Intervention, LookReport, Note, StepReport
from gradiometer.session_file import Session, load_session
from gradiometer.settings import Settings
from gradiometer_desktop.plots import PLOTS, Plot, TimePlot
from gradiometer_desktop.plots.factors import FactorsPlot
from gradiometer_desktop.plots.heatmap import HeatmapPlot
from gradiometer_desktop.plots.histogram import HistogramPlot
from gradiometer_desktop.plots.loss import LossPlot
from gradiometer_desktop.plots.neurons import NeuronsPlot
from gradiometer_desktop.plots.norms import NormsPlot
from gradiometer_desktop.plots.profile import ProfilePlot
from recorded import new_writer
from shared import SMALL
from synthetic import random_histogram, random_row

MakeHistory = Callable[..., History]
# Those that have something to show of any network.
ANY = [kind for kind in PLOTS if kind.name not in ("through_time", "time_heatmap", "surface")]
OF_ANY_NETWORK = pytest.mark.parametrize("kind", ANY, ids=[kind.name for kind in ANY])
TIME_PLOTS = [kind for kind in PLOTS if issubclass(kind, TimePlot)]

EXPERIMENT: Experiment = dataclasses.replace(SMALL, norms_every=0)
SIGMOID = EXPERIMENT.settings
BATCH = dataclasses.replace(SIGMOID, normalization="batch")
RELU = dataclasses.replace(BATCH, activation="relu")
CHANGES = [Intervention(21, BATCH, SIGMOID, BATCH, ""), Intervention(60, RELU, BATCH, RELU, "")]
# Some steps apart, as the schedule leaves them.
STEPS = [2, 3, 4, 9, 20, 21, 22, 35, 59, 60, 61, 80, 99]
LOOKS = [4, 21, 60, 80]
COUNTED = [3, 20, 21, 61]
BETWEEN = [2.0, 3.4, 8.0, 9.0, 21.0, 30.0, 59.9, 60.0, 79.0, 98.0, 99.0, 500.0]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("moment") / "sparse.gradiometer"
    generator = np.random.default_rng(4)
    columns = layouts(len(EXPERIMENT.layer_names))
    writer = new_writer(made, EXPERIMENT)
    for step in STEPS:
        for change in CHANGES:
            if change.step == step:
                writer.add(change)
        if step in (2, 20, 60):
            writer.add(EvaluationReport(step, np.array([step, *generator.uniform(0, 1, 2)])))
        if step in COUNTED:
            writer.add(HistogramReport(step, "weight_gradient", random_histogram(EXPERIMENT.outline, generator)))
        if step in LOOKS:
            for stream in ("unit", "look"):
                values = generator.uniform(0.01, 2, columns[stream].width - 1)
                writer.add(LookReport(step, np.array([step, *values]), stream))
        row = random_row(columns["step"], step, generator)
        row[columns["step"].slice("weight_gradient_norm_after_clip")] *= np.where(step < 60, 0.5, 1.0)
        if step == 35:
            row[columns["step"].slice("weight_gradient_norm")][0] = 0.0
        writer.add(StepReport(step, row))
    assert writer.close() == ""
    return made


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    """Read by itself, to compare with."""
    with load_session(path) as session:
        yield session


@pytest.fixture
def history(path: Path) -> Iterator[History]:
    history = History.saved(load_session(path))
    yield history
    history.release()


def up_to(steps: np.ndarray, moment: float) -> int:
    """Index of the last step up to a moment; -1 where there is none."""
    return int(np.flatnonzero(np.asarray(steps) <= moment)[-1]) if (np.asarray(steps) <= moment).any() else -1


def plain(plot: Plot) -> str:
    return re.sub(r"<[^>]*>", "", plot.legend.text())


@pytest.mark.parametrize("quantity", ["weight_gradient_norm", "bias_gradient_norm", "delta_norm", "gain"])
@pytest.mark.parametrize("moment", BETWEEN)
def test_the_profile_is_that_of_the_step(
    stage: Any, history: History, session: Session, quantity: str, moment: float
) -> None:
    plot = stage.show(ProfilePlot, history)
    stage.selection.choose_quantity(quantity)
    stage.selection.moment.choose(moment)
    steps = session.look_steps if quantity == "gain" else session.steps
    index = up_to(steps, moment)
    if index < 0:
        assert not len(plot._points.points()[0])
        assert plot.canvas.empty.text() == f"This was not measured up to step {moment:.0f}."
        assert plot.legend.text() == plot.readout.text() == ""
        return
    values = session.quantity(quantity)[index]
    with np.errstate(divide="ignore"):
        expected = np.log10(values)
    np.testing.assert_allclose(plot._points.points()[1], expected[np.isfinite(expected)])
    assert plain(plot).startswith(f"&#9679; step {steps[index]}&ensp;" if index else f"&#9679; step {steps[index]}")
    assert ("exact" in plain(plot)) == bool((values == 0).any())
    stage.hover(plot.canvas, 2.0)
    assert plot.readout.text().endswith(f" {values[1]:.3g}")


@pytest.mark.parametrize(
    ("moment", "first", "before"), [(2, None, None), (9, 2, None), (21, 2, 20), (59, 2, 20), (60, 2, 59), (99, 2, 59)]
)
def test_reference_lines_are_those_up_to_the_step(
    stage: Any, history: History, session: Session, moment: int, first: int | None, before: int | None
) -> None:
    plot = stage.show(ProfilePlot, history)
    stage.selection.moment.choose(float(moment))
    for curve, step in ((plot._first, first), (plot._before, before)):
        drawn = curve.points()[1]
        if step is None:
            assert not len(drawn)
        else:
            norms = session.quantity("weight_gradient_norm")[STEPS.index(step)]
            np.testing.assert_allclose(drawn, np.log10(norms))
            assert f"step {step}" in plain(plot)


def test_rings_and_hidden_biases_are_those_of_the_step(stage: Any, history: History, session: Session) -> None:
    plot = stage.show(ProfilePlot, history)
    assert not len(plot._after_clip.points()[0])
    stage.selection.moment.choose(22.0)
    clipped = session.quantity("weight_gradient_norm_after_clip")[STEPS.index(22)]
    np.testing.assert_allclose(plot._after_clip.points()[1], np.log10(clipped))
    stage.selection.choose_quantity("bias_gradient_norm")
    assert "structurally zero" in plain(plot)
    stage.selection.moment.choose(20.0)
    assert "structurally zero" not in plain(plot)


@pytest.mark.parametrize("moment", [2.0, 3.0, 19.5, 20.0, 30.0, 61.0, 70.0])
def test_the_histogram_is_the_last_one_up_to_the_step(
    stage: Any, history: History, session: Session, moment: float
) -> None:
    plot = stage.show(HistogramPlot, history)
    stage.selection.choose_layer(1)
    axis = plot.canvas.getViewBox().viewRange()[0]
    stage.selection.moment.choose(moment)
    index = up_to(session.histogram_steps(), moment)
    if index < 0:
        assert plot.canvas.empty.text() == "No histogram was counted up to step 2."
        assert not len(plot._outline.columns()[0])
        assert plot.readout.text() == ""
        return
    counts, bins = session.histogram(1)[0][index], session.bins
    # All of them lie between 2^-20 and 2^-2.
    near, far = -20 - bins.min_exponent + 1, -3 - bins.min_exponent + 1
    sides = counts[bins.middle - far : bins.middle - near + 1], counts[bins.middle + near : bins.middle + far + 1]
    expected = np.concatenate([sides[0], [counts[bins.middle]], sides[1]])
    np.testing.assert_allclose(plot._outline.columns()[1], np.log10(np.maximum(expected, 0.5)))
    assert plot.canvas.getViewBox().viewRange()[0] == axis
    zeros, total = session.specials(1)[index][0], counts.sum()
    assert plot.readout.text().startswith(f"step {COUNTED[index]}: hidden 2, exact zero {zeros / total:.1%}")


@pytest.mark.parametrize("moment", [2.0, 4.0, 20.0, 59.0, 60.0, 99.0])
def test_factors_and_neurons_are_the_last_look_up_to_the_step(
    stage: Any, history: History, session: Session, moment: float
) -> None:
    factors, neurons = stage.show(FactorsPlot, history), stage.show(NeuronsPlot, history)
    stage.selection.moment.choose(moment)
    index = up_to(session.look_steps, moment)
    if index < 0:
        for plot in (factors, neurons):
            assert plot.canvas.empty.text() == "There was no closer look up to step 2."
            assert plot.legend.text() == plot.readout.text() == ""
        return
    for name in ("gain", "gate", "weight_factor"):
        np.testing.assert_allclose(factors._points[name].points()[1], np.log10(session.quantity(name)[index]))
    bars = bars_of(session.quantity("unit_gradient")[index].ravel())
    assert neurons._positive.points()[0].size == 5 * (bars > 0).sum()
    for plot in (factors, neurons):
        assert plain(plot).startswith(f"look at step {LOOKS[index]}&ensp;")
    stage.hover(neurons.canvas, 1.0, -2.0)
    assert neurons.readout.text() == f"hidden 1, neuron 2: dC/db = {bars[0, 1]:.3g}"
    stage.selection.moment.choose(None)
    assert plain(factors).startswith(f"step {LOOKS[-1]}&ensp;")


@pytest.mark.parametrize("moment", [2.0, 21.0, 34.0, 60.5, 99.0])
def test_plots_over_time_read_off_at_the_cursor(stage: Any, history: History, session: Session, moment: float) -> None:
    norms, loss, heatmap = (stage.show(kind, history) for kind in (NormsPlot, LossPlot, HeatmapPlot))
    curves = [curve.points()[1] for curve in norms._curves]
    stage.selection.moment.choose(moment)
    index = up_to(session.steps, moment)
    value = session.quantity("weight_gradient_norm")[index, 0]
    assert norms.readout.text() == f"step {STEPS[index]}: hidden 1, weight gradient norm {value:.3g}"
    assert loss.readout.text().startswith(f"step {STEPS[index]}: {session.loss[index]:.3g}, ")
    counted = up_to(np.array(COUNTED), moment)
    assert heatmap.readout.text().endswith(f"from step {COUNTED[counted]}" if counted >= 0 else "none yet")
    # What is drawn stays.
    assert all(curve.points()[1] is before for curve, before in zip(norms._curves, curves, strict=True))
    stage.hover(norms.canvas, 9.0)
    stage.selection.moment.choose(4.0)
    assert norms.readout.text().startswith("step 9: ")


@OF_ANY_NETWORK
def test_following_again_shows_what_was_shown_before(stage: Any, history: History, kind: type[Plot]) -> None:
    plot = stage.show(kind, history)
    stage.settle(plot)
    legend, readout, image = plot.legend.text(), plot.readout.text(), plot.grab().toImage()
    stage.selection.moment.choose(30.0)
    stage.settle(plot)
    assert plot.grab().toImage() != image
    stage.selection.moment.choose(None)
    assert (plot.legend.text(), plot.readout.text()) == (legend, readout)


@OF_ANY_NETWORK
def test_a_plot_out_of_sight_is_spared(stage: Any, history: History, kind: type[Plot]) -> None:
    plot = stage.show(kind, history)
    plot.hide()
    drawn = plot.refresh
    plot.refresh = plot.show_moment = None
    stage.selection.moment.choose(22.0)
    del plot.show_moment
    plot.refresh = drawn
    plot.show()
    assert "22" in plot.legend.text() + plot.readout.text() or "21" in plot.legend.text() + plot.readout.text()


def test_a_plot_behind_a_tab_catches_up_when_it_is_uncovered(stage: Any, history: History) -> None:
    window = QMainWindow()
    stage.qtbot.addWidget(window)
    docks, plots = [], [kind(stage.selection) for kind in (ProfilePlot, HistogramPlot)]
    for plot in plots:
        docks.append(QDockWidget(plot.title, window))
        docks[-1].setWidget(plot)
        window.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, docks[-1])
    window.tabifyDockWidget(*docks)
    window.resize(600, 400)
    window.show()
    stage.qtbot.waitExposed(window)
    docks[0].raise_()
    for plot in plots:
        plot.show_history(history)
    QApplication.processEvents()
    assert [plot.is_seen for plot in plots] == [True, False]
    stage.selection.moment.choose(22.0)
    assert "step 22" in plain(plots[0])
    assert "step 61" in plots[1].readout.text()
    docks[1].raise_()
    stage.wait(lambda: "step 21" in plots[1].readout.text())


# ------------------------------------------------------------------------------------------------ the cursor


@pytest.mark.parametrize("kind", TIME_PLOTS, ids=[kind.name for kind in TIME_PLOTS])
def test_a_cursor_stands_at_the_step(stage: Any, history: History, kind: type[TimePlot]) -> None:
    plot = stage.show(kind, history)
    stage.selection.steps.follow(99, exactly=True)
    stage.settle(plot)
    for canvas, cursor in zip(plot.canvases, plot._moment_lines, strict=True):
        assert not cursor.line.isVisible()
        stage.selection.moment.choose(40.0)
        assert cursor.line.isVisible()
        assert cursor.line.x() == pytest.approx(stage.point(canvas, 40.0).x(), abs=1)
        rect = canvas.getViewBox().sceneBoundingRect()
        assert (cursor.line.y(), cursor.line.height()) == pytest.approx((rect.top(), rect.height()), abs=1)
        color = canvas.viewport().grab().toImage().pixelColor(cursor.line.geometry().center()).name()
        assert color == plot.theme.accent
        # It goes with the range, and leaves with it.
        stage.selection.steps.set_by_hand(30.0, 50.0)
        stage.settle(plot)
        assert cursor.line.x() == pytest.approx(stage.point(canvas, 40.0).x(), abs=1)
        stage.selection.steps.set_by_hand(50.0, 60.0)
        assert not cursor.line.isVisible()
        stage.selection.steps.follow_again()
        assert cursor.line.isVisible()
        stage.selection.moment.choose(None)
        assert not cursor.line.isVisible()


def test_the_range_turns_a_page_for_the_cursor(stage: Any, history: History) -> None:
    stage.show(NormsPlot, history)
    steps, moment = stage.selection.steps, stage.selection.moment
    steps.set_by_hand(10.0, 20.0)
    moment.choose(15.0)
    assert (steps.first, steps.last) == (10.0, 20.0)
    moment.choose(21.0)
    assert (steps.first, steps.last) == pytest.approx((20.0, 30.0))
    moment.choose(19.0)
    assert (steps.first, steps.last) == pytest.approx((10.0, 20.0))
    moment.choose(2.0)
    assert (steps.first, steps.last) == pytest.approx((0.0, 10.0))
    moment.choose(None)
    assert (steps.first, steps.last) == pytest.approx((0.0, 10.0))


@pytest.mark.parametrize("kind", TIME_PLOTS, ids=[kind.name for kind in TIME_PLOTS])
def test_ctrl_and_the_mouse_look_back(stage: Any, history: History, kind: type[TimePlot]) -> None:
    plot = stage.show(kind, history)
    stage.selection.steps.follow(99, exactly=False)
    canvas, moment = plot.canvases[-1], stage.selection.moment
    layer = stage.selection.layer
    stage.seek(canvas, 40.0)
    assert moment.step == pytest.approx(40.0, abs=1)
    assert float(moment.step).is_integer()
    stage.seek(canvas, 60.0, 20.0)
    assert moment.step == pytest.approx(20.0, abs=1)
    assert stage.selection.steps.follows
    assert stage.selection.layer == layer
    # Before the first step there is nothing, and at the newest it is followed.
    stage.seek(canvas, 0.5)
    assert moment.step == 2.0
    stage.seek(canvas, 60.0, 99.6)
    assert moment.step is None
    # Without Ctrl nothing seeks.
    stage.click(canvas, 50.0)
    stage.drag(canvas, 50.0, 40.0)
    assert moment.step is None
    assert not stage.selection.steps.follows


# ------------------------------------------------------------------------------- notes, findings; a run goes on


def test_notes_come_change_and_go(stage: Any, history: History, markers_of: Callable[..., Any]) -> None:
    plot = stage.show(NormsPlot, history, size=(1200, 800))
    stage.selection.steps.follow(99, exactly=True)
    assert plot.marked_steps() == [21, 60]
    history.pin(Note(40, "Here  the\ngradient comes back, look at the first layer"))
    history.pin(Note(60, "again"))
    plot.mark()
    assert plot.marked_steps() == [21, 40, 60]
    markers = {marker.text: marker for marker in markers_of(plot.canvas)}
    assert list(markers) == ["norm BatchNorm", "Here the gradient comes…", "ReLU", "again"]
    assert markers["again"].color.name() == plot.theme.note != plot.theme.marker
    assert markers["ReLU"].color.name() == plot.theme.marker
    kept = markers["norm BatchNorm"]
    history.pin(Note(40, "other"))
    plot.mark()
    assert [marker.text for marker in markers_of(plot.canvas)] == ["norm BatchNorm", "other", "ReLU", "again"]
    assert markers_of(plot.canvas)[0] is kept
    history.pin(Note(40, ""))
    history.pin(Note(60, ""))
    plot.mark()
    assert plot.marked_steps() == [21, 60]
    assert [marker.text for marker in markers_of(plot.canvas)] == ["norm BatchNorm", "ReLU"]


def test_a_finding_has_a_line_and_no_label(
    stage: Any, make_history: MakeHistory, markers_of: Callable[..., Any]
) -> None:
    events = [Event(30, "non_finite", "NaN or Inf first appeared in the loss at step 30"), Event(40, "stored", "there")]
    plot = stage.show(LossPlot, make_history(np.ones((60, 3)), others=events))
    for canvas in plot.canvases:
        (marker,) = markers_of(canvas)
        assert (marker.step, marker.color.name()) == (30, plot.theme.warning)
        assert marker.line.isVisible()
        assert not marker.label.isVisible()


def test_looking_back_while_a_run_goes_on(stage: Any, make_history: MakeHistory) -> None:
    norms = 10.0 ** np.random.default_rng(1).uniform(-5, 0, (90, 3))
    history = make_history(norms[:50])
    profile, curves = stage.show(ProfilePlot, history), stage.show(NormsPlot, history)
    stage.selection.moment.choose(20.0)
    layout = layouts(3)["step"]
    for step in range(50, 90):
        row = np.zeros(layout.width)
        row[0] = step
        row[layout.slice("weight_gradient_norm")] = norms[step]
        history.append([StepReport(step, row)])
        for plot in (profile, curves):
            plot.refresh()
    np.testing.assert_allclose(profile._points.points()[1], np.log10(norms[20]))
    assert curves.readout.text().startswith("step 20: ")
    assert curves._curves[0].points()[0][-1] == 89
    stage.selection.moment.choose(None)
    np.testing.assert_allclose(profile._points.points()[1], np.log10(norms[89]))
    assert curves.readout.text().startswith("step 89: ")


def test_before_a_session_has_anything(stage: Any, make_history: MakeHistory) -> None:
    """Before a session has anything, looking back shows nothing and breaks nothing."""
    history = make_history(np.empty((0, 3)))
    stage.selection.moment.choose(5.0)
    for kind in PLOTS:
        plot = stage.show(kind, history)
        stage.selection.moment.choose(6.0)
        plot.grab()
    assert isinstance(history.settings, Settings)
