"""What can be done with chosen sessions: each by its own way, and told where it fails."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from gradiometer.comparison import MOST
from gradiometer.library import Labels, summarize, write_labels
from gradiometer.runner import Runner
from gradiometer.session_database import journal_of
from gradiometer_desktop.browser import BrowserPage
from gradiometer_desktop.browser_details import LabelsDialog
from gradiometer_desktop.browser_table import NAME
from shared import SMALL, TIMEOUT_MS


def told(page: BrowserPage) -> list[str]:
    """The sentences of the dialogs that are open, each closed by that."""
    boxes = [box for box in page.findChildren(QMessageBox) if box.isVisible()]
    for box in boxes:
        box.close()
    return [box.text() for box in boxes]


def write_name(page: BrowserPage, qtbot: QtBot, text: str) -> None:
    """As a person does: F2, the text, Enter."""
    qtbot.waitActive(page)
    assert page.list.hasFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_F2)
    editor = page.list.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.setText(text)
    with qtbot.waitSignal(page.table.renamed):
        qtbot.keyClick(editor, Qt.Key.Key_Return)


def answer(page: BrowserPage, text: str) -> None:
    """Press a button of the question that is open."""
    (box,) = [box for box in page.findChildren(QMessageBox) if box.isVisible()]
    (button,) = [button for button in box.findChildren(QPushButton) if button.text().replace("&", "") == text]
    button.click()


@contextmanager
def held_by_another_program(path: Path) -> Iterator[None]:
    """Meanwhile another program records into it."""
    code = "import sys; from pathlib import Path; from gradiometer.session_lock import SessionLock\n"
    code += "lock = SessionLock(Path(sys.argv[1])); print(flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield
        finally:
            process.stdin.close()


@pytest.fixture
def second(page: BrowserPage, folder: Path) -> Path:
    """The session that is chosen."""
    path = folder / "second.gradiometer"
    page.list.choose([path])
    return path


@pytest.fixture
def trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Linux puts what is deleted in this test."""
    if sys.platform != "linux":
        pytest.skip("the trash of this system cannot be put elsewhere")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "Trash" / "files"


def test_how_many_must_be_chosen(page: BrowserPage, second: Path, folder: Path) -> None:
    deeds = page.deeds
    one = (deeds.open, deeds.branches, deeds.rename, deeds.label, deeds.show_folder)
    any_number = (deeds.duplicate, deeds.delete)
    assert all(action.isEnabled() for action in one + any_number)
    assert not deeds.compare.isEnabled()
    page.list.selectAll()
    assert not any(action.isEnabled() for action in one)
    assert all(action.isEnabled() for action in (*any_number, deeds.compare))
    page.list.clearSelection()
    assert not any(action.isEnabled() for action in (*one, *any_number, deeds.compare))


def test_two_to_eight_are_compared(page: BrowserPage, qtbot: QtBot, folder: Path) -> None:
    page.list.choose([folder / "first.gradiometer", folder / "third.gradiometer"])
    with qtbot.waitSignal(page.compare_asked) as asked:
        page.deeds.compare.trigger()
    assert asked.args == [[folder / "third.gradiometer", folder / "first.gradiometer"]]
    for _ in range(2):
        # Three, then six more: nine are one too many.
        page.list.selectAll()
        with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
            page.deeds.duplicate.trigger()
    page.list.selectAll()
    assert page.shown.rowCount() == 12
    assert not page.deeds.compare.isEnabled()
    page.list.choose([summary.path for summary in page.list.chosen[:8]])
    assert page.deeds.compare.isEnabled()


def test_a_name_is_written_in_its_place(page: BrowserPage, qtbot: QtBot, second: Path) -> None:
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        write_name(page, qtbot, "  größer  ")
        # At once, before it stands in the file.
        assert page.list.chosen[0].title == "größer"
    assert summarize(second).title == "größer"
    assert page.shown.index(1, NAME).data() == "größer"
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        write_name(page, qtbot, "")
    assert summarize(second).labels == Labels()
    assert page.list.chosen[0].title == "small"


def test_a_name_that_is_too_long_is_told_and_not_taken(page: BrowserPage, qtbot: QtBot, second: Path) -> None:
    write_name(page, qtbot, "x" * 201)
    assert told(page) == ["title has 201 characters, and may have 200."]
    assert page.list.chosen[0].title == "small"
    assert summarize(second).labels == Labels()


def test_a_name_that_cannot_be_written_is_taken_back(page: BrowserPage, qtbot: QtBot, second: Path) -> None:
    with held_by_another_program(second), qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        write_name(page, qtbot, "mine")
        assert page.list.chosen[0].title == "mine"
    (sentence,) = told(page)
    assert f"{second} is in use by another program" in sentence
    assert page.list.chosen[0].title == "small"


def test_tags_and_a_note_go_into_the_file(page: BrowserPage, qtbot: QtBot, second: Path) -> None:
    write_labels(second, Labels(title="mine"))
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        page.refresh()
    page.deeds.label.trigger()
    (dialog,) = page.findChildren(LabelsDialog)
    dialog.tags.setText(" relu,deep ,, relu")
    dialog.remark.setPlainText("line 1\nline 2")
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()
    assert summarize(second).labels == Labels(title="mine", tags=("relu", "deep"), remark="line 1\nline 2")
    assert page.details.facts["Tags"].text() == "relu, deep"
    assert page.details.remark.text() == "line 1\nline 2"
    assert page.shown.index(1, NAME).data() == "mine\n#relu  #deep"


def test_copies_stand_beside_their_originals(page: BrowserPage, qtbot: QtBot, folder: Path) -> None:
    page.list.choose([folder / "second.gradiometer", folder / "third.gradiometer"])
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        page.deeds.duplicate.trigger()
    assert summarize(folder / "second copy.gradiometer").title == "small copy"
    page.list.selectAll()
    titles = sorted(summary.title for summary in page.list.chosen)
    assert titles == ["mine", "small", "small", "small copy", "small copy"]


def test_a_copy_that_fails_is_told(page: BrowserPage, qtbot: QtBot, second: Path) -> None:
    second.write_text("no session")
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        page.deeds.duplicate.trigger()
    (sentence,) = told(page)
    assert f"{second} is not a Gradiometer session" in sentence


def test_a_deleted_session_lies_in_the_trash(
    page: BrowserPage, qtbot: QtBot, second: Path, folder: Path, trash: Path
) -> None:
    journal_of(second).touch()
    qtbot.waitActive(page)
    assert page.list.hasFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    (box,) = [box for box in page.findChildren(QMessageBox) if box.isVisible()]
    assert box.text() == "Move “small” to the trash?"
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        answer(page, "Move to trash")
    assert not second.exists()
    assert {path.name for path in trash.iterdir()} == {second.name, journal_of(second).name}
    assert page.shown.rowCount() == 2
    assert len(page.list.chosen) == 1
    page.list.selectAll()
    page.deeds.delete.trigger()
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        answer(page, "Move to trash")
    assert not list(folder.glob("*.gradiometer"))
    assert page.welcome.isVisible()


def test_nothing_is_deleted_without_a_yes(page: BrowserPage, second: Path) -> None:
    page.deeds.delete.trigger()
    answer(page, "Cancel")
    assert second.exists()


def test_a_trash_that_fails_is_told(page: BrowserPage, qtbot: QtBot, second: Path, trash: Path, tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    page.deeds.delete.trigger()
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        answer(page, "Move to trash")
    (sentence,) = told(page)
    assert sentence.startswith(f"{second} cannot be moved to the trash: ")
    assert second.exists()
    assert page.shown.rowCount() == 3


def test_what_another_program_records_is_not_deleted(
    page: BrowserPage, qtbot: QtBot, second: Path, trash: Path
) -> None:
    page.deeds.delete.trigger()
    with held_by_another_program(second), qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        answer(page, "Move to trash")
    (sentence,) = told(page)
    assert "in use by another program" in sentence
    assert second.exists()


def test_texts_of_a_file_are_never_html(page: BrowserPage, qtbot: QtBot, second: Path) -> None:
    write_labels(second, Labels(title="<b>bold</b>"))
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        page.refresh()
    page.deeds.delete.trigger()
    (box,) = [box for box in page.findChildren(QMessageBox) if box.isVisible()]
    assert box.textFormat() == Qt.TextFormat.PlainText
    answer(page, "Cancel")
    assert page.details.title.text() == "<b>bold</b>"
    assert page.details.title.textFormat() == Qt.TextFormat.PlainText
    assert "&lt;b&gt;" in page.shown.index(1, NAME).data(Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize("works", [True, False])
def test_the_folder_is_shown(
    page: BrowserPage, second: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, works: bool
) -> None:
    asked: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: asked.append(url) or works)
    page.deeds.show_folder.trigger()
    assert asked == [QUrl.fromLocalFile(os.fspath(folder))]
    assert told(page) == ([] if works else [f"No program of this system shows {folder}."])


def test_the_most_that_are_compared_are_said(page: BrowserPage) -> None:
    assert str(MOST) in page.deeds.compare.toolTip()


def test_a_session_is_read_and_named_while_this_program_records_it(
    page: BrowserPage, qtbot: QtBot, folder: Path
) -> None:
    path = folder / "live.gradiometer"
    runner = Runner(SMALL, path, with_window=False)
    runner.start()
    runner.play()
    try:
        qtbot.waitUntil(path.exists, timeout=TIMEOUT_MS)
        with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
            page.refresh()
        page.list.choose([path])
        with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
            write_name(page, qtbot, "live")
        known = page.list.chosen[0].num_steps

        def has_grown() -> bool:
            # A look that is interrupted by the next one reads nothing.
            with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
                page.refresh()
            return bool(page.list.chosen[0].num_steps > known)

        qtbot.waitUntil(has_grown, timeout=TIMEOUT_MS)
    finally:
        runner.stop()
        runner.join()
    assert runner.finished is not None
    assert not runner.finished.error
    summary = summarize(path)
    assert summary.title == "live"
    assert summary.num_steps == runner.finished.step
    assert told(page) == []
