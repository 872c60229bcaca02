"""The page of settings: what can take effect at once does, and the page shows what holds, wherever it was chosen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from answered import answer
from gradiometer.experiment import Experiment
from gradiometer.session_format import SUFFIX
from gradiometer_desktop import files, language, theme
from gradiometer_desktop.governor import SHARES
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.preferences import PREFERENCES, preferences_of
from gradiometer_desktop.settings_page import SettingsPage


@pytest.fixture
def shown(qtbot: QtBot, settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SettingsPage:
    """A page of its own, with no window."""
    monkeypatch.setattr(files.platformdirs, "user_documents_dir", lambda: str(tmp_path))
    made = SettingsPage(preferences_of(settings))
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def in_window(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> SettingsPage:
    monkeypatch.setattr(files, "_chosen_folder", None)
    window.view_menu.show_page()
    assert window.view_menu.page is not None
    return window.view_menu.page


def combo(page: SettingsPage, name: str) -> QComboBox:
    found = page.controls[name]
    assert isinstance(found, QComboBox)
    return found


def box(page: SettingsPage, name: str) -> QSpinBox:
    found = page.controls[name]
    assert isinstance(found, QSpinBox)
    return found


def choose(page: SettingsPage, name: str, value: str) -> None:
    combo(page, name).setCurrentIndex(combo(page, name).findData(value))


def type_folder(page: SettingsPage, qtbot: QtBot, text: str) -> None:
    page.folder.selectAll()
    qtbot.keyClicks(page.folder, text)
    qtbot.keyClick(page.folder, Qt.Key.Key_Return)


def test_it_has_every_preference_and_stands_beside_the_work(shown: SettingsPage) -> None:
    assert shown.controls.keys() == PREFERENCES.keys()
    assert not shown.isModal()
    for control in (*shown.controls.values(), *(editor.control for editor in shown.editors.values())):
        named: QWidget = control.focusProxy() or control
        assert named.accessibleName()
        assert named.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_theme_holds_at_once_and_the_menu_says_so(in_window: SettingsPage, window: MainWindow) -> None:
    choose(in_window, "theme", "dark")
    assert theme.applied() is theme.DARK
    assert window.plots["profile"].theme is theme.DARK
    assert window.view_menu._quick["theme"]["dark"].isChecked()
    window.view_menu._quick["theme"]["light"].trigger()
    assert theme.applied() is theme.LIGHT
    assert combo(in_window, "theme").currentData() == "light"


def test_letters_grow_everywhere_at_once(in_window: SettingsPage, window: MainWindow) -> None:
    usual, axis = QApplication.font().pointSizeF(), window.plots["loss"].canvases[0].getAxis("bottom")
    box(in_window, "font_percent").setValue(150)
    assert QApplication.font().pointSizeF() == pytest.approx(1.5 * usual)
    assert window.panel.font().pointSizeF() == pytest.approx(1.5 * usual)
    assert axis.font().pointSizeF() == pytest.approx(1.5 * usual)
    in_window.reset.click()
    assert QApplication.font().pointSizeF() == pytest.approx(usual)


def test_drawing_holds_at_once(in_window: SettingsPage, window: MainWindow) -> None:
    choose(in_window, "drawing", "fast")
    box(in_window, "frames").setValue(7)
    assert window.governor.share == SHARES["fast"]
    assert window.governor.most_frames == 7
    assert window.view_menu._quick["drawing"]["fast"].isChecked()
    window.view_menu._quick["drawing"]["smooth"].trigger()
    assert combo(in_window, "drawing").currentData() == "smooth"


def test_it_opens_by_its_key_and_is_one(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    first = window.view_menu.page
    assert first is not None
    assert first.isVisible()
    window.view_menu.show_page()
    assert window.view_menu.page is first


def test_languages_are_offered_for_the_next_start(shown: SettingsPage, settings: QSettings) -> None:
    offered = combo(shown, "language")
    codes = [offered.itemData(index) for index in range(offered.count())]
    assert codes == [language.SYSTEM, *language.available()]
    choose(shown, "language", "en")
    assert preferences_of(settings).value("language") == "en"
    assert settings.value("language") == "en"
    assert "next start" in shown.language_note.text()


def test_a_folder_is_where_the_next_session_goes(
    qtbot: QtBot, settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is made with the first session; what there was before stays."""
    monkeypatch.setattr(files, "_chosen_folder", None)
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.view_menu.show_page()
    page = window.view_menu.page
    assert page is not None
    chosen = tmp_path / "on the other disk" / "sessions"
    type_folder(page, qtbot, str(chosen))
    assert page.folder_problem.isHidden()
    assert files.sessions_folder() == chosen
    assert files.new_session_path("digits").parent == chosen
    assert not chosen.exists()
    page.reset.click()
    assert files.sessions_folder() == files.usual_folder()
    window.close()


def test_a_shown_start_page_follows_the_folder(in_window: SettingsPage, window: MainWindow, tmp_path: Path) -> None:
    window.start_page.show()
    page = window.start_page.page
    assert page is not None
    chosen = tmp_path / "others"
    chosen.mkdir()
    asked: list[Path] = []
    page.show_folder = asked.append  # type: ignore[method-assign, assignment]
    in_window.folder.setText(str(chosen))
    in_window.folder.editingFinished.emit()
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("sessions", "sessions could be anywhere: give the whole path, such as {tmp}/Gradiometer"),
        ("{tmp}/file", "{tmp}/file is a file: sessions need a folder"),
        ("{tmp}/file/inside", "{tmp}/file is a file: sessions need a folder"),
        ("{tmp}/locked/new", "Nothing can be written in {tmp}/locked: choose a folder of your own"),
    ],
)
def test_a_folder_that_cannot_be_is_told_in_a_sentence(
    shown: SettingsPage,
    qtbot: QtBot,
    settings: QSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    sentence: str,
) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "locked").mkdir()
    # Whoever runs tests as root may write anywhere.
    monkeypatch.setattr(os, "access", lambda path, _mode: "locked" not in str(path))
    type_folder(shown, qtbot, text.format(tmp=tmp_path))
    assert shown.folder_problem.isVisible()
    assert shown.folder_problem.text() == sentence.format(tmp=tmp_path)
    assert preferences_of(settings).folder is None
    type_folder(shown, qtbot, str(tmp_path / "good"))
    assert shown.folder_problem.isHidden()
    assert preferences_of(settings).folder == tmp_path / "good"


def test_an_empty_folder_is_the_usual_one(
    shown: SettingsPage, qtbot: QtBot, settings: QSettings, tmp_path: Path
) -> None:
    type_folder(shown, qtbot, str(tmp_path / "good"))
    shown.folder.clear()
    qtbot.keyClick(shown.folder, Qt.Key.Key_Return)
    assert preferences_of(settings).folder is None
    assert shown.folder.text() == str(tmp_path / "Gradiometer")


def test_browse(shown: SettingsPage, settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = tmp_path / "found"
    found.mkdir()
    answer(monkeypatch, "ask_folder", found)
    shown._browse()
    assert preferences_of(settings).folder == found
    answer(monkeypatch, "ask_folder", None)
    shown._browse()
    assert preferences_of(settings).folder == found


def test_recording_limits_are_what_new_sessions_begin_with(
    in_window: SettingsPage, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Experiment] = []
    monkeypatch.setattr(window, "new_session", made.append)
    editor = in_window.editors["most_mb_per_hour"]
    editor.control.setText("50")  # type: ignore[attr-defined]
    editor.control.editingFinished.emit()  # type: ignore[attr-defined]
    window.new_preset("digits")
    assert [experiment.most_mb_per_hour for experiment in made] == [50.0]


def test_a_wrong_limit_is_told_and_mended(shown: SettingsPage, settings: QSettings) -> None:
    editor = shown.editors["watch_share"]
    for text, problem in (("plenty", "watch_share = 'plenty' is not allowed"), ("0.1", "")):
        editor.control.setText(text)  # type: ignore[attr-defined]
        editor.control.editingFinished.emit()  # type: ignore[attr-defined]
        assert shown.recording_problem.text().startswith(problem)
        assert shown.recording_problem.isVisible() == bool(problem)
    assert preferences_of(settings).value("watch_share") == 0.1


def test_reset_shows_the_defaults_again(shown: SettingsPage, settings: QSettings) -> None:
    assert not shown.reset.isEnabled()
    box(shown, "frames").setValue(5)
    shown.editors["snapshot_mb"].control.setText("much")  # type: ignore[attr-defined]
    shown.editors["snapshot_mb"].control.editingFinished.emit()  # type: ignore[attr-defined]
    assert shown.reset.isEnabled()
    shown.reset.click()
    assert box(shown, "frames").value() == PREFERENCES["frames"].usual
    assert shown.editors["snapshot_mb"].problem == ""
    assert shown.recording_problem.isHidden()
    assert not shown.reset.isEnabled()
    assert preferences_of(settings).is_usual


def test_a_new_session_is_named_in_the_chosen_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_chosen_folder", None)
    files.choose_sessions_folder(tmp_path / "mine")
    path = files.new_session_path("digits")
    assert (path.parent, path.suffix) == (tmp_path / "mine", SUFFIX)
