"""A window that opens a long saved session, zooms and pans: bench_saved_window.py SESSION RESULT.json [options].

A frame lasts from the turn of the wheel, or the move of a drag, until all plots over time have been filled with what
lies in the new range, and painted. Before that they have moved, and been painted, once already.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyqtgraph as pg
from bench_answers import mouse, turn_wheel
from bench_saved import Frames, Measured
from PySide6.QtCore import QEvent, QObject, QPointF, QSettings, Qt
from PySide6.QtWidgets import QApplication

from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.plots import TimePlot
from gradiometer_desktop.plots.canvas import Canvas

_PATIENCE_S = 300.0
_NOTCH = 120
_ZOOMED_IN_TO = (100_000, 10_000, 1000)
_STRIDES_PX = (40.0, 40.0, -25.0, -90.0, 60.0)
# So many steps are seen at once while the whole session goes by, or a tenth of them where there are fewer.
_GOES_BY = 10_000
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


class _Paints(QObject):
    """Which canvases have been painted since `forget`."""

    def __init__(self, canvases: list[Canvas]):
        super().__init__()
        self._canvases = {canvas.viewport(): canvas for canvas in canvases}
        self.painted: set[Canvas] = set()
        for viewport in self._canvases:
            viewport.installEventFilter(self)

    @property
    def is_complete(self) -> bool:
        return len(self.painted) == len(self._canvases)

    def forget(self) -> None:
        self.painted.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.painted.add(self._canvases[watched])
        return False


class Hand:
    """Moves the plots over time of a window. frames: each of its touches."""

    def __init__(self, window: MainWindow):
        self._window = window
        self._plots = [plot for plot in window.plots.values() if isinstance(plot, TimePlot) and plot.is_seen]
        self.canvases = [canvas for plot in self._plots for canvas in plot.canvases]
        self._paints = _Paints(self.canvases)
        self.frames: Frames = {"zoom": [], "pan": []}

    def zoom(self, canvas: Canvas, notches: int) -> None:
        """Turn the wheel notch by notch; positive: zoom in."""
        for _ in range(abs(notches)):
            self._time("zoom", partial(turn_wheel, canvas, _NOTCH if notches > 0 else -_NOTCH))

    def drag(self, canvas: Canvas, strides_px: tuple[float, ...]) -> None:
        """Press in the middle, move so far to the right each time, let go."""
        at = QPointF(canvas.viewport().rect().center())
        mouse(canvas, QEvent.Type.MouseButtonPress, at, _LEFT, _LEFT)
        for stride in strides_px:
            at += QPointF(stride, 0.0)
            self._time("pan", partial(mouse, canvas, QEvent.Type.MouseMove, QPointF(at), _NONE, _LEFT))
        mouse(canvas, QEvent.Type.MouseButtonRelease, at, _LEFT, _NONE)
        self.settle()

    def show(self, first: float, last: float) -> None:
        """Jump to a range, as a click on a change in the list does. Not timed."""
        self._window.selection.steps.set_by_hand(first, last)
        self.settle()

    def settle(self) -> None:
        """Let everything be drawn that is due, and painted."""
        QApplication.processEvents()
        while any(plot._refill.isActive() for plot in self._plots):
            QApplication.processEvents()
        QApplication.processEvents()

    def _time(self, act: str, touch: Callable[[], None]) -> None:
        self._paints.forget()
        begun, begun_cpu = time.perf_counter(), time.thread_time()
        touch()
        self.settle()
        ended, ended_cpu = time.perf_counter(), time.thread_time()
        if not self._paints.is_complete:
            raise RuntimeError(f"a {act} did not repaint every plot over time")
        self.frames[act].append((ended - begun, ended_cpu - begun_cpu))


def open_window(folder: Path) -> MainWindow:
    """The real window with its default layout and no session yet, as it is on the screen when a file is opened."""
    # It leaves out moves that come within 10 ms, and a frame takes less.
    pg.setConfigOption("mouseRateLimit", -1)
    window = MainWindow(QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat))
    window.resize(1280, 800)
    window.show()
    live_until(window.isVisible)
    return window


def time_opening(window: MainWindow, path: Path) -> float:
    """Seconds from opening a file to the end of the paint in which the last visible plot shows it."""
    canvases = [canvas for plot in window.plots.values() for canvas in plot.canvases]
    paints = _Paints([canvas for canvas in canvases if not canvas.visibleRegion().isEmpty()])
    begun = time.perf_counter()
    if not window.open_path(path):
        raise RuntimeError(f"{path} cannot be opened")
    # What was painted while it was being opened did not show it yet.
    paints.forget()
    live_until(lambda: paints.is_complete)
    return time.perf_counter() - begun


def move_about(window: MainWindow, num_places: int) -> dict[str, Frames]:
    """Zoom and pan over each plot, at the whole session and at ranges of it."""
    assert window.session is not None
    chance, end = random.Random(0), window.session.history.steps.span()[1]
    frames = {}
    for length in (end, *(length for length in _ZOOMED_IN_TO if length < end)):
        hand = Hand(window)
        for canvas in hand.canvases * num_places:
            first = chance.uniform(0.0, end - length)
            hand.show(first, first + length)
            hand.zoom(canvas, 3)
            hand.drag(canvas, _STRIDES_PX)
            hand.zoom(canvas, -3)
        frames["all steps" if length == end else f"{length} steps"] = hand.frames
    return frames


def pan_through(window: MainWindow) -> None:
    """From the first step to the last, a third of the plot's width at a time."""
    assert window.session is not None
    hand, end = Hand(window), window.session.history.steps.span()[1]
    hand.show(0.0, min(_GOES_BY, end / 10))
    while window.selection.steps.last < end:
        hand.drag(hand.canvases[0], (-hand.canvases[0].viewport().width() / 3,))


def resident_mb() -> tuple[float, float]:
    """How much memory of this process is resident, and the most that was; NaN where the system does not say."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return float("nan"), float("nan")
    said = dict(line.split(":", 1) for line in lines if ":" in line)
    now, highest = (1024 * int(said[name].split()[0]) / 1e6 for name in ("VmRSS", "VmHWM"))
    return now, highest


def measure(path: Path, folder: Path, num_places: int) -> Measured:
    """Open a session, move about in it and pan through it; without places, open it only."""
    window = open_window(folder)
    opened = time_opening(window, path)
    opened_mb, _highest = resident_mb()
    frames = {}
    if num_places:
        frames = move_about(window, num_places)
        pan_through(window)
    panned_mb, highest_mb = resident_mb()
    window.close()
    return Measured(opened, frames, opened_mb, panned_mb, highest_mb)


def live_until(is_done: Callable[[], bool]) -> None:
    """Let the window live until something is so. Raises RuntimeError where it never is."""
    begun = time.monotonic()
    QApplication.processEvents()
    while not is_done():
        if time.monotonic() - begun > _PATIENCE_S:
            raise RuntimeError(f"waited for {_PATIENCE_S:.0f} s in vain")
        QApplication.processEvents()


def main(arguments: list[str]) -> None:
    """Write what was measured as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("session", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--places", type=int, default=1, help="to move about at; 0: open it only")
    options = parser.parse_args(arguments)
    # Held, because it ends with its last reference.
    application = QApplication(["gradiometer"])
    with tempfile.TemporaryDirectory(prefix="gradiometer-bench-") as folder:
        measured = measure(options.session, Path(folder), options.places)
    application.quit()
    options.result.write_text(json.dumps(dataclasses.asdict(measured)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
