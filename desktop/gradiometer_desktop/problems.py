"""Errors: what a person can mend is one sentence; a bug of ours is one dialog with a trace to copy."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Mapping
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from gradiometer_desktop.language import tr


def tell(parent: QWidget | None, title: str, sentence: str, *, trace: str = "") -> QMessageBox:
    """Show a sentence without stopping anything; a trace, if any, lies behind a button and can be copied."""
    box = QMessageBox(QMessageBox.Icon.Warning, title, sentence, QMessageBox.StandardButton.Close, parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if trace:
        box.setDetailedText(trace)
        copy = box.addButton(tr("Copy details"), QMessageBox.ButtonRole.ActionRole)
        copy.clicked.disconnect()
        copy.clicked.connect(lambda: QApplication.clipboard().setText(trace))
    box.setModal(False)
    box.show()
    return box


def explain(parent: QWidget, plots: Mapping[str, str]) -> None:
    """Say how plots are read: title -> sentences."""
    tell(parent, tr("How to read the plots"), "\n\n".join(f"{title}: {how}" for title, how in plots.items()))


def install(parent: QWidget) -> None:
    """Let an error that nobody expected end in a dialog; training and its file do not depend on the window.

    An error that comes again at every frame opens no second dialog beside the first.
    """
    shown: list[QMessageBox] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        text = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(text)
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        if shown:
            return
        box = tell(
            parent,
            tr("Gradiometer has made a mistake"),
            tr("An unexpected error: {error}. The session goes on recording; please report the details.", error=error),
            trace=text,
        )
        shown.append(box)
        box.finished.connect(lambda _result: shown.clear())

    sys.excepthook = hook
