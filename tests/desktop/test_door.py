"""The large buttons of the start page."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gradiometer_desktop import theme
from gradiometer_desktop.door import Door


@pytest.mark.parametrize("picture", ["lesson", "new", "open", "7"])
def test_a_door_has_a_picture_and_is_read_aloud(qtbot: QtBot, picture: str) -> None:
    door = Door(picture, "Open", "A file", "Ctrl+O")
    qtbot.addWidget(door)
    door.apply_theme(theme.LIGHT)
    light = door.picture.pixmap().toImage()
    door.apply_theme(theme.DARK)
    dark = door.picture.pixmap().toImage()
    assert (door.picture.text() == picture) if picture == "7" else (light != dark)
    assert (door.accessibleName(), door.accessibleDescription()) == ("Open", "A file (Ctrl+O)")
    with qtbot.waitSignal(door.clicked):
        door.click()


def test_it_is_as_high_as_its_texts(qtbot: QtBot) -> None:
    door = Door("new", "A title", "A line that is long enough to need two of them in a door as narrow as this one is")
    qtbot.addWidget(door)
    assert door.sizeHint().height() > 3 * door.fontMetrics().lineSpacing()
    assert door.minimumSizeHint().height() <= door.sizeHint().height()
    assert door.key.text() == ""
