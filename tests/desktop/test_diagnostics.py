"""What is told of the program, its screen and its session where something is wrong."""

from __future__ import annotations

import torch
from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication

import gradiometer
from gradiometer_desktop import diagnostics, logs
from gradiometer_desktop.main_window import MainWindow


def facts_of(text: str) -> dict[str, str]:
    return {name: value.strip() for name, _, value in (line.partition("  ") for line in text.splitlines())}


def test_all_of_it(ready: MainWindow) -> None:
    facts = facts_of(diagnostics.collect(ready.session, loads_torch=True))
    assert facts["Gradiometer"] == gradiometer.__version__
    assert facts["PyTorch"] == torch.__version__
    assert facts["CUDA device"].startswith("none") != torch.cuda.is_available()
    assert facts["Qt"].startswith(f"{qVersion()}, {QApplication.platformName()}, style ")
    assert facts["Screens"].startswith("800x800 at 1x, ")
    assert facts["Theme"].endswith("(light)")
    assert facts["Language"] == "en"
    assert facts["Logs"] == str(logs.folder())
    assert facts["Session"] == "live, 784-12-12-12-10"
    assert (facts["File"], facts["Steps"], facts["Device"]) == ("none yet", "none yet", "CPU")


def test_no_session() -> None:
    facts = facts_of(diagnostics.collect(None))
    assert facts["Session"] == "none"
    assert "File" not in facts


def test_a_saved_session(window: MainWindow, saved) -> None:
    window.open_path(saved)
    facts = facts_of(diagnostics.collect(window.session))
    assert facts["Session"] == "saved, 784-12-12-12-10"
    assert (facts["File"], facts["Steps"]) == (str(saved), "0 to 59")
