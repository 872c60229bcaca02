"""What tests of the window share: a window of its own for each, in a folder of its own, that leaves nothing behind."""

from __future__ import annotations

import dataclasses
import functools
import gc
import itertools
import os
import shutil
import subprocess
import threading
from collections.abc import Generator, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradiometer import datasets
from gradiometer.changes import parse_changes
from gradiometer.experiment import Experiment
from gradiometer.figures import style as figure_style
from gradiometer.presets import load_experiment
from gradiometer.reports import Event
from gradiometer.runner import Runner
from gradiometer.session_editor import set_texts
from gradiometer_desktop import files, logs, theme
from gradiometer_desktop.browser import BrowserPage
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.selection import Selection
from shared import SMALL, TIMEOUT_MS
from synthetic import write_session, write_watched

_FULL_COLLECTION_EVERY = 40
_THREADS = (
    *("trainer", "export", "preview", "fonts", "browser", "background", "survey", "data", "preflight", "map"),
    *("review", "theory", "report", "events", "animation", "branches"),
)
_num_run = itertools.count(1)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """Garbage in cycles, which closed windows are, goes between tests: in the middle of an event it ends the process.

    The program does the same: see gradiometer_desktop.garbage.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        # What was to be deleted later waits for an event loop, which few tests run.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect(1 if next(_num_run) % _FULL_COLLECTION_EVERY else 2)
        gc.enable()


@pytest.fixture(autouse=True, scope="session")
def _digits_are_read_once() -> Iterator[None]:
    """A third of a second each, and many a window trains on them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(datasets, "_read_mnist", functools.cache(datasets._read_mnist))
        yield


@pytest.fixture(autouse=True)
def _selections_end(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One that no window owns ends with its test.

    It holds all plots that listen to it, megabytes each: Qt keeps their slots where Python's collector does not look.
    """
    made: list[Selection] = []
    init = Selection.__init__

    def begin(self: Selection, parent: QObject | None = None) -> None:
        init(self, parent)
        if parent is None:
            made.append(self)

    monkeypatch.setattr(Selection, "__init__", begin)
    yield
    for each in made:
        if shiboken6.isValid(each):
            shiboken6.delete(each)


@pytest.fixture(autouse=True)
def _light_again() -> Iterator[None]:
    """A test that has coloured the application dark, or its letters large, leaves it as it was."""
    yield
    if QApplication.instance() is not None:
        scaled = QApplication.font() != theme.usual_font()
        if theme.applied() is theme.DARK or scaled:
            theme.apply(theme.LIGHT)


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    """A test that leaves a trainer, an export or the reader of the sessions running fails."""
    yield
    left = [thread.name for thread in threading.enumerate() if thread.name in _THREADS]
    assert not left


@pytest.fixture(autouse=True)
def styles_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a person's own styles of figures are kept in this test."""
    folder = tmp_path / "config" / "styles"
    monkeypatch.setattr(figure_style, "user_folder", lambda: folder)
    return folder


@pytest.fixture(autouse=True)
def log_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program's logs lie in this test."""
    folder = tmp_path / "logs"
    monkeypatch.setattr(logs, "folder", lambda: folder)
    return folder


@pytest.fixture
def sessions_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where sessions record themselves in this test."""
    folder = tmp_path / "sessions"
    monkeypatch.setattr(files, "sessions_folder", lambda: folder)
    monkeypatch.setattr(files, "summaries_path", lambda: tmp_path / "cache" / "sessions.json")
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    """What a window of this test remembers."""
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def window(qtbot: QtBot, sessions_folder: Path, settings: QSettings) -> Iterator[MainWindow]:
    """A shown window with no session yet."""
    settings.setValue("theme", "light")
    made = MainWindow(settings)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


@pytest.fixture
def ready(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window with a small session that is ready to train."""
    window.new_session(SMALL)
    qtbot.waitUntil(lambda: window.session is not None and window.session.is_ready, timeout=TIMEOUT_MS)
    return window


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session file of 60 steps with three changes."""
    path = tmp_path_factory.mktemp("saved") / "saved.gradiometer"
    experiment = dataclasses.replace(SMALL, steps=60)
    schedule = parse_changes(experiment, [(20, ["activation=relu", "skip=true"]), (40, ["initialization=he"])])
    runner = Runner(experiment, path, schedule=schedule, with_window=False)
    runner.start()
    runner.play()
    runner.join()
    assert runner.finished is not None
    assert not runner.finished.error
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three sessions, made one after the other, the first one a loop of somebody's own and the last one broken."""
    made = tmp_path / "folder"
    made.mkdir()
    write_watched(made / "first.gradiometer", 20)
    write_session(made / "second.gradiometer", SMALL, 40)
    found = Event(7, "non_finite", "NaN or Inf first appeared in the loss at step 7")
    write_session(made / "third.gradiometer", SMALL, 30, others=[found])
    for index, name in enumerate(("first", "second", "third")):
        set_texts(made / f"{name}.gradiometer", {"created": f"2026-01-0{index + 1}T12:00:00Z"})
    return made


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path, folder: Path) -> Iterator[BrowserPage]:
    """The start page with the three sessions, all read: third, second, first."""
    made = BrowserPage(theme.LIGHT, tmp_path / "cache" / "sessions.json")
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    with qtbot.waitSignal(made.filled, timeout=TIMEOUT_MS):
        made.show_folder(folder)
    # As in the main window, which has no control of the page take the keys before the list stands there.
    made.list.setFocus()
    yield made
    made.close_down()


@pytest.fixture
def digits() -> Experiment:
    """The default experiment."""
    return load_experiment("digits")


@pytest.fixture(scope="session")
def screen() -> Iterator[str]:
    """A screen that nobody sees: the value of DISPLAY."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is missing")
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as lines:
            yield f":{lines.readline().strip()}"
    finally:
        server.terminate()
        server.wait()
