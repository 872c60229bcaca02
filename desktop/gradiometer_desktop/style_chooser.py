"""The named styles of figures: chosen, saved under a name, loaded from a file, and remembered."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QSettings, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gradiometer.fields import FieldError
from gradiometer.figures import style as figure_style
from gradiometer.figures.style import DEFAULT, FigureStyle, load_style, save_style, style_names
from gradiometer_desktop import dialogs
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.sentence import Sentence
from gradiometer_desktop.style_form import StyleForm

_NAME, _VALUES = "export/style", "export/values"
_FILTER = tr("Styles of figures (*.toml)")


def recall_style(settings: QSettings) -> tuple[str, FigureStyle]:
    """The name, or the file, of the style that was used last, and what was made of it."""
    try:
        name = str(settings.value(_NAME, DEFAULT))
        base = load_style(name)
    except FieldError:
        name, base = DEFAULT, load_style(DEFAULT)
    try:
        values = json.loads(str(settings.value(_VALUES, "{}")))
        return name, base.replaced(values if isinstance(values, dict) else {})
    except (FieldError, ValueError):
        # Of another version, or changed by hand.
        return name, base


def remember_style(settings: QSettings, name: str, style: FigureStyle) -> None:
    """For the next start."""
    settings.setValue(_NAME, name)
    settings.setValue(_VALUES, json.dumps(vars(style)))


class StyleChooser(QGroupBox):
    """Beside the form, whose values are those of the style that is named, or have been changed since. changed: another
    style is shown in the form. name: of the style, or its file where it is not among the named ones.
    """

    changed = Signal()

    def __init__(self, form: StyleForm, settings: QSettings):
        super().__init__(tr("Style"))
        self._form = form
        self._settings = settings
        self.name, style = recall_style(settings)
        self._base = load_style(self.name)
        self.combo = QComboBox()
        self.combo.setAccessibleName(tr("Style"))
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.save = QPushButton(tr("Save as…"))
        self.save.setToolTip(tr("Keeps these looks under a name of your own, as a file that can be given to others."))
        self.load = QPushButton(tr("Load…"))
        self.load.setToolTip(tr("Takes the looks of a file (TOML) that somebody has saved."))
        self.note, self.problem = Sentence("note"), Sentence("warning")
        self._naming = self._make_naming()
        column, row = QVBoxLayout(self), QHBoxLayout()
        row.addWidget(self.save)
        row.addWidget(self.load)
        row.addStretch(1)
        column.addWidget(self.combo)
        column.addWidget(self.note)
        column.addLayout(row)
        column.addWidget(self._naming)
        column.addWidget(self.problem)
        self._fill()
        form.show_style(style)
        self._show_name()
        self.combo.activated.connect(self._choose)
        self.save.clicked.connect(self._ask_name)
        self.load.clicked.connect(self._ask_file)
        form.changed.connect(self._show_name)

    def remember(self) -> None:
        """What is shown, for the next time; what is no style is not."""
        try:
            remember_style(self._settings, self.name, self._form.made_style())
        except FieldError:
            remember_style(self._settings, self.name, self._base)

    @property
    def is_changed(self) -> bool:
        """Whether the form shows something else than the style that is named."""
        return self._form.values != dict(vars(self._base))

    def choose(self, name: str) -> None:
        """Show a style in the form, by its name or of a file."""
        self._end_naming()
        self.problem.say("")
        try:
            self._base = load_style(name)
        except FieldError as error:
            self.problem.say(said(str(error)))
            self._show_name()
            return
        self.name = name
        self._fill()
        self._form.show_style(self._base)
        self._show_name()
        self.changed.emit()

    def save_as(self, name: str) -> None:
        """Keep what the form shows under a name, which is chosen then."""
        try:
            if name != self.name and _is_own(name):
                raise FieldError(tr("style {name!r} is there already: choose it first, or another name", name=name))
            path = save_style(name, self._form.made_style())
        except (FieldError, OSError) as error:
            self.problem.say(said(str(error)))
            return
        self.choose(name)
        self.note.say(tr("Saved: {path}", path=path))

    def _fill(self) -> None:
        """Offer all names, and the file that is shown."""
        self._names = style_names()
        names = dict(self._names)
        if self.name not in names:
            names[self.name] = self.name
        with QSignalBlocker(self.combo):
            self.combo.clear()
            for name, about in names.items():
                self.combo.addItem(_title(name), name)
                self.combo.setItemData(self.combo.count() - 1, said(about), Qt.ItemDataRole.ToolTipRole)

    def _show_name(self) -> None:
        """Which style it is, and whether it still is."""
        for row in range(self.combo.count()):
            name = self.combo.itemData(row)
            is_changed = name == self.name and self.is_changed
            self.combo.setItemText(row, tr("{title} (changed)", title=_title(name)) if is_changed else _title(name))
        with QSignalBlocker(self.combo):
            self.combo.setCurrentIndex(self.combo.findData(self.name))
        about = said(self._names.get(self.name, self.name))
        self.note.say(about)
        self.combo.setToolTip(
            tr("{about}\nChoose it again to undo all changes.", about=about) if self.is_changed else about
        )

    def _choose(self, row: int) -> None:
        self.choose(self.combo.itemData(row))

    def _ask_file(self) -> None:
        dialogs.ask_open(self, tr("Load a style"), "", _FILTER, self._take_file)

    def _take_file(self, path: Path) -> None:
        if path.suffix == ".toml":
            self.choose(str(path))
        else:
            self.problem.say(tr("{path} is not the file of a style: its name does not end in .toml", path=path))

    # A name to save under

    def _make_naming(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        self.naming = QLineEdit()
        self.naming.setAccessibleName(tr("Name of the style"))
        self.naming.setPlaceholderText(tr("Name of the style"))
        self.keep = QPushButton(tr("Save"))
        self.keep.clicked.connect(self._keep)
        cancel = QPushButton(tr("Cancel"))
        cancel.clicked.connect(self._end_naming)
        layout.addWidget(self.naming, 1)
        layout.addWidget(self.keep)
        layout.addWidget(cancel)
        self.naming.returnPressed.connect(self._keep)
        row.hide()
        return row

    def _ask_name(self) -> None:
        self.naming.setText(self.name if _is_own(self.name) else "")
        self._naming.show()
        self.naming.setFocus()
        self.naming.selectAll()

    def _keep(self) -> None:
        self.save_as(self.naming.text().strip())

    def _end_naming(self) -> None:
        self._naming.hide()


def _title(name: str) -> str:
    """Of a file its name without the folder."""
    return Path(name).name if name.endswith(".toml") else name


def _is_own(name: str) -> bool:
    return bool(name) and (figure_style.user_folder() / f"{name}.toml").is_file()
