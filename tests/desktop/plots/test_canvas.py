"""The canvas: the mouse in plot coordinates, axes that follow, and paints in which Python has no part."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gradiometer.history import History
from gradiometer.reports import Intervention, Note
from gradiometer.settings import Settings
from gradiometer_desktop.plots import PLOTS, Plot
from gradiometer_desktop.plots.axes import DecadeAxis, PlainAxis
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.items import Curve, hairline
from gradiometer_desktop.theme import DARK, LIGHT, Theme
from staged import python_calls

MakeHistory = Callable[..., History]


@pytest.fixture
def canvas(stage: Any, qtbot: QtBot) -> Canvas:
    window = QWidget()
    qtbot.addWidget(window)
    made = Canvas(PlainAxis("bottom"), PlainAxis("left"), "a plot")
    made.setParent(window)
    made.resize(500, 300)
    made.setXRange(0, 100, padding=0)
    made.setYRange(0, 1, padding=0)
    window.resize(500, 300)
    window.show()
    qtbot.waitExposed(window)
    for _ in range(3):
        made.grab()
        QApplication.processEvents()
    made.keeps = window
    return made


def test_the_mouse_speaks_in_plot_coordinates(canvas: Canvas, stage: Any, qtbot: QtBot) -> None:
    for x, y in ((10.0, 0.2), (90.0, 0.9), (50.0, 0.5)):
        with qtbot.waitSignal(canvas.hovered) as hovered:
            stage.hover(canvas, x, y)
        assert hovered.args == pytest.approx([x, y], abs=0.3)
        with qtbot.waitSignal(canvas.clicked) as clicked:
            stage.click(canvas, x, y)
        assert clicked.args == pytest.approx([x, y], abs=0.3)


def test_beside_the_plot_the_mouse_is_elsewhere(canvas: Canvas, stage: Any, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(canvas.hovered), qtbot.waitSignal(canvas.left):
        stage.hover(canvas, -4.0, 0.5)
    with qtbot.assertNotEmitted(canvas.clicked):
        stage.click(canvas, -4.0, 0.5)
    with qtbot.waitSignal(canvas.left):
        QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))


def test_a_double_click_asks_for_everything(canvas: Canvas, stage: Any, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.reset_asked):
        stage.double_click(canvas, 50.0, 0.5)
    with qtbot.assertNotEmitted(canvas.reset_asked):
        stage.click(canvas, 20.0, 0.5)


def test_nothing_to_see_is_said_in_the_middle(canvas: Canvas) -> None:
    canvas.say_empty("Press Start.")
    assert canvas.empty.isVisible()
    assert canvas.empty.text() == "Press Start."
    assert canvas.rect().contains(canvas.empty.geometry())
    assert canvas.empty.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    canvas.resize(800, 200)
    assert canvas.rect().contains(canvas.empty.geometry())
    assert canvas.empty.width() > 600
    canvas.say_empty("")
    assert not canvas.empty.isVisible()


def test_there_is_no_menu_that_only_experts_understand(canvas: Canvas) -> None:
    assert not canvas.getPlotItem().getViewBox().menuEnabled()
    assert not canvas.getViewBox().autoRangeEnabled()[0]
    assert not canvas.getViewBox().autoRangeEnabled()[1]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_axes_take_the_themes_colors(canvas: Canvas, theme: Theme) -> None:
    canvas.setLabel("left", "loss")
    canvas.style_axes(theme)
    axis = canvas.getAxis("left")
    assert axis.textPen().color().name() == theme.faint
    assert axis.pen().color().name() == theme.border
    assert f"color: {theme.text}" in axis.labelString()
    image = canvas.grab().toImage()
    view = canvas.getViewBox()
    at = view.mapViewToScene(QPointF(51.0, 0.51)).toPoint()
    assert image.pixelColor(at).name() == theme.ground


@pytest.mark.parametrize("kind", PLOTS, ids=[kind.name for kind in PLOTS])
def test_no_line_of_python_runs_while_qt_paints(
    stage: Any, make_history: MakeHistory, make_counts: Callable[..., np.ndarray], kind: type[Plot]
) -> None:
    """While one does, Qt holds the interpreter lock and training waits."""
    norms = 10.0 ** np.random.default_rng(0).uniform(-9, 0, (5000, 12))
    norms[40:60, 2] = norms[-1, 3] = 0.0
    sigmoid = Settings()
    relu = dataclasses.replace(sigmoid, activation="relu")
    history = make_history(
        norms,
        after_clip=norms / 2,
        held_out={0: (2.0, 0.1), 2000: (1.0, 0.5)},
        histograms={step: make_counts(12, {-9: (3, 4), -5: (30, 40)}, zeros=7) for step in range(0, 5000, 50)},
        others=[Intervention(700, relu, sigmoid, relu, "")],
    )
    plot = stage.show(kind, history)
    stage.selection.steps.follow(4999)
    stage.settle(plot)
    assert plot.windowHandle().isExposed()
    for canvas in plot.canvases:
        assert python_calls(canvas.viewport().repaint) == []
    plot.refresh()
    for canvas in plot.canvases:
        assert python_calls(canvas.viewport().repaint) == []
    # In replay too.
    history.pin(Note(900, "a note"))
    stage.selection.moment.choose(1234.0)
    plot.refresh()
    for canvas in plot.canvases:
        assert python_calls(canvas.viewport().repaint) == []


def test_the_search_for_python_finds_it(qtbot: QtBot) -> None:
    """pyqtgraph's own plot is painted by Python."""
    plain = pg.PlotWidget()
    qtbot.addWidget(plain)
    plain.show()
    QApplication.processEvents()
    found = python_calls(plain.viewport().repaint)
    assert any("paintEvent" in name for name in found), found


def test_items_of_the_plane_stand_where_the_axes_say(canvas: Canvas) -> None:
    curve = Curve(canvas.plane)
    curve.setPen(hairline("#ff0000"))
    curve.set_points(np.array([0.0, 100.0]), np.array([0.25, 0.25]))
    view = canvas.getViewBox()
    for y_range in ((0.0, 1.0), (-1.0, 0.5), (0.2, 0.3)):
        canvas.setYRange(*y_range, padding=0)
        image = canvas.grab().toImage()
        at = view.mapViewToScene(QPointF(50.5, 0.25))
        reds = [y for y in range(image.height()) if image.pixelColor(int(at.x()), y).name() == "#ff0000"]
        assert reds
        assert all(abs(y - at.y()) <= 1.0 for y in reds)
    canvas.setYRange(5.0, 6.0, padding=0)
    image = canvas.grab().toImage()
    assert not any(image.pixelColor(250, y).name() == "#ff0000" for y in range(image.height()))


def test_a_change_of_range_or_size_is_told_when_everything_has_its_place(canvas: Canvas) -> None:
    seen: list[tuple[float, list[str]]] = []
    canvas.settled.connect(lambda: seen.append((canvas.x_pixel(50.0), canvas.getAxis("bottom").labels())))
    canvas.setXRange(50.0, 60.0, padding=0)
    at, labels = seen[-1]
    assert at == pytest.approx(0.0, abs=1e-6)
    assert labels[0] == "50"
    assert labels[-1] == "60"
    canvas.setXRange(40.0, 60.0, padding=0)
    at, _labels = seen[-1]
    assert at == pytest.approx(canvas.overlay.rect().width() / 2)
    canvas.resize(900, 300)
    QApplication.processEvents()
    assert canvas.overlay.rect().width() > 700
    assert seen[-1][0] == pytest.approx(canvas.overlay.rect().width() / 2)


def test_labels_of_an_axis_follow_its_range(qtbot: QtBot) -> None:
    canvas = Canvas(PlainAxis("bottom"), DecadeAxis("left"), "a plot")
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show()
    for low, high in ((-6, 1), (-3, 2), (-5, 2), (-3, 2)):
        canvas.setYRange(low, high, padding=0)
        assert len(canvas.getAxis("left").labels()) == high - low + 1
        for _ in range(3):
            QApplication.processEvents()
        stale = canvas.grab().toImage()
        canvas.viewport().update()
        assert canvas.grab().toImage() == stale


@pytest.mark.parametrize("side", ["bottom", "left"])
def test_another_label_stands_in_the_middle_of_its_axis_again(canvas: Canvas, side: str) -> None:
    for text in ("a", "a label of many words", "b"):
        canvas.set_label(side, text)
        axis = canvas.getAxis(side)
        middle = axis.label.mapToParent(axis.label.boundingRect().center())
        at, length = (middle.x(), axis.size().width()) if side == "bottom" else (middle.y(), axis.size().height())
        assert at == pytest.approx(length / 2, abs=2)
