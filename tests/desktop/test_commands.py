"""What a window can do, read off the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from gradiometer_desktop.commands import Command, commands_of, late_menus, plain
from gradiometer_desktop.main_window import MainWindow


def find(commands: list[Command], title: str, *path: str) -> Command:
    found = [each for each in commands if each.title == title and each.path[: len(path)] == path]
    assert len(found) == 1, [each.key for each in found]
    return found[0]


def test_menus_bars_and_panels_are_all_there(ready: MainWindow) -> None:
    commands = commands_of(ready)
    assert find(commands, "New session", "File").shortcut == "Ctrl+N"
    assert find(commands, "Start", "Run").shortcut == "Space"
    assert find(commands, "First step", "Replay").shortcut == "Home"
    assert find(commands, "Delta norm", "Run", "Quantity shown in profile and norms").is_on is False
    assert find(commands, "hidden 2", "Run", "Chosen layer").is_on is False
    assert find(commands, "ReLU", "Network and training", "Activation")
    assert find(commands, "Skip connections", "Network and training").is_on is False
    assert find(commands, "Norms", "View", "Go to").shortcut == "Ctrl+5"
    # None of them twice, as the run bar's in the menu Run.
    assert len([each for each in commands if each.title == "Step"]) == 1


def test_what_rests_says_why(window: MainWindow, saved: Path) -> None:
    window.open_path(saved)
    commands = commands_of(window)
    assert find(commands, "Stop", "Run").why_not == "End this session; what it recorded stays (Ctrl+.)"
    assert find(commands, "Step", "Run").why_not
    assert not any(each.why_not for each in commands if each.path == ("View",))


def test_a_command_does_what_its_control_does(ready: MainWindow) -> None:
    find(commands_of(ready), "hidden 2", "Run", "Chosen layer").act()
    assert ready.selection.layer == 1
    switch = ready.panel.editors["skip"].control
    assert isinstance(switch, QCheckBox)
    find(commands_of(ready), "Skip connections", "Network and training").act()
    assert switch.isChecked()


def test_lessons_come_late_and_then_stay(ready: MainWindow, qtbot: QtBot) -> None:
    assert [plain(menu.title()) for menu in late_menus(ready)] == ["Lessons"]
    assert not any(each.path == ("Lessons",) for each in commands_of(ready))
    ready.palette_of_commands.open()
    qtbot.waitUntil(lambda: not late_menus(ready))
    assert any(each.path == ("Lessons",) for each in commands_of(ready))


def test_texts_are_read_without_their_signs() -> None:
    assert plain("Save &as…") == "Save as…"
    assert plain("<p>one<br>two &amp; three</p>") == "one two & three"
    assert plain("Fish && chips") == "Fish & chips"
