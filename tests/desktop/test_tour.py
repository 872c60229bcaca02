"""The tour through the window."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from PySide6.QtCore import QRect, QSettings, Qt
from PySide6.QtWidgets import QFrame
from pytestqt.qtbot import QtBot

from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.tour import KEY, STOPS
from gradiometer_desktop.tour_bubble import Bubble
from shared import TIMEOUT_MS

OVER = ("shade", "spot", "bubble")


def overlays(window: MainWindow) -> list[QFrame]:
    """What of the tour lies over the window."""
    return [each for each in window.findChildren(QFrame) if each.objectName() in OVER and not each.isHidden()]


def bubble_of(window: MainWindow) -> Bubble:
    bubble = window.tour.bubble
    assert bubble is not None
    return bubble


def lit(window: MainWindow) -> QRect:
    """The place in the window that is framed."""
    spotlight = window.tour.spotlight
    assert spotlight is not None
    return spotlight.frame.geometry()


def test_six_stops_each_beside_its_part(ready: MainWindow, qtbot: QtBot, settings: QSettings) -> None:
    ready.activateWindow()
    ready.tour.begin()
    assert len(STOPS) == 6
    for index, stop in enumerate(STOPS):
        bubble = bubble_of(ready)
        part = stop.find(ready)

        def stands(part=part, bubble=bubble) -> None:
            place = QRect(part.mapTo(ready, part.rect().topLeft()), part.size())
            assert lit(ready).contains(place.adjusted(3, 3, -3, -3))
            assert ready.rect().contains(bubble.geometry())
            assert not bubble.geometry().intersects(place)

        qtbot.waitUntil(stands, timeout=TIMEOUT_MS)
        assert bubble.title.text() == stop.title
        assert bubble.accessibleName() == f"Step {index + 1} of 6: {stop.title}"
        assert bubble.dots.text().index("●") == index
        assert ready.focusWidget() is bubble.on
        assert bubble.text.height() >= bubble.text.heightForWidth(bubble.text.width())
        assert bubble.back.isEnabled() == (index > 0)
        qtbot.keyClick(bubble.on, Qt.Key.Key_Return)
    assert not ready.tour.is_on
    assert overlays(ready) == []
    assert settings.value(KEY) == "taken"


def test_it_goes_back_and_is_left_at_any_time(ready: MainWindow, qtbot: QtBot, settings: QSettings) -> None:
    ready.tour.begin()
    bubble_of(ready).on.click()
    bubble_of(ready).back.click()
    assert bubble_of(ready).title.text() == STOPS[0].title
    bubble_of(ready).skip.click()
    assert overlays(ready) == []
    assert settings.value(KEY) == "left"
    ready.tour.begin()
    assert ready.tour.index == 0
    qtbot.keyClick(ready, Qt.Key.Key_Escape)
    assert overlays(ready) == []


def test_what_it_offers_is_done(ready: MainWindow, qtbot: QtBot) -> None:
    ready.tour.begin()
    assert bubble_of(ready).deed.isHidden()
    bubble_of(ready).on.click()
    assert bubble_of(ready).deed.text() == "Start"
    bubble_of(ready).deed.click()
    qtbot.waitUntil(lambda: ready.session.is_playing, timeout=TIMEOUT_MS)
    bubble_of(ready).on.click()
    bubble_of(ready).on.click()
    with qtbot.waitSignal(ready.session.intervened, timeout=TIMEOUT_MS):
        bubble_of(ready).deed.click()
    assert ready.panel.settings.activation == "relu"
    # Training goes on behind it, and nothing is offered that is so already.
    bubble_of(ready).back.click()
    bubble_of(ready).on.click()
    assert bubble_of(ready).deed.isHidden()


def test_it_follows_the_window_and_a_closed_dock(ready: MainWindow, qtbot: QtBot) -> None:
    ready.tour.begin()
    before = lit(ready)
    ready.resize(1600, 900)
    qtbot.waitUntil(lambda: lit(ready).width() > before.width(), timeout=TIMEOUT_MS)
    ready.docks["profile"].close()
    spotlight = ready.tour.spotlight
    assert spotlight is not None
    qtbot.waitUntil(spotlight.frame.isHidden, timeout=TIMEOUT_MS)
    assert bubble_of(ready).isVisible()
    assert abs(bubble_of(ready).geometry().center().x() - ready.rect().center().x()) < 3


def test_docks_are_left_as_they_were(ready: MainWindow, qtbot: QtBot) -> None:
    ready.docks["norms"].hide()
    ready.docks["settings"].raise_()
    ready.tour.begin()
    for _stop in STOPS:
        bubble_of(ready).on.click()
    assert ready.docks["norms"].isHidden()
    qtbot.waitUntil(lambda: not ready.docks["settings"].visibleRegion().isEmpty(), timeout=TIMEOUT_MS)


def test_it_is_offered_once_on_the_start_page(window: MainWindow, qtbot: QtBot, settings: QSettings) -> None:
    assert window.tour.is_new
    window.open_first(None)
    page = window.start_page.page
    assert page is not None
    assert not page.head.tour.isFlat()
    assert settings.value(KEY) == "offered"
    assert not window.tour.is_new
    page.head.tour.click()
    assert not window.start_page.is_shown
    assert window.tour.is_on
    window.start_page.show()
    assert not window.tour.is_on


def test_nothing_of_python_runs_while_it_is_painted(ready: MainWindow, qtbot: QtBot) -> None:
    """Or a trainer would wait for it: the shades lie over plots that are painted all the time."""
    ready.tour.begin()
    qtbot.waitUntil(lambda: bubble_of(ready).isVisible(), timeout=TIMEOUT_MS)
    called: list[str] = []

    def listen(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            called.append(frame.f_code.co_qualname)

    assert len(overlays(ready)) == 6
    # What has the focus is listened to for its keys: one call a frame.
    bubble_of(ready).on.clearFocus()
    shaded = [canvas for plot in ready.plots.values() if plot.is_seen for canvas in plot.canvases]
    assert len(shaded) > 3
    for canvas in shaded:
        # What else had to be painted is through then.
        canvas.viewport().repaint()
        sys.setprofile(listen)
        try:
            canvas.viewport().repaint()
        finally:
            sys.setprofile(None)
    assert called == []


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_it_fits_the_usual_windows(ready: MainWindow, qtbot: QtBot, size: tuple[int, int]) -> None:
    ready.resize(*size)
    ready.tour.begin()
    for _stop in STOPS:
        bubble = bubble_of(ready)
        qtbot.waitUntil(lambda bubble=bubble: ready.rect().contains(bubble.geometry()), timeout=TIMEOUT_MS)
        bubble.on.click()
    assert not ready.tour.is_on
