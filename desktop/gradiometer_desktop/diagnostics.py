"""What somebody who looks into a problem has to know: the program's parts, the machine, the screen, and the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, qVersion
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication

from gradiometer import __version__
from gradiometer.diagnostics import describe, machine_facts, versions
from gradiometer_desktop import language, logs, theme

if TYPE_CHECKING:
    from gradiometer_desktop.run_bar import AnySession


def collect(session: AnySession | None, *, loads_torch: bool = False) -> str:
    """As lines of text, in English whatever the language: who reads it may speak another one. session: on the screen.

    loads_torch: see gradiometer.diagnostics; it takes seconds, so only in another thread.
    """
    facts = {"Gradiometer": __version__, **versions(), **machine_facts(loads_torch=loads_torch)}
    return describe(facts | window_facts() | session_facts(session))


def window_facts() -> dict[str, str]:
    """Qt as it runs, and what decides about how the window looks."""
    looks = "dark" if theme.applied().dark else "light"
    style = QApplication.style().name() or "by style sheet"
    return {
        "Qt": f"{qVersion()}, {QGuiApplication.platformName()}, style {style}",
        "Screens": "; ".join(map(_screen, QGuiApplication.screens())),
        "Theme": f"{QSettings().value('theme', 'system')} ({looks})",
        "Font": f"{QApplication.font().family()} {QApplication.font().pointSizeF():g} pt",
        "Language": language.spoken(),
        "Logs": str(logs.folder()),
    }


def session_facts(session: AnySession | None) -> dict[str, str]:
    """What is on the screen."""
    if session is None:
        return {"Session": "none"}
    history = session.history
    first, newest = history.steps.span()
    facts = {
        "Session": f"{'live' if session.is_live else 'saved'}, {history.outline.structure}",
        "File": str(session.path) if session.path is not None else "none yet",
        "Steps": f"{first:.0f} to {newest:.0f}" if history.steps.num_rows else "none yet",
    }
    return facts | ({"Device": session.device} if session.device else {})


def _screen(screen: QScreen) -> str:
    size = screen.size()
    return (
        f"{size.width()}x{size.height()} at {screen.devicePixelRatio():g}x, {screen.logicalDotsPerInch():.0f} dots "
        f"an inch, {screen.refreshRate():.0f} Hz"
    )
