"""The signs before findings."""

from __future__ import annotations

import itertools

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gradiometer_desktop.findings.signs import SIZE, kind_of, sign
from gradiometer_desktop.theme import DARK, LIGHT
from recorded import some_finding

SEVERE, WARNING = some_finding(), some_finding(severity="warning")
ENDED = some_finding(has_ended=True)


def shape(image: QImage) -> list[bool]:
    """Where there is ink, whatever its colour."""
    return [image.pixelColor(x, y).alpha() > 128 for y in range(image.height()) for x in range(image.width())]


def test_kinds_differ_by_form_and_not_by_colour_alone(qtbot: QtBot) -> None:
    assert [kind_of(each) for each in (SEVERE, WARNING, ENDED)] == ["severe", "warning", "ended"]
    shapes = [shape(sign(each, LIGHT, 1.0).toImage()) for each in (SEVERE, WARNING, ENDED)]
    for one, other in itertools.combinations(shapes, 2):
        assert sum(a != b for a, b in zip(one, other, strict=True)) > 30
    # The gravest one is the heaviest.
    assert sum(shapes[0]) > 2 * max(sum(shapes[1]), sum(shapes[2]))


def test_colours_follow_the_theme_and_the_screen(qtbot: QtBot) -> None:
    light, dark = (sign(SEVERE, theme, 1.0).toImage().pixelColor(3, 8).name() for theme in (LIGHT, DARK))
    assert (light, dark) == (LIGHT.warning, DARK.warning)
    sharp = sign(SEVERE, LIGHT, 2.0)
    assert sharp.width() == 2 * SIZE
    assert sharp.devicePixelRatio() == 2.0
