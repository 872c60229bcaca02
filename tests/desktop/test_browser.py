"""The start page: what it lists, how it follows the folder, and what it asks the window for."""

from __future__ import annotations

import json
import os
import shutil
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from gradiometer.library import Labels, write_labels
from gradiometer.session_editor import set_texts
from gradiometer.session_file import load_session
from gradiometer_desktop import browser, theme
from gradiometer_desktop.browser import BrowserPage
from gradiometer_desktop.browser_table import DATE, NAME, STEPS
from shared import SMALL, TIMEOUT_MS
from synthetic import write_session


def listed(page: BrowserPage, column: int = NAME) -> list[str]:
    """What stands in a column, from the top on."""
    return [page.shown.index(row, column).data() for row in range(page.shown.rowCount())]


def files(page: BrowserPage) -> list[str]:
    """The names of the listed files, from the top on."""
    page.list.selectAll()
    return [summary.path.stem for summary in page.list.chosen]


def test_every_session_is_listed_the_newest_first_and_chosen(page: BrowserPage) -> None:
    assert [date[:10] for date in listed(page, DATE)] == ["2026-01-03", "2026-01-02", "2026-01-01"]
    assert listed(page, STEPS) == ["30", "40", "20"]
    assert [summary.path.stem for summary in page.list.chosen] == ["third"]
    assert page.count.text() == "3 sessions"
    assert page.details.isVisible()
    assert page.folder.text().endswith("folder")
    assert files(page) == ["third", "second", "first"]


def test_rows_are_listed_before_any_file_is_read(qtbot: QtBot, tmp_path: Path, folder: Path) -> None:
    page = BrowserPage(theme.LIGHT, tmp_path / "sessions.json")
    qtbot.addWidget(page)
    seen: list[list[str]] = []
    page.table.modelReset.connect(lambda: seen.append(sorted(listed(page))))
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        page.show_folder(folder)
    page.close_down()
    assert seen == [["first", "second", "third"]]
    assert sorted(listed(page)) == ["mine", "small", "small"]


def test_the_second_start_has_everything_at_once(
    page: BrowserPage, qtbot: QtBot, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(page), listed(page), listed(page, STEPS)
    page.close_down()
    monkeypatch.setattr("gradiometer.library.summarize", None)
    second = BrowserPage(theme.DARK, tmp_path / "cache" / "sessions.json")
    qtbot.addWidget(second)
    with qtbot.waitSignal(second.filled, timeout=TIMEOUT_MS):
        second.show_folder(folder)
    second.close_down()
    assert (files(second), listed(second), listed(second, STEPS)) == before


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["third", "second", "first"]),
        ("SMALL", ["third", "second"]),
        ("nan  small", ["third"]),
        ("lstm", ["first"]),
        ("second.gradiometer", ["second"]),
        ("starving", ["second"]),
        ("brings back", ["second"]),
        ("small lstm", []),
    ],
)
def test_search_finds_every_word_anywhere(
    page: BrowserPage, qtbot: QtBot, folder: Path, text: str, found: list[str]
) -> None:
    write_labels(folder / "second.gradiometer", Labels(tags=("starving",), remark="ReLU brings it back"))
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        page.refresh()
    qtbot.keyClicks(page.search, text)
    assert files(page) == found
    if found:
        assert page.list.isVisible()
    else:
        assert page.empty.text().startswith(f"No session has all words of “{text}”.\n")
        assert page.empty.isVisible()
    if text:
        assert page.count.text() == f"{len(found)} of 3 sessions"


def test_what_is_chosen_stays_chosen_while_the_folder_changes(page: BrowserPage, qtbot: QtBot, folder: Path) -> None:
    page.list.choose([folder / "first.gradiometer", folder / "second.gradiometer"])
    (folder / "third.gradiometer").unlink()
    shutil.copy(folder / "second.gradiometer", folder / "fourth.gradiometer")
    write_labels(folder / "first.gradiometer", Labels(title="aardvark"))
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        page.refresh()
    assert [summary.title for summary in page.list.chosen] == ["small", "aardvark"]
    assert set(files(page)) == {"fourth", "second", "first"}


def test_the_page_follows_the_folder_while_it_is_shown(
    qtbot: QtBot, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "_LOOK_EVERY_MS", 10)
    page = BrowserPage(theme.LIGHT, tmp_path / "sessions.json")
    qtbot.addWidget(page)
    page.show()
    page.show_folder(folder)
    qtbot.waitUntil(lambda: listed(page, STEPS) == ["30", "40", "20"], timeout=TIMEOUT_MS)
    write_session(folder / "new.gradiometer", SMALL, 11)
    qtbot.waitUntil(lambda: "11" in listed(page, STEPS), timeout=TIMEOUT_MS)
    page.hide()
    os.remove(folder / "new.gradiometer")
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        page.show()
    qtbot.waitUntil(lambda: "11" not in listed(page, STEPS), timeout=TIMEOUT_MS)
    page.close_down()


def test_trials_are_not_listed_and_links_lead_from_session_to_session(
    page: BrowserPage, qtbot: QtBot, folder: Path
) -> None:
    second, third = folder / "second.gradiometer", folder / "third.gradiometer"
    with load_session(second) as session:
        told = {"id": session.meta["id"], "file": second.name, "step": 12, "through": "ReLU"}
    set_texts(third, {"parent": json.dumps(told)})
    trial = folder / "second.trials" / "1-control.gradiometer"
    trial.parent.mkdir()
    shutil.copy(third, trial)
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        page.refresh()
    assert files(page) == ["third", "second", "first"]
    assert page.details.ancestors.text() == page.details.descendants.text() == "", "several are chosen"
    page.list.choose([third])
    assert 'step 12 of <a href="0">second</a> through ReLU' in page.details.ancestors.text()
    assert page.details.ancestors.isVisible()
    assert not page.details.descendants.isVisible()
    qtbot.keyClicks(page.search, "nan")
    page.details.ancestors.linkActivated.emit("0")
    assert [summary.path for summary in page.list.chosen] == [second]
    assert page.search.text() == "", "it hid the session"
    for line in ('step 12: <a href="0">1-control</a> (ReLU)', 'step 12: <a href="1">third</a> (ReLU)'):
        assert line in page.details.descendants.text()
    assert not page.details.ancestors.isVisible()
    with qtbot.waitSignal(page.open_asked) as asked:
        page.details.descendants.linkActivated.emit("0")
    assert asked.args == [trial]
    page.details.descendants.linkActivated.emit("1")
    assert [summary.path for summary in page.list.chosen] == [third]
    with qtbot.waitSignal(page.branches_asked) as asked:
        page.details.more_asked.emit()
    assert asked.args == [third]


def test_a_damaged_file_is_listed_with_its_reason_until_it_is_mended(
    page: BrowserPage, qtbot: QtBot, folder: Path
) -> None:
    path = folder / "broken.gradiometer"
    path.write_text("no session")
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        page.refresh()
    page.list.choose([path])
    assert "not a Gradiometer session" in page.details.problem.text()
    assert page.details.problem.isVisible()
    enabled = [action.text() for action in page.list.actions() if action.isEnabled()]
    assert enabled == ["Show in folder", "Delete…"]
    with qtbot.assertNotEmitted(page.open_asked):
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
    shutil.copy(folder / "second.gradiometer", path)
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        qtbot.keyClick(page.list, Qt.Key.Key_F5)
    assert not page.details.problem.isVisible()
    assert page.deeds.open.isEnabled()


def test_no_folder_and_no_sessions_are_no_error(qtbot: QtBot, tmp_path: Path) -> None:
    page = BrowserPage(theme.LIGHT, tmp_path / "sessions.json")
    qtbot.addWidget(page)
    page.show()
    assert page.empty.text() == "Looking …"
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        page.show_folder(tmp_path / "nowhere")
    assert page.welcome.isVisible()
    assert not page.search.isVisible()
    for button, signal in ((page.welcome.sample, page.sample_asked), (page.welcome.tour, page.tour_asked)):
        with qtbot.waitSignal(signal):
            button.click()
    assert not page.details.isVisible()
    (tmp_path / "file").touch()
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        page.show_folder(tmp_path / "file")
    assert page.empty.text().startswith(f"{tmp_path / 'file'} cannot be read: Not a directory\n")
    page.close_down()


def test_another_folder_takes_the_place_of_the_first(page: BrowserPage, qtbot: QtBot, tmp_path: Path) -> None:
    write_session(tmp_path / "other" / "alone.gradiometer", SMALL, 3)
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        page.show_folder(tmp_path / "other")
    assert files(page) == ["alone"]


def test_opening_by_enter_double_click_and_button(page: BrowserPage, qtbot: QtBot, folder: Path) -> None:
    page.list.choose([folder / "second.gradiometer"])
    with qtbot.waitSignal(page.open_asked) as asked:
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert asked.args == [folder / "second.gradiometer"]
    where = page.list.visualRect(page.shown.index(2, DATE)).center()
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    with qtbot.waitSignal(page.open_asked) as asked:
        qtbot.mouseDClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert asked.args == [folder / "first.gradiometer"]
    with qtbot.waitSignal(page.open_asked) as asked:
        page.deeds.open.trigger()
    assert asked.args == [folder / "first.gradiometer"]


def test_escape_clears_the_search_and_then_leaves(page: BrowserPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.search, "small")
    with qtbot.assertNotEmitted(page.dismissed):
        qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.search.text() == ""
    with qtbot.waitSignal(page.dismissed):
        qtbot.keyClick(page.list, Qt.Key.Key_Escape)
    with qtbot.waitSignal(page.dismissed):
        page.head.back.click()


def test_the_session_behind_it_is_not_started_by_a_key(qtbot: QtBot, tmp_path: Path, folder: Path) -> None:
    """Space and N are shortcuts of the window; here they choose a row and look for a name."""
    window = QMainWindow()
    qtbot.addWidget(window)
    page = BrowserPage(theme.LIGHT, tmp_path / "sessions.json", window)
    page.hide()
    begun: list[str] = []
    actions = []
    for key in ("Space", "N"):
        action = QAction(key, window)
        action.setShortcut(key)
        action.triggered.connect(partial(begun.append, key))
        window.addAction(action)
        actions.append(action)
    page.hush(actions)
    window.show()
    qtbot.waitActive(window)
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        page.show_folder(folder)
        page.show()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_N):
        qtbot.keyClick(page.list, key)
    assert begun == []
    page.hide()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_N):
        qtbot.keyClick(window, key)
    assert begun == ["Space", "N"]
    page.close_down()


def test_keys_lead_to_the_search_and_back(page: BrowserPage, qtbot: QtBot) -> None:
    qtbot.waitActive(page)
    qtbot.keyClick(page.list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.search.hasFocus()
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.list.hasFocus()


def test_the_open_session_stands_in_bold_and_cannot_be_deleted(page: BrowserPage, folder: Path) -> None:
    page.show_open(folder / "second.gradiometer")
    fonts = [page.shown.index(row, NAME).data(Qt.ItemDataRole.FontRole) for row in range(3)]
    assert [font is not None and font.bold() for font in fonts] == [False, True, False]
    page.list.selectAll()
    assert not page.deeds.delete.isEnabled()
    assert "open another one first" in page.deeds.delete.toolTip()
    page.list.choose([folder / "first.gradiometer"])
    assert page.deeds.delete.isEnabled()
    page.show_open(None)
    page.list.selectAll()
    assert page.deeds.delete.isEnabled()


def test_it_is_opaque(page: BrowserPage) -> None:
    """Plots lie behind it."""
    assert page.grab().toImage().pixelColor(QPoint(3, 3)).name() == page.palette().window().color().name()
    page.apply_theme(theme.DARK)


def test_closing_down_while_files_are_read_ends_the_thread(qtbot: QtBot, tmp_path: Path, folder: Path) -> None:
    for number in range(60):
        shutil.copy(folder / "second.gradiometer", folder / f"{number}.gradiometer")
    page = BrowserPage(theme.LIGHT, tmp_path / "sessions.json")
    qtbot.addWidget(page)
    page.show_folder(folder)
    qtbot.waitUntil(lambda: "40" in listed(page, STEPS), timeout=TIMEOUT_MS)
    page.close_down()
    page.close_down()
    # What was read so far is kept.
    assert (tmp_path / "sessions.json").exists()


def test_lessons_stand_in_the_place_of_the_sessions_and_the_first_has_the_keyboard(
    page: BrowserPage, qtbot: QtBot
) -> None:
    page.activateWindow()
    page.head.lesson.click()
    first, second = list(page.shelf.doors)[:2]
    assert page.shelf.isVisible()
    assert not page.list.isVisible()
    assert page.focusWidget() is page.shelf.doors[first]
    with qtbot.waitSignal(page.lesson_asked) as asked:
        qtbot.keyClick(page.shelf.doors[first], Qt.Key.Key_Space)
    assert asked.args == [first]
    with qtbot.waitSignal(page.lesson_asked) as asked:
        page.shelf.doors[second].click()
    assert asked.args == [second]
    with qtbot.assertNotEmitted(page.dismissed):
        qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.list.isVisible()
    assert not page.head.lesson.isChecked()
    with qtbot.waitSignal(page.dismissed):
        qtbot.keyClick(page, Qt.Key.Key_Escape)
