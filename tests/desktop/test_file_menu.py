"""The menu of sessions and files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from answered import answer
from gradiometer.session_file import load_session
from gradiometer_desktop import files
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.new_session import NewSessionDialog
from gradiometer_desktop.saved_session import SavedSession
from shared import SMALL, TIMEOUT_MS
from synthetic import write_session


def entry(window: MainWindow, text: str) -> QAction:
    """By what stands there, without the marks for the keyboard."""
    [menu] = [action.menu() for action in window.menuBar().actions() if action.text() == "&File"]
    [found] = [action for action in menu.actions() if action.text().replace("&", "") == text]
    return found


def test_what_a_session_does_not_allow_rests(ready: MainWindow, saved: Path) -> None:
    window, menu = ready, ready.file_menu
    # A run that has not begun has no file.
    assert not any(action.isEnabled() for action in (menu.export, menu.save, menu.compact, menu.script, *menu.copies))
    assert window.open_path(saved)
    assert all(action.isEnabled() for action in (menu.export, menu.save, menu.compact, *menu.copies))


def test_a_session_is_opened(window: MainWindow, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    titles = answer(monkeypatch, "ask_open", saved)
    entry(window, "Open…").trigger()
    assert [title for title, *_ in titles] == ["Open a session"]
    assert isinstance(window.session, SavedSession)
    assert window.session.path == saved


def test_nothing_happens_where_no_file_is_chosen(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    before = window.session
    answer(monkeypatch, "ask_open", None)
    answer(monkeypatch, "ask_save", None)
    answer(monkeypatch, "ask_several", None)
    for text in ("Open…", "Save as…", "Compare sessions…"):
        entry(window, text).trigger()
    assert window.session is before


def test_a_saved_session_is_saved_elsewhere(
    window: MainWindow, qtbot: QtBot, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_path(saved)
    answer(monkeypatch, "ask_save", tmp_path / "copy")
    entry(window, "Save as…").trigger()
    qtbot.waitUntil(
        lambda: window.session is not None and window.session.path == tmp_path / "copy.gradiometer", timeout=TIMEOUT_MS
    )
    assert window.session is not None
    with load_session(saved) as old, load_session(window.session.path) as new:
        np.testing.assert_array_equal(new.loss, old.loss)


def test_what_was_open_can_be_opened_again(window: MainWindow, saved: Path) -> None:
    recent = entry(window, "Open recent").menu()
    recent.aboutToShow.emit()
    assert [action.text() for action in recent.actions()] == ["No session yet"]
    window.open_path(saved)
    entry(window, "Close session").trigger()
    assert isinstance(window.session, LiveSession)
    recent.aboutToShow.emit()
    [again] = recent.actions()
    assert again.text() == saved.name
    again.trigger()
    assert window.session.path == saved


def test_a_new_session_begins_with_the_one_on_the_screen(ready: MainWindow, qtbot: QtBot) -> None:
    window = ready
    entry(window, "New session…").trigger()
    (dialog,) = window.findChildren(NewSessionDialog)
    assert window.session is not None
    assert dialog.experiment == window.session.experiment
    old = window.session
    dialog.accept()
    assert window.session is not old
    qtbot.waitUntil(lambda: window.session is not None and window.session.is_ready, timeout=TIMEOUT_MS)


def test_sessions_are_compared(
    window: MainWindow, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.gradiometer"
    other.write_bytes(saved.read_bytes())
    asked: list[list[Path]] = []
    monkeypatch.setattr(window, "open_comparison", asked.append)
    answer(monkeypatch, "ask_several", [saved, other])
    entry(window, "Compare sessions…").trigger()
    assert asked == [[saved, other]]


def test_dialogs_begin_in_the_folder_of_sessions(
    window: MainWindow, sessions_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch, "ask_open", None)
    window.file_menu.ask_open()
    assert asked == [("Open a session", str(sessions_folder), files.OPEN_FILTER)]


def test_a_session_is_saved_as_a_script_and_trained_again(
    window: MainWindow, qtbot: QtBot, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_path(saved)
    script = tmp_path / "again.toml"
    titles = answer(monkeypatch, "ask_save", tmp_path / "again")
    with qtbot.waitSignal(window.desk.made, timeout=TIMEOUT_MS):
        entry(window, "Save as a script…").trigger()
    assert [title for title, *_ in titles] == ["Save as a script"]
    assert window.status.currentMessage() == f"Written: {script}"
    answer(monkeypatch, "ask_open", script)
    entry(window, "Open…").trigger()
    session = window.session
    assert isinstance(session, LiveSession)
    assert window.status.currentMessage() == "again.toml: ready to train, with 3 changes to come"
    window.run_bar.play.trigger()
    qtbot.waitUntil(lambda: session.finished is not None, timeout=TIMEOUT_MS)
    assert window.panel.editors["activation"].value == "relu", "what the script has changed is shown"
    assert session.path is not None
    with load_session(saved) as old, load_session(session.path) as new:
        assert new.loss.tobytes() == old.loss.tobytes()
        assert [each.label for each in new.interventions] == [each.label for each in old.interventions]


@pytest.mark.parametrize(("content", "told"), [("hidden = [", "is not valid TOML"), ("depth = 3", "depth")])
def test_a_script_that_is_none_is_refused_in_a_sentence(
    window: MainWindow, tmp_path: Path, content: str, told: str
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(content, "utf-8")
    before = window.session
    assert not window.open_path(path)
    assert window.session is before
    text = window.findChildren(QMessageBox)[-1].text()
    assert text.startswith(str(path))
    assert told in text


def test_a_session_of_another_ones_weights_has_no_script(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_session(tmp_path / "none.gradiometer", SMALL, 0)
    window.open_path(path)
    answer(monkeypatch, "ask_save", tmp_path / "none.toml")
    with qtbot.waitSignal(window.desk.made, timeout=TIMEOUT_MS):
        window.file_menu.script.trigger()
    assert window.findChildren(QMessageBox)[-1].text() == f"{path} has no script: it holds no step"
    assert not (tmp_path / "none.toml").exists()
