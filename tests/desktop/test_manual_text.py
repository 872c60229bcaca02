"""A page on the screen: pictures as wide as there is room, in the colours of the window."""

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from gradiometer_desktop import theme
from gradiometer_desktop.manual_text import ManualText, _pictures


@pytest.fixture
def text(qtbot):
    made = ManualText()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    made.open_page("plot-profile")
    return made


def widths(text: ManualText) -> list[float]:
    return [cursor.charFormat().toImageFormat().width() for cursor in _pictures(text.document())]


def test_pictures_fit_beside_each_other(text):
    assert len(widths(text)) == 2
    assert 200 < sum(widths(text)) < text.viewport().width()
    text.resize(500, 700)
    QApplication.processEvents()
    assert sum(widths(text)) < text.viewport().width() < 500
    assert text.horizontalScrollBar().maximum() == 0


def test_pictures_of_the_theme(text):
    grounds = []
    for each in (theme.LIGHT, theme.DARK):
        theme.apply(each)
        picture = text.loadResource(2, "images/profile-sick.png")
        assert isinstance(picture, QImage)
        grounds.append(picture.pixelColor(2, picture.height() // 2).lightness() > 128)
    theme.apply(theme.LIGHT)
    assert grounds == [True, False]


def test_words_are_marked_and_found_in_turn(text):
    assert text.mark("layer") >= 2
    assert text.go_to_mark()
    first = text.textCursor().position()
    assert text.go_to_mark()
    assert text.textCursor().position() > first
    assert text.mark("") == 0
    assert not text.go_to_mark()
