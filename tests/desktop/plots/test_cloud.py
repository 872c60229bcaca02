"""Points that are painted once, and the thread that reads the examples."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gradiometer.datasets import DataError
from gradiometer.experiment import Experiment
from gradiometer.surfaces import Points
from gradiometer_desktop.plots.axes import PlainAxis
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.cloud import Cloud, PointsLoader
from gradiometer_desktop.plots.items import Face
from gradiometer_desktop.theme import LIGHT
from shared import TIMEOUT_MS
from staged import python_calls

MOONS = Experiment(data="moons", hidden=(4,), num_train=200, num_held_out=50)
FACES = (Face("s", 6, "#ff0000", "#ff0000"), Face("s", 6, "#0000ff", "#0000ff"))


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    made = Canvas(PlainAxis("bottom"), PlainAxis("left"), "test")
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.style_axes(LIGHT)
    made.say_empty("")
    made.setRange(xRange=(0.0, 10.0), yRange=(0.0, 10.0), padding=0)
    made.show()
    qtbot.waitExposed(made)
    return made


def color_at(canvas: Canvas, x: float, y: float) -> str:
    return canvas.grab().toImage().pixelColor(canvas.getViewBox().mapViewToScene(QPointF(x, y)).toPoint()).name()


def test_points_stand_where_the_axes_say_in_their_own_colors(canvas: Canvas) -> None:
    cloud = Cloud(canvas)
    cloud.set_points(np.array([2.5, 7.5]), np.array([7.5, 2.5]), np.array([0, 1]), FACES)
    for low, high in ((0.0, 10.0), (2.0, 9.0)):
        canvas.setRange(xRange=(low, high), yRange=(low, high), padding=0)
        assert color_at(canvas, 2.5, 7.5) == "#ff0000"
        assert color_at(canvas, 7.5, 2.5) == "#0000ff"
        assert color_at(canvas, 7.4, 7.4) == LIGHT.ground
    canvas.resize(600, 500)
    assert color_at(canvas, 2.5, 7.5) == "#ff0000"
    cloud.clear()
    assert color_at(canvas, 2.5, 7.5) == LIGHT.ground
    assert not len(cloud.points()[0])


def test_what_stands_is_not_painted_again(canvas: Canvas) -> None:
    cloud = Cloud(canvas)
    cloud.set_points(np.array([2.5]), np.array([7.5]), np.array([0]), FACES)
    before = cloud._item.pixmap().cacheKey()
    canvas.settle()
    assert cloud._item.pixmap().cacheKey() == before
    cloud.set_points(np.array([2.5]), np.array([7.5]), np.array([1]), FACES)
    assert cloud._item.pixmap().cacheKey() != before
    assert QColor(color_at(canvas, 2.5, 7.5)).blue() == 255


def test_a_thousand_points_take_no_python_to_paint(canvas: Canvas) -> None:
    x, y = np.random.default_rng(0).uniform(0, 10, (2, 1000))
    Cloud(canvas).set_points(x, y, np.arange(1000) % 2, FACES)
    assert python_calls(canvas.viewport().repaint) == []


@pytest.fixture
def loader(qtbot: QtBot) -> Iterator[PointsLoader]:
    made = PointsLoader()
    yield made
    made.load(None)


def test_examples_are_read_aside(loader: PointsLoader, qtbot: QtBot) -> None:
    with qtbot.waitSignal(loader.ended, timeout=TIMEOUT_MS):
        loader.load(MOONS)
        assert loader.is_busy
    assert loader.points is not None
    assert len(loader.points.x) == 200
    assert loader.trouble == ""
    # The same ones again are not read again.
    loader.load(MOONS)
    assert not loader.is_busy
    loader.load(None)
    assert loader.points is None


@pytest.mark.parametrize("error", [DataError("the file is gone"), MemoryError()])
def test_what_cannot_be_read_is_said(
    loader: PointsLoader, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(experiment: Experiment) -> Points:
        raise error

    monkeypatch.setattr("gradiometer_desktop.plots.cloud.load_points", refuse)
    with qtbot.waitSignal(loader.ended, timeout=TIMEOUT_MS):
        loader.load(MOONS)
    assert loader.points is None
    assert loader.trouble == (str(error) or "The examples do not fit into memory beside what is there")


def test_an_answer_to_an_older_question_is_not_taken(
    loader: PointsLoader, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, ended = threading.Event(), threading.Event()
    slow, other = dataclasses.replace(MOONS, num_train=150), MOONS
    nothing = np.empty(0)

    def load(experiment: Experiment) -> Points:
        if experiment is slow:
            assert go_on.wait(TIMEOUT_MS / 1000)
            ended.set()
        return Points(nothing, nothing, np.empty(0, np.int64), (str(experiment.num_train), ""))

    monkeypatch.setattr("gradiometer_desktop.plots.cloud.load_points", load)
    loader.load(slow)
    with qtbot.waitSignal(loader.ended, timeout=TIMEOUT_MS):
        loader.load(other)
    go_on.set()
    assert ended.wait(TIMEOUT_MS / 1000)
    assert not loader.is_busy
    assert loader.points is not None
    assert loader.points.names[0] == "200"
