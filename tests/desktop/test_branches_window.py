"""The window *Branches*: whose tree it shows, how it follows the folder and the window, and what it asks for."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gradiometer.library import Library, folder_of
from gradiometer.session_editor import set_texts
from gradiometer.session_file import load_session
from gradiometer_desktop import branches_window
from gradiometer_desktop.branches_tree import SESSION, BranchesTree
from gradiometer_desktop.branches_window import BranchesWindow
from gradiometer_desktop.main_window import MainWindow
from shared import SMALL, TIMEOUT_MS
from synthetic import write_session


def write(path: Path, parent: Path | None = None, step: int = 0, through: str = "") -> Path:
    """A session, continued from another one."""
    write_session(path, SMALL, 3, with_look_histograms=False)
    if parent is not None:
        with load_session(parent) as session:
            told = {"id": session.meta["id"], "file": parent.name, "step": step, "through": through}
        set_texts(path, {"parent": json.dumps(told)})
    return path


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sessions that came from each other, and one that did not. Copy it before changing it."""
    folder = tmp_path_factory.mktemp("family")
    first = write(folder / "first.gradiometer")
    second = write(folder / "second.gradiometer", first, 40, "ReLU")
    write(folder / "third.gradiometer", second, 50)
    write(folder / "first.trials" / "1-control.gradiometer", first, 45, "control")
    write(folder / "lonely.gradiometer")
    return folder


@pytest.fixture
def folder(family: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(family, tmp_path / "family"))


@pytest.fixture
def branches(qtbot: QtBot, tmp_path: Path) -> Iterator[BranchesWindow]:
    made = BranchesWindow(tmp_path / "cache" / "branches.json")
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def show(branches: BranchesWindow, qtbot: QtBot, path: Path, open_path: Path | None = None) -> None:
    """Show the tree of a session, and wait until all is read."""
    with qtbot.waitSignal(branches.filled, timeout=TIMEOUT_MS):
        branches.show_session(path, folder_of(path), open_path)


def names(tree: BranchesTree) -> list[str]:
    """What stands there, from the top on."""
    found, item = [], tree.topLevelItem(0)
    while item is not None:
        found.append(item.text(SESSION))
        item = tree.itemBelow(item)
    return found


TREE = ["first", "second", "third", "1-control"]


@pytest.mark.parametrize("name", ["first", "third", "first.trials/1-control"])
def test_the_tree_of_a_session_is_shown_and_the_session_chosen(
    branches: BranchesWindow, qtbot: QtBot, folder: Path, name: str
) -> None:
    path = folder / f"{name}.gradiometer"
    show(branches, qtbot, path, path)
    assert names(branches.tree) == TREE
    assert [each.path for each in branches.tree.chosen] == [path]
    assert branches.tree.isVisible()
    assert branches.count.text() == "4 sessions"
    assert branches.windowTitle() == f"Branches of {path.stem} - Gradiometer"
    assert branches.where.text() == str(folder)
    assert branches.tree.selectedItems()[0].font(SESSION).bold()
    branches.everything.click()
    assert names(branches.tree) == [*TREE, "lonely"]
    assert [each.path for each in branches.tree.chosen] == [path]


def test_what_will_appear_is_said_where_nothing_does(branches: BranchesWindow, qtbot: QtBot, folder: Path) -> None:
    branches.show_session(folder / "lonely.gradiometer", folder)
    assert branches.empty.text() == "Looking at the folder …"
    qtbot.waitSignal(branches.filled, timeout=TIMEOUT_MS).wait()
    assert branches.empty.text().startswith("No branches yet\n\nWhat is continued from a step of “lonely”")
    assert branches.empty.isVisible()
    assert not branches.tree.isVisible()
    branches.everything.click()
    assert branches.tree.isVisible()
    branches.everything.click()
    show(branches, qtbot, folder / "gone.gradiometer")
    assert branches.empty.text().startswith("gone.gradiometer is not among the sessions of this folder")
    with qtbot.waitSignal(branches.filled, timeout=TIMEOUT_MS):
        branches.show_session(None, folder / "nowhere")
    assert branches.empty.text().startswith("Not recorded yet")
    branches.everything.click()
    assert branches.empty.text().startswith("No sessions yet")
    show(branches, qtbot, folder / "first.gradiometer" / "a.gradiometer")
    assert branches.empty.text().endswith("cannot be read: Not a directory")
    assert not branches.open.isEnabled()


def test_opening_by_enter_double_click_and_button(branches: BranchesWindow, qtbot: QtBot, folder: Path) -> None:
    show(branches, qtbot, folder / "second.gradiometer")
    with qtbot.waitSignal(branches.open_asked) as asked:
        qtbot.keyClick(branches.tree, Qt.Key.Key_Return)
    assert asked.args == [folder / "second.gradiometer"]
    where = branches.tree.visualItemRect(branches.tree.topLevelItem(0)).center()
    qtbot.mouseClick(branches.tree.viewport(), Qt.MouseButton.LeftButton, pos=where)
    with qtbot.waitSignal(branches.open_asked) as asked:
        qtbot.mouseDClick(branches.tree.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert asked.args == [folder / "first.gradiometer"]
    assert names(branches.tree) == TREE, "nothing was folded"
    with qtbot.waitSignal(branches.open_asked):
        branches.open.trigger()


def test_what_cannot_be_opened_is_not(branches: BranchesWindow, qtbot: QtBot, folder: Path) -> None:
    (folder / "first.gradiometer").unlink()
    (folder / "broken.gradiometer").write_text("no session")
    show(branches, qtbot, folder / "second.gradiometer")
    branches.everything.click()
    assert names(branches.tree)[:2] == ["broken", "first"]
    with qtbot.assertNotEmitted(branches.open_asked):
        for index in range(2):
            branches.tree.itemActivated.emit(branches.tree.topLevelItem(index), 0)
    branches.tree.choose({folder / "broken.gradiometer", folder / "second.gradiometer"})
    assert not branches.open.isEnabled()
    assert not branches.compare.isEnabled()


def test_two_to_eight_are_compared(branches: BranchesWindow, qtbot: QtBot, folder: Path) -> None:
    show(branches, qtbot, folder / "second.gradiometer")
    assert not branches.compare.isEnabled()
    branches.tree.selectAll()
    assert (branches.open.isEnabled(), branches.compare.isEnabled()) == (False, True)
    with qtbot.waitSignal(branches.compare_asked) as asked:
        branches.compare.trigger()
    assert [path.stem for path in asked.args[0]] == TREE
    for number in range(5):
        shutil.copy(folder / "third.gradiometer", folder / f"third {number}.gradiometer")
    show(branches, qtbot, folder / "second.gradiometer")
    branches.tree.selectAll()
    assert len(branches.tree.chosen) == 9
    assert not branches.compare.isEnabled()


def test_it_follows_the_folder_while_it_is_shown(
    qtbot: QtBot, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(branches_window, "_LOOK_EVERY_MS", 10)
    made = BranchesWindow(tmp_path / "branches.json")
    qtbot.addWidget(made)
    made.show()
    show(made, qtbot, folder / "first.gradiometer")
    write(folder / "fourth.gradiometer", folder / "third.gradiometer", 60)
    qtbot.waitUntil(lambda: names(made.tree) == [*TREE[:3], "fourth", TREE[3]], timeout=TIMEOUT_MS)
    made.hide()
    (folder / "fourth.gradiometer").unlink()
    made.show()
    qtbot.waitUntil(lambda: names(made.tree) == TREE, timeout=TIMEOUT_MS)
    made.close()


def test_the_second_start_reads_no_file(
    branches: BranchesWindow, qtbot: QtBot, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(branches, qtbot, folder / "first.gradiometer")
    branches.close()
    monkeypatch.setattr(Library, "read", None)
    second = BranchesWindow(tmp_path / "cache" / "branches.json")
    qtbot.addWidget(second)
    show(second, qtbot, folder / "first.gradiometer")
    second.close_down()
    assert names(second.tree) == TREE


def test_the_session_on_the_screen(branches: BranchesWindow, qtbot: QtBot, folder: Path) -> None:
    show(branches, qtbot, folder / "first.gradiometer", folder / "first.gradiometer")
    branches.show_open(folder / "third.gradiometer")
    assert branches.tree.topLevelItem(0).child(0).child(0).font(SESSION).bold()
    assert [each.path.stem for each in branches.tree.chosen] == ["first"]
    branches.show_open(None)
    assert names(branches.tree) == TREE
    with qtbot.waitSignal(branches.filled, timeout=TIMEOUT_MS):
        branches.show_open(folder / "lonely.gradiometer")
    assert "“lonely”" in branches.empty.text()
    branches.close()
    # Nobody looks: no thread for that.
    branches.show_open(folder / "first.gradiometer")
    assert "“lonely”" in branches.empty.text()


def test_keys_close_it(branches: BranchesWindow, qtbot: QtBot) -> None:
    qtbot.waitActive(branches)
    qtbot.keyClick(branches.tree, Qt.Key.Key_Escape)
    assert not branches.isVisible()


def test_from_the_menu_and_back(
    window: MainWindow, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.open_path(folder / "second.gradiometer")
    [menu] = [action.menu() for action in window.menuBar().actions() if action.text() == "&File"]
    [entry] = [action for action in menu.actions() if action.text() == "&Branches…"]
    entry.trigger()
    branches = window.file_menu.branches
    assert branches is not None
    assert not branches.isModal()
    qtbot.waitUntil(lambda: names(branches.tree) == TREE, timeout=TIMEOUT_MS)
    assert branches.tree.selectedItems()[0].font(SESSION).bold()
    branches.tree.choose({folder / "third.gradiometer"})
    branches.open.trigger()
    assert window.session is not None
    assert window.session.path == folder / "third.gradiometer"
    assert branches.tree.selectedItems()[0].font(SESSION).bold()
    asked: list[list[Path]] = []
    branches.compare_asked.connect(asked.append)
    branches.tree.selectAll()
    branches.compare.trigger()
    assert [path.stem for path in asked[0]] == TREE
    entry.trigger()
    assert window.file_menu.branches is branches
    window.close()
    assert window.file_menu.branches is None


def test_from_the_start_page(window: MainWindow, qtbot: QtBot, folder: Path, sessions_folder: Path) -> None:
    folder.rename(sessions_folder)
    window.start_page.show()
    page = window.start_page.page
    assert page is not None
    qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS).wait()
    page.list.choose([sessions_folder / "third.gradiometer"])
    page.deeds.branches.trigger()
    branches = window.file_menu.branches
    assert branches is not None
    qtbot.waitUntil(lambda: names(branches.tree) == TREE, timeout=TIMEOUT_MS)
    assert [each.path.stem for each in branches.tree.chosen] == ["third"]


def test_a_session_that_is_not_recorded_yet(ready: MainWindow, qtbot: QtBot) -> None:
    ready.file_menu.show_branches()
    branches = ready.file_menu.branches
    assert branches is not None
    qtbot.waitSignal(branches.filled, timeout=TIMEOUT_MS).wait()
    assert branches.empty.text().startswith("Not recorded yet")
