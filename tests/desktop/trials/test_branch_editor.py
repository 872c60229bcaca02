"""What a branch is to try, chosen or written."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from gradiometer.changes import parse_change
from gradiometer.remedies import REMEDIES
from gradiometer.settings import Ramp, Reinitialize, Rewrite
from gradiometer.surgeries import SURGERIES
from gradiometer.treatments import BRANCH, Treatment
from gradiometer_desktop.trials.branch_editor import OWN, BranchEditor, Standing, possible_remedies
from shared import SMALL, TIMEOUT_MS


@pytest.fixture
def editor(qtbot: QtBot, standing: Standing) -> BranchEditor:
    made = BranchEditor(2, standing)
    qtbot.addWidget(made)
    made.show()
    return made


def write(editor: BranchEditor, words: str) -> None:
    """By the keys: a person's edit is what is listened to."""
    editor.words.clear()
    editor.words.textEdited.emit("")
    editor.words.insert(words)
    editor.words.textEdited.emit(words)


def test_what_changes_the_network_as_it_is_can_be_chosen(editor: BranchEditor, standing: Standing) -> None:
    offered = [editor.choice.itemData(row) for row in range(editor.choice.count())]
    assert offered[0] == ""
    assert offered[-2:] == [None, OWN]
    names = offered[1:-2]
    assert names == list(possible_remedies(standing))
    # Each changes something now, and none begins a new session.
    made = {name: remedy.make(standing.experiment, standing.settings) for name, remedy in REMEDIES.items()}
    assert names == [name for name, changes in made.items() if isinstance(changes, tuple) and changes]
    assert {"relu_he", "tanh_xavier", "adam", "batch_norm"} < set(names)
    assert not {"larger_batch", "shallower", "float64", "lstm", "no_clipping", "forget_bias"} & set(names)
    assert [editor.choice.itemText(row) for row in range(1, 1 + len(names))] == [REMEDIES[name].title for name in names]


def test_nothing_is_to_be_tried_to_begin_with(editor: BranchEditor) -> None:
    assert not editor.is_used
    assert editor.problem == ""
    assert not any(each.isVisible() for each in (editor.label, editor.words, editor.add, editor.said))


@pytest.mark.parametrize("name", list(possible_remedies(Standing(SMALL, SMALL.settings))))
def test_a_remedy_is_tried_as_it_stands(qtbot: QtBot, name: str) -> None:
    """Also one of several settings, which belong together."""
    standing = Standing(SMALL, SMALL.settings)
    editor = BranchEditor(1, standing)
    qtbot.addWidget(editor)
    editor.show()
    with qtbot.waitSignal(editor.changed, timeout=TIMEOUT_MS):
        editor.choose(name)
    remedy = REMEDIES[name]
    changes = remedy.make(standing.experiment, standing.settings)
    assert editor.treatment == Treatment(BRANCH, remedy.title, changes, name)
    assert editor.label.text() == remedy.title
    assert editor.said.text() == remedy.reason
    assert editor.said.objectName() == "note"
    # The words say the same, taken as one.
    written = parse_change(standing.experiment, editor.words.text().split(), standing.settings)
    assert (written[-1], len(written[-1:])) == (changes[-1], len(changes[-1:]))
    assert all(each.isVisible() for each in (editor.label, editor.words, editor.add, editor.said))


def test_changed_by_hand_it_is_the_remedy_no_more(editor: BranchEditor, qtbot: QtBot) -> None:
    editor.choose("relu_he")
    assert editor.words.text() == "activation=relu initialization=he"
    editor.label.setText("mine")
    editor.label.textEdited.emit("mine")
    assert (editor.treatment.label, editor.treatment.remedy) == ("mine", "relu_he")
    with qtbot.waitSignal(editor.changed, timeout=TIMEOUT_MS):
        qtbot.keyClicks(editor.words, " learning_rate=0.5")
    treatment = editor.treatment
    assert treatment.remedy == ""
    first, drawn, rate = treatment.changes
    assert isinstance(drawn, Reinitialize)
    assert (first.activation, rate.activation, rate.learning_rate) == ("relu", "relu", 0.5)
    write(editor, "activation=relu initialization=he")
    assert editor.treatment.remedy == "relu_he"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("activation=tall", "activation = 'tall' is not allowed"),
        ("activation", "activation"),
        ("height=3", "height cannot change at a step: choose one of "),
        ("learning_rate=-1", "learning_rate"),
        ("learning_rate=fast", "learning_rate"),
        ("over=100", "over = 100 is not allowed: give the settings beside it"),
        ("initialization=he over=100", "over = 100 is not allowed"),
        ("rewrite=fold_batch_norm", "rewrite = 'fold_batch_norm' is not allowed: "),
        ("forget_bias=3", "forget_bias"),
        ("activation=relu activation=", "activation"),
    ],
)
def test_what_cannot_be_read_is_said_below(editor: BranchEditor, qtbot: QtBot, words: str, sentence: str) -> None:
    editor.choose(OWN)
    with qtbot.waitSignal(editor.changed, timeout=TIMEOUT_MS):
        write(editor, words)
    assert sentence in editor.problem
    assert "\n" not in editor.problem
    assert editor.said.text() == editor.problem
    assert editor.said.objectName() == "warning"
    assert editor.said.isVisible()
    write(editor, "activation=relu")
    assert editor.problem == ""
    assert not editor.said.isVisible()


def test_words_of_ones_own(editor: BranchEditor, standing: Standing) -> None:
    editor.choose(OWN)
    assert editor.problem == "Say what is to be changed, or choose a remedy."
    assert not editor.said.isVisible(), "nobody has written anything yet"
    editor.write("gently", "learning_rate=0.5 momentum=0.5 over=40")
    (ramp,) = editor.treatment.changes
    assert isinstance(ramp, Ramp)
    assert ramp.steps == 40
    assert editor.treatment.label == "gently"
    editor.write("", "activation=relu initialization=he")
    assert editor.treatment.label == "ReLU, He"
    # What changes nothing is a branch all the same, and has a name.
    editor.write(" ", f"activation={standing.settings.activation}")
    assert editor.treatment.label == "activation=sigmoid"
    editor.choose("")
    assert not editor.is_used
    assert not editor.words.isVisible()


def entries(menu: QMenu) -> dict[str, object]:
    return {action.text(): action for action in menu.actions()}


def test_the_menu_writes_the_words(editor: BranchEditor, qtbot: QtBot, standing: Standing) -> None:
    editor.choose(OWN)
    menu = editor.add.menu()
    for _ in range(2):
        menu.aboutToShow.emit()
    found = entries(menu)
    assert len(found) == len(menu.actions()), "filled anew, not twice"
    entries(found["Activation"].menu())["ReLU"].trigger()
    assert editor.words.text() == "activation=relu"
    entries(found["Activation"].menu())["ELU"].trigger()
    assert editor.words.text() == "activation=elu", "one of a kind"
    found["Learning rate"].trigger()
    assert editor.words.text() == "activation=elu learning_rate=0.1"
    found["Little by little, over 100 steps"].trigger()
    assert editor.words.text().endswith(" over=100")
    write(editor, "")
    entries(found["Draw all weights anew"].menu())["He"].trigger()
    assert editor.treatment.changes == (Reinitialize(scheme="he", seed=standing.experiment.seed),)
    write(editor, "")
    surgeries = entries(found["Exact surgery"].menu())
    for name, surgery in SURGERIES.items():
        reason = surgery.why_not(standing.experiment, standing.settings)
        action = surgeries[surgery.title]
        assert action.isEnabled() == (not reason)
        assert action.toolTip() == (reason or surgery.effect)
        if not reason:
            action.trigger()
            (change,) = editor.treatment.changes
            assert isinstance(change, Rewrite)
            assert change.surgery == name
            write(editor, "")
    assert "Forget bias" not in found, "it means nothing here"


def test_it_may_begin_elsewhere(editor: BranchEditor, standing: Standing, qtbot: QtBot) -> None:
    """What is tried is read anew against what holds there, and a remedy's words follow."""
    other = Standing(standing.experiment, dataclasses.replace(standing.settings, learning_rate=0.2, skip=True))
    editor.choose("lr_up")
    editor.label.setText("faster")
    with qtbot.waitSignal(editor.changed, timeout=TIMEOUT_MS):
        editor.stand(other)
    treatment = editor.treatment
    assert (treatment.label, treatment.remedy) == ("faster", "lr_up")
    assert treatment.changes == REMEDIES["lr_up"].make(other.experiment, other.settings)
    assert editor.words.text() == "learning_rate=2.0"
    assert editor.choice.findData("skip") == -1, "there they are already"
    editor.write("", "activation=relu")
    editor.stand(standing)
    (change,) = editor.treatment.changes
    assert change == dataclasses.replace(standing.settings, activation="relu")


def test_a_remedy_that_cannot_be_had_there_stays_as_words(editor: BranchEditor, standing: Standing) -> None:
    editor.choose("relu_he")
    relu = Standing(
        dataclasses.replace(standing.experiment, initialization="he"),
        dataclasses.replace(standing.settings, activation="relu"),
    )
    editor.stand(relu)
    assert editor.choice.currentData() == OWN
    assert editor.words.text() == "activation=relu initialization=he"
    assert editor.treatment.remedy == ""
    assert editor.label.text() == REMEDIES["relu_he"].title


def test_every_control_is_named(editor: BranchEditor) -> None:
    assert editor.choice.accessibleName() == "What branch 2 tries"
    assert editor.label.accessibleName() == "Label of branch 2"
    assert editor.words.accessibleName() == "Changes of branch 2"
    assert editor.add.accessibleName() == "Add a change to branch 2"
