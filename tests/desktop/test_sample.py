"""The session that the program ships."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from gradiometer.exports import ExportError
from gradiometer.reports import Note
from gradiometer.session_check import check_session
from gradiometer.session_file import load_session
from gradiometer_desktop import sample
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.saved_session import SavedSession

SHIPPED = files("gradiometer_resources") / "samples" / "sample.gradiometer"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the copy lies in this test; the file that is shipped stays as it is."""
    before = SHIPPED.read_bytes()
    monkeypatch.setattr(sample, "folder", lambda: tmp_path / "data" / "samples")
    yield tmp_path / "data" / "samples"
    assert SHIPPED.read_bytes() == before


def test_it_is_sound_and_small_and_shows_a_cure() -> None:
    path = sample.copied()
    assert path.stat().st_size <= 2 * 10**6
    assert not check_session(path).problems
    with load_session(path) as session:
        assert [each.step for each in session.interventions] == [400, 400, 800]
        assert session.findings
        assert session.notes
        assert session.trials
        assert session.snapshots
        assert session.num_rows["look"] > 0
        norms = session.quantity("weight_gradient_norm")
        before, after = session.steps < 400, (session.steps > 500) & (session.steps < 800)
        assert norms[before, 0].mean() < 0.02 * norms[before, -1].mean()
        assert norms[after, 0].mean() > 100 * norms[before, 0].mean()


def test_a_copy_is_opened_that_may_be_changed(window: MainWindow, folder: Path) -> None:
    window.open_sample()
    session = window.session
    assert isinstance(session, SavedSession)
    assert session.path.parent == folder
    assert session.read_only == ""
    session.annotate(Note(7, "mine"))
    window.open_sample()
    assert window.session.history.notes[7] == "mine"


def test_what_is_continued_from_it_is_a_session_of_its_own(
    window: MainWindow, qtbot: QtBot, sessions_folder: Path
) -> None:
    window.open_sample()
    path = window.session.path
    assert sample.is_sample(path)
    continued = window.desk.continue_session(path, None, window)
    assert continued is not None
    assert continued.path is None or continued.path.parent == sessions_folder
    assert not sample.is_sample(sessions_folder / "one.gradiometer")


def test_where_it_cannot_be_copied_a_sentence_says_so(window: MainWindow, folder: Path) -> None:
    folder.parent.mkdir(parents=True)
    folder.touch()
    with pytest.raises(ExportError):
        sample.copied()
    window.open_sample()
    boxes = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox) and each.isVisible()]
    assert [each.windowTitle() for each in boxes] == ["The sample session cannot be opened"]
    for each in boxes:
        each.close()
    folder.unlink()
    shutil.rmtree(folder.parent)
