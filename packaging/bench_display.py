"""A display to measure on: the present one, else a virtual one of our own, else Qt's offscreen platform."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from dev import display_is_missing

_SCREEN = "1920x1080x24"


@contextmanager
def display() -> Iterator[tuple[dict[str, str], str]]:
    """The environment for a process with a window, and what its display is called. Ends what it has started."""
    if not display_is_missing(os.environ, sys.platform):
        named = os.environ.get("QT_QPA_PLATFORM") or os.environ.get("DISPLAY") or "native"
        yield dict(os.environ), f"the present display ({named})"
        return
    if shutil.which("Xvfb") is None:
        yield {**os.environ, "QT_QPA_PLATFORM": "offscreen"}, "Qt's offscreen platform"
        return
    with virtual_screen() as screen:
        yield {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb"}, f"Xvfb {screen} {_SCREEN}"


@contextmanager
def virtual_screen(size: str = _SCREEN) -> Iterator[str]:
    """A screen of Xvfb's, by the name that programs know it by, which ends with the block."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", size, "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    try:
        # The server chooses a free number and says it when it is ready; an empty answer: it has ended.
        with os.fdopen(reader) as answer:
            number = answer.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        yield f":{number}"
    finally:
        process.terminate()
        process.wait()
