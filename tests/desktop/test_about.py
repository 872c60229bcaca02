"""What the program is, and whose work it is made of."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pytestqt.qtbot import QtBot

import gradiometer
from gradiometer_desktop.about import LICENCES, AboutWindow, licences

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def test_it_says_what_it_is(qtbot: QtBot) -> None:
    window = AboutWindow()
    qtbot.addWidget(window)
    window.show()
    assert not window.isModal()
    assert window.windowTitle() == "About Gradiometer"
    assert window.licences.toPlainText() == licences()
    assert window.licences.accessibleName() == "Licences of what it is made of"
    assert window.name.text() == f"Gradiometer {gradiometer.__version__}"
    window.buttons.rejected.emit()
    assert not window.isVisible()


def test_everything_that_is_installed_with_it_is_named() -> None:
    project = tomllib.loads(PROJECT.read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["desktop"]]
    named = {name.lower() for name, _licence, _where in LICENCES}
    assert {re.match(r"[\w-]+", each)[0].lower() for each in wanted} == named
    text = licences()
    assert "not installed" not in text
    assert "CC BY-SA 3.0" in text
