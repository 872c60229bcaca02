"""The dialog that asks what to try."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gradiometer.experiment import Experiment
from gradiometer.remedies import REMEDIES
from gradiometer.treatments import BRANCH, NULL_FORK, UNTOUCHED, Treatment, branch_bytes
from gradiometer.trial import MOST_SEEDS, MOST_STEPS
from gradiometer_desktop.trials.branch_editor import OWN, Standing
from gradiometer_desktop.trials.change_dialog import ChangeDialog
from gradiometer_desktop.trials.fork_dialog import Asked, ForkDialog
from shared import TIMEOUT_MS

Make = Callable[..., ForkDialog]


@pytest.fixture
def make(qtbot: QtBot, standing: Standing) -> Make:
    def made(**options: object) -> ForkDialog:
        dialog = ForkDialog(**{"standing_at": lambda _step: standing, "steps": None} | options)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return made


def asked(dialog: ForkDialog, qtbot: QtBot) -> Asked:
    with qtbot.waitSignal(dialog.accepted_asked, timeout=TIMEOUT_MS) as signal:
        dialog.begin.click()
    assert not dialog.isVisible()
    return signal.args[0]


def texts(dialog: QWidget) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible() and label.text()]


def test_with_nothing_to_try_it_cannot_begin(make: Make) -> None:
    dialog = make()
    assert not dialog.begin.isEnabled()
    assert not dialog.problem.isVisible()
    dialog.editors[1].choose("relu_he")
    assert dialog.begin.isEnabled()
    dialog.null.click()
    assert dialog.begin.isEnabled()
    dialog.editors[1].choose("")
    assert not dialog.begin.isEnabled()


def test_what_was_asked_for(make: Make, qtbot: QtBot, standing: Standing) -> None:
    dialog = make()
    dialog.editors[0].choose("relu_he")
    dialog.editors[2].write("faster", "learning_rate=0.5")
    dialog.steps.setValue(77)
    dialog.seeds.setValue(5)
    made = REMEDIES["relu_he"].make(standing.experiment, standing.settings)
    faster = dataclasses.replace(standing.settings, learning_rate=0.5)
    assert asked(dialog, qtbot) == Asked(
        (
            UNTOUCHED,
            Treatment(BRANCH, REMEDIES["relu_he"].title, made, "relu_he"),
            Treatment(BRANCH, "faster", (faster,)),
            NULL_FORK,
        ),
        None,
        77,
        5,
    )


def test_without_a_null_fork(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    assert dialog.null.isChecked()
    assert (dialog.steps.value(), dialog.seeds.value()) == (200, 1)
    assert (dialog.steps.maximum(), dialog.seeds.maximum()) == (MOST_STEPS, MOST_SEEDS)
    dialog.editors[0].choose("relu_he")
    dialog.null.click()
    assert [each.role for each in asked(dialog, qtbot).treatments] == ["control", "branch"]


def test_the_remedies_of_a_finding_are_chosen_already(make: Make) -> None:
    """Those that are possible now, the best first."""
    names = ("shallower", "relu_he", "forget_bias", "batch_norm", "skip", "adam")
    dialog = make(remedies=names, because="Vanishing gradient in hidden 1 (finding 4)")
    assert [editor.choice.currentData() for editor in dialog.editors] == ["relu_he", "batch_norm", "skip"]
    assert "To cure: Vanishing gradient in hidden 1 (finding 4)" in texts(dialog)
    assert dialog.begin.isEnabled()


def test_words_that_cannot_be_read_keep_it_from_beginning(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    first, second, _third = dialog.editors
    first.choose("relu_he")
    second.choose(OWN)
    assert not dialog.begin.isEnabled()
    assert not dialog.problem.isVisible(), "nothing is written there yet"
    qtbot.keyClicks(second.words, "activation=tall")
    assert not dialog.begin.isEnabled()
    assert second.said.isVisible()
    assert "activation = 'tall' is not allowed" in second.said.text()
    assert not dialog.problem.isVisible(), "it stands below the words"
    second.words.clear()
    qtbot.keyClicks(second.words, "activation=elu")
    assert dialog.begin.isEnabled()


@pytest.mark.parametrize("label", ["twins", "control", "null fork"])
def test_two_branches_of_one_name_are_refused(make: Make, label: str) -> None:
    dialog = make()
    dialog.editors[0].write("twins", "activation=relu")
    dialog.editors[1].write(label, "activation=elu")
    assert not dialog.begin.isEnabled()
    assert dialog.problem.isVisible()
    assert dialog.problem.text() == f"two branches are called {label!r}: give each a label of its own"
    dialog.editors[1].write("another", "activation=elu")
    assert dialog.begin.isEnabled()
    assert not dialog.problem.isVisible()


def test_what_it_takes_of_memory(make: Make, standing: Standing, plane: Experiment) -> None:
    dialog = make()
    size = f"{branch_bytes(standing.experiment, standing.settings) / 1e6:.1f} MB"
    weights = 2 * 6 + 6 + 6 * 6 + 6 + 6 * 2 + 2
    about = f"A branch of {weights} parameters takes about {size} of memory"
    assert dialog.memory.text() == f"{about}."
    dialog.editors[0].choose("relu_he")
    assert dialog.memory.text() == f"{about}; there will be 3, the control included."
    dialog.editors[1].choose("skip")
    dialog.null.click()
    assert dialog.memory.text() == f"{about}; there will be 3, the control included."


def test_a_running_session_is_forked_as_it_stands(make: Make) -> None:
    dialog = make()
    assert not dialog.step.isVisible()
    assert "as it stands now; the session waits meanwhile" in texts(dialog)


def test_a_saved_session_is_forked_before_any_step_it_can_be_forked_at(make: Make, qtbot: QtBot) -> None:
    dialog = make(steps=(10, 30), step=30)
    assert (dialog.step.minimum(), dialog.step.maximum(), dialog.step.value()) == (10, 30, 30)
    dialog.step.setValue(99)
    assert dialog.step.value() == 30
    dialog.step.setValue(0)
    assert dialog.step.value() == 10
    dialog.editors[0].choose("relu_he")
    dialog.step.setValue(13)
    assert asked(dialog, qtbot).step == 13


def test_another_step_is_forked_as_things_stood_there(make: Make, qtbot: QtBot, standing: Standing) -> None:
    """A branch is changed in what was asked for, and not also in what the session changed later."""
    later = Standing(standing.experiment, dataclasses.replace(standing.settings, activation="elu", learning_rate=0.5))
    dialog = make(standing_at=lambda step: later if step > 12 else standing, steps=(0, 30), step=30)
    first, second, _third = dialog.editors
    assert first.choice.findData("elu") == -1
    first.choose("lr_down")
    second.write("skips", "skip=on")
    assert dialog.asked.treatments[2].changes == (dataclasses.replace(later.settings, skip=True),)
    dialog.step.setValue(12)
    assert first.choice.findData("elu") > 0
    treatments = asked(dialog, qtbot).treatments
    (slower,) = treatments[1].changes
    assert (slower.activation, slower.learning_rate) == ("sigmoid", pytest.approx(0.01))
    assert treatments[1].remedy == "lr_down"
    assert treatments[2].changes == (dataclasses.replace(standing.settings, skip=True),)


def test_cancelled_it_asks_for_nothing(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    dialog.editors[0].choose("relu_he")
    with qtbot.assertNotEmitted(dialog.accepted_asked):
        dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel).click()
    assert not dialog.isVisible()


def controls(dialog: QWidget) -> list[QWidget]:
    """All that a person can be at."""
    kinds = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox)
    found = [each for each in dialog.findChildren(QWidget) if isinstance(each, kinds) and each.isVisible()]
    return [each for each in found if not isinstance(each.parent(), QAbstractSpinBox)]


def test_every_control_has_a_name_and_is_reached_by_the_keys(make: Make, qtbot: QtBot) -> None:
    dialog = make(steps=(10, 30), step=30)
    for editor, name in zip(dialog.editors, ("relu_he", "skip", "adam"), strict=True):
        editor.choose(name)
    qtbot.waitActive(dialog)
    wanted = controls(dialog)
    assert len(wanted) == 3 * 4 + 4 + 2
    names = [each.accessibleName() or each.text() for each in wanted]
    assert all(names), names
    assert len(set(names)) == len(names)
    dialog.editors[0].choice.setFocus()
    seen: list[QWidget] = []
    while (at := dialog.focusWidget()) not in seen:
        seen.append(at)
        QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_Tab)
    # From above to below, and in a row from the left to the right.
    rows = [part for each in dialog.editors for part in (each.choice, each.label, each.words, each.add)]
    assert seen[:12] == rows[:4] + rows[4:8] + rows[8:]
    assert seen[12:16] == [dialog.step, dialog.steps, dialog.seeds, dialog.null]
    assert set(seen) == set(wanted)


# ------------------------------------------------------------------------------------- a further change of one


def test_a_further_change_of_one_branch(qtbot: QtBot, standing: Standing) -> None:
    relu = Standing(standing.experiment, dataclasses.replace(standing.settings, activation="relu"))
    dialog = ChangeDialog({0: standing, 1: relu, 2: standing}, {0: "control", 1: "ReLU", 2: "null fork"})
    qtbot.addWidget(dialog)
    dialog.show()
    assert [dialog.branch.itemText(row) for row in range(3)] == ["control", "ReLU", "null fork"]
    assert dialog.branch.currentText() == "ReLU", "the control is left alone unless somebody insists"
    assert not dialog.apply.isEnabled()
    qtbot.keyClicks(dialog.editor.words, "skip=on")
    assert dialog.apply.isEnabled()
    assert not dialog.editor.label.isVisible(), "it has its name"
    qtbot.keyClicks(dialog.editor.words, " learning_rate=fast")
    assert not dialog.apply.isEnabled()
    assert dialog.editor.said.objectName() == "warning"
    assert dialog.editor.said.isVisible()
    dialog.branch.setCurrentIndex(2)
    assert dialog.editor.choice.accessibleName() == "What branch 2 tries"
    assert dialog.editor.words.text() == ""
    dialog.branch.setCurrentIndex(1)
    qtbot.keyClicks(dialog.editor.words, "skip=on")
    with qtbot.waitSignal(dialog.asked, timeout=TIMEOUT_MS) as signal:
        dialog.apply.click()
    assert signal.args == [1, (dataclasses.replace(relu.settings, skip=True),)]
    assert not dialog.isVisible()
