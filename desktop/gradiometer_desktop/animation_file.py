"""The row of the animation dialog that says which file, or which folder, is made."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from gradiometer.animation_files import KINDS
from gradiometer.exports import ExportError
from gradiometer_desktop import dialogs
from gradiometer_desktop.language import said, tr


class FileRow(QWidget):
    """path: what is written; browse: asks for it."""

    def __init__(self) -> None:
        super().__init__()
        self._kind = ""
        self._suggested = ""
        self.path = QLineEdit()
        self.path.setAccessibleName(tr("File"))
        self.browse = QPushButton(tr("Browse…"))
        self.browse.clicked.connect(self._ask)
        self.setFocusProxy(self.path)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.path, 1)
        row.addWidget(self.browse)

    def suggest(self, stem: Path, kind: str) -> None:
        """A file, unless a person has named one: then its suffix alone follows. kind: of animation_files.KINDS."""
        self._kind = kind
        suffix = "" if kind == "png" else f".{kind}"
        suggestion = str(stem.with_name(stem.name + (suffix or " frames")))
        written = self.path.text().strip()
        if written == self._suggested:
            self.path.setText(suggestion)
        elif Path(written).suffix.lower() in (".mp4", ".gif"):
            self.path.setText(str(Path(written).with_suffix(suffix)))
        self._suggested = suggestion

    def chosen(self) -> Path:
        """With the suffix of its kind. Raises ExportError where nothing is named."""
        written = self.path.text().strip()
        try:
            path = Path(written).expanduser()
        except RuntimeError as error:
            # The home of nobody.
            raise ExportError(
                tr("{written} is not the name of a file: {error}", written=written, error=error)
            ) from None
        if not path.name:
            raise ExportError(tr("Give the name of a file, or of a folder for numbered pictures"))
        if self._kind == "png" or path.suffix.lower() == f".{self._kind}":
            return path
        return path.with_name(f"{path.name}.{self._kind}")

    def _ask(self) -> None:
        before = self.path.text()
        if self._kind == "png":
            dialogs.ask_folder(self, tr("Folder for the pictures"), Path(before).parent, self._take)
        else:
            kinds = f"{said(KINDS[self._kind])} (*.{self._kind})"
            dialogs.ask_save(self, tr("Export"), before, kinds, self._take)

    def _take(self, path: Path) -> None:
        self.path.setText(str(path))
