"""Dialogs that stop nothing: the window below can be used, and training goes on, while one is open.

Qt's own ways to ask for a file wait for the answer and shut the window meanwhile; these hand it to a function.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from gradiometer_desktop.language import tr


def show(dialog: QDialog, *, of: QObject | None = None) -> None:
    """Show a dialog over its parent, which can be used on. Another one of its kind that is open there is closed as by
    Cancel; so is this one when what it asks about, `of`, is there no longer.
    """
    parent = dialog.parentWidget()
    if parent is not None:
        for other in parent.findChildren(type(dialog), options=Qt.FindChildOption.FindDirectChildrenOnly):
            if other is not dialog and other.isVisible() and other.windowTitle() == dialog.windowTitle():
                other.close()
    dialog.setModal(False)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if of is not None:
        of.destroyed.connect(dialog.close)
    dialog.show()
    dialog.activateWindow()


def ask_open(
    parent: QWidget,
    title: str,
    folder: Path | str,
    filters: str,
    then: Callable[[Path], object],
    *,
    otherwise: Callable[[], object] | None = None,
) -> QFileDialog:
    """Ask for an existing file. otherwise: called where the person wants none."""
    dialog = _make(parent, title, str(folder), filters, QFileDialog.FileMode.ExistingFile)
    dialog.accepted.connect(lambda: then(Path(dialog.selectedFiles()[0])))
    if otherwise is not None:
        dialog.rejected.connect(otherwise)
    show(dialog)
    return dialog


def ask_several(
    parent: QWidget, title: str, folder: Path | str, filters: str, then: Callable[[list[Path]], object]
) -> QFileDialog:
    """Ask for existing files, one or more."""
    dialog = _make(parent, title, str(folder), filters, QFileDialog.FileMode.ExistingFiles)
    dialog.accepted.connect(lambda: then([Path(file) for file in dialog.selectedFiles()]))
    show(dialog)
    return dialog


def ask_folder(parent: QWidget, title: str, folder: Path | str, then: Callable[[Path], object]) -> QFileDialog:
    """Ask for a folder, which the person may make."""
    dialog = _make(parent, title, str(folder), "", QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.accepted.connect(lambda: then(Path(dialog.selectedFiles()[0])))
    show(dialog)
    return dialog


def ask_save(
    parent: QWidget,
    title: str,
    suggestion: Path | str,
    filters: str,
    then: Callable[[Path], object],
    *,
    complete: Callable[[Path], Path] = lambda path: path,
) -> QFileDialog:
    """Ask for a file to write; whether one that is there may be replaced is asked, too.

    complete: what the file will be called, where the person has left its suffix out.
    """
    dialog = _make(parent, title, "", filters, QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    # Qt's own question would shut the window.
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.selectFile(str(suggestion))

    def take() -> None:
        path = complete(Path(dialog.selectedFiles()[0]))
        if path.exists():
            ask(
                parent,
                title,
                tr("{name} exists already.", name=path.name),
                tr("Its place is in {folder}. Replaced, it is gone.", folder=path.parent),
                tr("Replace"),
                lambda: then(path),
            )
        else:
            then(path)

    dialog.accepted.connect(take)
    show(dialog)
    return dialog


def ask(parent: QWidget, title: str, question: str, more: str, yes: str, then: Callable[[], object]) -> QMessageBox:
    """Ask whether to do something; more: what it means; yes: the button that does it."""
    box = QMessageBox(QMessageBox.Icon.Question, title, question, parent=parent)
    # Names of files and sessions are no markup.
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(more)
    button = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    button.clicked.connect(lambda: then())
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(button)
    show(box)
    return box


def _make(parent: QWidget, title: str, folder: str, filters: str, mode: QFileDialog.FileMode) -> QFileDialog:
    dialog = QFileDialog(parent, title, folder, filters)
    dialog.setFileMode(mode)
    return dialog
