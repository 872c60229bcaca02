"""The dialog that asks for an animation of a plot, has it made in the background, and says how far it is."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gradiometer.animation import (
    DEFAULT_FPS,
    DEFAULT_FRAMES,
    FPS_FIELD,
    FRAMES_FIELD,
    in_pixels,
)
from gradiometer.animation_files import KINDS
from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.exports import ExportError
from gradiometer.fields import Choice, Field, FieldError
from gradiometer.figures import FIGURES
from gradiometer.figures.style import STYLE_FIELDS, FigureStyle, load_style, style_names
from gradiometer_desktop.animation_file import FileRow
from gradiometer_desktop.animation_work import FrameCounter, make_animation
from gradiometer_desktop.export_desk import chosen_parts, quantity_of
from gradiometer_desktop.field_editors import FieldEditor
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.long_work import LongWork
from gradiometer_desktop.menus import make_combo
from gradiometer_desktop.number_box import indent
from gradiometer_desktop.run_bar import AnySession
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.sentence import Sentence
from gradiometer_desktop.style_form import NumberBox
from gradiometer_desktop.wording import capital

_SCREEN, _ALL, _OWN = "screen", "all", "own"
_SPANS = {_ALL: tr("All that are recorded"), _SCREEN: tr("As on the screen"), _OWN: tr("From, to")}
_OF_STYLE = "style"
_SIZES = {
    "1280x720": tr("1280 x 720 pixels"),
    "1920x1080": tr("1920 x 1080 pixels"),
    _OF_STYLE: tr("As the style says"),
}
_STYLE = "slide"
_FORMAT, _FRAMES, _FPS, _SIZE = "animation/format", "animation/frames", "animation/fps", "animation/size"
_WIDTH_PX = 560


class AnimationDialog(QDialog):
    """session: of which; titles: of the plots by their names; chosen: the plot to begin with; selection: layer,
    quantity and steps; settings: what is remembered from one start to the next. said: a sentence for the status line.
    """

    manual_page = "figures"

    said = Signal(str)

    def __init__(
        self,
        session: AnySession,
        titles: Mapping[str, str],
        chosen: str,
        selection: Selection,
        settings: QSettings,
        parent: QWidget | None = None,
    ):
        super().__init__(parent)
        assert session.path is not None, "it is drawn from a file"
        self._session_path, self._history, self._selection = session.path, session.history, selection
        self._settings = settings
        self._out = Path()
        self._closes_at_end = False
        self.setWindowTitle(tr("Export an animation"))
        self.setModal(False)
        layouts = session.history.outline.layouts
        self.plot = make_combo(
            {name: titles[name] for name, kind in FIGURES.items() if not kind.stream or layouts[kind.stream].counts},
            tr("Plot"),
        )
        self.plot.setCurrentIndex(max(0, self.plot.findData(chosen)))
        self._make_controls()
        self.work = LongWork(self, name="animation", subject=tr("The animation"))
        self._counter = FrameCounter(session.path, self)
        self._lay_out()
        self._recall()
        self._connect()
        self._choose_style()
        self._choose_plot()

    # Parts

    def _make_controls(self) -> None:
        self.about, self.estimate = Sentence("note"), Sentence("note")
        self.problem, self.outcome = Sentence("warning"), Sentence("note")
        self.format = make_combo({name: said(title) for name, title in KINDS.items()}, tr("Format"))
        self.span = make_combo(_SPANS, tr("Steps"), tr("Which steps pass by."))
        self.first, self.last = (
            FieldEditor(
                name, dataclasses.replace(EXPERIMENT_FIELDS["steps"], title=title, help=tr("A step, recorded or not."))
            )
            for name, title in (("from", tr("First step")), ("to", tr("Last step")))
        )
        self.frames = indent(QSpinBox())
        self.frames.setRange(FRAMES_FIELD.low, FRAMES_FIELD.high)
        self.frames.setAccessibleName(said(FRAMES_FIELD.title))
        self.frames.setToolTip(said(FRAMES_FIELD.help))
        self.fps = NumberBox(FPS_FIELD, tr("a second"), 1.0)
        self.fps.setAccessibleName(said(FPS_FIELD.title))
        self.fps.setToolTip(said(FPS_FIELD.help))
        styles = style_names()
        self.style_name = make_combo({name: name for name in styles}, tr("Style"), tr("Letters, lines and legend."))
        for row, about in enumerate(styles.values()):
            self.style_name.setItemData(row, said(about), Qt.ItemDataRole.ToolTipRole)
        self.size_px = make_combo(_SIZES, tr("Size"))
        colors = STYLE_FIELDS["theme"]
        assert isinstance(colors, Choice)
        self.colors = make_combo({name: said(title) for name, title in colors.options.items()}, tr("Colours"))
        self.file = FileRow()
        self.progress = QProgressBar()
        self.progress.setAccessibleName(tr("How far the animation is"))
        self.progress.hide()
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Save | kinds.Close)
        self.export = self.buttons.button(kinds.Save)
        self.export.setText(tr("&Export"))
        self.export.setObjectName("primary")
        self.cancel = self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.ActionRole)
        self.cancel.hide()

    def _lay_out(self) -> None:
        self._ends = _row(self.first, QLabel(tr("to")), self.last)
        self._form = form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for title, control in (
            (tr("Plot"), self.plot),
            ("", self.about),
            (tr("Steps"), self.span),
            ("", self._ends),
            (tr("Frames"), _row(self.frames, self.fps)),
            ("", self.estimate),
            (tr("Format"), self.format),
            (tr("Size"), self.size_px),
            (tr("Style"), self.style_name),
            (tr("Colours"), self.colors),
            (tr("File"), self.file),
        ):
            form.addRow(title, control)
        column = QVBoxLayout(self)
        column.addLayout(form)
        for part in (self.problem, self.outcome, self.progress):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self.buttons)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
            button.setIcon(QIcon())
        self.setMinimumWidth(_WIDTH_PX)

    def _recall(self) -> None:
        """What was chosen last time; MP4 at first, where it can be made."""
        usual = "mp4" if find_spec("imageio_ffmpeg") is not None else "gif"
        for combo, key, first in (
            (self.format, _FORMAT, usual),
            (self.size_px, _SIZE, ""),
            (self.style_name, "", _STYLE),
        ):
            combo.setCurrentIndex(max(0, combo.findData(str(self._settings.value(key, first)) if key else first)))
        self.frames.setValue(self._number(_FRAMES, FRAMES_FIELD, DEFAULT_FRAMES))
        self.fps.setValue(self._number(_FPS, FPS_FIELD, DEFAULT_FPS))

    def _number(self, key: str, field: Field, usual: float) -> Any:
        try:
            return field.parse(key, str(self._settings.value(key, usual)))
        except FieldError:
            # Of another version, or changed by hand.
            return usual

    def _connect(self) -> None:
        self.plot.currentIndexChanged.connect(self._choose_plot)
        self.format.currentIndexChanged.connect(self._suggest)
        self.span.currentIndexChanged.connect(self._choose_span)
        self.style_name.currentIndexChanged.connect(self._choose_style)
        for signal in (self.frames.valueChanged, self.fps.valueChanged, self._selection.steps.changed):
            signal.connect(self._count)
        for editor in (self.first, self.last):
            for signal in (editor.edited, editor.refused, editor.mended):
                signal.connect(lambda *_what: self._count())
        for changed in (
            self._selection.quantity_changed,
            self._selection.time_quantity_changed,
            self._selection.histogram_changed,
            self._selection.layer_changed,
        ):
            changed.connect(lambda *_what: self._choose_plot())
        self.export.clicked.connect(self._begin)
        self.cancel.clicked.connect(self._end_early)
        self.buttons.rejected.connect(self.close)
        self._counter.counted.connect(self._tell_count)
        self.work.progressed.connect(self._tell_progress)
        self.work.done.connect(self._end)

    # What is chosen

    @property
    def _name(self) -> str:
        return str(self.plot.currentData())

    def _choose_plot(self) -> None:
        about = capital(" · ".join(chosen_parts(self._selection, self._name, self._history.layer_names)))
        self.about.say(about)
        self._form.setRowVisible(self.about, bool(about))
        self._suggest()
        self._choose_span()

    def _choose_style(self) -> None:
        """Its colours, unless they are chosen after it."""
        try:
            theme = load_style(self.style_name.currentData()).theme
        except FieldError:
            # One of a person's own that is broken; it is said when it is wanted.
            return
        self.colors.setCurrentIndex(self.colors.findData(theme))

    def _choose_span(self) -> None:
        is_own = self.span.currentData() == _OWN
        self._form.setRowVisible(self._ends, is_own)
        if is_own and self.first.value is None:
            first, last = self._history.steps.span()
            self.first.set_value(int(first))
            self.last.set_value(int(last))
        self._count()

    def _suggest(self) -> None:
        stem = self._session_path.with_name(f"{self._session_path.stem} {self._name}")
        self.file.suggest(stem, self.format.currentData())

    def _span_asked(self) -> tuple[int | None, int | None]:
        """First and last step, None for all. Raises FieldError."""
        if self.span.currentData() == _ALL:
            return None, None
        if self.span.currentData() == _SCREEN:
            steps = self._selection.steps
            return max(0, round(steps.first)), max(0, round(steps.last))
        for editor in (self.first, self.last):
            if editor.problem:
                raise FieldError(editor.problem)
        return self.first.value, self.last.value

    def _view(self) -> dict[str, Any]:
        """Options of the figure but its style. Raises FieldError."""
        first, last = self._span_asked()
        return {
            "layer": self._selection.layer,
            "quantity": quantity_of(self._selection, self._name),
            "histogram": self._selection.histogram,
            "first_step": first,
            "last_step": last,
        }

    def _style(self) -> FigureStyle:
        """Raises FieldError."""
        style = load_style(self.style_name.currentData()).replaced({"theme": self.colors.currentData()})
        size = self.size_px.currentData()
        return style if size == _OF_STYLE else in_pixels(style, *map(int, size.split("x")))

    # How long it will be

    def _count(self) -> None:
        try:
            self._counter.ask(name=self._name, num_frames=self.frames.value(), **self._view())
        except FieldError as error:
            self._counter.forget()
            self._tell_count(0, said(str(error)))

    def _tell_count(self, num_frames: int, error: str) -> None:
        if not self.work.is_busy:
            self.problem.say(error)
        self.export.setEnabled(not error and not self.work.is_busy)
        fewer = tr(", no more are recorded") if num_frames < self.frames.value() else ""
        frames = tr("1 frame") if num_frames == 1 else tr("{num_frames} frames", num_frames=num_frames)
        self.estimate.say("" if error else f"{frames}{fewer}: {num_frames / self.fps.value():.3g} s")
        self._form.setRowVisible(self.estimate, not error)

    # The work

    def _begin(self) -> None:
        self.outcome.say("")
        try:
            out, view, style = self.file.chosen(), self._view(), self._style()
        except (ExportError, FieldError) as error:
            self.problem.say(said(str(error)))
            return
        self._out = out
        self._remember()
        asked = {
            "name": self._name,
            "path": out,
            "kind": self.format.currentData(),
            "num_frames": self.frames.value(),
            "fps": self.fps.value(),
            "style": style,
            **view,
        }
        path, num_steps = self._session_path, self._history.steps.num_rows
        self.problem.say("")
        self.work.start(lambda progress, cancelled: make_animation(path, num_steps, progress, cancelled, **asked))
        self._show_busy(is_busy=True)
        self.said.emit(tr("Exporting {name} …", name=out.name))

    def _remember(self) -> None:
        for key, value in (
            (_FORMAT, self.format.currentData()),
            (_FRAMES, self.frames.value()),
            (_FPS, self.fps.value()),
            (_SIZE, self.size_px.currentData()),
        ):
            self._settings.setValue(key, value)

    def _show_busy(self, *, is_busy: bool) -> None:
        # Without an end until it is known.
        self.progress.setRange(0, 0)
        self.progress.setVisible(is_busy)
        self.cancel.setVisible(is_busy)
        self.cancel.setEnabled(is_busy)
        self.export.setEnabled(not is_busy)

    def _tell_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _end_early(self) -> None:
        self.cancel.setEnabled(False)
        self.work.cancel()

    def _end(self, found: object, error: str, was_cancelled: bool) -> None:
        self._show_busy(is_busy=False)
        if error:
            self.problem.say(error)
            self.said.emit(tr("Not exported: {error}", error=error))
        elif isinstance(found, tuple):
            self.problem.say("; ".join(found))
            self.outcome.say(tr("Exported {out}", out=self._out))
            self.said.emit(tr("Exported {out}", out=self._out))
        elif was_cancelled:
            self.outcome.say(tr("Cancelled: nothing was written"))
        if self._closes_at_end:
            self.close()

    def close_soon(self) -> None:
        """Its session leaves the screen: what is being made of it comes to its end before."""
        self._closes_at_end = True
        if not self.work.is_busy:
            self.close()

    def close_down(self) -> None:
        """The window is closing: whatever is being made ends, and nothing of it is left."""
        self.work.close_down()
        self._counter.wait()

    def done(self, result: int) -> None:
        """Closing it ends what is being made."""
        self.close_down()
        super().done(result)


def _row(*parts: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        layout.addWidget(part, 0 if isinstance(part, QLabel | QPushButton) else 1)
    return row
