"""The line at an intervention and its label."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradiometer_desktop.plots.axes import PlainAxis
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.markers import Marker
from gradiometer_desktop.theme import DARK, LIGHT


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    made = Canvas(PlainAxis("bottom"), PlainAxis("left"), "a plot")
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.setXRange(0.0, 100.0, padding=0)
    made.show()
    for _ in range(3):
        made.grab()
        QApplication.processEvents()
    return made


def test_it_stands_at_its_step_from_top_to_bottom(canvas: Canvas) -> None:
    marker = Marker(canvas, 40, LIGHT)
    for first, last in ((0.0, 100.0), (30.0, 50.0)):
        canvas.setXRange(first, last, padding=0)
        marker.stand()
        rect, line = canvas.overlay.rect(), marker.line.line()
        assert line.x1() == line.x2() == pytest.approx(rect.width() * (40 - first) / (last - first))
        assert (line.y1(), line.y2()) == (rect.top(), rect.bottom())
        assert marker.line.isVisible()
    canvas.setXRange(50.0, 60.0, padding=0)
    marker.stand()
    assert not marker.line.isVisible()


def test_its_label_reads_upwards_from_where_it_is_put(canvas: Canvas) -> None:
    marker = Marker(canvas, 40, LIGHT)
    assert not marker.label.isVisible()
    marker.add("ReLU")
    short = marker.length_px
    marker.add("skips on")
    assert marker.text == "ReLU · skips on"
    assert marker.length_px > short
    marker.write(100.0, 6.0)
    assert marker.label.isVisible()
    rect = marker.label.mapRectToParent(marker.label.rect())
    assert rect.getRect() == pytest.approx((100.0, 6.0, marker.width_px, marker.length_px))
    marker.write(100.0, None)
    assert not marker.label.isVisible()


def test_colors_and_removal(canvas: Canvas) -> None:
    before = len(canvas.overlay.childItems())
    marker = Marker(canvas, 40, LIGHT)
    assert marker.color.name() == LIGHT.marker
    marker.recolor(DARK)
    assert marker.color.name() == DARK.marker
    assert marker.label.brush().color().name() == DARK.ground
    assert len(canvas.overlay.childItems()) > before
    marker.remove()
    assert len(canvas.overlay.childItems()) == before
