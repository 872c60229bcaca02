"""The dialog that asks how a plot is to be exported, and shows what it will look like."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gradiometer.exports import ExportError
from gradiometer.fields import FieldError
from gradiometer.figures.files import DATA_FORMATS
from gradiometer.figures.style import FigureStyle
from gradiometer_desktop import dialogs
from gradiometer_desktop.axes_box import AxesBox
from gradiometer_desktop.background import Background
from gradiometer_desktop.export import TABLES, Asked, Offer, OnScreen
from gradiometer_desktop.export_preview import Preview
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.menus import make_combo
from gradiometer_desktop.sentence import Sentence
from gradiometer_desktop.style_chooser import StyleChooser
from gradiometer_desktop.style_form import StyleForm, WheelGuard

_SIZE = 1000, 640
_COLUMN_PX = 340
_BETWEEN_ROWS_PX = 4
_FORMAT, _DATA, _PLACE, _SPLIT = "export/format", "export/data", "export/geometry", "export/splitter"
# How often it looks whether the screen shows something else.
_LOOK_EVERY_MS = 250
# Beside a training, which has to share the interpreter with the drawing.
_LOOK_EVERY_S = 5.0
_NO_DATA = {"": tr("None")}
_OF_STEPS = ("interventions", "findings", "notes")


class ExportDialog(QDialog):
    """`ordered` carries what is Asked and the path. offer: what there is; chosen: the plot to begin with; folder, stem:
    of the file that is suggested; settings: what is remembered from one start to the next.
    """

    manual_page = "figures"

    ordered = Signal(object, object)

    def __init__(self, offer: Offer, chosen: str, folder: Path, stem: str, settings: QSettings, parent: QWidget):
        super().__init__(parent)
        self._offer = offer
        self._folder, self._stem = folder, stem
        self._settings = settings
        self._suggested = ""
        self._shown: tuple[Asked, str] | None = None
        self._shown_s = 0.0
        self._is_exporting = False
        # Of figures, while the plot is one that is only a table.
        self._figure_kind = ""
        self._seen = OnScreen()
        self._guard = WheelGuard(self)
        self.setWindowTitle(tr("Export a plot"))
        self.setModal(False)
        self.plot = make_combo(offer.titles, tr("Plot"))
        self.format = make_combo({name: said(title) for name, title in offer.formats.items()}, tr("Format"))
        self.about = Sentence("note")
        self.style_form = StyleForm()
        self.chooser = StyleChooser(self.style_form, settings)
        self.axes = AxesBox()
        self.preview = Preview()
        self.path = QLineEdit()
        self.path.setAccessibleName(tr("File"))
        self.data = make_combo(
            _NO_DATA | {name: said(title) for name, title in DATA_FORMATS.items()}, tr("Data beside it")
        )
        self.data.setToolTip(
            tr(
                "Three files beside the figure: the data exactly as drawn, those at full resolution, and (JSON) what "
                "the figure is of."
            )
        )
        self.problem, self.outcome = Sentence("warning"), Sentence("note")
        self._lay_out()
        self._fonts = Background(self, name="fonts", subject=tr("The list of fonts"))
        self._families: tuple[str, ...] | None = None
        self._look_timer = QTimer(self)
        self._look_timer.setInterval(_LOOK_EVERY_MS)
        self._recall()
        self.plot.setCurrentIndex(max(0, self.plot.findData(chosen)))
        self._connect()
        self._choose_plot()

    def choose(self, name: str) -> None:
        """Another plot."""
        self.plot.setCurrentIndex(max(0, self.plot.findData(name)))

    def show_outcome(self, path: Path, error: str, remarks: tuple[str, ...]) -> None:
        """An order has been carried out."""
        self.problem.say(error or "; ".join(remarks))
        self.outcome.say("" if error else tr("Exported {path}", path=path))
        self._is_exporting = False
        self._renew(only_news=True)

    # Parts

    def _lay_out(self) -> None:
        column = QWidget()
        rows = QVBoxLayout(column)
        rows.setContentsMargins(0, 0, 8, 0)
        figure = QGroupBox(tr("Figure"))
        form = QFormLayout(figure)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("Plot"), self.plot)
        form.addRow("", self.about)
        form.addRow(tr("Format"), self.format)
        self._figure_form = form
        for part in (figure, self.chooser, self.style_form, self.axes):
            rows.addWidget(part)
        rows.addStretch(1)
        _align(column)
        for combo in (self.plot, self.format, self.chooser.combo, self.axes.steps, self.axes.vertical, self.axes.scale):
            combo.installEventFilter(self._guard)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        # What is in it has the focus, and is scrolled to.
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(column)
        scroll.setMinimumWidth(column.minimumSizeHint().width() + scroll.verticalScrollBar().sizeHint().width())
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(scroll)
        self.splitter.addWidget(self.preview)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([_COLUMN_PX, _SIZE[0] - _COLUMN_PX])
        self.browse = QPushButton(tr("Browse…"))
        self._beside = QLabel(tr("Data beside it"))
        self._beside.setBuddy(self.data)
        file = QHBoxLayout()
        file.addWidget(QLabel(tr("File")))
        file.addWidget(self.path, 1)
        file.addWidget(self.browse)
        file.addSpacing(8)
        file.addWidget(self._beside)
        file.addWidget(self.data)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Save | kinds.Close)
        self.export = self.buttons.button(kinds.Save)
        self.export.setText(tr("&Export"))
        self.export.setToolTip("Ctrl+Enter")
        self.export.setObjectName("primary")
        last = QHBoxLayout()
        last.addWidget(self.outcome, 1)
        last.addWidget(self.buttons, 0, Qt.AlignmentFlag.AlignRight)
        whole = QVBoxLayout(self)
        whole.addWidget(self.splitter, 1)
        whole.addLayout(file)
        whole.addWidget(self.problem)
        whole.addLayout(last)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
            button.setIcon(QIcon())

    def _connect(self) -> None:
        self.plot.currentIndexChanged.connect(self._choose_plot)
        self.format.currentIndexChanged.connect(self._choose_format)
        for changed in (self.chooser.changed, self.style_form.changed, self.axes.changed, self.preview.resized):
            changed.connect(self._renew)
        self.browse.clicked.connect(self._ask_file)
        self.buttons.accepted.connect(self._order)
        self.buttons.rejected.connect(self.reject)
        self.preview.painter.painted.connect(self._find_fonts)
        self.preview.painter.failed.connect(self._find_fonts)
        self._fonts.done.connect(self._offer_fonts)
        self._look_timer.timeout.connect(self._look)
        self.finished.connect(self._close_down)

    def _recall(self) -> None:
        self.resize(*_SIZE)
        for key, restore in ((_PLACE, self.restoreGeometry), (_SPLIT, self.splitter.restoreState)):
            state = self._settings.value(key)
            if isinstance(state, QByteArray):
                restore(state)
        for key, combo in ((_FORMAT, self.format), (_DATA, self.data)):
            combo.setCurrentIndex(max(0, combo.findData(str(self._settings.value(key, "")))))

    def _remember(self) -> None:
        self.chooser.remember()
        self._settings.setValue(_FORMAT, self._figure_kind or self._kind)
        self._settings.setValue(_DATA, self.data.currentData())

    def _close_down(self) -> None:
        self._look_timer.stop()
        self._remember()
        self._settings.setValue(_PLACE, self.saveGeometry())
        self._settings.setValue(_SPLIT, self.splitter.saveState())
        self.preview.painter.close_down()
        self._fonts.wait()

    # What is chosen

    @property
    def _kind(self) -> str:
        return str(self.format.currentData())

    @property
    def _is_table(self) -> bool:
        return self._kind in TABLES

    def _choose_plot(self) -> None:
        name, can_be_figure = self.plot.currentData(), self.plot.currentData() not in self._offer.tables
        self.format.setEnabled(can_be_figure)
        self.format.setToolTip("" if can_be_figure else tr("There is no figure of it, only a table."))
        kind = self._figure_kind
        if not can_be_figure:
            self._figure_kind, kind = self._figure_kind or self._kind, "csv"
        elif kind:
            self._figure_kind = ""
        if kind:
            with QSignalBlocker(self.format):
                self.format.setCurrentIndex(self.format.findData(kind))
        self._seen = OnScreen() if not can_be_figure else self._offer.look(name)
        self._choose_format()

    def _choose_format(self) -> None:
        """Enable what means something for this plot in this format, and suggest a file."""
        why_not = tr("A table has no looks.") if self._is_table else ""
        blocked = dict.fromkeys(self.style_form.editors, why_not)
        if not why_not:
            blocked["dpi"] = "" if self._kind == "png" else tr("Only a PNG is made of pixels.")
            if self._seen.steps is None:
                blocked |= dict.fromkeys(_OF_STEPS, tr("This plot has no steps on which they could stand."))
        self.style_form.explain(blocked)
        self.data.setEnabled(not self._is_table)
        self._beside.setEnabled(not self._is_table)
        self._suggest()
        self._show_seen()
        self._renew()

    def _show_seen(self) -> None:
        self.about.say(self._seen.about)
        self._figure_form.setRowVisible(self.about, bool(self._seen.about))
        why_not = tr("A table holds all numbers.") if self._is_table else ""
        self.axes.show_plot(str(self.plot.currentData()), self._seen, why_not)

    def _suggest(self) -> None:
        """A file, unless a person has named one: then its suffix alone follows."""
        suggestion = str(self._folder / f"{self._stem} {self.plot.currentData()}.{self._kind}")
        written = self.path.text().strip()
        if written == self._suggested:
            self.path.setText(suggestion)
        elif Path(written).suffix.lower().removeprefix(".") in self._offer.formats:
            self.path.setText(str(Path(written).with_suffix(f".{self._kind}")))
        self._suggested = suggestion

    def _ask_file(self) -> None:
        kind = f"{said(self._offer.formats[self._kind])} (*.{self._kind})"
        dialogs.ask_save(self, tr("Export"), self.path.text(), kind, lambda path: self.path.setText(str(path)))

    def _asked(self) -> Asked:
        """What is chosen. Raises FieldError."""
        name = self.plot.currentData()
        if self._is_table:
            return Asked(name=name, style=FigureStyle())
        return Asked(
            name=name,
            style=self.style_form.made_style(),
            data=self.data.currentData(),
            steps=self.axes.chosen_steps(),
            limits=self.axes.chosen_limits(),
            scale=self.axes.chosen_scale(),
        )

    # The preview

    def _look(self) -> None:
        """Follow the screen. Beside a training it changes all the time, and need not be drawn anew each time."""
        is_late = time.monotonic() - self._shown_s > _LOOK_EVERY_S
        if self._is_table or (self._offer.is_training() and not is_late):
            return
        seen = self._offer.look(str(self.plot.currentData()))
        if seen != self._seen:
            self._seen = seen
            self._show_seen()
            self._renew(only_news=True)

    def _renew(self, *, only_news: bool = False) -> None:
        """Draw what is chosen, or say why it cannot be drawn. only_news: not what is drawn already."""
        before, self._shown, problem = self._shown, None, ""
        self._shown_s = time.monotonic()
        if self._is_table:
            self.preview.show_note(tr("A table: the numbers themselves, at full resolution."))
        else:
            try:
                asked = self._asked()
            except FieldError as error:
                problem = said(str(error))
                self.preview.refuse(problem)
            else:
                self._shown = asked, self._seen.about
                if not (only_news and self._shown == before):
                    self._draw(asked)
        self.export.setEnabled(not problem and not self._is_exporting)

    def _draw(self, asked: Asked) -> None:
        most = asked.style.dpi if self._kind == "png" else float("inf")
        dpi = self.preview.dpi_for(asked.style, most)
        drawn = dataclasses.replace(asked, style=dataclasses.replace(asked.style, dpi=dpi), data="")
        self.preview.draw(self._offer.preview(drawn), self._measure(asked.style))

    def _measure(self, style: FigureStyle) -> str:
        size = tr("{width_mm:g} x {height_mm:g} mm", width_mm=style.width_mm, height_mm=style.height_mm)
        if self._kind == "png":
            # matplotlib cuts what is no whole pixel.
            width, height = (int(length * style.dpi) for length in style.size_in)
            return tr(
                "{size}, {width} x {height} pixels at {dpi:g} dpi", size=size, width=width, height=height, dpi=style.dpi
            )
        return (
            tr("{size}; LaTeX sets the letters in the font of its document", size=size) if self._kind == "pgf" else size
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_timer.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter ends the writing of a number, and begins no export as it would by Qt's own will; with Ctrl it does."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._order()
        elif isinstance(button := self.focusWidget(), QPushButton):
            button.click()

    # Fonts

    def _find_fonts(self) -> None:
        """Once something was drawn, which has brought matplotlib: before, this would bring it a second time."""
        if self._families is None and not self._fonts.is_busy:
            self._fonts.start(self._list_fonts)

    def _list_fonts(self) -> None:
        from matplotlib import font_manager

        self._families = tuple(sorted(font_manager.get_font_names(), key=str.casefold))

    def _offer_fonts(self, _error: str) -> None:
        self.style_form.offer_fonts(self._families or ())

    # The order

    def _order(self) -> None:
        if not self.export.isEnabled():
            return
        written = self.path.text().strip()
        self.outcome.say("")
        try:
            path, asked = Path(written).expanduser(), self._asked()
            if not path.name or path.is_dir():
                raise ExportError(tr("{path} is a folder: give the name of a file", path=path))
        except (ExportError, FieldError) as error:
            self.problem.say(said(str(error)))
            return
        except (OSError, RuntimeError) as error:
            # A name that is too long, or the home of nobody.
            self.problem.say(
                tr(
                    "{written} is not the name of a file: {value}",
                    written=written,
                    value=getattr(error, "strerror", None) or error,
                )
            )
            return
        if path.suffix.lower() != f".{self._kind}":
            path = path.with_name(f"{path.name}.{self._kind}")
        self.problem.say("")
        self._is_exporting = True
        self.export.setEnabled(False)
        self._remember()
        self.ordered.emit(asked, path)


def _align(column: QWidget) -> None:
    """Let the names in front of controls be as wide as the widest, and their rows stand closely."""
    forms = column.findChildren(QFormLayout)
    role = QFormLayout.ItemRole.LabelRole
    items = (form.itemAt(row, role) for form in forms for row in range(form.rowCount()))
    names = [name for item in items if item is not None and (name := item.widget()) is not None]
    widest = max(name.sizeHint().width() for name in names)
    for name in names:
        name.setMinimumWidth(widest)
    for form in forms:
        form.setVerticalSpacing(_BETWEEN_ROWS_PX)
