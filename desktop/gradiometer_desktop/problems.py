"""Errors: what a person can mend is one sentence; a bug of ours is one window with a trace to copy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from gradiometer_desktop.language import tr

if TYPE_CHECKING:
    from gradiometer_desktop.problem_dialog import ProblemDialog
    from gradiometer_desktop.run_bar import AnySession


def tell(parent: QWidget | None, title: str, sentence: str) -> QMessageBox:
    """Show a sentence without stopping anything."""
    box = QMessageBox(QMessageBox.Icon.Warning, title, sentence, QMessageBox.StandardButton.Close, parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.setModal(False)
    box.show()
    return box


def report(parent: QWidget | None, title: str, happened: str, trace: str) -> ProblemDialog:
    """Tell of a bug, in one sentence and with all that can be copied; of the session on the parent's screen it is found
    out whether it is safe.
    """
    # Imported when it is wanted, which is never in most sessions.
    from gradiometer_desktop import diagnostics, safety
    from gradiometer_desktop.problem_dialog import ProblemDialog

    session = session_of(parent)
    details = f"{trace.rstrip()}\n\n{diagnostics.collect(session)}"
    dialog = ProblemDialog(title, happened, safety.describe(session), details, parent)
    dialog.show()
    return dialog


def explain(parent: QWidget, plots: Mapping[str, str]) -> None:
    """Say how plots are read: title -> sentences."""
    tell(parent, tr("How to read the plots"), "\n\n".join(f"{title}: {how}" for title, how in plots.items()))


def session_of(widget: QWidget | None) -> AnySession | None:
    """That of the main window which a widget belongs to, if any."""
    while widget is not None:
        session: AnySession | None = getattr(widget, "session", None)
        if session is not None:
            return session
        widget = widget.parentWidget()
    return None
