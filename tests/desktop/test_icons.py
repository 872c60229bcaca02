"""Icons: drawn, different, and in the colours of the theme."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from gradiometer_desktop import theme
from gradiometer_desktop.icons import NAMES, application_icon, icon, iconed, picture, show_icons_of
from gradiometer_desktop.theme import DARK, LIGHT, Theme


def pixels(made: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal, scale: float = 1.0) -> np.ndarray:
    """uint8 [height, width, 4]: red, green, blue, alpha."""
    image = made.pixmap(QSize(20, 20), scale, mode).toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    return np.array(image.constBits()).reshape(image.height(), image.width(), 4)


@pytest.mark.parametrize("chosen", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_drawn_in_the_themes_color(qapp: QApplication, name: str, chosen: Theme) -> None:
    for mode, color in ((QIcon.Mode.Normal, chosen.text), (QIcon.Mode.Disabled, chosen.faint)):
        image = pixels(icon(name, chosen), mode)
        ink = image[..., 3].sum() / 255
        assert 20 <= ink <= 200, "neither empty nor a block"
        assert not image[0].any(), "it keeps off the edge of its grid"
        assert not image[:, 0].any(), "it keeps off the edge of its grid"
        strong = image[image[..., 3] >= 200]
        assert len(strong) >= 4
        # Premultiplied and back again, a channel may be off by two.
        assert (np.abs(strong[:, :3].astype(int) - QColor(color).getRgb()[:3]) <= 2).all()


def test_icons_differ(qapp: QApplication) -> None:
    images = [pixels(icon(name, LIGHT)) for name in NAMES]
    for index, image in enumerate(images):
        assert all(np.abs(image.astype(int) - other).sum() > 1000 for other in images[index + 1 :])


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_sharp_on_a_fine_screen(qapp: QApplication, name: str) -> None:
    """Rendered at that size, not enlarged: its edges are no wider there than on a plain screen."""
    assert pixels(icon(name, LIGHT), scale=2.0).shape == (40, 40, 4)
    for ratio in (1.5, 2.0, 3.0):
        drawn = picture(name, LIGHT.text, 20, ratio)
        assert drawn.width() == round(20 * ratio)
        assert drawn.devicePixelRatio() == ratio


@pytest.mark.parametrize("name", NAMES)
def test_all_are_one_family(name: str) -> None:
    """The same grid, the same weight of lines, round ends, and no colour of its own."""
    text = files("gradiometer_resources").joinpath("icons", "ui", f"{name}.svg").read_text("utf-8")
    head = text[: text.index(">")]
    for said in ('viewBox="0 0 20 20"', 'stroke-width="1.5"', 'stroke-linecap="round"', 'stroke-linejoin="round"'):
        assert said in head
    assert 'stroke="currentColor"' in head
    assert "#" not in text
    assert text.count("stroke-width") == 1


def test_a_menu_shows_icons_in_the_theme_from_when_it_is_opened(qtbot: QtBot) -> None:
    theme.apply(DARK)
    menu = QMenu()
    qtbot.addWidget(menu)
    named, plain = iconed("save", menu.addAction("Save")), menu.addAction("Other")
    show_icons_of(menu)
    assert named.icon().isNull()
    menu.aboutToShow.emit()
    assert named.icon().cacheKey() == icon("save", DARK).cacheKey()
    assert plain.icon().isNull()


def test_back_is_the_mirror_image_of_on(qapp: QApplication) -> None:
    for back, on in (("first", "newest"), ("step_back", "step_on"), ("mark_back", "mark_on")):
        mirrored, image = pixels(icon(back, LIGHT))[:, ::-1, 3], pixels(icon(on, LIGHT))[..., 3]
        # Edges between two pixels are rounded to either side.
        assert np.abs(mirrored.astype(int) - image).mean() < 3


def test_an_icon_is_drawn_once(qapp: QApplication) -> None:
    assert icon("start", LIGHT).cacheKey() == icon("start", LIGHT).cacheKey()


def test_the_programs_own_sign(qapp: QApplication) -> None:
    sign = application_icon()
    assert not sign.isNull()
    assert {size.width() for size in sign.availableSizes()} >= {16, 32, 48, 256}
    image = pixels(sign)
    assert len(np.unique(image.reshape(-1, 4), axis=0)) > 10
