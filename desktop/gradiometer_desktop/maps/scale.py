"""The scale of a map's colours."""

from __future__ import annotations

from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from gradiometer.colors import diverging_colors
from gradiometer.sweep import MOST_DECADES
from gradiometer_desktop.language import tr
from gradiometer_desktop.plots.axes import power_of_ten
from gradiometer_desktop.theme import LIGHT, Theme

_NUM_COLORS = 255
_HEIGHT_PX = 10


class MapScale(QWidget):
    """From what vanishes over what stays alike to what explodes."""

    def __init__(self) -> None:
        super().__init__()
        self._strip = QLabel()
        self._strip.setScaledContents(True)
        self._strip.setFixedHeight(_HEIGHT_PX)
        self._strip.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.low, self.high = QLabel(), QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.low)
        row.addWidget(self._strip, 1)
        row.addWidget(self.high)
        self.apply_theme(LIGHT)
        self.show_reach(1)

    def show_reach(self, reach: int) -> None:
        """Where it ends on either side, in decades."""
        below, above = (tr(" or less"), tr(" or more")) if reach == MOST_DECADES else ("", "")
        self.low.setText(tr("vanishes: {power_of_ten}{below}", power_of_ten=power_of_ten(-reach), below=below))
        self.high.setText(tr("{power_of_ten}{above}: explodes", power_of_ten=power_of_ten(reach), above=above))

    def apply_theme(self, theme: Theme) -> None:
        """Light or dark."""
        colors = diverging_colors(_NUM_COLORS, dark=theme.dark)
        image = QImage(len(colors), 1, QImage.Format.Format_RGB32)
        for index, color in enumerate(colors):
            image.setPixelColor(index, 0, QColor(color))
        self._strip.setPixmap(QPixmap.fromImage(image))
