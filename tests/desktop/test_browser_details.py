"""What is said of the chosen session, and the dialog for its tags and note."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialogButtonBox, QPushButton
from pytestqt.qtbot import QtBot

from gradiometer.branch_tree import grow_forest, lineage
from gradiometer.library import Labels, Summary
from gradiometer.session_file import Parent
from gradiometer_desktop.browser_details import WIDTH, ActionButton, Details, LabelsDialog
from gradiometer_desktop.theme import DARK, LIGHT, apply

SUMMARY = Summary(
    path=Path("digits 2026.gradiometer"),
    name="digits",
    labels=Labels(title="mine", tags=("relu", "deep"), remark="line 1\nline 2"),
    structure="784-30-10",
    num_steps=12345,
    loss=0.25,
    accuracy=0.934,
    held_out_accuracy=0.9,
    num_changes=2,
    profile=(1e-5, 1e-2),
    modified_ns=10**18,
    size_bytes=3 * 2**20,
)


@pytest.fixture
def details(qtbot: QtBot) -> Details:
    made = Details(QAction("Open"), [QAction("Rename")], LIGHT)
    qtbot.addWidget(made)
    made.show()
    return made


def facts(details: Details) -> dict[str, str]:
    """Those that are on the screen."""
    return {name: label.text() for name, label in details.facts.items() if label.isVisible()}


def test_one_session_in_full(details: Details) -> None:
    details.show_summaries([SUMMARY])
    assert (details.title.text(), details.note.text()) == ("mine", "784-30-10")
    shown = facts(details)
    assert shown.pop("Made").startswith("2001-09-09")
    assert shown == {
        "Steps": "12\u2009345",
        "Loss": "0.25",
        "Accuracy": "93.4% on the newest batch",
        "Held out": "90.0% accuracy",
        "Changes": "2",
        "Findings": "none",
        "Tags": "relu, deep",
        "File": "digits 2026.gradiometer",
        "Size": "3.00 MiB",
    }
    assert details.remark.text() == "line 1\nline 2"
    assert details.picture.isVisible()
    before = details.picture.pixmap().toImage()
    details.apply_theme(DARK)
    assert details.picture.pixmap().toImage() != before


def test_links_have_the_color_of_the_theme(details: Details, qtbot: QtBot) -> None:
    child = Summary(path=Path("child.gradiometer"), name="x", id="2", parent=Parent("1", "digits.gradiometer", 7))
    forest = grow_forest([child, Summary(path=Path("digits.gradiometer"), name="x", id="1")])
    details.show_summaries([child])
    details.show_lineage(lineage(forest, child.path))
    assert details.ancestors.isVisible()
    assert not details.descendants.isVisible()

    def colors() -> set[str]:
        image = details.ancestors.grab().toImage()
        return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}

    for colored in (LIGHT, DARK):
        apply(colored)
        details.apply_theme(colored)
        # The line has its size when it has been laid out.
        qtbot.waitUntil(lambda: colored.accent in colors())  # noqa: B023 - asked before the next one
    details.show_lineage(())
    assert not details.ancestors.isVisible()


def test_several_none_and_one_with_little(details: Details) -> None:
    details.show_summaries([SUMMARY, SUMMARY])
    assert (details.title.text(), details.note.text(), facts(details)) == ("2 sessions", "6.00 MiB", {})
    assert not details.picture.isVisible()
    assert not details.remark.isVisible()
    details.show_summaries([Summary(path=SUMMARY.path, name="mine", structure="conv", is_watched=True)])
    assert details.note.text() == "conv (a loop of your own)"
    assert facts(details).keys() == {"Made", "Steps", "Changes", "Findings", "File", "Size"}
    details.show_summaries([Summary(path=SUMMARY.path, name="new", is_read=False)])
    assert details.note.text() == "not read yet"
    details.show_summaries([])
    assert details.title.text() == "No session is chosen"


@pytest.mark.parametrize("word", ["x" * 200, "ü" * 200])
def test_a_long_word_does_not_widen_the_panel(details: Details, word: str) -> None:
    details.show_summaries(
        [Summary(path=Path(word[:100]), name=word, structure=word, problem=word, labels=Labels(remark=word))]
    )
    content = details.content.widget()
    assert content is not None
    assert details.width() == WIDTH
    assert content.width() <= WIDTH


def test_the_last_loss_of_a_broken_session(details: Details) -> None:
    details.show_summaries([Summary(path=SUMMARY.path, name="x", num_steps=3, loss=math.nan, findings="NaN")])
    assert facts(details)["Loss"] == "NaN"
    assert facts(details)["Findings"] == "NaN"


def test_a_button_is_its_action(qtbot: QtBot) -> None:
    action = QAction("Open")
    button = ActionButton(action)
    qtbot.addWidget(button)
    action.setEnabled(False)
    action.setText("Show")
    assert (button.isEnabled(), button.text()) == (False, "Show")
    action.setEnabled(True)
    with qtbot.waitSignal(action.triggered):
        button.click()


@pytest.fixture
def dialog(qtbot: QtBot) -> LabelsDialog:
    made = LabelsDialog(SUMMARY)
    qtbot.addWidget(made)
    made.show()
    return made


def save(dialog: LabelsDialog) -> QPushButton:
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Save)


def test_tags_and_note_are_those_of_the_session_until_they_are_changed(dialog: LabelsDialog, qtbot: QtBot) -> None:
    assert dialog.tags.text() == "relu, deep"
    dialog.tags.setText("deep,, to show , deep")
    dialog.remark.setPlainText("")
    with qtbot.waitSignal(dialog.chosen) as chosen:
        save(dialog).click()
    assert chosen.args == [Labels(title="mine", tags=("deep", "to show"))]
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("tags", "remark", "problem"),
    [
        ("x" * 41, "", "has 41 characters, and may have 40."),
        (",".join(map(str, range(21))), "", "tags are 21, and may be 20."),
        ("", "y" * 10_001, "remark has 10,001 characters, and may have 10,000."),
    ],
)
def test_what_is_too_long_cannot_be_saved(
    dialog: LabelsDialog, qtbot: QtBot, tags: str, remark: str, problem: str
) -> None:
    dialog.tags.setText(tags)
    dialog.remark.setPlainText(remark)
    assert problem in dialog.problem.text()
    assert not save(dialog).isEnabled()
    with qtbot.assertNotEmitted(dialog.chosen):
        dialog.accept()
    assert dialog.isVisible()
    dialog.tags.setText("")
    dialog.remark.setPlainText("fine")
    assert dialog.problem.text() == ""
    assert save(dialog).isEnabled()
