"""The dialog for what is fixed in a session."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QPushButton
from pytestqt.qtbot import QtBot

from answered import answer
from gradiometer.experiment import Experiment
from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.families import FAMILIES
from gradiometer.presets import load_experiment, preset_names
from gradiometer.settings import Settings
from gradiometer_desktop.new_session import NewSessionDialog
from gradiometer_desktop.preflights import Preflights
from shared import SMALL

Make = Callable[..., NewSessionDialog]


@pytest.fixture
def make(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Make:
    # What is predicted and measured has tests of its own.
    monkeypatch.setattr(Preflights, "ask", lambda self, experiment: None)

    def made(experiment: Experiment = SMALL) -> NewSessionDialog:
        dialog = NewSessionDialog(experiment)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return made


def create(dialog: NewSessionDialog) -> QPushButton:
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)


def write(dialog: NewSessionDialog, name: str, text: str) -> None:
    control = dialog.editors[name].control
    control.setText(text)
    control.editingFinished.emit()


def choose(dialog: NewSessionDialog, name: str, value: str) -> None:
    control = dialog.editors[name].control
    control.setCurrentIndex(control.findData(value))


def chosen(dialog: NewSessionDialog, qtbot: QtBot) -> Experiment:
    """What comes out when the person agrees."""
    with qtbot.waitSignal(dialog.chosen) as signal:
        create(dialog).click()
    assert not dialog.isVisible()
    experiment: Experiment = signal.args[0]
    return experiment


def about(dialog: NewSessionDialog) -> list[str]:
    """What it says of the network and its data, line by line."""
    return dialog.structure.text().splitlines()


def values(dialog: NewSessionDialog) -> dict[str, Any]:
    return {name: editor.value for name, editor in dialog.editors.items()}


def test_every_field_has_an_editor(make: Make) -> None:
    assert list(make().editors) == list(EXPERIMENT_FIELDS)


def test_it_starts_from_the_present_session(make: Make, qtbot: QtBot) -> None:
    experiment = dataclasses.replace(SMALL, seed=5, dtype="float64", settings=Settings(activation="relu"))
    dialog = make(experiment)
    assert about(dialog)[0] == "784-12-12-12-10: 9 862 parameters"
    assert dialog.problem.text() == ""
    assert chosen(dialog, qtbot) == experiment


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_fills_in_everything(make: Make, qtbot: QtBot, name: str) -> None:
    dialog = make(dataclasses.replace(SMALL, dtype="float64", steps=7, seed=9))
    dialog.preset.setCurrentIndex(dialog.preset.findData(name))
    preset = load_experiment(name)
    assert values(dialog) == {field: getattr(preset, field) for field in EXPERIMENT_FIELDS}
    assert dialog.depth_box.value() == len(preset.hidden)
    assert dialog.width_box.value() == preset.hidden[0]
    # The settings come along too, though the dialog does not show them.
    assert chosen(dialog, qtbot) == preset


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("name", "größer", "größer"),
        ("num_train", "1000", 1000),
        ("num_held_out", "0", 0),
        ("hidden", "20, 10", (20, 10)),
        ("hidden", "", ()),
        ("batch_size", "7", 7),
        ("seed", "123", 123),
        ("steps", "500", 500),
        ("histogram_every", "1", 1),
        ("evaluate_every", "3", 3),
    ],
)
def test_a_line_goes_into_the_session(make: Make, qtbot: QtBot, name: str, text: str, value: object) -> None:
    dialog = make()
    write(dialog, name, text)
    assert chosen(dialog, qtbot) == dataclasses.replace(SMALL, **{name: value})


@pytest.mark.parametrize(
    ("name", "value"), [("loss", "sigmoid_cross_entropy"), ("initialization", "he"), ("dtype", "float64")]
)
def test_a_choice_goes_into_the_session(make: Make, qtbot: QtBot, name: str, value: str) -> None:
    dialog = make()
    choose(dialog, name, value)
    assert chosen(dialog, qtbot) == dataclasses.replace(SMALL, **{name: value})


def test_depth_and_width_make_the_hidden_layers(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    assert (dialog.depth_box.value(), dialog.width_box.value()) == (3, 12)
    dialog.depth_box.setValue(32)
    dialog.width_box.setValue(20)
    assert dialog.editors["hidden"].value == (20,) * 32
    assert dialog.editors["hidden"].control.text() == ", ".join(["20"] * 32)
    assert dialog.structure.text().startswith("784-(20)x32-10: ")
    assert chosen(dialog, qtbot).hidden == (20,) * 32


def test_no_hidden_layer_at_all(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    dialog.depth_box.setValue(0)
    assert about(dialog)[0] == "784-10: 7 850 parameters"
    dialog.depth_box.setValue(1)
    assert dialog.editors["hidden"].value == (12,)
    dialog.depth_box.setValue(0)
    assert chosen(dialog, qtbot).hidden == ()


def test_written_widths_move_the_boxes(make: Make) -> None:
    dialog = make()
    write(dialog, "hidden", "40, 30")
    assert (dialog.depth_box.value(), dialog.width_box.value()) == (2, 40)
    assert dialog.editors["hidden"].value == (40, 30)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("seed", "x", f"seed = 'x' is not allowed: a whole number from 0 to {2**63 - 1}"),
        ("hidden", "30, 0", "hidden[1] = 0 is not allowed: a whole number from 1 to 8192"),
        ("batch_size", "0", "batch_size = 0 is not allowed: a whole number from 1 to 1000000"),
        ("name", "", "name = '' is not allowed: one line of 1 to 200 characters"),
        ("batch_size", "257", "batch_size = 257 is not allowed: there are 256 training examples"),
        (
            "num_train",
            "60000",
            "num_train + num_held_out = 60064 is not allowed: mnist has 60000 examples",
        ),
    ],
)
def test_what_is_wrong_is_named_and_cannot_be_created(make: Make, name: str, text: str, sentence: str) -> None:
    dialog = make()
    if "60000 examples" in sentence:
        sentence = sentence.replace("60000 examples", f"{num_examples()} examples")
        text = str(num_examples())
        sentence = sentence.replace("60064", str(num_examples() + 64))
    write(dialog, name, text)
    assert dialog.problem.text() == sentence
    assert not create(dialog).isEnabled()


def num_examples() -> int:
    from gradiometer.datasets import DATASETS, DataSpec

    return DATASETS["mnist"].facts(DataSpec()).num_examples


@pytest.mark.parametrize("mended", ["0", "3"])
def test_what_was_wrong_can_be_mended(make: Make, qtbot: QtBot, mended: str) -> None:
    """Also by going back to the value before."""
    dialog = make()
    write(dialog, "seed", "x")
    assert not create(dialog).isEnabled()
    write(dialog, "seed", mended)
    assert dialog.problem.text() == ""
    assert chosen(dialog, qtbot).seed == int(mended)


def test_two_that_do_not_go_together_are_mended_in_the_other(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    write(dialog, "batch_size", "1000")
    assert not create(dialog).isEnabled()
    write(dialog, "num_train", "1000")
    assert dialog.problem.text() == ""
    assert chosen(dialog, qtbot) == dataclasses.replace(SMALL, batch_size=1000, num_train=1000)


def test_a_wrong_line_is_not_forgotten_over_another(make: Make) -> None:
    """The session would be created with a seed that does not stand there."""
    dialog = make()
    write(dialog, "seed", "x")
    write(dialog, "batch_size", "16")
    choose(dialog, "dtype", "float64")
    dialog.depth_box.setValue(2)
    assert dialog.problem.text().startswith("seed = 'x' is not allowed")
    assert not create(dialog).isEnabled()


def test_a_preset_takes_what_was_wrong_away(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    write(dialog, "seed", "x")
    dialog.preset.setCurrentIndex(dialog.preset.findData("digits"))
    assert dialog.problem.text() == ""
    assert not dialog.editors["seed"].control.property("wrong")
    assert chosen(dialog, qtbot) == load_experiment("digits")


def test_enter_on_a_wrong_line_creates_nothing(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    line = dialog.editors["seed"].control
    line.selectAll()
    qtbot.keyClicks(line, "oops")
    with qtbot.assertNotEmitted(dialog.chosen):
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.problem.text().startswith("seed = 'oops' is not allowed")


def test_cancel(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    with qtbot.assertNotEmitted(dialog.chosen):
        dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel).click()
    assert not dialog.isVisible()


@pytest.mark.parametrize("found", [False, True])
def test_cuda_can_be_chosen_where_there_is_a_card(make: Make, monkeypatch: pytest.MonkeyPatch, found: bool) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: found)
    dialog = make()
    combo = dialog.editors["device"].control
    item = combo.model().item(combo.findData("cuda"))
    assert item.isEnabled() == found
    assert ("PyTorch finds no CUDA device" in item.toolTip()) == (not found)
    assert combo.model().item(combo.findData("cpu")).isEnabled()


@pytest.mark.parametrize(
    ("settings", "values", "change", "reason"),
    [
        (
            Settings(skip=True, activation="relu"),
            {"hidden": "20, 10"},
            "Skip connections: on → off",
            "settings.skip = True is not allowed",
        ),
        (
            Settings(normalization="batch", activation="relu"),
            {"batch_size": "1"},
            "Normalization: BatchNorm → None",
            "a batch of 1 has no variance",
        ),
    ],
)
def test_settings_that_do_not_fit_the_structure_begin_switched_off(
    make: Make, qtbot: QtBot, settings: Settings, values: dict[str, str], change: str, reason: str
) -> None:
    """The dialog does not show them, so a person could not mend them there."""
    dialog = make(dataclasses.replace(SMALL, settings=settings))
    for name, text in values.items():
        write(dialog, name, text)
    assert dialog.problem.text().startswith(f"It begins with other settings ({change}): ")
    assert reason in dialog.problem.text()
    assert chosen(dialog, qtbot).settings == Settings(activation="relu")
    for name in values:
        write(dialog, name, "12, 12" if name == "hidden" else "8")
    assert dialog.problem.text() == ""
    assert chosen(dialog, qtbot).settings == settings


@pytest.mark.parametrize("family", FAMILIES)
def test_another_family_begins_as_such_networks_do(make: Make, qtbot: QtBot, family: str) -> None:
    dialog = make()
    choose(dialog, "family", "mlp" if family != "mlp" else "gru")
    choose(dialog, "family", family)
    assert dialog.problem.text() == ""
    made = chosen(dialog, qtbot)
    assert (made.family, made.hidden) == (family, FAMILIES[family].hidden)
    assert made.data in FAMILIES[family].data
    for name, value in FAMILIES[family].settings.items():
        assert getattr(made.settings, name) == value
    assert (made.seed, made.name) == (SMALL.seed, SMALL.name)


def test_only_what_means_something_is_there(make: Make) -> None:
    dialog = make()
    shown = {name for name, editor in dialog.editors.items() if editor.isVisible()}
    assert set(dialog.editors) - shown == {"file", "standardize", "length", "heads"}
    choose(dialog, "family", "transformer")
    choose(dialog, "data", "adding")
    assert dialog.editors["heads"].isVisible()
    assert dialog.editors["length"].isVisible()
    data = dialog.editors["data"].control
    item = data.model().item(data.findData("moons"))
    assert not item.isEnabled()
    assert item.toolTip() == "Not made for: Transformer encoder."
    assert data.model().item(data.findData("file")).isEnabled()


def test_other_data_bring_a_loss_that_can_judge_them(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    choose(dialog, "family", "gru")
    choose(dialog, "data", "adding")
    assert dialog.editors["loss"].value == "squared_error"
    assert "Adding" in dialog.editors["data"].control.currentText()
    assert about(dialog)[0].startswith("GRU 2-64-1, 100 steps: ")
    assert chosen(dialog, qtbot).data == "adding"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "points.csv"
    lines = [f"{index / 60},{(index * 7 % 60) / 60},{'left' if index < 30 else 'right'}" for index in range(60)]
    path.write_text("\n".join(["x,y,label", *lines]), "utf-8")
    return path


def test_the_users_own_data(make: Make, qtbot: QtBot, table: Path) -> None:
    dialog = make()
    choose(dialog, "data", "file")
    assert not create(dialog).isEnabled()
    assert dialog.editors["file"].isVisible()
    qtbot.waitUntil(lambda: "No file is chosen" in dialog.problem.text())
    write(dialog, "file", str(table))
    qtbot.waitUntil(lambda: create(dialog).isEnabled())
    assert about(dialog)[0] == "2-12-12-12-2: 374 parameters"
    assert any("60 examples" in line for line in about(dialog))
    made = chosen(dialog, qtbot)
    assert (made.data, made.file, made.num_train + made.num_held_out) == ("file", str(table), 60)
    assert made.known_facts.class_names == ("left", "right")
    assert len(made.load_examples()) == 60


def test_a_file_that_is_no_data_is_refused_with_its_reason(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = make()
    choose(dialog, "data", "file")
    path = tmp_path / "gone.csv"
    write(dialog, "file", str(path))
    qtbot.waitUntil(lambda: dialog.problem.text() == f"{path} cannot be read: no such file or directory")
    assert not create(dialog).isEnabled()
    choose(dialog, "data", "mnist")
    assert dialog.problem.text() == ""
    assert create(dialog).isEnabled()


def test_another_file_takes_all_of_its_examples_and_nothing_of_the_one_before_stays(
    make: Make, qtbot: QtBot, table: Path, tmp_path: Path
) -> None:
    dialog = make()
    choose(dialog, "data", "file")
    write(dialog, "file", str(table))
    qtbot.waitUntil(lambda: create(dialog).isEnabled())
    for number, kept in ((24, 24), (90, 90)):
        other = tmp_path / f"{number}.csv"
        other.write_text("a,b,label\n" + "1,2,left\n3,4,right\n" * (number // 2), "utf-8")
        write(dialog, "file", str(other))
        qtbot.waitUntil(lambda: create(dialog).isEnabled())
        assert dialog.editors["num_train"].value + dialog.editors["num_held_out"].value == kept
    bad = tmp_path / "bad.csv"
    bad.write_text("a,b,label\n1,frog,left\n", "utf-8")
    write(dialog, "file", str(bad))
    qtbot.waitUntil(lambda: "frog" in dialog.problem.text())
    assert dialog.structure.text() == ""


def test_a_family_that_cannot_read_a_file_stays_chosen_until_other_data_are(
    make: Make, qtbot: QtBot, table: Path
) -> None:
    dialog = make()
    choose(dialog, "data", "file")
    write(dialog, "file", str(table))
    qtbot.waitUntil(lambda: create(dialog).isEnabled())
    choose(dialog, "family", "convolutional")
    qtbot.waitUntil(lambda: "a convolution reads images" in dialog.problem.text())
    choose(dialog, "data", "mnist")
    assert create(dialog).isEnabled()
    made = chosen(dialog, qtbot)
    assert (made.family, made.hidden) == ("convolutional", FAMILIES["convolutional"].hidden)


@pytest.mark.parametrize(
    ("name", "text", "then", "family", "expected"),
    [
        ("batch_size", "60000", "family", "convolutional", {"hidden": FAMILIES["convolutional"].hidden}),
        ("num_train", "60000", "family", "lstm", {"data": "mnist_rows"}),
        ("num_train", "60000", "data", "moons", {"num_train": 60_000}),
    ],
)
def test_beside_a_mistake_family_and_data_bring_what_they_need(
    make: Make, name: str, text: str, then: str, family: str, expected: dict[str, object]
) -> None:
    dialog = make()
    write(dialog, name, text)
    assert not create(dialog).isEnabled()
    choose(dialog, then, family)
    # What was typed stays.
    assert dialog.editors[name].control.text() == text
    assert {key: dialog.editors[key].value for key in expected} == expected


def test_a_loss_fits_other_data_whatever_length_was_typed(make: Make, qtbot: QtBot) -> None:
    dialog = make(load_experiment("gru-copying"))
    write(dialog, "length", "10")
    assert "copying needs 21 to 2000" in dialog.problem.text()
    choose(dialog, "data", "adding")
    assert dialog.problem.text() == ""
    made = chosen(dialog, qtbot)
    assert (made.loss, made.length) == ("squared_error", 10)


def test_a_mistake_in_a_field_that_is_not_shown_any_more_is_forgotten(make: Make) -> None:
    dialog = make(load_experiment("gru-adding"))
    write(dialog, "batch_size", "60000")
    write(dialog, "length", "many")
    choose(dialog, "data", "mnist_rows")
    write(dialog, "batch_size", "32")
    assert dialog.problem.text() == ""
    assert create(dialog).isEnabled()


def test_files_are_found_in_a_dialog(make: Make, qtbot: QtBot, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = make()
    choose(dialog, "data", "file")
    answer(monkeypatch, "ask_open", table)
    qtbot.waitUntil(lambda: "No file is chosen" in dialog.problem.text())
    next(button for button in dialog.findChildren(QPushButton) if button.text() == "File…").click()
    qtbot.waitUntil(lambda: create(dialog).isEnabled())
    assert dialog.editors["file"].control.text() == str(table)
