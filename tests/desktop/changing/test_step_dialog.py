"""The dialog for the step to continue from."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from gradiometer_desktop.changing.step_dialog import StepDialog


def test_any_step_between_the_first_snapshot_and_the_end(qtbot: QtBot) -> None:
    dialog = StepDialog(20, 12_345, 4_000)
    qtbot.addWidget(dialog)
    chosen: list[int] = []
    dialog.chosen.connect(chosen.append)
    assert not dialog.isModal()
    assert (dialog.step.minimum(), dialog.step.maximum(), dialog.step.value()) == (20, 12_345, 4_000)
    assert dialog.step.accessibleName()
    dialog.step.setValue(99_999)
    assert dialog.step.value() == 12_345
    dialog.show()
    dialog.go_on.click()
    assert chosen == [12_345]


def test_steps_beyond_what_qt_counts(qtbot: QtBot) -> None:
    dialog = StepDialog(0, 2**40, 2**40)
    qtbot.addWidget(dialog)
    assert dialog.step.value() == 2**31 - 1
