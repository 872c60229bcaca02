"""What all diagrams of lessons have in common: canvases that stand still, numbers to set, and formulas with the numbers
put in.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gradiometer_desktop.lessons.diagrams.controls import NumberControl
from gradiometer_desktop.plots.axes import Axis
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.theme import LIGHT, Theme


class StillCanvas(Canvas):
    """A canvas that is not moved by the mouse: the wheel scrolls the lesson."""

    def __init__(self, x_axis: Axis, y_axis: Axis, name: str, height: int):
        super().__init__(x_axis, y_axis, name)
        self.setMouseEnabled(x=False, y=False)
        self.setMinimumHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.say_empty("")

    def sizeHint(self) -> QSize:
        return QSize(400, self.minimumHeight())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Diagram(QWidget):
    """Base of all diagrams. `title` is what a person reads.

    A diagram adds its widgets to `column`, says in `restyle` how its items are coloured, and draws in `refresh`.
    """

    title = ""
    best_height = 640

    def __init__(self) -> None:
        super().__init__()
        self.theme = LIGHT
        self.canvases: list[StillCanvas] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(6, 4, 6, 4)
        self.column.setSpacing(4)
        self.problem = QLabel()
        self.problem.setObjectName("warning")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.setAccessibleName(self.title)

    def sizeHint(self) -> QSize:
        return QSize(440, max(self.best_height, self.minimumSizeHint().height()))

    def add_canvas(self, canvas: StillCanvas) -> StillCanvas:
        """One more, below what is there."""
        self.canvases.append(canvas)
        self.column.addWidget(canvas, 1)
        return canvas

    def add_text(self, name: str = "") -> QLabel:
        """A text that wraps and can be copied; name: that of a style (`note`, `heading`)."""
        label = QLabel()
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        label.setSizePolicy(policy)
        self.column.addWidget(label)
        return label

    def add_controls(self, rows: Iterable[Iterable[NumberControl]]) -> QGridLayout:
        """A grid of numbers, and below it room for what is wrong with one of them."""
        grid = self.make_grid(rows)
        self.column.addLayout(grid)
        self.column.addWidget(self.problem)
        return grid

    def make_grid(self, rows: Iterable[Iterable[NumberControl]]) -> QGridLayout:
        """The same, for a place of the caller's choice."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(3)
        for row, controls in enumerate(rows):
            for column, control in enumerate(controls):
                control.place(grid, row, column)
                control.changed.connect(lambda _value: self.refresh())
                control.refused.connect(self._say_problem)
        return grid

    def apply_theme(self, theme: Theme) -> None:
        """Light or dark."""
        self.theme = theme
        for canvas in self.canvases:
            canvas.style_axes(theme)
        self.restyle()
        self.refresh()

    def restyle(self) -> None:
        """Give the items the colours of `theme`."""

    def refresh(self) -> None:
        """Compute and draw anew."""

    def _say_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
