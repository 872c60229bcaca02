"""The buttons that run a lesson."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gradiometer_desktop.lessons.runs_box import RunsBox
from small_lesson import run


def test_each_run_has_its_button(qtbot: QtBot) -> None:
    box, runs = RunsBox(), (run("first"), run("second", batch_size=16))
    qtbot.addWidget(box)
    box.show_runs(runs)
    assert list(box.buttons) == ["first", "second"]
    assert "784-12-12-12-10" in box.buttons["second"].toolTip()
    assert "batches of 16, 60 steps" in box.buttons["second"].toolTip()
    with qtbot.waitSignal(box.asked) as asked:
        qtbot.keyClick(box.buttons["second"], Qt.Key.Key_Space)
    assert asked.args == [runs[1]]
    box.show_current("second")
    assert [button.text() for button in box.buttons.values()] == ["The first run", "● The second run"]
    assert box.buttons["second"].accessibleDescription() == "On the screen"
    assert box.buttons["second"].accessibleName() == "Run: The second run"
    box.show_current(None)
    assert box.buttons["second"].text() == "The second run"


def test_a_lesson_without_runs_has_no_buttons(qtbot: QtBot) -> None:
    box = RunsBox()
    qtbot.addWidget(box)
    box.show_runs((run("first"),))
    assert not box.isHidden()
    box.show_runs(())
    assert box.isHidden()
    assert box.buttons == {}
