"""What tests of the comparison's plots share: real session files, and a stage with a mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradiometer.comparison import Comparison
from gradiometer_desktop.compare import ComparePlot
from gradiometer_desktop.compare.chosen import ComparedSelection
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.theme import LIGHT, Theme
from several import write_several
from shared import TIMEOUT_MS


@pytest.fixture(scope="session")
def several_paths(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """See several.write_several."""
    return write_several(tmp_path_factory.mktemp("several"))


@pytest.fixture
def several(several_paths: list[Path]) -> Iterator[Comparison]:
    with Comparison(several_paths) as comparison:
        yield comparison


class Stage:
    """Plots on the screen that share one selection, and a mouse that works in their coordinates."""

    def __init__(self, qtbot: QtBot):
        self.qtbot = qtbot
        self.chosen = ComparedSelection()

    def show(self, kind: type[ComparePlot], comparison: Comparison, *, theme: Theme = LIGHT) -> ComparePlot:
        """A plot of a kind in a window of its own, shown and painted."""
        self.chosen.choose_layers(comparison.usual_layers)
        self.chosen.steps.cover(*comparison.span(self.chosen.align))
        plot = kind(self.chosen)
        self.qtbot.addWidget(plot)
        plot.resize(700, 420)
        plot.apply_theme(theme)
        plot.show()
        self.qtbot.waitExposed(plot)
        plot.show_comparison(comparison)
        self.settle(plot)
        return plot

    def align(self, comparison: Comparison, align: str) -> None:
        """As the window does it."""
        self.chosen.choose_align(align)
        self.chosen.steps.cover(*comparison.span(align))

    def settle(self, plot: ComparePlot) -> None:
        """Draw what waits for the event loop, and paint until the axes have found their widths."""
        before = None
        for _ in range(10):
            QApplication.processEvents()
            plot.grab()
            now = [canvas.getViewBox().sceneBoundingRect().getRect() for canvas in plot.canvases]
            if now == before:
                return
            before = now
        raise AssertionError("the axes do not come to rest")

    def point(self, canvas: Canvas, x: float, y: float | None = None) -> QPoint:
        view = canvas.getViewBox()
        return canvas.mapFromScene(view.mapViewToScene(QPointF(x, view.viewRect().center().y() if y is None else y)))

    def click(self, canvas: Canvas, x: float, y: float | None = None) -> None:
        self.qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=self.point(canvas, x, y))

    def hover(self, canvas: Canvas, x: float, y: float | None = None) -> None:
        at, none = self.point(canvas, x, y), Qt.MouseButton.NoButton
        where = QPointF(canvas.viewport().mapToGlobal(at))
        event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), where, none, none, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(canvas.viewport(), event)

    def wait(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=TIMEOUT_MS)


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)
