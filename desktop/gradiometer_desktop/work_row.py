"""In the status line: what is being done that takes long, how far it is, and a button that ends it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from gradiometer_desktop.language import tr
from gradiometer_desktop.long_work import LongWork

# What is over sooner is not worth a look.
_AFTER_MS = 400
_BAR_WIDTH = 120


class WorkRow(QWidget):
    """Hidden but while something takes long; of several pieces of work the newest is shown."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        self.text = QLabel()
        self.bar = QProgressBar()
        self.bar.setFixedWidth(_BAR_WIDTH)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("How much is done"))
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.clicked.connect(self._cancel)
        for widget in (self.text, self.bar, self.cancel):
            row.addWidget(widget)
        self._stop: Callable[[], object] | None = None
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_AFTER_MS)
        self._late.timeout.connect(self.show)
        self.hide()

    def follow(self, work: LongWork, text: str) -> None:
        """Show a piece of work that has begun, until it is done."""
        stop = work.cancel

        def end() -> None:
            work.progressed.disconnect(tell)
            work.done.disconnect(end)
            self.end(stop)

        def tell(done: int, total: int) -> None:
            self.tell(stop, done, total)

        work.progressed.connect(tell)
        work.done.connect(end)
        self.begin(text, stop)

    def begin(self, text: str, stop: Callable[[], object]) -> None:
        """Something has begun that `stop` ends."""
        self._stop = stop
        self.text.setText(text)
        self.bar.setRange(0, 0)
        self.cancel.setEnabled(True)
        self.cancel.setAccessibleName(tr("Cancel: {text}", text=text))
        self._late.start()

    def tell(self, stop: Callable[[], object], done: int, total: int) -> None:
        """How far that is which `stop` ends."""
        if stop == self._stop:
            self.bar.setRange(0, 1000)
            self.bar.setValue(round(1000 * done / max(total, 1)))

    def end(self, stop: Callable[[], object]) -> None:
        """That which `stop` ends is over."""
        if stop == self._stop:
            self._stop = None
            self._late.stop()
            self.hide()

    def _cancel(self) -> None:
        if self._stop is not None:
            self.cancel.setEnabled(False)
            self._stop()
