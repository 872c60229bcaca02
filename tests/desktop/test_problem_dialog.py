"""The window of an unexpected error: what can be read, copied, and found from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from gradiometer_desktop.problem_dialog import ProblemDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> ProblemDialog:
    made = ProblemDialog("A title", "What <b>happened</b>", "All is safe.", "Traceback\n  line 1\nversions")
    qtbot.addWidget(made)
    made.show()
    return made


def test_all_of_it_can_be_copied_and_it_stays(dialog: ProblemDialog) -> None:
    QApplication.clipboard().setText("something else")
    dialog.copy.click()
    assert QApplication.clipboard().text() == ("What <b>happened</b>\n\nAll is safe.\n\nTraceback\n  line 1\nversions")
    assert dialog.copy.text() == "Copied"
    assert dialog.isVisible()


def test_it_stops_nothing_and_its_parts_have_names(dialog: ProblemDialog) -> None:
    assert not dialog.isModal()
    assert dialog.details.accessibleName() == "Details of the error"
    assert dialog.details.isReadOnly()
    assert dialog.repeats.isHidden()


def test_repeats_are_counted(dialog: ProblemDialog) -> None:
    dialog.count(1, 0)
    assert dialog.repeats.isHidden()
    dialog.count(12, 0)
    assert dialog.repeats.text() == "It has come 12 times."
    dialog.count(12, 1)
    assert dialog.repeats.text() == "It has come 12 times. 1 other error came after it: see the log."
    dialog.count(1, 3)
    assert dialog.repeats.text() == "3 other errors came after it: see the log."
    assert dialog.repeats.isVisible()


@pytest.mark.parametrize("opens", [True, False])
def test_the_log_folder_is_shown(
    dialog: ProblemDialog, log_folder: Path, monkeypatch: pytest.MonkeyPatch, opens: bool
) -> None:
    log_folder.mkdir()
    asked = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: asked.append(url.toLocalFile()) or opens)
    dialog.show_logs.click()
    assert asked == [str(log_folder)]
    told = [box.text() for box in dialog.findChildren(QMessageBox)]
    assert told == ([] if opens else [f"The logs are in {log_folder}"])


def test_there_is_no_log_folder(dialog: ProblemDialog, log_folder: Path) -> None:
    dialog.show_logs.click()
    [box] = dialog.findChildren(QMessageBox)
    assert box.text() == f"There are no logs, because this folder cannot be written: {log_folder}"
