"""The switches: each edit posts the settings with just that change; what means nothing is disabled and says why."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from gradiometer.families import FAMILIES
from gradiometer.history import History
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.optimizers import OPTIMIZERS
from gradiometer.ramps import RAMPABLE
from gradiometer.reports import Intervention
from gradiometer.settings import SETTING_FIELDS, Ramp, Reinitialize, Settings
from gradiometer_desktop.field_editors import FieldEditor
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.settings_panel import SettingsPanel
from shared import SMALL
from synthetic import WATCHED

# One that is not the default, for each setting.
OTHERS: dict[str, Any] = {
    "activation": "relu",
    "normalization": "layer",
    "skip": True,
    "skip_weight": 0.25,
    "branch_scale": 0.5,
    "norm_place": "after",
    "forget_bias": 2.5,
    "clipping": "total",
    "clip_threshold": 0.25,
    "optimizer": "adam",
    "learning_rate": 0.003,
    "momentum": 0.5,
    "weight_decay": 1e-4,
}
ONLY_IN = {"norm_place": "transformer", "forget_bias": "lstm"}
"""A family that knows a setting which the others do not."""
EVERYTHING_ON = Settings(clipping="value", optimizer="momentum")


class Shown:
    """A panel with a session, and what it has posted and refused."""

    def __init__(self, qtbot: QtBot):
        self.selection = Selection()
        self.panel = SettingsPanel(self.selection)
        qtbot.addWidget(self.panel)
        self.panel.resize(300, 700)
        self.panel.show()
        self.posted: list[Any] = []
        self.refused: list[str] = []
        self.panel.posted.connect(self.posted.append)
        self.panel.refused.connect(self.refused.append)

    def open(
        self, settings: Settings = EVERYTHING_ON, *, live: bool = True, hidden: tuple[int, ...] = (12, 12)
    ) -> None:
        experiment = dataclasses.replace(SMALL, hidden=hidden)
        self.panel.show_experiment(experiment, settings, live=live)

    def open_family(self, family: str) -> Settings:
        """A network of a family with the settings it begins with."""
        experiment = SMALL.for_family(family)
        self.panel.show_experiment(experiment, experiment.settings, live=True)
        return experiment.settings


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    made = Shown(qtbot)
    made.open()
    return made


def edit(editor: FieldEditor, value: Any) -> None:
    """With the editor's own control."""
    control = editor.control
    if isinstance(control, QComboBox):
        control.setCurrentIndex(control.findData(value))
    elif isinstance(control, QCheckBox):
        control.click()
    else:
        assert isinstance(control, QLineEdit)
        control.setText(str(value))
        control.editingFinished.emit()


def test_every_setting_has_an_editor(shown: Shown) -> None:
    assert list(shown.panel.editors) == list(SETTING_FIELDS) == list(OTHERS)
    labels = [label.text() for label in shown.panel.findChildren(QLabel)]
    for field in SETTING_FIELDS.values():
        assert field.title in labels


@pytest.mark.parametrize("name", SETTING_FIELDS)
def test_an_edit_posts_the_settings_with_that_change(shown: Shown, name: str) -> None:
    family = ONLY_IN.get(name)
    before = EVERYTHING_ON if family is None else shown.open_family(family)
    assert getattr(before, name) != OTHERS[name]
    edit(shown.panel.editors[name], OTHERS[name])
    assert shown.posted == [dataclasses.replace(before, **{name: OTHERS[name]})]
    assert shown.refused == []


def test_edits_add_up(shown: Shown) -> None:
    others = {name: value for name, value in OTHERS.items() if name not in ONLY_IN}
    for name, value in others.items():
        edit(shown.panel.editors[name], value)
    assert len(shown.posted) == len(others)
    assert shown.posted[-1] == Settings(**others)


@pytest.mark.parametrize("family", FAMILIES)
def test_what_means_nothing_in_a_family_says_so(shown: Shown, family: str) -> None:
    experiment = SMALL.for_family(family)
    blocked = experiment.blocked
    settings = dataclasses.replace(experiment.settings, clipping="total", optimizer="momentum")
    if "skip" not in blocked:
        settings = dataclasses.replace(settings, skip=True)
    if "normalization" not in blocked:
        settings = dataclasses.replace(settings, normalization="layer")
    shown.panel.show_experiment(experiment, settings, live=True)
    assert blocked
    for name, editor in shown.panel.editors.items():
        assert editor.isEnabled() == (name not in blocked)
        assert blocked.get(name, "") in editor.toolTip()
    normalization = shown.panel.editors["normalization"].control
    item = normalization.model().item(normalization.findData("batch"))
    reason = blocked.get("normalization=batch", "")
    assert item.isEnabled() == (not reason)
    assert item.toolTip() == reason


@pytest.mark.parametrize(
    ("family", "change", "name", "reason"),
    [
        ("mlp", {"skip": False}, "skip_weight", "Skip connections are off."),
        ("mlp", {"skip": False}, "branch_scale", "Skip connections are off."),
        ("convolutional", {"skip": False}, "skip_weight", "Skip connections are off."),
        ("transformer", {"skip": False}, "skip_weight", "Skip connections are off."),
        ("transformer", {"skip": False}, "branch_scale", "Skip connections are off."),
        ("transformer", {"normalization": "none"}, "norm_place", "Normalization is off."),
    ],
)
def test_what_hangs_on_another_switch(
    shown: Shown, family: str, change: dict[str, Any], name: str, reason: str
) -> None:
    experiment = SMALL.for_family(family)
    shown.panel.show_experiment(experiment, dataclasses.replace(experiment.settings, **change), live=True)
    assert not shown.panel.editors[name].isEnabled()
    assert reason in shown.panel.editors[name].toolTip()


def test_a_family_that_blocks_an_option_gives_it_back_to_the_next(shown: Shown) -> None:
    shown.open_family("transformer")
    shown.open_family("mlp")
    normalization = shown.panel.editors["normalization"].control
    assert all(normalization.model().item(row).isEnabled() for row in range(normalization.count()))


def test_weight_decay_is_told_as_lambda_too(shown: Shown) -> None:
    edit(shown.panel.editors["weight_decay"], 5.0 / SMALL.num_train)
    assert shown.panel.regularization.text() == f"λ = 5 for n = {SMALL.num_train}"


def test_the_forget_bias_has_a_slider(shown: Shown) -> None:
    before = shown.open_family("lstm")
    editor = shown.panel.editors["forget_bias"]
    assert editor.slider.value() == 10
    editor.slider.setValue(46)
    assert shown.posted == [dataclasses.replace(before, forget_bias=4.6)]
    assert editor.control.text() == "4.6"
    edit(editor, -1.5)
    assert editor.slider.value() == -15
    assert len(shown.posted) == 2


def test_every_choice_can_be_made(shown: Shown) -> None:
    for name in ("activation", "normalization", "clipping", "optimizer"):
        control = shown.panel.editors[name].control
        for row in [*range(control.count()), 0]:
            control.setCurrentIndex(row)
            if shown.posted:
                assert getattr(shown.posted[-1], name) == control.itemData(row)


def test_showing_settings_posts_nothing(shown: Shown) -> None:
    shown.panel.show_settings(Settings(**OTHERS))
    for name, value in OTHERS.items():
        assert shown.panel.editors[name].value == value
    shown.open(Settings())
    assert shown.posted == []


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("clip_threshold", "0", "a number above 0, at most 1e+12"),
        ("learning_rate", "-0.1", "a number from 0, at most 1e+06"),
        ("learning_rate", "fast", "a number from 0, at most 1e+06"),
        ("momentum", "1", "a number from 0, at most 0.99999"),
        ("weight_decay", "inf", "a number from 0, at most 1000"),
    ],
)
def test_a_wrong_number_is_marked_and_refused(shown: Shown, name: str, text: str, allowed: str) -> None:
    editor = shown.panel.editors[name]
    edit(editor, text)
    assert shown.posted == []
    (sentence,) = shown.refused
    assert sentence.startswith(f"{name} = ")
    assert sentence.endswith(f"is not allowed: {allowed}")
    assert editor.control.property("wrong")
    # The value before it is still in force: the next change brings no wrong number along.
    edit(shown.panel.editors["activation"], "relu")
    assert shown.posted == [dataclasses.replace(EVERYTHING_ON, activation="relu")]


def test_another_session_takes_a_wrong_number_away(shown: Shown) -> None:
    editor = shown.panel.editors["learning_rate"]
    edit(editor, "fast")
    shown.open(Settings(learning_rate=0.7))
    assert editor.control.text() == "0.7"
    assert not editor.control.property("wrong")


@pytest.mark.parametrize(("hidden", "possible"), [((12, 12), True), ((12, 14), False), ((12,), False), ((), False)])
def test_skip_needs_equal_widths(shown: Shown, hidden: tuple[int, ...], possible: bool) -> None:
    shown.open(hidden=hidden)
    editor = shown.panel.editors["skip"]
    assert editor.control.isEnabled() == possible
    assert editor.toolTip().startswith("No two neighbouring hidden layers have the same width") == (not possible)


def test_the_threshold_means_nothing_without_clipping(shown: Shown) -> None:
    editor = shown.panel.editors["clip_threshold"]
    assert editor.control.isEnabled()
    edit(shown.panel.editors["clipping"], "off")
    assert not editor.control.isEnabled()
    assert editor.toolTip().startswith("Gradient clipping is off.")
    for clipping in ("total", "layer", "value"):
        edit(shown.panel.editors["clipping"], clipping)
        assert editor.control.isEnabled()
        assert not editor.toolTip().startswith("Gradient clipping is off.")


def test_momentum_means_something_to_one_optimizer(shown: Shown) -> None:
    editor = shown.panel.editors["momentum"]
    for name, optimizer in OPTIMIZERS.items():
        edit(shown.panel.editors["optimizer"], name)
        assert editor.control.isEnabled() == optimizer.uses_momentum
        assert (f"{optimizer.title} has no momentum." in editor.toolTip()) == (not optimizer.uses_momentum)


def test_reinitialize_all_layers(shown: Shown) -> None:
    assert shown.panel.scheme.value == "he"
    shown.panel.reinitialize.click()
    assert shown.posted == [Reinitialize(scheme="he", layers=None, seed=0)]


@pytest.mark.parametrize("scheme", INITIALIZATIONS)
def test_reinitialize_the_chosen_layer(shown: Shown, scheme: str) -> None:
    edit(shown.panel.scheme, scheme)
    edit(shown.panel.seed, "41")
    shown.panel.which.setCurrentIndex(1)
    shown.selection.choose_layer(2)
    assert shown.posted == []
    shown.panel.reinitialize.click()
    shown.selection.choose_layer(0)
    shown.panel.reinitialize.click()
    assert shown.posted == [
        Reinitialize(scheme=scheme, layers=(2,), seed=41),
        Reinitialize(scheme=scheme, layers=(0,), seed=41),
    ]


def test_a_wrong_seed_is_refused(shown: Shown) -> None:
    edit(shown.panel.seed, "-1")
    assert shown.refused == [f"seed = -1 is not allowed: a whole number from 0 to {2**63 - 1}"]
    assert shown.panel.seed.control.property("wrong")


def test_a_wrong_seed_draws_nothing(shown: Shown) -> None:
    """The button would take the seed before it, which is not what stands there."""
    edit(shown.panel.seed, "x")
    shown.panel.reinitialize.click()
    assert shown.posted == []
    assert len(shown.refused) == 2
    edit(shown.panel.seed, "7")
    shown.panel.reinitialize.click()
    assert shown.posted == [Reinitialize(scheme="he", layers=None, seed=7)]


def test_a_run_that_has_ended_changes_no_more(shown: Shown) -> None:
    shown.panel.end()
    assert not shown.panel.reinitialize.isEnabled()
    assert not shown.panel.editors["activation"].control.isEnabled()
    [said] = [label.text() for label in shown.panel.findChildren(QLabel, "note") if "ended" in label.text()]
    assert said == "784-12-12-10. The run has ended: press Continue to train on and change it."
    shown.open()
    assert shown.panel.reinitialize.isEnabled()


def test_a_saved_session_can_be_read_and_not_changed(shown: Shown) -> None:
    shown.open(Settings(**OTHERS), live=False)
    controls = [editor.control for editor in shown.panel.editors.values()]
    controls += [shown.panel.scheme.control, shown.panel.seed.control, shown.panel.which, shown.panel.reinitialize]
    assert not any(control.isEnabled() for control in controls)
    assert shown.panel.editors["activation"].control.currentText() == "ReLU"
    notes = [label.text() for label in shown.panel.findChildren(QLabel, "note")]
    assert notes[0] == "784-12-12-10. A saved session: these were its last settings."
    shown.open()
    assert shown.panel.editors["activation"].control.isEnabled()
    assert shown.panel.reinitialize.isEnabled()
    notes = [label.text() for label in shown.panel.findChildren(QLabel, "note")]
    assert notes[0] == "784-12-12-10. Every change takes effect at the next step."


def test_everything_has_a_name_and_a_tip(shown: Shown) -> None:
    for control in (*shown.panel.findChildren(QComboBox), *shown.panel.findChildren(QLineEdit)):
        assert control.accessibleName()
    assert "clears the optimizer's moments" in shown.panel.reinitialize.toolTip()


def test_what_the_session_cannot_do_is_refused_and_taken_back(shown: Shown) -> None:
    """BatchNorm needs more than one example in a batch: the option says so, and so does who gets at it nevertheless."""
    shown.panel.show_experiment(dataclasses.replace(SMALL, batch_size=1), EVERYTHING_ON, live=True)
    normalization = shown.panel.editors["normalization"].control
    option = normalization.model().item(normalization.findData("batch"))
    assert not option.isEnabled()
    assert option.toolTip() == "A batch of 1 has no variance: begin a session with a larger one."
    edit(shown.panel.editors["normalization"], "batch")
    assert shown.posted == []
    (sentence,) = shown.refused
    assert "normalization" in sentence
    assert "batch" in sentence
    assert shown.panel.editors["normalization"].control.currentText() == "None"
    edit(shown.panel.editors["normalization"], "layer")
    assert shown.posted == [dataclasses.replace(EVERYTHING_ON, normalization="layer")]


def test_a_loop_of_somebodys_own_has_no_settings_here(shown: Shown) -> None:
    shown.panel.show_watched(WATCHED, "Muon")
    texts = " ".join(label.text() for label in shown.panel.findChildren(QLabel) if label.isVisibleTo(shown.panel))
    assert "conv and lstm" in texts
    assert "Muon" in texts
    for editor in (*shown.panel.editors.values(), shown.panel.scheme, shown.panel.seed):
        assert not editor.isVisibleTo(shown.panel)
    assert not shown.panel.reinitialize.isVisibleTo(shown.panel)
    shown.open()
    assert all(editor.isVisibleTo(shown.panel) for editor in shown.panel.editors.values())
    assert shown.panel.reinitialize.isVisibleTo(shown.panel)
    assert shown.posted == []


# ------------------------------------------------------------------------------------------------- looking back


def looked_back(shown: Shown, *, live: bool = True) -> tuple[Settings, Settings]:
    """A session whose settings changed at step 20; before and after."""
    history = History.live(SMALL)
    before = SMALL.settings
    after = dataclasses.replace(before, activation="relu", optimizer="momentum", clipping="total")
    history.append([Intervention(20, after, before, after, "")])
    shown.panel.show_history(history, live=live)
    return before, after


def displayed(shown: Shown) -> dict[str, Any]:
    return {name: editor.value for name, editor in shown.panel.editors.items()}


def test_of_a_past_step_it_shows_what_was_set_then(shown: Shown) -> None:
    before, after = looked_back(shown)
    note = shown.panel.findChild(QLabel, "note")
    said = note.text()
    for step, expected in ((0.0, before), (19.9, before), (20.0, after), (19.0, before), (1234.0, after)):
        shown.selection.moment.choose(step)
        assert displayed(shown) == expected.as_dict()
        assert note.text().endswith("Go to the newest step to change it.")
        assert not any(editor.control.isEnabled() for editor in shown.panel.editors.values())
        assert not shown.panel.reinitialize.isEnabled()
    assert note.text().startswith("As it was at step 1 234. ")
    shown.selection.moment.choose(None)
    assert displayed(shown) == after.as_dict()
    assert note.text() == said
    assert shown.panel.editors["activation"].control.isEnabled()
    assert shown.panel.editors["momentum"].isEnabled()
    assert shown.posted == []


def test_what_was_asked_for_meanwhile_is_not_lost(shown: Shown) -> None:
    """A change that was posted, and has not taken effect because the run is held."""
    _before, after = looked_back(shown)
    edit(shown.panel.editors["learning_rate"], 0.5)
    shown.selection.moment.choose(3.0)
    assert displayed(shown)["learning_rate"] == SMALL.settings.learning_rate
    shown.selection.moment.choose(None)
    assert displayed(shown)["learning_rate"] == 0.5
    edit(shown.panel.editors["activation"], "tanh")
    changed = dataclasses.replace(after, learning_rate=0.5)
    assert shown.posted == [changed, dataclasses.replace(changed, activation="tanh")]


def test_settings_that_come_while_looking_back_are_shown_afterwards(shown: Shown) -> None:
    before, _after = looked_back(shown)
    shown.selection.moment.choose(3.0)
    shown.panel.show_settings(EVERYTHING_ON)
    assert displayed(shown) == before.as_dict()
    shown.selection.moment.choose(None)
    assert displayed(shown) == EVERYTHING_ON.as_dict()


def test_a_saved_session_stays_as_it_is(shown: Shown) -> None:
    before, _after = looked_back(shown, live=False)
    shown.selection.moment.choose(3.0)
    assert shown.panel.findChild(QLabel, "note").text() == "As it was at step 3."
    assert displayed(shown) == before.as_dict()
    shown.selection.moment.choose(None)
    assert not shown.panel.editors["activation"].control.isEnabled()
    assert "last settings" in shown.panel.findChild(QLabel, "note").text()


def test_a_watched_loop_says_the_same_at_all_steps(shown: Shown) -> None:
    shown.panel.show_history(History(WATCHED, None), live=False)
    note = shown.panel.findChild(QLabel, "note")
    said = note.text()
    shown.selection.moment.choose(3.0)
    assert note.text() == said
    assert not shown.panel.reinitialize.isVisible()


def test_over_more_than_one_step_what_can_goes_by_degrees(shown: Shown) -> None:
    steps: list[int] = []
    shown.panel.over_changed.connect(steps.append)
    shown.panel.over.setValue(100)
    assert steps == [100]
    assert shown.panel.over.text() == "100 steps"
    settings = EVERYTHING_ON
    for name, value in OTHERS.items():
        if name not in ONLY_IN:
            edit(shown.panel.editors[name], value)
            settings = dataclasses.replace(settings, **{name: value})
            assert shown.posted[-1] == (Ramp(settings=settings, steps=100) if name in RAMPABLE else settings)
    assert shown.panel.settings == settings
    shown.panel.over.setValue(1)
    assert shown.panel.over.text() == "1 step (at once)"
    edit(shown.panel.editors["activation"], "tanh")
    assert shown.posted[-1] == dataclasses.replace(settings, activation="tanh")


def test_the_field_says_what_goes_by_degrees(shown: Shown) -> None:
    degrees, _, at_once = shown.panel.over.toolTip().partition("At once")
    for name, field in SETTING_FIELDS.items():
        assert field.title.lower() in (degrees if name in RAMPABLE else at_once)
