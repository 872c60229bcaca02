"""A session file in the window: the same face as a run, and nothing that could change it."""

from __future__ import annotations

import ast
import dataclasses
import shutil
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMetaMethod, QObject, SignalInstance
from pytestqt.qtbot import QtBot

import gradiometer_desktop
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import load_session
from gradiometer.session_storage import StorageError
from gradiometer_desktop.governor import Governor
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.saved_session import SavedSession
from recorded import some_trial
from shared import SMALL, TIMEOUT_MS

# What the window asks of a live session only, where it has made sure that it has one.
LIVE_ONLY = {
    *("allow", "ask_weights", "drain", "open", "told", "post", "save_as", "play", "pause", "step_once", "stop", "wait"),
    "given_up",
}


# And of a saved one only.
SAVED_ONLY = {"follows", "trouble"}


@pytest.fixture
def session(qtbot: QtBot, saved: Path) -> SavedSession:
    return SavedSession(saved)


def names_asked_of_sessions() -> set[str]:
    """Every `session.x`, `self.session.x` and so on in the files that hold any session."""
    found = set()
    for name in ("main_window", "run_bar"):
        source = Path(gradiometer_desktop.__file__).with_name(f"{name}.py").read_text("utf-8")
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Attribute):
                continue
            owner = node.value
            last = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            if last in ("session", "_session", "old") or (last == "LiveSession"):
                found.add(node.attr)
    return found


def test_it_has_the_same_face_as_a_run(session: SavedSession, tmp_path: Path) -> None:
    live = LiveSession(SMALL, tmp_path / "run.gradiometer", Governor())
    asked = names_asked_of_sessions()
    assert {"history", "grew", "is_playing", "state", "play", "close"} <= asked
    for name in asked - SAVED_ONLY:
        assert hasattr(live, name), name
        if name not in LIVE_ONLY:
            assert hasattr(session, name), name
            assert isinstance(getattr(live, name), SignalInstance) == isinstance(getattr(session, name), SignalInstance)
    for name in LIVE_ONLY:
        assert not hasattr(session, name)


def test_its_signals_carry_the_same(session: SavedSession, tmp_path: Path) -> None:
    live = LiveSession(SMALL, tmp_path / "run.gradiometer", Governor())

    def signals(owner: QObject) -> set[bytes]:
        meta = owner.metaObject()
        methods = [meta.method(index) for index in range(QObject.staticMetaObject.methodCount(), meta.methodCount())]
        return {bytes(method.methodSignature()) for method in methods if method.methodType() == QMetaMethod.Signal}

    assert signals(live) - signals(session) == {b"handed(PyObject)"}, "a saved one has no state to hand over"
    assert signals(session) < signals(live)
    assert {bytes(signal).split(b"(")[0] for signal in signals(live)} == {
        b"found",
        b"grew",
        b"handed",
        b"intervened",
        b"noted",
        b"replaced",
        b"said",
        b"state_changed",
        b"weighed",
    }


def test_it_shows_what_the_file_holds(session: SavedSession, saved: Path) -> None:
    assert session.path == saved
    assert session.experiment.hidden == SMALL.hidden
    assert session.history.steps.num_rows == 60
    assert [change.step for change in session.history.interventions] == [20, 20, 40]
    assert session.history.settings.activation == "relu"
    assert session.history.settings.skip
    with load_session(saved) as stored:
        norms = stored.quantity("weight_gradient_norm")
    np.testing.assert_array_equal(session.history.view("weight_gradient_norm", 0, 60, 1000).low, norms)


def test_it_stands_still(session: SavedSession) -> None:
    assert not session.is_live
    assert session.is_ready
    assert not session.is_playing
    assert session.has_begun
    assert session.finished is None
    assert session.state == "saved session"


def test_it_keeps_a_trial(qtbot: QtBot, saved: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(saved, tmp_path / "copy.gradiometer"))
    session, trial = SavedSession(path), some_trial()
    with qtbot.waitSignal(session.noted, timeout=TIMEOUT_MS):
        session.keep_trial(trial)
    # As they print: one NaN is no other.
    assert repr(session.history.trials) == repr({1: trial})
    adopted = dataclasses.replace(trial, adopted="ReLU + He")
    session.keep_trial(adopted)
    assert repr(session.history.trials) == repr({1: adopted})
    assert session.close()
    with load_session(path) as stored:
        assert repr(stored.trials) == repr((adopted,))


def test_a_trial_that_cannot_be_kept_is_told(qtbot: QtBot, saved: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(saved, tmp_path / "copy.gradiometer"))
    session = SavedSession(path)
    path.write_bytes(b"something else")
    with qtbot.assertNotEmitted(session.noted), pytest.raises(SessionFileError, match="copy"):
        session.keep_trial(some_trial())
    session.read_only = "another program writes it"
    with pytest.raises(StorageError, match="another program writes it"):
        session.keep_trial(some_trial())
    assert session.history.trials == {}
    session.close()


def test_it_lets_go_of_its_file(session: SavedSession) -> None:
    assert session.close()
    with pytest.raises(AssertionError):
        session.history.view("loss", 0, 60, 1000)
    assert session.close()


@pytest.mark.parametrize("content", [None, b"", b"no session", b"SQLite format 3\x00" + bytes(84)])
def test_a_bad_file_is_refused_in_a_sentence(qtbot: QtBot, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "bad.gradiometer"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SessionFileError) as caught:
        SavedSession(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_half_a_file_is_refused(qtbot: QtBot, tmp_path: Path, saved: Path) -> None:
    path = tmp_path / "half.gradiometer"
    path.write_bytes(saved.read_bytes()[: saved.stat().st_size // 2])
    with pytest.raises(SessionFileError, match=r"half\.gradiometer"):
        SavedSession(path)


def test_a_folder_is_refused(qtbot: QtBot, tmp_path: Path) -> None:
    with pytest.raises(SessionFileError):
        SavedSession(tmp_path)
