"""The icons: drawings in resources, on a grid of 20 and with one weight of lines, in the theme's colours; and the
program's own sign.

An icon is read and rendered when it is first asked for, which takes a third of a millisecond.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu

from gradiometer_desktop.theme import Theme, applied

TRANSPORT = ("start", "pause", "step", "stop", "first", "newest", "step_back", "step_on", "mark_back", "mark_on")
DOORS = ("lesson", "new", "open", "sample", "tour")
ENTRIES = ("sessions", "save", "export", "report", "compare", "branches", "fork", "map", "settings", "manual")
NAMES = TRANSPORT + DOORS + ENTRIES
_SIZE = 20
# Of the program's own sign, which is drawn for small sizes too: title bars, switchers, docks.
_OWN_SIZES = (16, 24, 32, 48, 64, 128, 256)
_NAME = "icon_name"


def icon(name: str, theme: Theme) -> QIcon:
    """One of NAMES, sharp on every screen that there is."""
    # As fine as the finest of them.
    application = QGuiApplication.instance()
    ratio = application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
    return _icon(name, theme.text, theme.faint, ratio)


def picture(name: str, color: str, size: int, ratio: float) -> QPixmap:
    """One of NAMES as a picture of so many points a side, for a screen of so many pixels a point."""
    return _rendered(name, color, size, ratio)


def iconed(name: str, action: QAction) -> QAction:
    """The same entry of a menu, which `show_icons_of` its menu gives one of NAMES."""
    action.setProperty(_NAME, name)
    return action


def show_icons_of(menu: QMenu) -> None:
    """Give the entries of a menu that have a name for it their icon, whenever it is opened."""

    def show() -> None:
        for action in menu.actions():
            if name := action.property(_NAME):
                action.setIcon(icon(str(name), applied()))

    menu.aboutToShow.connect(show)


@cache
def _icon(name: str, color: str, faint: str, ratio: float) -> QIcon:
    made = QIcon()
    for mode, shade in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, faint)):
        for scale in sorted({1.0, 2.0, ratio}):
            made.addPixmap(_rendered(name, shade, _SIZE, scale), mode)
    return made


@cache
def _rendered(name: str, color: str, size: int, ratio: float) -> QPixmap:
    # Imported when the first icon is drawn.
    from PySide6.QtSvg import QSvgRenderer

    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(_read(name).replace("currentColor", color).encode())).render(
        painter, QRectF(0, 0, size, size)
    )
    painter.end()
    return pixmap


@cache
def _read(name: str) -> str:
    return files("gradiometer_resources").joinpath("icons", "ui", f"{name}.svg").read_text("utf-8")


def application_icon() -> QIcon:
    """The program's own sign, in all sizes that a desktop asks for."""
    made = QIcon()
    for size in _OWN_SIZES:
        pixmap = QPixmap()
        name = f"gradiometer-{size}.png"
        pixmap.loadFromData(files("gradiometer_resources").joinpath("icons", name).read_bytes())
        made.addPixmap(pixmap)
    return made
