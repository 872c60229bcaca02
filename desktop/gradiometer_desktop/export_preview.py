"""The picture of a figure as it will be: drawn by the core in a thread of its own, and shown on a neutral ground."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gradiometer.fields import Number
from gradiometer.figures.style import STYLE_FIELDS, FigureStyle
from gradiometer_desktop.background import Background
from gradiometer_desktop.export import Draw
from gradiometer_desktop.language import tr
from gradiometer_desktop.sentence import Sentence
from gradiometer_desktop.wording import capital

STILL_MS = 200
"""So long nothing must have been asked for before it is drawn."""
LATE_MS = 500
"""What takes longer is said to take its time."""
_MARGIN_PX = 12
_LEAST = QSize(280, 200)


class Painter(QObject):
    """Draws what was asked for last, and nothing that was asked for before. painted: carries a QImage and remarks;
    failed: a sentence.
    """

    painted = Signal(object, object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._is_closed = False
        self._wanted: Draw | None = None
        # What the thread works at, and what it has made: read when it is done.
        self._drawing: Draw | None = None
        self._made: tuple[QImage, tuple[str, ...]] | None = None
        self._still = QTimer(self)
        self._still.setSingleShot(True)
        self._still.setInterval(STILL_MS)
        self._still.timeout.connect(self._start)
        self._background = Background(self, name="preview", subject=tr("The preview"))
        self._background.done.connect(self._end)

    @property
    def is_waiting(self) -> bool:
        """Whether a picture is to come."""
        return self._wanted is not None

    def ask(self, draw: Draw | None) -> None:
        """Draw this one, as a PNG, once nothing more is asked for; None: nothing more is wanted."""
        self._wanted = None if self._is_closed else draw
        if self._wanted is None:
            self._still.stop()
        else:
            self._still.start()

    def close_down(self) -> None:
        """Nothing more is wanted, ever; wait for what is being drawn."""
        self._is_closed = True
        self.ask(None)
        self._background.wait()

    def _start(self) -> None:
        if self._wanted is None or self._background.is_busy:
            return
        self._drawing, self._made = self._wanted, None
        self._background.start(partial(self._paint, self._wanted))

    def _paint(self, draw: Draw) -> None:
        with tempfile.TemporaryDirectory(prefix="gradiometer-") as folder:
            path = Path(folder) / "preview.png"
            remarks = draw(path)
            image = QImage(str(path))
        if image.isNull():
            raise OSError(tr("the preview cannot be shown"))
        self._made = image, remarks

    def _end(self, problem: str) -> None:
        if self._wanted is not self._drawing:
            # Something else is wanted by now; where it has only just been asked for, its time will come.
            if not self._still.isActive():
                self._start()
            return
        self._wanted = None
        if self._made is None:
            self.failed.emit(problem)
        else:
            self.painted.emit(*self._made)


class Preview(QWidget):
    """A picture as large as there is room, what it measures below, and what could not be done as asked for. resized:
    there is more or less room.
    """

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.painter = Painter(self)
        self.painter.painted.connect(self._show)
        self.painter.failed.connect(self._fail)
        self.paper = QLabel()
        self.paper.setObjectName("paper")
        self.paper.setAccessibleName(tr("Preview of the figure"))
        self.paper.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.paper.setWordWrap(True)
        # Else it could not become smaller than its picture.
        self.paper.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.paper.setMinimumSize(_LEAST)
        self.caption, self.problem, self.remarks = Sentence("note"), Sentence("warning"), Sentence("warning")
        self.late = QLabel(tr("drawing…"))
        self.late.setObjectName("note")
        self._lateness = QTimer(self)
        self._lateness.setSingleShot(True)
        self._lateness.setInterval(LATE_MS)
        self._lateness.timeout.connect(self.late.show)
        below = QHBoxLayout()
        below.addWidget(self.caption, 1)
        below.addWidget(self.problem, 1)
        below.addWidget(self.late, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.paper, 1)
        column.addLayout(below)
        column.addWidget(self.remarks)
        self.late.hide()

    @property
    def picture(self) -> QImage:
        """What was drawn last; null where nothing was."""
        return self._image

    def draw(self, draw: Draw, caption: str) -> None:
        """Show what this draws, as soon as it is there; until then what was drawn before. caption: what it measures."""
        self._tell_problem("", caption)
        if not self._lateness.isActive() and not self.late.isVisibleTo(self):
            self._lateness.start()
        self.painter.ask(draw)

    def refuse(self, sentence: str) -> None:
        """Say why there is nothing to draw; the last picture stays."""
        self.painter.ask(None)
        self._come()
        self._tell_problem(sentence)

    def show_note(self, sentence: str) -> None:
        """Where there is no picture."""
        self.painter.ask(None)
        self._come()
        self._tell_problem("", "")
        self._tell_remarks(())
        self._image = QImage()
        self.paper.setText(sentence)

    def dpi_for(self, style: FigureStyle, most: float) -> float:
        """At how many dots per inch a figure fits into the room there is. most: of the figure itself."""
        room, size = self._room, style.size_in
        dpi, field = min(room.width() / size[0], room.height() / size[1], most), STYLE_FIELDS["dpi"]
        assert isinstance(field, Number)
        return min(max(dpi, field.low), field.high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.resized.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._fit()
            self.resized.emit()

    @property
    def _room(self) -> QSize:
        """In pixels of the screen."""
        size = self.paper.size() - QSize(2 * _MARGIN_PX, 2 * _MARGIN_PX)
        return (size.expandedTo(QSize(1, 1)).toSizeF() * self.devicePixelRatioF()).toSize()

    def _show(self, image: QImage, remarks: tuple[str, ...]) -> None:
        self._come()
        self._image = image
        self._tell_remarks(remarks)
        self._fit()

    def _fail(self, sentence: str) -> None:
        self._come()
        self._tell_problem(sentence)

    def _come(self) -> None:
        """Nothing is to come any more."""
        self._lateness.stop()
        self.late.hide()

    def _fit(self) -> None:
        """As large as there is room."""
        if self._image.isNull():
            return
        image, keep = self._image, Qt.AspectRatioMode.KeepAspectRatio
        size = image.size().scaled(self._room, keep)
        # Drawn for this room it is a pixel smaller at most, and stays as sharp as it is.
        if max(abs(size.width() - image.width()), abs(size.height() - image.height())) > 1:
            image = image.scaled(size, keep, Qt.TransformationMode.SmoothTransformation)
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self.paper.setPixmap(pixmap)

    def _tell_problem(self, sentence: str, caption: str = "") -> None:
        """In place of the caption."""
        self.problem.say(sentence)
        self.caption.say(caption)

    def _tell_remarks(self, remarks: tuple[str, ...]) -> None:
        self.remarks.say(f"{capital('; '.join(remarks))}." if remarks else "")
