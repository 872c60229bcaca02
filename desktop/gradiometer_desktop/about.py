"""The window that says what this program is, of which version, and whose work it is made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from gradiometer import __version__
from gradiometer.diagnostics import version_of
from gradiometer_desktop.icons import application_icon
from gradiometer_desktop.language import tr

_SIGN = 64
# What is installed with the program: its name as a distribution, whose licence, and where it comes from.
LICENCES = (
    ("torch", "BSD-3-Clause", "pytorch.org"),
    ("PySide6-Essentials", "LGPL-3.0", "doc.qt.io/qtforpython-6"),
    ("pyqtgraph", "MIT", "pyqtgraph.org"),
    ("numpy", "BSD-3-Clause", "numpy.org"),
    ("matplotlib", "Matplotlib licence (PSF)", "matplotlib.org"),
    ("pillow", "MIT-CMU", "python-pillow.github.io"),
    ("safetensors", "Apache-2.0", "github.com/huggingface/safetensors"),
    ("typst", "Apache-2.0", "typst.app"),
    ("jinja2", "BSD-3-Clause", "jinja.palletsprojects.com"),
    ("pypdf", "BSD-3-Clause", "github.com/py-pdf/pypdf"),
    ("joblib", "BSD-3-Clause", "joblib.readthedocs.io"),
    ("platformdirs", "MIT", "github.com/tox-dev/platformdirs"),
    ("filelock", "MIT", "github.com/tox-dev/filelock"),
    ("tqdm", "MPL-2.0 and MIT", "tqdm.github.io"),
    ("tomli-w", "MIT", "github.com/hukkin/tomli-w"),
)
_MNIST = (
    "The MNIST database of handwritten digits\n    by Yann LeCun, Corinna Cortes and Christopher J.C. Burges\n"
    "    unchanged, CC BY-SA 3.0, creativecommons.org/licenses/by-sa/3.0"
)


class AboutWindow(QDialog):
    """Stops nothing."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setWindowTitle(tr("About Gradiometer"))
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sign = QLabel()
        sign.setPixmap(application_icon().pixmap(_SIGN, _SIGN))
        self.name = name = QLabel(tr("Gradiometer {version}", version=__version__))
        name.setObjectName("heading")
        what = QLabel(
            tr(
                "See, live, the gradient of every layer of a PyTorch network, change the network while it trains, and "
                "prove that the change was the cure."
            )
        )
        what.setWordWrap(True)
        rights = QLabel(tr("© 2026 The Gradiometer authors, MIT license"))
        rights.setObjectName("note")
        said = QVBoxLayout()
        said.setSpacing(8)
        for label in (name, what, rights):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            said.addWidget(label)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(said, 1)
        made_of = QLabel(tr("It is made of, and thanks:"))
        self.licences = QPlainTextEdit(licences())
        self.licences.setReadOnly(True)
        self.licences.setTabChangesFocus(True)
        self.licences.setAccessibleName(tr("Licences of what it is made of"))
        made_of.setBuddy(self.licences)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(made_of)
        column.addWidget(self.licences, 1)
        column.addWidget(self.buttons)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()
        self.resize(560, 480)


def licences() -> str:
    """A line for each part of what is shipped, as it stands there in any language."""
    lines = [f"{name} {version_of(name)}\n    {licence}, {where}" for name, licence, where in LICENCES]
    return "\n".join([*lines, _MNIST])
