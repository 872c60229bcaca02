"""The dialog for a note; that it is kept is in test_session_desk.py."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from gradiometer_desktop.notes import NoteDialog


def test_a_new_note(qtbot: QtBot) -> None:
    dialog = NoteDialog(7, "")
    qtbot.addWidget(dialog)
    assert not hasattr(dialog, "remove")
    assert not dialog.buttons.button(dialog.buttons.StandardButton.Save).isEnabled()
    dialog.text.setPlainText(" \n ")
    assert not dialog.buttons.button(dialog.buttons.StandardButton.Save).isEnabled()
    dialog.text.setPlainText(" two\nlines \n")
    with qtbot.waitSignal(dialog.written) as written:
        dialog.buttons.button(dialog.buttons.StandardButton.Save).click()
    assert written.args == ["two\nlines"]


def test_nothing_is_written_by_cancel(qtbot: QtBot) -> None:
    dialog = NoteDialog(7, "before")
    qtbot.addWidget(dialog)
    dialog.text.setPlainText("after")
    with qtbot.assertNotEmitted(dialog.written):
        dialog.buttons.button(dialog.buttons.StandardButton.Cancel).click()


def test_a_note_is_removed_by_an_empty_text(qtbot: QtBot) -> None:
    dialog = NoteDialog(7, "before")
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.written) as written:
        dialog.remove.click()
    assert written.args == [""]
