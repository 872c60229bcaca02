"""The preview: what was asked for last is drawn in another thread, and shown as large as there is room."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from gradiometer.exports import ExportError
from gradiometer_desktop.export import Draw
from gradiometer_desktop.export_preview import Painter, Preview
from shared import TIMEOUT_MS
from styled import styled


def drawing(color: str, size: tuple[int, int] = (40, 30), remarks: tuple[str, ...] = ()) -> Draw:
    """What draws a picture of one colour."""

    def draw(path: Path) -> tuple[str, ...]:
        Image.new("RGB", size, color).save(path)
        return remarks

    return draw


def failing(error: Exception) -> Draw:
    def draw(_path: Path) -> tuple[str, ...]:
        raise error

    return draw


@pytest.fixture
def painter() -> Iterator[Painter]:
    made = Painter()
    yield made
    made.close_down()


@pytest.fixture
def preview(qtbot: QtBot) -> Iterator[Preview]:
    made = Preview()
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.painter.close_down()


Shown = Callable[..., None]


@pytest.fixture
def shown(preview: Preview, qtbot: QtBot) -> Shown:
    """Shows what something draws, and waits for it."""

    def show(draw: Draw, caption: str = "178 x 100 mm") -> None:
        with qtbot.waitSignal(preview.painter.painted, timeout=TIMEOUT_MS):
            preview.draw(draw, caption)

    return show


def color_of(preview: Preview) -> str:
    return preview.picture.pixelColor(0, 0).name()


# ---------------------------------------------------------------------------------------------------- the painter


def test_it_draws_in_another_thread(painter: Painter, qtbot: QtBot) -> None:
    threads = []

    def draw(path: Path) -> tuple[str, ...]:
        threads.append(threading.current_thread())
        return drawing("#ff0000", remarks=("a remark",))(path)

    with qtbot.waitSignal(painter.painted, timeout=TIMEOUT_MS) as signal:
        painter.ask(draw)
        assert painter.is_waiting
        assert threads == [], "until nothing more is asked for"
    image, remarks = signal.args
    assert (image.width(), image.height()) == (40, 30)
    assert image.pixelColor(5, 5).name() == "#ff0000"
    assert remarks == ("a remark",)
    assert [thread.name for thread in threads] == ["preview"]
    assert not painter.is_waiting


def test_of_many_requests_the_last_one_is_drawn(painter: Painter, qtbot: QtBot) -> None:
    drawn = []

    def noting(number: int) -> Draw:
        def draw(path: Path) -> tuple[str, ...]:
            drawn.append(number)
            return drawing("#00ff00")(path)

        return draw

    with qtbot.waitSignal(painter.painted, timeout=TIMEOUT_MS):
        for number in range(20):
            painter.ask(noting(number))
    assert drawn == [19]


def test_a_stale_picture_is_dropped(painter: Painter, qtbot: QtBot) -> None:
    """What is being drawn when something else is asked for is not shown; what was asked for last is."""
    begun, go_on = threading.Event(), threading.Event()
    shown = []
    painter.painted.connect(lambda image, _remarks: shown.append(image.pixelColor(0, 0).name()))

    def slow(path: Path) -> tuple[str, ...]:
        begun.set()
        go_on.wait(TIMEOUT_MS / 1000)
        return drawing("#ff0000")(path)

    painter.ask(slow)
    qtbot.waitUntil(begun.is_set, timeout=TIMEOUT_MS)
    painter.ask(drawing("#00ff00"))
    painter.ask(drawing("#0000ff"))
    with qtbot.waitSignal(painter.painted, timeout=TIMEOUT_MS):
        go_on.set()
    assert shown == ["#0000ff"]


def test_a_stale_failure_is_dropped(painter: Painter, qtbot: QtBot) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(_path: Path) -> tuple[str, ...]:
        begun.set()
        go_on.wait(TIMEOUT_MS / 1000)
        raise ExportError("too late")

    painter.ask(slow)
    qtbot.waitUntil(begun.is_set, timeout=TIMEOUT_MS)
    painter.ask(drawing("#0000ff"))
    with qtbot.assertNotEmitted(painter.failed), qtbot.waitSignal(painter.painted, timeout=TIMEOUT_MS):
        go_on.set()


def test_nothing_more_is_wanted(painter: Painter, qtbot: QtBot) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(path: Path) -> tuple[str, ...]:
        begun.set()
        go_on.wait(TIMEOUT_MS / 1000)
        return drawing("#ff0000")(path)

    painter.ask(slow)
    qtbot.waitUntil(begun.is_set, timeout=TIMEOUT_MS)
    painter.ask(None)
    with qtbot.assertNotEmitted(painter.painted):
        go_on.set()
        qtbot.waitUntil(lambda: not painter._background.is_busy, timeout=TIMEOUT_MS)
    painter.close_down()
    painter.ask(drawing("#00ff00"))
    assert not painter.is_waiting


@pytest.mark.parametrize("error", [ExportError("font 'X' is not installed"), OSError("the disk is full")])
def test_what_cannot_be_drawn_is_a_sentence(painter: Painter, qtbot: QtBot, error: Exception) -> None:
    with qtbot.waitSignal(painter.failed, timeout=TIMEOUT_MS) as signal:
        painter.ask(failing(error))
    assert signal.args == [str(error)]
    assert not painter.is_waiting
    # The next one is drawn again.
    with qtbot.waitSignal(painter.painted, timeout=TIMEOUT_MS):
        painter.ask(drawing("#00ff00"))


def test_a_file_that_is_no_picture(painter: Painter, qtbot: QtBot) -> None:
    def draw(path: Path) -> tuple[str, ...]:
        path.write_text("no picture")
        return ()

    with qtbot.waitSignal(painter.failed, timeout=TIMEOUT_MS) as signal:
        painter.ask(draw)
    assert signal.args == ["the preview cannot be shown"]


# ---------------------------------------------------------------------------------------------------- the picture


def test_it_is_shown_as_large_as_there_is_room(preview: Preview, shown: Shown, qtbot: QtBot) -> None:
    shown(drawing("#336699", (400, 100)))
    for size in (QSize(500, 400), QSize(900, 300)):
        preview.resize(size)
        qtbot.waitUntil(lambda size=size: preview.size() == size)
        picture, room = preview.paper.pixmap(), preview.paper.size()
        assert picture.width() / picture.height() == pytest.approx(4, rel=0.02)
        assert picture.width() <= room.width()
        assert picture.height() <= room.height()
        assert room.width() - picture.width() < 30 or room.height() - picture.height() < 30


def test_a_picture_that_fits_stays_as_sharp_as_it_is(preview: Preview, shown: Shown) -> None:
    room = preview._room
    shown(drawing("#336699", (room.width(), room.width() // 2)))
    assert preview.paper.pixmap().toImage().size() == QSize(room.width(), room.width() // 2)


def test_the_resolution_is_that_of_the_room(preview: Preview) -> None:
    room = preview._room
    for size in ((178, 100), (60, 250), (85, 64)):
        style = styled(size, font_size=5)
        dpi = preview.dpi_for(style, float("inf"))
        width, height = (length * dpi for length in style.size_in)
        assert width <= room.width() + 1
        assert height <= room.height() + 1
        assert width > room.width() - 1 or height > room.height() - 1
    # A picture that will be coarse is seen to be.
    assert preview.dpi_for(styled(), 40) == 40
    # What no style may have is asked of none.
    assert preview.dpi_for(styled((2000, 1000)), float("inf")) == 30
    assert preview.dpi_for(styled((30, 25), font_size=3), float("inf")) <= 1200


def test_caption_and_remarks(preview: Preview, shown: Shown) -> None:
    shown(drawing("#336699", remarks=("no font here has the letters x", "another one")), "85 x 64 mm")
    assert preview.caption.isVisible()
    assert preview.caption.sentence == "85 x 64 mm"
    assert preview.remarks.sentence == "No font here has the letters x; another one."
    assert preview.remarks.isVisible()
    shown(drawing("#336699"))
    assert not preview.remarks.isVisible()


def test_a_problem_stands_in_place_of_the_caption(preview: Preview, shown: Shown, qtbot: QtBot) -> None:
    shown(drawing("#336699"))
    preview.refuse("font_size = 30 is not allowed")
    assert preview.problem.isVisible()
    assert preview.problem.sentence == "font_size = 30 is not allowed"
    assert not preview.caption.isVisible()
    assert color_of(preview) == "#336699", "the last picture stays"
    with qtbot.waitSignal(preview.painter.failed, timeout=TIMEOUT_MS):
        preview.draw(failing(ExportError("font 'X' is not installed")), "85 x 64 mm")
        assert preview.caption.isVisible()
    assert preview.problem.sentence == "font 'X' is not installed"
    assert color_of(preview) == "#336699"
    shown(drawing("#993333"))
    assert not preview.problem.isVisible()
    assert color_of(preview) == "#993333"


def test_a_refusal_goes_before_what_is_being_drawn(preview: Preview, qtbot: QtBot) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(path: Path) -> tuple[str, ...]:
        begun.set()
        go_on.wait(TIMEOUT_MS / 1000)
        return drawing("#ff0000")(path)

    preview.draw(slow, "85 x 64 mm")
    qtbot.waitUntil(begun.is_set, timeout=TIMEOUT_MS)
    preview.refuse("not so")
    go_on.set()
    qtbot.waitUntil(lambda: not preview.painter._background.is_busy, timeout=TIMEOUT_MS)
    assert preview.picture.isNull()
    assert preview.problem.sentence == "not so"


def test_only_what_takes_long_is_said_to(preview: Preview, shown: Shown, qtbot: QtBot) -> None:
    shown(drawing("#336699"))
    assert not preview.late.isVisible()
    go_on = threading.Event()

    def slow(path: Path) -> tuple[str, ...]:
        go_on.wait(TIMEOUT_MS / 1000)
        return drawing("#ff0000")(path)

    preview.draw(slow, "85 x 64 mm")
    assert not preview.late.isVisible()
    assert color_of(preview) == "#336699", "the old picture stays meanwhile"
    qtbot.waitUntil(preview.late.isVisible, timeout=TIMEOUT_MS)
    assert preview.late.text() == "drawing…"
    with qtbot.waitSignal(preview.painter.painted, timeout=TIMEOUT_MS):
        go_on.set()
    assert not preview.late.isVisible()
    assert color_of(preview) == "#ff0000"


def test_a_note_instead_of_a_picture(preview: Preview, shown: Shown) -> None:
    shown(drawing("#336699"))
    preview.show_note("A table.")
    assert preview.paper.text() == "A table."
    assert preview.picture.isNull()
    assert not preview.caption.isVisible()


def test_more_or_less_room_is_told(preview: Preview, qtbot: QtBot) -> None:
    with qtbot.waitSignal(preview.resized, timeout=TIMEOUT_MS):
        preview.resize(700, 420)
