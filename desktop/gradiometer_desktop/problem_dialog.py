"""The window of an unexpected error: what happened, whether the session is safe, and all that can be copied."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from gradiometer_desktop import logs
from gradiometer_desktop.language import count_of, tr

_ICON = 40


class ProblemDialog(QDialog):
    """Stops nothing. happened: in one sentence; safety: of the session; details: trace and diagnostics."""

    def __init__(self, title: str, happened: str, safety: str, details: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._details = details
        sign = QLabel()
        icon = self.style().standardIcon(QStyle.StandardPixmap.SP_MessageBoxWarning)
        sign.setPixmap(icon.pixmap(QSize(_ICON, _ICON)))
        self.happened, self.safety = _sentences(happened, "problem"), _sentences(safety, "safety")
        self.repeats = _sentences("", "note")
        self.repeats.hide()
        said = QVBoxLayout()
        said.setSpacing(8)
        for label in (self.happened, self.safety, self.repeats):
            said.addWidget(label)
        self.happened.setStyleSheet("font-weight: 600")
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(said, 1)
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.details.setAccessibleName(tr("Details of the error"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = self._add(tr("&Copy details"), self._copy)
        self.show_logs = self._add(tr("Show the &log folder"), lambda: show_log_folder(self))
        self.buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self.details, 1)
        column.addWidget(self.buttons)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()
        self.resize(720, 480)

    def count(self, times: int, num_others: int) -> None:
        """It has come so often by now, and so many other errors since."""
        sentences = []
        if times > 1:
            sentences.append(count_of("It has come {n} time.", "It has come {n} times.", times))
        if num_others:
            sentences.append(
                count_of(
                    "{n} other error came after it: see the log.",
                    "{n} other errors came after it: see the log.",
                    num_others,
                )
            )
        self.repeats.setText(" ".join(sentences))
        self.repeats.setVisible(bool(sentences))

    def _add(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = self.buttons.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        return button

    def _copy(self) -> None:
        QApplication.clipboard().setText("\n\n".join((self.happened.text(), self.safety.text(), self._details)))
        self.copy.setText(tr("Copied"))


def show_log_folder(parent: QWidget) -> None:
    """In whatever shows folders here; where nothing does, a sentence says where it is."""
    from gradiometer_desktop import problems

    folder = logs.folder()
    if not folder.is_dir():
        problems.tell(
            parent, tr("Logs"), tr("There are no logs, because this folder cannot be written: {folder}", folder=folder)
        )
    elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        problems.tell(parent, tr("Logs"), tr("The logs are in {folder}", folder=folder))


def _sentences(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setWordWrap(True)
    # What was raised is no markup, whatever stands in it.
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
