"""The switches: everything about the network that may change while it trains."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError, Integer
from gradiometer.history import History
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.optimizers import OPTIMIZERS
from gradiometer.outline import Outline
from gradiometer.ramps import RAMPABLE
from gradiometer.settings import INITIALIZATION_FIELD, RAMP_STEPS_FIELD, SETTING_FIELDS, Ramp, Reinitialize, Settings
from gradiometer_desktop.field_editors import FieldEditor
from gradiometer_desktop.language import inside, said, tr
from gradiometer_desktop.number_box import indent
from gradiometer_desktop.scrolled import let_keys_scroll
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.theme import scaled
from gradiometer_desktop.wording import spaced

_BOX_PX = 80
_BY_DEGREES = ", ".join(inside(said(SETTING_FIELDS[name].title)) for name in SETTING_FIELDS if name in RAMPABLE)
_AT_ONCE = ", ".join(inside(said(SETTING_FIELDS[name].title)) for name in SETTING_FIELDS if name not in RAMPABLE)
_OVER_TIP = tr(
    "Over how many steps a change is made. By degrees: {BY_DEGREES}. At once in any case: {AT_ONCE}.",
    BY_DEGREES=_BY_DEGREES,
    AT_ONCE=_AT_ONCE,
)
_BOX_PX = 80
_SEED = Integer(title=tr("Seed"), help=tr("The same seed draws the same weights again."), low=0, high=2**63 - 1)


class SettingsPanel(QScrollArea):
    """Makes a new Settings at every edit and posts it; `posted` carries a Settings, a Ramp to them or a Reinitialize.

    `refused` carries a sentence where a value is not allowed; `over_changed`, over how many steps settings change from
    now on, 1 for at once. Of a step that is looked back at it shows what was set
    then, and nothing can be changed.
    """

    manual_page = "changing"

    posted = Signal(object)
    refused = Signal(str)
    over_changed = Signal(int)

    def __init__(self, selection: Selection):
        super().__init__()
        self._selection = selection
        self._settings = Settings()
        self._experiment: Experiment | None = None
        self._history: History | None = None
        self._is_live = False
        self._said = ""
        self._displayed: Settings | None = None
        selection.moment.changed.connect(self._show_moment)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Of a saved session nothing in it takes the focus.
        let_keys_scroll(self, tr("Network and training"))
        self.setMinimumWidth(scaled(270))
        # What a wide window has to spare goes to the plots.
        self.setMaximumWidth(scaled(340))
        self._content = content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(8)
        self._note = QLabel()
        self._note.setObjectName("note")
        self._note.setWordWrap(True)
        column.addWidget(self._note)
        self._controls = QWidget()
        form = QFormLayout(self._controls)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setVerticalSpacing(6)
        self.over = self._make_over()
        label = QLabel(tr("Change over"))
        label.setBuddy(self.over)
        label.setToolTip(self.over.toolTip())
        form.addRow(label, self.over)
        self.editors: dict[str, FieldEditor] = {}
        for name, field in SETTING_FIELDS.items():
            editor = FieldEditor(name, field)
            editor.edited.connect(lambda value, name=name: self._edit(name, value))
            editor.refused.connect(self.refused)
            label = QLabel(said(field.title))
            label.setBuddy(editor)
            label.setToolTip(said(field.help))
            form.addRow(label, editor)
            self.editors[name] = editor
        self.regularization = QLabel()
        self.regularization.setObjectName("note")
        self.regularization.setToolTip(tr("Nielsen's name for L2: weight decay times the number of training examples."))
        form.addRow("", self.regularization)
        column.addWidget(self._controls)
        self._anew = self._make_reinitialization()
        column.addWidget(self._anew)
        column.addStretch(1)
        self.setWidget(content)

    def _make_over(self) -> QSpinBox:
        over = indent(QSpinBox())
        over.setMinimumWidth(_BOX_PX)
        over.setRange(1, int(RAMP_STEPS_FIELD.high))
        over.setSpecialValueText(tr("1 step (at once)"))
        over.setSuffix(tr(" steps"))
        # As high and as wide as the fields below it.
        over.setMinimumHeight(QComboBox().sizeHint().height())
        over.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        over.setStepType(QSpinBox.StepType.AdaptiveDecimalStepType)
        for part in (over, over.lineEdit()):
            part.setAccessibleName(tr("Steps over which settings change"))
            part.setToolTip(f"<p>{_OVER_TIP}</p>")
        # The wheel over the panel scrolls it.
        over.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        over.valueChanged.connect(self.over_changed)
        return over

    def _make_reinitialization(self) -> QGroupBox:
        group = QGroupBox(tr("Draw the weights anew"))
        form = QFormLayout(group)
        form.setVerticalSpacing(6)
        self.scheme = FieldEditor("initialization", INITIALIZATION_FIELD)
        self.scheme.set_value("he")
        self.which = QComboBox()
        self.which.addItems([tr("All layers"), tr("Chosen layer")])
        self.which.setToolTip(tr("The chosen layer is the one picked in the plots."))
        self.which.setAccessibleName(tr("Layers to re-initialize"))
        self.seed = FieldEditor("seed", _SEED)
        self.seed.set_value(0)
        self.seed.refused.connect(self.refused)
        self.reinitialize = QPushButton(tr("Re-initialize"))
        self.reinitialize.setToolTip(
            tr("Draws weights and biases at the next step and clears the optimizer's moments.")
        )
        self.reinitialize.clicked.connect(self._reinitialize)
        form.addRow(tr("Law"), self.scheme)
        form.addRow(tr("Layers"), self.which)
        form.addRow(tr("Seed"), self.seed)
        form.addRow(self.reinitialize)
        return group

    def show_history(self, history: History, *, live: bool) -> None:
        """Show a session's settings; only a live one can be changed."""
        self._history = history
        if history.experiment is None or history.settings is None:
            self.show_watched(history.outline, history.optimizer)
        else:
            self.show_experiment(history.experiment, history.settings, live=live)

    def show_experiment(self, experiment: Experiment, settings: Settings, *, live: bool) -> None:
        """Show a session's settings; only a live one can be changed."""
        self._experiment = experiment
        self._is_live = live
        self._said = (
            tr("{structure}. Every change takes effect at the next step.", structure=experiment.structure)
            if live
            else tr("{structure}. A saved session: these were its last settings.", structure=experiment.structure)
        )
        self._show_controls(shown=True)
        self.show_settings(settings)

    def end(self) -> None:
        """The run that was shown is over: nothing changes any more."""
        if self._is_live and self._experiment is not None:
            self._is_live = False
            self._said = tr(
                "{structure}. The run has ended: press Continue to train on and change it.",
                structure=self._experiment.structure,
            )
            self._show_moment()

    def show_watched(self, outline: Outline, optimizer: str) -> None:
        """Of a loop of the user's own, whose settings stand in its own program."""
        self._experiment = None
        self._is_live = False
        self._said = tr(
            "{structure}, trained by {optimizer} in a program of its own and recorded with "
            "gradiometer.watch. Its settings stand in that program.",
            structure=outline.structure,
            optimizer=optimizer,
        )
        self._note.setText(self._said)
        self._content.setEnabled(True)
        self._show_controls(shown=False)

    def _show_controls(self, *, shown: bool) -> None:
        self._controls.setVisible(shown)
        self._anew.setVisible(shown)

    @property
    def settings(self) -> Settings:
        """Those that are in force, or will be at the next step."""
        return self._settings

    def show_settings(self, settings: Settings) -> None:
        """Show settings that are in force."""
        self._settings = settings
        self._displayed = None
        self._show_moment()

    def _show_moment(self) -> None:
        """The settings of the step that is shown."""
        if self._experiment is None:
            return
        step = self._selection.moment.step
        past = None if step is None or self._history is None else self._history.settings_at(int(step))
        if step is None or past is None:
            self._note.setText(self._said)
            self._content.setEnabled(self._is_live)
            self._display(self._settings)
            return
        wish = tr(" Go to the newest step to change it.") if self._is_live else ""
        self._note.setText(tr("As it was at step {step}.{wish}", step=spaced(step), wish=wish))
        self._content.setEnabled(False)
        self._display(past)

    def _display(self, settings: Settings) -> None:
        # In replay the same ones come again and again.
        if settings != self._displayed:
            self._displayed = settings
            for name, editor in self.editors.items():
                editor.set_value(getattr(settings, name))
            self._explain(settings)

    def _edit(self, name: str, value: object) -> None:
        changed = dataclasses.replace(self._settings, **{name: value})  # type: ignore[arg-type]
        if self._experiment is not None:
            try:
                self._experiment.check_settings(changed)
            except FieldError as error:
                self.editors[name].set_value(getattr(self._settings, name))
                self.refused.emit(said(str(error)))
                return
        self._settings = self._displayed = changed
        self._explain(changed)
        steps = self.over.value() if name in RAMPABLE else 1
        self.posted.emit(Ramp(settings=changed, steps=steps) if steps > 1 else changed)

    def _explain(self, settings: Settings) -> None:
        """Disable what means nothing now, and say why."""
        if self._experiment is not None:
            num_train = self._experiment.num_train
            amount = settings.weight_decay * num_train
            self.regularization.setText(
                tr("λ = {amount:.4g} for n = {num_train}", amount=amount, num_train=spaced(num_train))
            )
        blocked = {} if self._experiment is None else {**_too_small(self._experiment), **self._experiment.blocked}
        for name, editor in self.editors.items():
            editor.explain(blocked.get(name, ""))
            start = f"{name}="
            editor.explain_options(
                {key.removeprefix(start): why for key, why in blocked.items() if key.startswith(start)}
            )
        off = settings.clipping == "off"
        self.editors["clip_threshold"].explain(tr("Gradient clipping is off.") if off else "")
        for name, is_off, reason in (
            ("skip_weight", not settings.skip, tr("Skip connections are off.")),
            ("branch_scale", not settings.skip, tr("Skip connections are off.")),
            ("norm_place", settings.normalization == "none", tr("Normalization is off.")),
        ):
            if is_off and name not in blocked:
                self.editors[name].explain(reason)
        optimizer = OPTIMIZERS[settings.optimizer]
        self.editors["momentum"].explain(
            "" if optimizer.uses_momentum else tr("{title} has no momentum.", title=said(optimizer.title))
        )

    def _reinitialize(self) -> None:
        if self.seed.problem:
            self.refused.emit(self.seed.problem)
            return
        layers = None if self.which.currentIndex() == 0 else (self._selection.layer,)
        self.posted.emit(Reinitialize(scheme=self.scheme.value, layers=layers, seed=self.seed.value))


def _too_small(experiment: Experiment) -> dict[str, str]:
    """The normalizations for which its batches are too small, as `Experiment.blocked` names them."""
    batch = experiment.batch_size
    return {
        f"normalization={name}": tr(
            "A batch of {batch} has no variance: begin a session with a larger one.", batch=batch
        )
        for name, normalization in NORMALIZATIONS.items()
        if batch < normalization.least_batch
    }
