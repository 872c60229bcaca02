"""What runs beside the window from its start to its end, for the case that something goes wrong."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

from PySide6.QtWidgets import QWidget

from gradiometer_desktop import diagnostics, logs, problems
from gradiometer_desktop.crashes import Crash, CrashWatch, take_crashes
from gradiometer_desktop.language import tr
from gradiometer_desktop.logs import LOG, Log

if TYPE_CHECKING:
    from gradiometer_desktop.main_window import MainWindow
    from gradiometer_desktop.mistakes import Mistakes


class Upkeep:
    """A context: in it the log is kept, an unexpected end leaves a trace, and errors find a window."""

    def __init__(self) -> None:
        self._folder = logs.folder()
        self._mistakes: Mistakes | None = None

    def __enter__(self) -> Self:
        self._log = Log(self._folder)
        self._watch = CrashWatch(self._folder)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            LOG.error("Gradiometer could not begin", exc_info=error)
        if self._mistakes is not None:
            self._mistakes.end()
        self._watch.end()
        self._log.end()

    def guard(self, window: QWidget) -> None:
        """Let unexpected errors be told over this window."""
        from gradiometer_desktop.mistakes import Mistakes

        self._mistakes = Mistakes(window)

    def begin(self, window: MainWindow) -> None:
        """When the window has been painted: note what the program is made of, and tell how it ended last time, where
        that was unexpected.
        """
        LOG.info("Made of\n%s", diagnostics.collect(None))
        crashes = take_crashes(self._folder)
        for crash in crashes:
            LOG.warning("An earlier start, of %s, ended unexpectedly\n%s", crash.begun, crash.trace)
        if crashes:
            window.notice.tell(
                tr(
                    "Gradiometer ended unexpectedly last time. Sessions recover by themselves: open one, and all that "
                    "was recorded is there."
                ),
                tr("Show how it ended…"),
                lambda: _show(window, crashes[0]),
            )


def _show(window: MainWindow, crash: Crash) -> None:
    happened = tr("Gradiometer, started {begun}, ended unexpectedly.", begun=crash.begun)
    problems.report(window, tr("How it ended last time"), happened, crash.text)
