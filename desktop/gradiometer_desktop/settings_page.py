"""The page of settings: what a person chooses for the program as a whole. What can take effect at once does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gradiometer.fields import Integer
from gradiometer_desktop import dialogs, files, language
from gradiometer_desktop.field_editors import FieldEditor
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.menus import make_combo
from gradiometer_desktop.number_box import indent
from gradiometer_desktop.preferences import DRAWING, PREFERENCES, RECORDING, THEMES, Preferences
from gradiometer_desktop.theme import SPACE, scaled

_USUAL_WIDTH, _USUAL_HEIGHT = 620, 720
_FONT_STEP = 10


class SettingsPage(QDialog):
    """Shows what holds, wherever it was chosen, and hands every change on as it is made.

    controls: by the names of what they show; editors: of what new sessions begin with.
    """

    def __init__(self, preferences: Preferences, parent: QWidget | None = None):
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self.setModal(False)
        self._preferences = preferences
        self.controls: dict[str, QWidget] = {}
        self.editors: dict[str, FieldEditor] = {}
        self._labels: list[QWidget] = []
        self._column = QVBoxLayout()
        self._column.setContentsMargins(SPACE.wide, SPACE.wide, SPACE.wide, SPACE.wide)
        self._column.setSpacing(SPACE.small)
        self._add_appearance()
        self._add_drawing()
        self._add_sessions()
        self._add_recording()
        self._column.addStretch(1)
        widest = max(label.sizeHint().width() for label in self._labels)
        for label in self._labels:
            label.setMinimumWidth(widest)
        inside = QWidget()
        inside.setLayout(self._column)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # What is in it has the focus, and is scrolled to.
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addWidget(self._make_buttons())
        preferences.changed.connect(self._show)
        for name in PREFERENCES:
            self._show(name)
        self.resize(scaled(_USUAL_WIDTH), _USUAL_HEIGHT)

    # What stands on it

    def _add_appearance(self) -> None:
        form = self._section(tr("Appearance"))
        self._add_combo(form, "theme", THEMES)
        self._add_number(form, "font_percent", " %", _FONT_STEP)
        names = {language.SYSTEM: tr("As the system"), **language.available()}
        self._add_combo(form, "language", names)
        self.language_note = _note(tr("Another language is spoken from the next start on."))
        form.addRow("", self.language_note)

    def _add_drawing(self) -> None:
        form = self._section(tr("Drawing"))
        self._add_combo(form, "drawing", DRAWING)
        self._add_number(form, "frames", "", 1)
        form.addRow("", _note(tr("Hovering, panning, zooming and buttons answer at once, whatever is chosen here.")))

    def _add_sessions(self) -> None:
        form = self._section(tr("Sessions"))
        known = PREFERENCES["sessions_folder"].field
        self.folder = QLineEdit()
        self.folder.setAccessibleName(said(known.title))
        self.folder.setToolTip(said(known.help))
        self.folder.setPlaceholderText(str(files.usual_folder()))
        self.folder.editingFinished.connect(self._take_folder)
        self.controls["sessions_folder"] = self.folder
        browse = QPushButton(tr("Browse…"))
        browse.setAccessibleDescription(tr("Choose the sessions folder"))
        browse.clicked.connect(self._browse)
        _do_not_answer_enter(browse)
        row = QHBoxLayout()
        row.setSpacing(SPACE.small)
        row.addWidget(self.folder, 1)
        row.addWidget(browse)
        self._add_row(form, said(known.title), row)
        self.folder_problem = _note("", "warning")
        self.folder_problem.hide()
        form.addRow("", self.folder_problem)
        note = tr("New sessions record themselves there. Those that there are already stay where they are.")
        form.addRow("", _note(note))

    def _add_recording(self) -> None:
        form = self._section(tr("Recording, of new sessions"))
        for name in RECORDING:
            field = PREFERENCES[name].field
            editor = FieldEditor(name, field)
            editor.edited.connect(lambda value, name=name: self._choose(name, value))
            editor.refused.connect(self._refuse_recording)
            editor.mended.connect(lambda: self._refuse_recording(""))
            self.editors[name] = editor
            self.controls[name] = editor
            self._add_row(form, said(field.title), editor)
        self.recording_problem = _note("", "warning")
        self.recording_problem.hide()
        form.addRow("", self.recording_problem)
        note = tr("A session keeps what it began with. Lessons and scripts, which say it themselves, are not touched.")
        form.addRow("", _note(note))

    def _section(self, title: str) -> QFormLayout:
        if self._column.count():
            self._column.addSpacing(SPACE.medium)
        heading = QLabel(title)
        heading.setObjectName("heading")
        self._column.addWidget(heading)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setHorizontalSpacing(SPACE.wide)
        form.setVerticalSpacing(SPACE.small)
        self._column.addLayout(form)
        return form

    def _add_row(self, form: QFormLayout, title: str, control: QWidget | QHBoxLayout) -> None:
        form.addRow(title, control)
        self._labels.append(form.labelForField(control))

    def _add_combo(self, form: QFormLayout, name: str, options: Mapping[str, str]) -> None:
        field = PREFERENCES[name].field
        combo = make_combo(options, said(field.title), said(field.help))
        combo.currentIndexChanged.connect(lambda index: self._choose(name, combo.itemData(index)))
        self.controls[name] = combo
        self._add_row(form, said(field.title), combo)

    def _add_number(self, form: QFormLayout, name: str, unit: str, step: int) -> None:
        field = PREFERENCES[name].field
        assert isinstance(field, Integer)
        box = indent(QSpinBox())
        box.setRange(field.low, field.high)
        box.setSingleStep(step)
        box.setSuffix(unit)
        box.setAccessibleName(said(field.title))
        box.setToolTip(said(field.help))
        # While a number is being typed its beginning would hold.
        box.setKeyboardTracking(False)
        box.valueChanged.connect(lambda value: self._choose(name, value))
        self.controls[name] = box
        self._add_row(form, said(field.title), box)

    def _make_buttons(self) -> QWidget:
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.reset = self.buttons.addButton(tr("Reset to defaults"), QDialogButtonBox.ButtonRole.ResetRole)
        self.reset.clicked.connect(self._reset)
        self.buttons.rejected.connect(self.reject)
        for button in self.buttons.buttons():
            _do_not_answer_enter(button)
        row = QHBoxLayout()
        row.setContentsMargins(SPACE.wide, SPACE.small, SPACE.wide, SPACE.medium)
        row.addWidget(self.buttons)
        box = QWidget()
        box.setLayout(row)
        return box

    # What holds

    def _show(self, name: str) -> None:
        value = self._preferences.value(name)
        control = self.controls[name]
        with QSignalBlocker(control):
            if isinstance(control, FieldEditor):
                control.set_value(value)
            elif isinstance(control, QComboBox):
                # A language whose file is gone is not spoken.
                control.setCurrentIndex(max(0, control.findData(value)))
            elif isinstance(control, QSpinBox):
                control.setValue(value)
            else:
                self._show_folder(value or str(files.usual_folder()))
        self.reset.setEnabled(not self._preferences.is_usual)

    def _show_folder(self, text: str) -> None:
        self.folder.setText(text)
        self._refuse_folder("")

    # What the person does

    def _choose(self, name: str, value: Any) -> None:
        self._preferences.choose(name, value)
        if name in self.editors:
            problems = (editor.problem for editor in self.editors.values())
            self._refuse_recording(next(filter(None, problems), ""))

    def _take_folder(self) -> None:
        text = self.folder.text().strip()
        folder = Path(text).expanduser() if text else files.usual_folder()
        if problem := files.why_not_folder(folder):
            self._refuse_folder(problem)
            return
        self._preferences.choose("sessions_folder", "" if folder == files.usual_folder() else str(folder))
        self._show_folder(str(folder))

    def _browse(self) -> None:
        title = tr("Choose the sessions folder")
        dialogs.ask_folder(self, title, files.sessions_folder(), self._take_browsed)

    def _take_browsed(self, folder: Path) -> None:
        self.folder.setText(str(folder))
        self._take_folder()

    def _reset(self) -> None:
        self._preferences.reset()
        # Also what was typed and never held.
        for name in PREFERENCES:
            self._show(name)
        self._refuse_recording("")

    def _refuse_folder(self, sentence: str) -> None:
        _tell(self.folder_problem, sentence)
        self.folder.setProperty("wrong", bool(sentence))
        self.folder.style().unpolish(self.folder)
        self.folder.style().polish(self.folder)

    def _refuse_recording(self, sentence: str) -> None:
        _tell(self.recording_problem, said(sentence))


def _tell(label: QLabel, sentence: str) -> None:
    label.setText(sentence)
    label.setVisible(bool(sentence))


def _note(text: str, name: str = "note") -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setWordWrap(True)
    return label


def _do_not_answer_enter(button: QAbstractButton) -> None:
    """Enter ends the typing of a number, not the page."""
    if isinstance(button, QPushButton):
        button.setAutoDefault(False)
        button.setDefault(False)
