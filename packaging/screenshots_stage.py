"""What all scenes of the pictures share: a window of the usual size, sessions to show, and a camera."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import numpy as np
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QSettings, QSize
from PySide6.QtGui import QCursor, QPixmap
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget

from gradiometer import cli
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.plots import Plot

ROOT = Path(__file__).parents[1]
README = ROOT / "packaging" / "screenshots"
MANUAL = ROOT / "resources" / "gradiometer_resources" / "manual" / "images"
SIZE = 1280, 800
# Of a plot in the manual, where two stand side by side.
PLOT = QSize(416, 320)
THEMES = {"light": "", "dark": "-dark"}
# README's may be seen in full; those of the manual are part of the program.
_README_COLORS, _MANUAL_COLORS = 256, 128
_SETTLED_S = 0.4


class NotThere(RuntimeError):
    """What a scene waits for does not come."""


class Stage:
    """One process takes one scene. theme: light or dark."""

    def __init__(self, theme: str):
        application = QApplication.instance() or QApplication(sys.argv)
        self.application = cast(QApplication, application)
        self.application.setApplicationName("Gradiometer")
        self.application.setOrganizationName("Gradiometer")
        self.settings = QSettings()
        self.settings.clear()
        self.settings.setValue("theme", theme)
        self.folder = Path(os.environ["XDG_DOCUMENTS_DIR"]) / "Gradiometer"
        self.folder.mkdir(exist_ok=True)
        # Nothing is to look as if the mouse pointed at it.
        QCursor.setPos(*(each - 1 for each in SIZE))

    def window(self, path: Path | None = None) -> MainWindow:
        """The main window over the whole screen, with a session."""
        window = MainWindow(self.settings)
        window.setGeometry(0, 0, *SIZE)
        window.show()
        self.wait()
        if path is not None:
            window.open_path(path)
            self.wait()
        return window

    def wait(self, seconds: float = _SETTLED_S) -> None:
        """Let the windows live for a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._live()

    def wait_until(self, holds: Callable[[], object], most_s: float = 150.0, what: str = "") -> None:
        """Let the windows live until something holds. Raises NotThere."""
        end = time.monotonic() + most_s
        while not holds():
            if time.monotonic() > end:
                raise NotThere(f"{what or 'what the scene waits for'} was not there after {most_s:g} s")
            self._live()

    def _live(self) -> None:
        self.application.processEvents()
        self.application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        time.sleep(0.004)

    def train(self, name: str, *words: str, verb: str = "train") -> Path:
        """A session of the command line, `train digits --steps 300`, once for all scenes."""
        path = self.folder / f"{name}.gradiometer"
        if not path.exists():
            self.command(verb, *words, "--out", str(path))
        return path

    def command(self, *words: str) -> None:
        """What the command line does. Raises NotThere where it does not."""
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
            code = cli.main(list(words))
        if code:
            raise NotThere(f"gradiometer {' '.join(words)}: {said.getvalue()[-400:]}")

    # The camera

    def shoot(self, readme: str, manual: str = "") -> None:
        """The whole screen, for README, and where it has a name there, for the manual."""
        self.wait()
        picture = self.application.primaryScreen().grabWindow(0)
        self._keep(picture, readme, manual)

    def shoot_widget(self, widget: QWidget, readme: str, manual: str = "") -> None:
        """A window that does not fill the screen."""
        self.wait()
        self._keep(widget.grab(), readme, manual)

    def _keep(self, picture: QPixmap, readme: str, manual: str) -> None:
        if readme:
            save(picture, README / f"{readme}.png", _README_COLORS)
        if manual:
            save(picture, MANUAL / f"{manual}.png", _MANUAL_COLORS)

    def shoot_plots(
        self, plots: Sequence[tuple[QDockWidget, Plot]], name_of: Callable[[Plot], str], themes: Callable[[str], None]
    ) -> None:
        """Each plot for itself, light and dark, as the manual shows it. themes: choose one by its name."""
        for dock, plot in plots:
            for theme, ending in THEMES.items():
                themes(theme)
                dock.setFloating(True)
                dock.show()
                dock.resize(PLOT)
                dock.move(QPoint(20, 20))
                self.wait(0.25)
                plot.refresh()
                self.wait(0.15)
                save(plot.grab(), MANUAL / f"{name_of(plot)}{ending}.png", _MANUAL_COLORS)
            dock.hide()


def save(picture: QPixmap, path: Path, num_colors: int = _MANUAL_COLORS) -> None:
    """As a PNG with a palette, a third of the size of one without."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(str(path))
    with Image.open(path) as image:
        reduced = with_palette(image.convert("RGB"), num_colors)
    reduced.save(path, optimize=True)


def with_palette(image: Image.Image, num_colors: int) -> Image.Image:
    """The colours of most pixels stay as they are, and rare ones, which are curves, nearly so."""
    pixels = np.asarray(image).reshape(-1, 3)
    colors, index, counts = np.unique(pixels, axis=0, return_inverse=True, return_counts=True)
    common = colors[np.argsort(-counts, kind="stable")[: num_colors // 2]]
    covering = image.quantize(num_colors - len(common), method=Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = np.concatenate([common, np.array(covering, np.uint8).reshape(-1, 3)])[:num_colors]
    away = ((colors[:, None, :].astype(np.int32) - palette[None, :, :].astype(np.int32)) ** 2).sum(axis=2)
    places = away.argmin(axis=1).astype(np.uint8)[index.reshape(-1)]
    made = Image.fromarray(places.reshape(image.height, image.width), mode="P")
    made.putpalette(palette.astype(np.uint8).ravel().tolist())
    return made
