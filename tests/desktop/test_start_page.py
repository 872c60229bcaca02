"""The start page over the window; the page itself is in test_browser.py."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from gradiometer.session_copy import copy_session
from gradiometer_desktop import files
from gradiometer_desktop.main_window import MainWindow
from shared import TIMEOUT_MS


def test_the_start_page_stands_before_the_window(
    qtbot: QtBot, saved: Path, sessions_folder: Path, settings: QSettings
) -> None:
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.show()
    window.open_first(None)
    assert window.start_page.is_shown
    assert window.session is not None, "one is ready behind it"
    qtbot.waitUntil(lambda: window.start_page.page.welcome.isVisible(), timeout=TIMEOUT_MS)
    sessions_folder.mkdir(exist_ok=True)
    copy_session(saved, sessions_folder / "one.gradiometer")
    window.open_first(None)
    page = window.start_page.page
    assert window.start_page.is_shown
    assert page.geometry().bottom() == window.rect().bottom()
    assert page.geometry().top() == window.menuBar().height()
    window.resize(1000, 700)
    qtbot.waitUntil(lambda: page.width() == 1000, timeout=TIMEOUT_MS)
    # Behind it nothing is drawn.
    assert window.plots["norms"].visibleRegion().isEmpty()
    qtbot.waitUntil(lambda: page.table.rowCount() == 1, timeout=TIMEOUT_MS)
    page.open_asked.emit(sessions_folder / "one.gradiometer")
    assert not window.start_page.is_shown
    assert window.session.path == sessions_folder / "one.gradiometer"
    window.start_page.show()
    page.preset_asked.emit("nielsen-3")
    assert not window.start_page.is_shown
    assert window.session.experiment.name == "nielsen-3"
    window.start_page.show()
    page.head.lesson.click()
    page.shelf.doors["03-speeds-at-initialization"].click()
    assert not window.start_page.is_shown
    assert window.docks["lesson"].isVisible()
    assert window.lessons.lesson.name == "03-speeds-at-initialization"
    window.start_page.show()
    page.dismissed.emit()
    assert not window.start_page.is_shown
    window.close()


def test_keys_of_the_window_rest_while_it_is_shown(ready: MainWindow, qtbot: QtBot, saved: Path) -> None:
    """Space in the list must not start the session that lies behind it."""
    ready.start_page.show()
    page = ready.start_page.page
    assert page is not None
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert not ready.session.is_playing
    assert ready.run_bar.play.shortcut().isEmpty()
    ready.start_page.hide()
    assert ready.run_bar.play.shortcut().toString() == "Space"
    ready.start_page.show()
    ready.start_page.hide()
    assert ready.run_bar.play.shortcut().toString() == "Space"


def test_a_key_leads_to_the_lessons(ready: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(ready, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    page = ready.start_page.page
    assert page is not None
    assert page.shelf.isVisible()
    # Whoever comes back finds the sessions.
    ready.start_page.hide()
    ready.start_page.show()
    assert not page.shelf.isVisible()


def test_a_file_that_is_given_needs_no_start_page(window: MainWindow, saved: Path) -> None:
    window.open_first(saved)
    assert not window.start_page.is_shown


def test_what_was_open_lately_elsewhere_is_a_click_away(
    window: MainWindow, saved: Path, sessions_folder: Path, settings: QSettings, tmp_path: Path
) -> None:
    sessions_folder.mkdir(exist_ok=True)
    here, gone = sessions_folder / "here.gradiometer", tmp_path / "gone.gradiometer"
    copy_session(saved, here)
    window.new_preset("digits")
    window.start_page.show()
    head = window.start_page.page.head
    assert head.recent == []
    for path in (here, gone, saved):
        files.remember(settings, path)
    window.start_page.show()
    assert [chip.text() for chip in head.recent] == [saved.stem, "gone"], "the list holds the other one"
    assert head.recent[0].isVisible()
    head.recent[1].click()
    assert window.start_page.is_shown, "it is not there any more"
    head.recent[0].click()
    assert not window.start_page.is_shown
    assert window.session.path == saved
