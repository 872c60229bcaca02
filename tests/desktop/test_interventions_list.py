"""The list of changes and events, and the jump to their steps."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gradiometer.effects import EFFECTS
from gradiometer.history import History
from gradiometer.reports import Event, Intervention, Jump, Note
from gradiometer.settings import Reinitialize, Rewrite, Settings
from gradiometer.surgeries import REMINDER
from gradiometer_desktop.interventions_list import InterventionsList
from shared import SMALL, TIMEOUT_MS

SIGMOID = Settings()
RELU = dataclasses.replace(SIGMOID, activation="relu")
TO_RELU = Intervention(20, RELU, SIGMOID, RELU, "")
NORMALIZED = dataclasses.replace(RELU, normalization="batch")
TO_BATCH = Intervention(40, NORMALIZED, RELU, NORMALIZED, "running statistics start afresh")
TO_HE = Intervention(40, Reinitialize(scheme="he", layers=(1,)), NORMALIZED, NORMALIZED, "")
NAN = Event(30, "non_finite", "NaN or Inf first appeared in hidden 2 at step 30", 1)


@pytest.fixture
def entries(qtbot: QtBot) -> InterventionsList:
    made = InterventionsList()
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show_history(History.live(SMALL))
    made.show()
    return made


def texts(entries: InterventionsList) -> list[str]:
    return [entries.list.item(row).text() for row in range(entries.list.count())]


def note(entries: InterventionsList) -> QLabel:
    return entries.findChild(QLabel, "note")


def test_an_empty_list_says_what_will_be_there(entries: InterventionsList) -> None:
    assert note(entries).isVisible()
    assert (
        "Changes that you make while training, what happens by itself and your notes appear here"
        in note(entries).text()
    )
    assert not entries.list.isVisible()


def test_entries_are_listed_as_they_come(entries: InterventionsList) -> None:
    entries.add(TO_RELU)
    entries.add(NAN)
    entries.add(TO_BATCH)
    entries.add(TO_HE)
    assert texts(entries) == [
        "20   Activation: Sigmoid → ReLU",
        "30   NaN or Inf first appeared in hidden 2 at step 30",
        "40   Normalization: None → BatchNorm",
        "40   Re-initialization: He, layer 2",
    ]
    assert entries.list.isVisible()
    assert not note(entries).isVisible()


def test_events_are_bold(entries: InterventionsList) -> None:
    entries.add(TO_RELU)
    entries.add(NAN)
    assert [entries.list.item(row).font().bold() for row in range(2)] == [False, True]


def test_a_tip_tells_step_and_effect(entries: InterventionsList) -> None:
    entries.add(TO_BATCH)
    entries.add(TO_RELU)
    assert entries.list.item(0).toolTip() == "Step 40: Normalization: None → BatchNorm\nrunning statistics start afresh"
    assert entries.list.item(1).toolTip() == "Step 20: Activation: Sigmoid → ReLU"


def test_what_a_change_shall_cure_stands_below_it(entries: InterventionsList) -> None:
    entries.add(dataclasses.replace(TO_RELU, because="Vanishing gradient in hidden 1 to 3 (finding 2)"))
    assert texts(entries) == [
        "20   Activation: Sigmoid → ReLU\nbecause: Vanishing gradient in hidden 1 to 3 (finding 2)"
    ]
    assert "because: Vanishing gradient in hidden 1 to 3 (finding 2)" in entries.list.item(0).toolTip()


def test_a_session_is_listed_in_the_order_of_its_steps(entries: InterventionsList) -> None:
    entries.add(TO_HE)
    history = History.live(SMALL)
    history.append([TO_RELU, TO_BATCH, TO_HE, NAN])
    entries.show_history(history)
    assert [text.split()[0] for text in texts(entries)] == ["20", "30", "40", "40"]
    # Two changes at one step stay in the order in which they were made.
    assert "BatchNorm" in texts(entries)[2]
    entries.show_history(History.live(SMALL))
    assert texts(entries) == []
    assert note(entries).isVisible()


def test_a_click_jumps(entries: InterventionsList, qtbot: QtBot) -> None:
    for entry in (TO_RELU, NAN, TO_BATCH):
        entries.add(entry)
    middle = entries.list.visualItemRect(entries.list.item(1)).center()
    with qtbot.waitSignal(entries.jumped, timeout=TIMEOUT_MS) as signal:
        qtbot.mouseClick(entries.list.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert signal.args == [30]


def test_the_keyboard_jumps_too(entries: InterventionsList, qtbot: QtBot) -> None:
    for entry in (TO_RELU, TO_BATCH):
        entries.add(entry)
    entries.list.setCurrentRow(0)
    qtbot.keyClick(entries.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(entries.jumped, timeout=TIMEOUT_MS) as signal:
        qtbot.keyClick(entries.list, Qt.Key.Key_Return)
    assert signal.args == [40]


def test_the_newest_entry_is_in_sight(entries: InterventionsList) -> None:
    for step in range(60):
        entries.add(dataclasses.replace(NAN, step=step))
    rect = entries.list.visualItemRect(entries.list.item(59))
    assert entries.list.viewport().rect().contains(rect.center())


MEASURED = dataclasses.replace(TO_RELU, kind="immediate", jump=Jump(0.5432, 1.2, 2.3, 2.4067, 1e-5, 1e-3))


def test_how_far_a_change_went_stands_below_it(entries: InterventionsList) -> None:
    entries.add(dataclasses.replace(MEASURED, because="Saturation in hidden 2 (finding 1)"))
    entries.add(dataclasses.replace(TO_HE, kind="destructive"))
    assert texts(entries) == [
        "20   Activation: Sigmoid → ReLU\nimmediate · output moved by 54 %, loss 2.3 → 2.4\n"
        "because: Saturation in hidden 2 (finding 1)",
        "40   Re-initialization: He, layer 2\ndestructive",
    ]
    read_aloud = entries.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    for told in (entries.list.item(0).toolTip(), read_aloud):
        assert "gradient moved by 120 %" in told
        assert "(+2.0 decades)" in told
        assert EFFECTS["immediate"] in told
    assert EFFECTS["destructive"] in entries.list.item(1).toolTip()


def test_an_exact_swap_reminds_that_it_cures_nothing(entries: InterventionsList) -> None:
    tanh = dataclasses.replace(SIGMOID, activation="tanh")
    command = Rewrite(surgery="sigmoid_to_tanh", settings=tanh)
    entries.add(Intervention(20, command, SIGMOID, tanh, "", kind="exact"))
    assert REMINDER in entries.list.item(0).toolTip()


def test_each_entry_has_a_menu(entries: InterventionsList) -> None:
    asked: list[object] = []
    entries.menu_asked.connect(lambda entry, _position: asked.append(entry))
    pinned = Note(50, "here")
    for entry in (TO_RELU, NAN, pinned):
        entries.add(entry)
    for row in range(3):
        entries.list.customContextMenuRequested.emit(entries.list.visualItemRect(entries.list.item(row)).center())
    entries.list.customContextMenuRequested.emit(entries.list.viewport().rect().bottomLeft())
    assert asked == [TO_RELU, NAN, pinned]
