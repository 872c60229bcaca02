"""Dialogs that stop nothing: each way to ask, its answer, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gradiometer_desktop import dialogs
from shared import TIMEOUT_MS


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def choose(dialog: QFileDialog, path: Path) -> None:
    """As a person does who has written it."""
    dialog.selectFile(str(path))
    dialog.accept()


def click(box: QMessageBox, text: str) -> None:
    [button] = [each for each in box.findChildren(QPushButton) if each.text().replace("&", "") == text]
    button.click()


def question(parent: QWidget) -> QMessageBox:
    [box] = [each for each in parent.findChildren(QMessageBox) if each.isVisible()]
    assert not box.isModal()
    return box


def test_nothing_is_modal(parent: QWidget, tmp_path: Path) -> None:
    got: list[object] = []
    opened = [
        dialogs.ask_open(parent, "One", tmp_path, "All (*)", got.append),
        dialogs.ask_several(parent, "Two", tmp_path, "All (*)", got.append),
        dialogs.ask_folder(parent, "Three", tmp_path, got.append),
        dialogs.ask_save(parent, "Four", tmp_path / "new", "All (*)", got.append),
        dialogs.ask(parent, "Five", "Do it?", "It means this.", "Do it", lambda: got.append("done")),
    ]
    assert not any(dialog.isModal() for dialog in opened)
    assert all(dialog.isVisible() for dialog in opened)
    assert QApplication.activeModalWidget() is None
    for dialog in opened:
        dialog.reject()
    assert got == []


def test_an_existing_file(parent: QWidget, tmp_path: Path) -> None:
    (tmp_path / "here.txt").write_text("x")
    got: list[Path] = []
    given_up: list[bool] = []
    dialog = dialogs.ask_open(parent, "Open", tmp_path, "All (*)", got.append, otherwise=lambda: given_up.append(True))
    dialog.reject()
    assert (got, given_up) == ([], [True])
    choose(dialogs.ask_open(parent, "Open", tmp_path, "All (*)", got.append), tmp_path / "here.txt")
    assert got == [tmp_path / "here.txt"]


def test_several_and_a_folder(parent: QWidget, tmp_path: Path) -> None:
    (tmp_path / "here.txt").write_text("x")
    several: list[list[Path]] = []
    choose(dialogs.ask_several(parent, "Open", tmp_path, "All (*)", several.append), tmp_path / "here.txt")
    assert several == [[tmp_path / "here.txt"]]
    got: list[Path] = []
    choose(dialogs.ask_folder(parent, "Folder", tmp_path.parent, got.append), tmp_path)
    assert got == [tmp_path]


def test_what_is_there_is_replaced_only_on_request(parent: QWidget, tmp_path: Path) -> None:
    got: list[Path] = []

    def ask(name: str) -> None:
        complete: Callable[[Path], Path] = lambda path: path.with_suffix(".gradiometer")  # noqa: E731
        dialog = dialogs.ask_save(parent, "Save", tmp_path / "new", "All (*)", got.append, complete=complete)
        assert dialog.selectedFiles() == [str(tmp_path / "new")]
        choose(dialog, tmp_path / name)

    there = tmp_path / "there.gradiometer"
    there.write_text("mine")
    ask("other")
    assert got == [tmp_path / "other.gradiometer"]
    ask("there")
    box = question(parent)
    assert box.text() == "there.gradiometer exists already."
    click(box, "Cancel")
    assert got == [tmp_path / "other.gradiometer"]
    ask("there")
    click(question(parent), "Replace")
    assert got == [tmp_path / "other.gradiometer", there]


def test_asked_twice_there_is_one_dialog(parent: QWidget, tmp_path: Path) -> None:
    first = dialogs.ask_folder(parent, "Folder", tmp_path, print)
    second = dialogs.ask_folder(parent, "Folder", tmp_path, print)
    assert not first.isVisible()
    assert second.isVisible()
    second.close()


def test_it_ends_with_what_it_asks_about(parent: QWidget, qtbot: QtBot) -> None:
    about = QObject()
    dialog = QDialog(parent)
    dialogs.show(dialog, of=about)
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.finished, timeout=TIMEOUT_MS):
        about.deleteLater()
