"""What is done with a session besides training it: notes, copies, and going on from a snapshot."""

from __future__ import annotations

import dataclasses
import shutil
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from gradiometer.reports import Note
from gradiometer.runner import Runner
from gradiometer.session_file import load_session
from gradiometer_desktop import session_desk
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.long_work import LongWork
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.notes import NoteDialog
from gradiometer_desktop.saved_session import SavedSession
from shared import SMALL, TIMEOUT_MS


@pytest.fixture
def copy(saved: Path, tmp_path: Path) -> Path:
    """Of the 60 steps, to be changed."""
    return Path(shutil.copy(saved, tmp_path / "copy.gradiometer"))


def told(window: MainWindow) -> str:
    """The newest sentence on the screen."""
    return window.findChildren(QMessageBox)[-1].text()


def num_steps(window: MainWindow) -> int:
    assert window.session is not None
    return window.session.history.steps.num_rows


# --- notes


def test_a_note_is_pinned_changed_and_removed(window: MainWindow, qtbot: QtBot, copy: Path) -> None:
    window.open_path(copy)
    window.ask_note(30)
    [dialog] = window.findChildren(NoteDialog)
    assert dialog.windowTitle() == "Note at step 30"
    dialog.text.setPlainText("  here it turns\n")
    dialog.accept()
    assert window.session.history.notes == {30: "here it turns"}
    texts = [window.changes.list.item(row).text() for row in range(window.changes.list.count())]
    assert "30   here it turns" in texts
    assert 30 in window.plots["norms"].marked_steps()
    with load_session(copy) as session:
        assert session.notes == {30: "here it turns"}
    window.changes.list.itemActivated.emit(window.changes.list.item(texts.index("30   here it turns")))
    dialog = window.findChildren(NoteDialog)[-1]
    assert dialog.text.toPlainText() == "here it turns"
    dialog.remove.click()
    assert window.session.history.notes == {}
    assert 30 not in window.plots["norms"].marked_steps()
    with load_session(copy) as session:
        assert session.notes == {}


def test_a_note_of_a_live_session(ready: MainWindow, qtbot: QtBot) -> None:
    assert not ready.note_action.isEnabled()
    ready.run_bar.play.trigger()
    qtbot.waitUntil(lambda: num_steps(ready) > 20, timeout=TIMEOUT_MS)
    session = ready.session
    with qtbot.waitSignal(session.noted, timeout=TIMEOUT_MS):
        ready.desk.pin(session, Note(5, "while it trains"))
    assert session.history.notes == {5: "while it trains"}
    ready.run_bar.stop.trigger()
    qtbot.waitUntil(lambda: session.finished is not None, timeout=TIMEOUT_MS)
    ready.desk.pin(session, Note(7, "when it is over"))
    assert session.history.notes == {5: "while it trains", 7: "when it is over"}
    with load_session(session.path) as stored:
        assert stored.notes == session.history.notes


def test_a_note_too_long_cannot_be_kept(window: MainWindow, copy: Path) -> None:
    window.open_path(copy)
    window.ask_note()
    [dialog] = window.findChildren(NoteDialog)
    assert dialog.windowTitle() == "Note at step 59"
    save = dialog.buttons.button(dialog.buttons.StandardButton.Save)
    assert not save.isEnabled()
    dialog.text.setPlainText("x" * 10_001)
    assert not save.isEnabled()
    assert dialog.problem.text() == "A note has at most 10,000 letters, not 10,001"
    dialog.text.setPlainText("x" * 10_000)
    assert save.isEnabled()


def test_a_note_that_cannot_be_written_is_told(window: MainWindow, copy: Path) -> None:
    window.open_path(copy)
    copy.write_bytes(b"something else")
    window.desk.pin(window.session, Note(3, "lost?"))
    assert told(window).startswith(f"{copy} is ")
    assert window.session.history.notes == {}


# --- copies


@pytest.mark.parametrize("with_snapshots", [True, False])
def test_a_copy_is_saved_beside_the_session(window: MainWindow, qtbot: QtBot, copy: Path, with_snapshots: bool) -> None:
    window.open_path(copy)
    target = copy.with_name("another.gradiometer")
    with qtbot.waitSignal(window.desk.made, timeout=TIMEOUT_MS) as made:
        window.desk.copy(copy, target, with_snapshots=with_snapshots)
    assert made.args == [target]
    assert window.session.path == copy
    with load_session(copy) as source, load_session(target) as session:
        assert bool(session.snapshots) == with_snapshots
        assert session.loss.tobytes() == source.loss.tobytes()


def test_a_copy_that_cannot_be_made_is_told(window: MainWindow, qtbot: QtBot, copy: Path) -> None:
    window.open_path(copy)
    target = copy.parent / "no folder" / "another.gradiometer"
    window.desk.copy(copy, target, with_snapshots=True)
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)), timeout=TIMEOUT_MS)
    assert told(window).startswith(f"{target} cannot be written: ")
    window.desk.copy(copy, copy, with_snapshots=True)
    assert window.status.currentMessage() == "A copy needs a name of its own"


def test_a_copy_is_cancelled_and_leaves_nothing(
    window: MainWindow, qtbot: QtBot, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_path(copy)
    target = copy.with_name("another.gradiometer")
    follow = window.status.work.follow

    def cancel_at_once(work: LongWork, text: str) -> None:
        follow(work, text)
        window.status.work.cancel.click()

    window.desk.begun.disconnect()
    window.desk.begun.connect(cancel_at_once)
    held = threading.Event()
    begin = session_desk.copy_session

    def slow(source: Path, target: Path, **named: Any) -> None:
        held.wait()
        begin(source, target, **named)

    monkeypatch.setattr(session_desk, "copy_session", slow)
    with qtbot.waitSignal(window.desk.made, timeout=TIMEOUT_MS):
        window.desk.copy(copy, target, with_snapshots=True)
        held.set()
    assert window.status.currentMessage() == f"Cancelled: {target} was not written"
    assert [path.name for path in copy.parent.glob("*another*")] == []
    assert window.status.work.isHidden()


def test_a_session_is_compacted_and_shown_again(window: MainWindow, qtbot: QtBot, copy: Path) -> None:
    window.open_path(copy)
    before = window.session
    losses = before.history.view("loss", 0, 60, 1000).low
    with qtbot.waitSignal(window.desk.made, timeout=TIMEOUT_MS):
        window.file_menu.compact.trigger()
    assert window.session is not before
    assert window.session.read_only == ""
    np.testing.assert_array_equal(window.session.history.view("loss", 0, 60, 1000).low, losses)


# --- going on


def test_a_saved_session_is_continued_in_its_own_file(window: MainWindow, qtbot: QtBot, copy: Path) -> None:
    with load_session(copy) as session:
        before = session.loss
    window.open_path(copy)
    assert window.run_bar.play.text() == "Continue"
    window.run_bar.play.trigger()
    assert isinstance(window.session, LiveSession)
    # What was before is seen at once.
    assert num_steps(window) == 60
    qtbot.waitUntil(lambda: num_steps(window) > 80, timeout=TIMEOUT_MS)
    assert window.session.path == copy
    assert window.run_bar.play.text() == "Pause"
    assert "continued from the snapshot before step 60" in window.changes.list.item(3).text()
    assert window.changes.list.count() == 4
    window.panel.editors["activation"].control.setCurrentIndex(0)
    qtbot.waitUntil(lambda: len(window.session.history.interventions) == 4, timeout=TIMEOUT_MS)
    window.run_bar.stop.trigger()
    qtbot.waitUntil(lambda: window.session.finished is not None, timeout=TIMEOUT_MS)
    assert window.session.finished.error == ""
    with load_session(copy) as session:
        assert session.loss[:60].tobytes() == before.tobytes()
        np.testing.assert_array_equal(session.steps, np.arange(len(session.steps)))
        assert len(session.interventions) == 4
        assert num_steps(window) == session.num_rows["step"]


def test_a_snapshot_in_the_middle_is_continued_in_a_new_file(
    window: MainWindow, qtbot: QtBot, copy: Path, sessions_folder: Path
) -> None:
    window.open_path(copy)
    content = copy.read_bytes()
    window.changing.continuing.fill()
    entries = {action.text().replace("&", ""): action for action in window.changing.continuing.menu.actions()}
    assert list(entries) == [
        "Before step 0 (the start)",
        "Before step 20 (before a change)",
        "Before step 40 (before a change)",
        "Before step 60 (the end)",
        "",
        "From any step…",
    ]
    entries["Before step 20 (before a change)"].trigger()
    qtbot.waitUntil(lambda: window.session.path is not None and num_steps(window) > 30, timeout=TIMEOUT_MS)
    session = window.session
    assert isinstance(session, LiveSession)
    assert session.path.parent == sessions_folder
    assert session.history.interventions == []
    assert [event.kind for event in session.history.events] == ["resumed"]
    assert session.history.settings.activation == "sigmoid"
    assert window.panel.editors["activation"].value == "sigmoid"
    assert window.plots["norms"].marked_steps() == []
    assert copy.read_bytes() == content
    window.run_bar.stop.trigger()
    qtbot.waitUntil(lambda: session.finished is not None, timeout=TIMEOUT_MS)
    with load_session(copy) as source, load_session(session.path) as stored:
        assert stored.loss[:20].tobytes() == source.loss[:20].tobytes()


def test_a_live_session_that_has_ended_is_continued(ready: MainWindow, qtbot: QtBot) -> None:
    ready.run_bar.play.trigger()
    qtbot.waitUntil(lambda: num_steps(ready) > 20, timeout=TIMEOUT_MS)
    first = ready.session
    ready.run_bar.stop.trigger()
    qtbot.waitUntil(lambda: first.finished is not None, timeout=TIMEOUT_MS)
    ended_at = num_steps(ready)
    ready.run_bar.play.trigger()
    assert ready.session is not first
    qtbot.waitUntil(lambda: num_steps(ready) > ended_at + 10, timeout=TIMEOUT_MS)
    assert ready.session.path == first.path


def test_a_session_without_snapshots_cannot_be_continued(window: MainWindow, qtbot: QtBot, copy: Path) -> None:
    target = copy.with_name("bare.gradiometer")
    with qtbot.waitSignal(window.desk.made, timeout=TIMEOUT_MS):
        window.desk.copy(copy, target, with_snapshots=False)
    window.open_path(target)
    assert not window.run_bar.play.isEnabled()
    window.continue_session()
    assert told(window) == f"{target} cannot be continued: it has no snapshot"
    assert isinstance(window.session, SavedSession)


def test_the_users_own_data_are_gone_when_a_session_is_continued(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    """A sentence says so, and that all that was recorded is there."""
    data = tmp_path / "mine.csv"
    data.write_text("a,b,label\n" + "1,2,left\n3,4,right\n" * 20, "utf-8")
    experiment = dataclasses.replace(SMALL.for_data("file", file=str(data)), hidden=(4,), steps=30)
    path = tmp_path / "mine.gradiometer"
    runner = Runner(experiment, path, with_window=False)
    runner.start()
    runner.play()
    runner.join()
    data.unlink()
    assert window.open_path(path)
    window.continue_session()
    qtbot.waitUntil(lambda: window.session is not None and window.session.finished is not None, timeout=TIMEOUT_MS)
    assert told(window).startswith(
        f"{data} cannot be read: no such file or directory. What was recorded up to step 29 is safe"
    )
