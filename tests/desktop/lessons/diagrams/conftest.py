"""What tests of the diagrams share: a diagram on the screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradiometer_desktop.lessons.diagrams import Diagram
from gradiometer_desktop.theme import LIGHT, Theme


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., Diagram]:
    """Shows and paints a diagram of a kind until its axes are at rest."""

    def _show(kind: type[Diagram], *, width: int = 440, theme: Theme = LIGHT) -> Diagram:
        diagram = kind()
        qtbot.addWidget(diagram)
        diagram.apply_theme(theme)
        diagram.resize(width, diagram.sizeHint().height())
        diagram.show()
        qtbot.waitExposed(diagram)
        for _ in range(3):
            diagram.grab()
            QApplication.processEvents()
        return diagram

    return _show
