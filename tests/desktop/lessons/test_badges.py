"""The signs before verdicts."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QIcon, QImage
from pytestqt.qtbot import QtBot

from gradiometer_desktop.lessons.badges import badge
from gradiometer_desktop.theme import DARK, LIGHT, Theme


def pixels(icon: QIcon) -> np.ndarray:
    """Red, green, blue, opacity [height, width, 4]."""
    image = icon.pixmap(16, 16).toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    return np.array(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)


def luminance(color: np.ndarray) -> float:
    """Relative luminance of WCAG 2, of sRGB 0 to 255."""
    share = np.asarray(color, float) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_each_is_told_by_its_form_and_seen_on_its_ground(qtbot: QtBot, theme: Theme) -> None:
    signs = [pixels(badge(agrees, theme)) for agrees in (True, False, None)]
    shapes = [sign[..., 3] > 128 for sign in signs]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert (shapes[one] != shapes[other]).sum() > 30
    ground = luminance(np.array([int(theme.base[index : index + 2], 16) for index in (1, 3, 5)]))
    for sign, shape in zip(signs, shapes, strict=True):
        color = luminance(np.median(sign[shape][:, :3], axis=0))
        assert (max(color, ground) + 0.05) / (min(color, ground) + 0.05) >= 3
