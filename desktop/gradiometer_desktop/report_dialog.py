"""Asks what a report shall hold, has the core write it in the background, and opens it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gradiometer.figures import FIGURES
from gradiometer.report.make_report import WRITERS, write_report
from gradiometer.report.sections import SECTIONS
from gradiometer_desktop import dialogs, files
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.long_work import Cancelled, LongWork, Progress
from gradiometer_desktop.menus import make_combo

_FORMATS = {".html": tr("Web page (HTML)"), ".pdf": "PDF"}
assert set(_FORMATS) == set(WRITERS)
_SIZE = (880, 620)
_PICTURES = tr("Pictures (*.png *.jpg *.jpeg)")


class ReportDialog(QDialog):
    """sessions: the files to begin with; window: a picture of the main window as it was, offered as a screenshot;
    settings: where the choice of sections is remembered.

    said: a sentence for the status line.
    """

    manual_page = "figures"

    said = Signal(str)

    def __init__(self, sessions: Sequence[Path], window: QPixmap, settings: QSettings, parent: QWidget | None = None):
        super().__init__(parent)
        self.setWindowTitle(tr("Report"))
        self.setModal(False)
        self.resize(*_SIZE)
        self._settings = settings
        self._window_picture = window
        self._is_closing = False
        self.work = LongWork(self, name="report", subject=tr("The report"))
        self.work.progressed.connect(self._tell_progress)
        self.work.done.connect(self._end)
        self._make_controls()
        self._lay_out()
        self._add_sessions(sessions)
        self._suggest()

    # What is asked

    def _make_controls(self) -> None:
        self.sessions = _list(tr("Sessions of the report"), tr("Several are compared with each other"))
        self.sections = _list(
            tr("Sections of the report"), tr("Tick what it shall hold; drag, or use the arrows, to order")
        )
        self.sections.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        stored = [str(name) for name in _texts(self._settings.value("report/sections"))]
        _fill(self.sections, {name: said(kind.about) for name, kind in SECTIONS.items()}, stored)
        self.figures = _list(tr("Figures of the report"), tr("Those that a session has nothing for are left out"))
        _fill(self.figures, {name: said(kind.title) for name, kind in FIGURES.items()}, [])
        self.pictures = _list(tr("Screenshots"), tr("Pictures of your own, at the end"))
        self.with_window = QCheckBox(tr("A picture of the window as it is"))
        self.title = QLineEdit()
        self.title.setAccessibleName(tr("Title of the report"))
        self.title.setPlaceholderText(tr("What the session is called"))
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(tr("Text of your own"))
        self.text.setPlaceholderText(
            tr("Text of your own: paragraphs between empty lines, “# ” before a heading, “- ” before each of a list")
        )
        self.text.setTabChangesFocus(True)
        self.format = make_combo(_FORMATS, tr("Format"))
        self.format.setCurrentIndex(max(0, self.format.findData(self._settings.value("report/format", ".html"))))
        self.format.currentIndexChanged.connect(self._suggest)
        self.path = QLineEdit()
        self.path.setAccessibleName(tr("File"))
        self.opens = QCheckBox(tr("Open it when it is written"))
        self.opens.setChecked(True)
        self.problem = QLabel()
        self.problem.setObjectName("warning")
        self.problem.setWordWrap(True)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(tr("How far the report is"))
        self.progress.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Close)
        self.write = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        self.write.setText(tr("Write"))
        self.write.clicked.connect(self._begin)
        self.cancel = self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.ActionRole)
        self.cancel.clicked.connect(self.work.cancel)
        self.cancel.hide()
        self.buttons.rejected.connect(self.close)

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(_caption(tr("Sections"), self.sections))
        left.addWidget(self.sections, 3)
        left.addLayout(
            _row(self._button(tr("Up"), lambda: self._move(-1)), self._button(tr("Down"), lambda: self._move(1)))
        )
        left.addWidget(_caption(tr("Figures"), self.figures))
        left.addWidget(self.figures, 2)
        right.addWidget(_caption(tr("Sessions"), self.sessions))
        right.addWidget(self.sessions, 1)
        right.addLayout(
            _row(
                self._button(tr("Add sessions…"), self._ask_sessions),
                self._button(tr("Remove"), lambda: _drop(self.sessions)),
            )
        )
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(tr("Title"), self.title)
        right.addLayout(form)
        right.addWidget(self.text, 2)
        right.addWidget(_caption(tr("Screenshots"), self.pictures))
        right.addWidget(self.with_window)
        right.addWidget(self.pictures, 1)
        right.addLayout(
            _row(
                self._button(tr("Add pictures…"), self._ask_pictures),
                self._button(tr("Remove"), lambda: _drop(self.pictures)),
            )
        )
        columns = QHBoxLayout()
        columns.addLayout(left, 1)
        columns.addSpacing(12)
        columns.addLayout(right, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.format)
        foot.addWidget(self.path, 1)
        foot.addWidget(self._button(tr("Browse…"), self._browse))
        whole = QVBoxLayout(self)
        whole.addLayout(columns, 1)
        whole.addLayout(foot)
        whole.addWidget(self.opens)
        whole.addWidget(self.problem)
        whole.addWidget(self.progress)
        whole.addWidget(self.buttons)

    def _button(self, text: str, act: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    @property
    def paths(self) -> list[Path]:
        """The sessions."""
        return [Path(each.data(Qt.ItemDataRole.UserRole)) for each in _items(self.sessions)]

    def _add_sessions(self, paths: Sequence[Path]) -> None:
        have = self.paths
        for path in paths:
            if path not in have:
                _add(self.sessions, path.name, str(path)).setToolTip(str(path))

    def _ask_sessions(self) -> None:
        folder = self.paths[0].parent if self.paths else files.sessions_folder()
        dialogs.ask_several(self, tr("Add sessions"), folder, files.FILTER, self._add_sessions)

    def _ask_pictures(self) -> None:
        dialogs.ask_several(self, tr("Add pictures"), "", _PICTURES, self._add_pictures)

    def _add_pictures(self, paths: Sequence[Path]) -> None:
        for path in paths:
            _add(self.pictures, path.name, str(path)).setToolTip(str(path))

    def _browse(self) -> None:
        kind = self.format.currentData()
        filters = f"{_FORMATS[kind]} (*{kind})"
        dialogs.ask_save(self, tr("Report"), self.path.text(), filters, lambda path: self.path.setText(str(path)))

    def _move(self, by: int) -> None:
        row = self.sections.currentRow()
        if row >= 0 and 0 <= row + by < self.sections.count():
            item = self.sections.takeItem(row)
            self.sections.insertItem(row + by, item)
            self.sections.setCurrentRow(row + by)

    def _suggest(self) -> None:
        """A file beside the first session; a name that was typed keeps its stem."""
        kind = self.format.currentData()
        given = self.path.text().strip()
        if given:
            self.path.setText(str(Path(given).with_suffix(kind)))
        elif self.paths:
            self.path.setText(str(self.paths[0].with_suffix("")) + tr(" report{kind}", kind=kind))

    # What is done

    def _begin(self) -> None:
        out = Path(self.path.text().strip()).expanduser()
        sections = _ticked(self.sections)
        if not self.paths:
            self.problem.setText(tr("Add a session first"))
            return
        if not out.name or out.is_dir():
            self.problem.setText(tr("{out} is a folder: give the name of a file", out=out))
            return
        if not sections:
            self.problem.setText(tr("Tick at least one section"))
            return
        if out.suffix.lower() not in WRITERS:
            out = out.with_name(out.name + self.format.currentData())
        self._settings.setValue("report/sections", _state(self.sections))
        self._settings.setValue("report/format", out.suffix.lower())
        self._out = out
        paths, text, title = self.paths, self.text.toPlainText(), self.title.text().strip()
        figures = _ticked(self.figures)
        pictures: list[str | Path] = [each.data(Qt.ItemDataRole.UserRole) for each in _items(self.pictures)]
        # A picture has to be taken in the window's own thread.
        picture = self._window_picture.toImage() if self.with_window.isChecked() else None
        # What has nothing to say is no mistake of a person who left the usual sections ticked.
        names = [name for name in sections if _is_said(name, paths, text, bool(pictures) or picture is not None)]

        def work(progress: Progress, cancelled: Cancelled) -> None:
            with tempfile.TemporaryDirectory(prefix="gradiometer-report-") as folder:
                shots = list(pictures)
                if picture is not None:
                    path = Path(folder) / "window.png"
                    picture.save(str(path))
                    shots.insert(0, f"{path}=" + tr("The window"))
                write_report(
                    paths,
                    out,
                    sections=names,
                    figures=figures,
                    text=text,
                    title=title,
                    screenshots=shots,
                    on_progress=progress,
                    should_stop=cancelled,
                )

        self.problem.setText("")
        self._show_busy(is_busy=True)
        self.work.start(work)

    def _show_busy(self, *, is_busy: bool) -> None:
        self.progress.setRange(0, 0)
        self.progress.setVisible(is_busy)
        self.cancel.setVisible(is_busy)
        self.cancel.setEnabled(True)
        self.write.setEnabled(not is_busy)

    def _tell_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _end(self, _found: object, error: str, was_cancelled: bool) -> None:
        self._show_busy(is_busy=False)
        if error:
            self.problem.setText(error)
        elif was_cancelled and not self._out.exists():
            self.problem.setText(tr("Cancelled: no report was written"))
        else:
            self.said.emit(tr("Report written: {out}", out=self._out))
            if self.opens.isChecked() and not self._is_closing:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._out)))
            self.accept()

    def close_down(self) -> None:
        """The window is closing: whatever is being written ends."""
        self._is_closing = True
        self.work.close_down()

    def done(self, result: int) -> None:
        """Closing it ends what is being written."""
        self.close_down()
        super().done(result)


def _is_said(name: str, paths: Sequence[Path], text: str, has_pictures: bool) -> bool:
    """Whether a section that needs something given was given it."""
    given = {"text": bool(text.strip()), "screenshots": has_pictures, "comparison": len(paths) > 1}
    return given.get(name, True)


def _list(name: str, tip: str) -> QListWidget:
    made = QListWidget()
    made.setAccessibleName(name)
    made.setToolTip(tip)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def _fill(list_: QListWidget, titles: Mapping[str, str], stored: Sequence[str]) -> None:
    """An entry for each name, in the stored order: `+name` where it is ticked, `-name` where not; new names last."""
    order = [word[1:] for word in stored if word[1:] in titles]
    for name in [*order, *(name for name in titles if name not in order)]:
        item = _add(list_, f"{said(name.replace('_', ' ').capitalize())}: {titles[name]}", name)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setToolTip(titles[name])
        item.setCheckState(Qt.CheckState.Unchecked if f"-{name}" in stored else Qt.CheckState.Checked)


def _add(list_: QListWidget, text: str, data: str) -> QListWidgetItem:
    item = QListWidgetItem(text)
    item.setData(Qt.ItemDataRole.UserRole, data)
    list_.addItem(item)
    return item


def _items(list_: QListWidget) -> list[QListWidgetItem]:
    return [list_.item(row) for row in range(list_.count())]


def _ticked(list_: QListWidget) -> list[str]:
    return [each.data(Qt.ItemDataRole.UserRole) for each in _items(list_) if each.checkState() == Qt.CheckState.Checked]


def _state(list_: QListWidget) -> list[str]:
    ticked = _ticked(list_)
    names = [each.data(Qt.ItemDataRole.UserRole) for each in _items(list_)]
    return [f"{'+' if name in ticked else '-'}{name}" for name in names]


def _drop(list_: QListWidget) -> None:
    if list_.currentRow() >= 0:
        list_.takeItem(list_.currentRow())


def _texts(stored: object) -> list[object]:
    """What QSettings kept of a list of texts."""
    return [stored] if isinstance(stored, str) else list(stored) if isinstance(stored, list) else []


def _caption(text: str, buddy: QWidget) -> QLabel:
    label = QLabel(text)
    label.setBuddy(buddy)
    return label


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
