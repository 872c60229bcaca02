"""Whether what was trained is safe when something unexpected happens: asked of the trainer and its file, not hoped."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

from gradiometer_desktop.language import tr
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.saved_session import SavedSession

if TYPE_CHECKING:
    from gradiometer_desktop.run_bar import AnySession


def describe(session: AnySession | None) -> str:
    """In a few sentences. session: on the screen, if any."""
    if session is None:
        told = tr("No session was being trained here; files that are shown are only read.")
    elif isinstance(session, SavedSession):
        told = tr("The session is safe in {path}. It is only shown here.", path=session.path)
    else:
        told = _of_live(session)
    if _branches_train():
        told += " " + tr("The branches that are being trained go on, each in a file of its own.")
    return told


def _of_live(session: LiveSession) -> str:
    if not session.has_begun and session.path is None:
        return tr("Nothing has been trained yet, so nothing is lost.")
    goes_on = session.is_alive and session.finished is None
    if session.path is None:
        if goes_on:
            return tr(
                "The session goes on, but it is not in a file yet: it is in memory alone. Save it with File > Save as."
            )
        return tr("The session is not in a file yet: it is in memory alone. Save it with File > Save as.")
    step, path = session.committed_step, session.path
    if not path.exists():
        return tr("The session's file is gone: {path}. Save it elsewhere with File > Save as.", path=path)
    if session.failure:
        return tr(
            "Nothing has been lost up to step {step}, which is in {path}. What came after is in memory alone, because "
            "the file cannot be written: {reason}. Save it with File > Save as.",
            step=step,
            path=path,
            reason=session.failure,
        )
    if session.is_playing and goes_on:
        return tr(
            "The session is safe: training goes on and is recorded. Nothing has been lost up to step {step}, which is "
            "in {path}.",
            step=step,
            path=path,
        )
    if goes_on:
        return tr(
            "The session is safe: training is held and can go on. Nothing has been lost up to step {step}, which is in "
            "{path}.",
            step=step,
            path=path,
        )
    return tr(
        "The run is over, and its session is safe: nothing has been lost up to step {step}, which is in {path}.",
        step=step,
        path=path,
    )


def _branches_train() -> bool:
    branches = sys.modules.get("gradiometer.branches")
    if branches is None:
        return False
    return any(isinstance(each, branches.Branches) and each.is_playing for each in threading.enumerate())
