"""Icons: drawn, different, and in the colours of the theme."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication

from gradiometer_desktop.icons import NAMES, application_icon, icon
from gradiometer_desktop.theme import DARK, LIGHT, Theme


def pixels(made: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal, scale: float = 1.0) -> np.ndarray:
    """uint8 [height, width, 4]: red, green, blue, alpha."""
    image = made.pixmap(QSize(20, 20), scale, mode).toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    return np.array(image.constBits()).reshape(image.height(), image.width(), 4)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_drawn_in_the_themes_color(qapp: QApplication, name: str, theme: Theme) -> None:
    for mode, color in ((QIcon.Mode.Normal, theme.text), (QIcon.Mode.Disabled, theme.faint)):
        image = pixels(icon(name, theme), mode)
        opaque = image[image[..., 3] == 255]
        assert 40 <= len(opaque) <= 300
        assert (opaque[:, :3] == QColor(color).getRgb()[:3]).all()


def test_icons_differ(qapp: QApplication) -> None:
    images = [pixels(icon(name, LIGHT)) for name in NAMES]
    for index, image in enumerate(images):
        assert all(np.abs(image.astype(int) - other).sum() > 1000 for other in images[index + 1 :])


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_sharp_on_a_fine_screen(qapp: QApplication, name: str) -> None:
    assert pixels(icon(name, LIGHT), scale=2.0).shape == (40, 40, 4)


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
