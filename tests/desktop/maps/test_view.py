"""A picture of a map: colours, numbers, hatching, the line, and what the mouse does."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gradiometer.colors import diverging_colors
from gradiometer_desktop.maps.view import MapView
from gradiometer_desktop.theme import DARK, LIGHT, Theme
from staged import Mouse, python_calls

NAN = np.nan
VALUES = np.array([[0.0, -1.0, NAN], [4.0, -4.0, -np.inf]])
ACROSS = ("Initialization", ["He", "Xavier", "One whose name is too long for its column"])
UP = ("Depth", ["3", "30"])


@pytest.fixture
def view(qtbot: QtBot) -> MapView:
    window = QWidget()
    qtbot.addWidget(window)
    made = MapView("Measured")
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(made)
    window.resize(500, 400)
    made.apply_theme(LIGHT)
    made.show_grid(ACROSS, UP)
    window.show()
    qtbot.waitExposed(window)
    made.show_values(VALUES, np.isnan(VALUES), 4)
    made.keeps = window
    settle(made)
    return made


def settle(view: MapView) -> None:
    """Paint until the axes have found their widths."""
    for _ in range(3):
        view.grab()
        QApplication.processEvents()


@pytest.fixture
def mouse(qtbot: QtBot) -> Mouse:
    return Mouse(qtbot)


def middle(view: MapView, row: int, column: int) -> QPoint:
    """Of a cell, in the view's pixels."""
    return view.mapFromScene(view.plane.mapToScene(QPointF(column + 1.0, row + 1.0)))


def color_at(view: MapView, row: int, column: int) -> str:
    """Beside the number, in the cell's corner."""
    at = view.mapFromScene(view.plane.mapToScene(QPointF(column + 0.57, row + 0.57)))
    return QColor(view.grab().toImage().pixelColor(at)).name()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_colours_begin_at_the_bottom(view: MapView, theme: Theme) -> None:
    view.apply_theme(theme)
    ramp = diverging_colors(255, dark=theme.dark)
    places = {(0, 0): 127, (1, 0): 254, (1, 1): 0, (1, 2): 0, (0, 1): round(127 * 3 / 4)}
    assert {place: color_at(view, *place) for place in places} == {place: ramp[at] for place, at in places.items()}
    assert color_at(view, 0, 2) in (theme.ground, theme.border)


def test_numbers_stand_in_the_middle_of_their_cells(view: MapView) -> None:
    assert view.texts() == {(0, 0): "0.0", (0, 1): "−1.0", (1, 0): "+4.0", (1, 1): "−4.0", (1, 2): "−∞"}
    for (row, column), item in view._texts.items():
        at = view.mapFromScene(item.mapToScene(item.boundingRect().center()))
        assert (at - middle(view, row, column)).manhattanLength() <= 2


def test_where_numbers_have_no_room_there_are_none(view: MapView) -> None:
    view.keeps.resize(130, 400)
    settle(view)
    assert not view.texts()
    view.keeps.resize(500, 400)
    settle(view)
    assert len(view.texts()) == 5


def test_another_grid_leaves_nothing_of_the_one_before(view: MapView) -> None:
    view.show_line(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    view.frame_chosen((0, 1))
    view.show_grid(("Weight scale", ["1"]), ("Depth", ["3", "5", "8"]))
    assert not view.texts()
    assert not len(view._lines[0].points()[0])
    assert not any(item.isVisible() for item in view._choice._items.values())
    assert view.getViewBox().viewRange() == [[0.5, 1.5], [0.5, 3.5]]
    assert view.getAxis("left").labels() == ["3", "5", "8"]


def test_names_on_the_axes_are_cut_to_their_columns(view: MapView) -> None:
    he, xavier, long = view.getAxis("bottom").labels()
    assert (he, xavier) == ("He", "Xavier")
    assert long.startswith("One whose name")
    assert long.endswith("…")
    assert view.getAxis("left").labels() == ["3", "30"]


def test_only_what_will_never_be_known_is_hatched(view: MapView) -> None:
    x, y = view._hatching.points()
    seen = np.isfinite(x)
    # All in the cell of row 0 and column 2, which is around (3, 1).
    assert (x[seen].min(), x[seen].max(), y[seen].min(), y[seen].max()) == (2.5, 3.5, 0.5, 1.5)
    view.show_values(VALUES, np.zeros(VALUES.shape, np.bool_), 4)
    assert not len(view._hatching.points()[0])


def test_the_line_lies_on_the_grid(view: MapView) -> None:
    view.show_line(np.array([0.5, 0.5, NAN]), np.array([-0.5, 0.5, 1.5]))
    for line in view._lines:
        np.testing.assert_array_equal(line.points(), [[1.5, 1.5, NAN], [0.5, 1.5, 2.5]])


def test_the_mouse_points_and_chooses(view: MapView, mouse: Mouse, qtbot: QtBot) -> None:
    pointed: list[object] = []
    view.pointed.connect(pointed.append)
    mouse.hover(view, 3.0, 2.0)
    mouse.hover(view, 3.1, 1.9)
    mouse.hover(view, 1.0, 1.0)
    with qtbot.waitSignal(view.chosen) as chosen:
        mouse.click(view, 1.0, 1.0)
    # On an axis.
    mouse.hover(view, 0.4, 1.0)
    assert pointed == [(1, 2), (0, 0), None]
    assert chosen.args == [(0, 0)]


def test_a_double_click_opens_the_cell_under_the_mouse(view: MapView, mouse: Mouse, qtbot: QtBot) -> None:
    mouse.hover(view, 1.0, 2.0)
    with qtbot.waitSignal(view.opened) as opened:
        mouse.double_click(view, 1.0, 2.0)
    assert opened.args == [(1, 0)]


def test_neither_wheel_nor_mouse_moves_it(view: MapView, mouse: Mouse) -> None:
    before = view.getViewBox().viewRange()
    mouse.wheel(view, 2)
    mouse.drag(view, 1.0, 2.0)
    assert view.getViewBox().viewRange() == before


def test_no_line_of_python_runs_while_qt_paints(view: MapView) -> None:
    view.show_line(np.array([0.5, 0.5]), np.array([-0.5, 1.5]))
    view.frame_pointed((0, 0))
    view.frame_chosen((1, 1))
    view.viewport().repaint()
    assert python_calls(view.viewport().repaint) == []
