"""Whether a window can be opened at all. Qt ends the process where it cannot, so it must not be asked first."""

from __future__ import annotations

import ctypes
import os
import socket
import sys
from importlib.util import find_spec
from pathlib import Path

_WINDOWLESS = {"offscreen", "minimal", "minimalegl", "vnc", "eglfs", "linuxfb"}


def why_no_window() -> str:
    """One sentence why no window can be opened, or an empty text."""
    if find_spec("PySide6") is None or find_spec("pyqtgraph") is None:
        return "the window needs PySide6 and pyqtgraph: pip install 'gradiometer[desktop]'"
    if not sys.platform.startswith("linux"):
        return ""
    reason = ""
    # A list, of which Qt takes the first that works: `wayland;xcb`.
    for entry in os.environ.get("QT_QPA_PLATFORM", "").split(";"):
        reason = _why_not(entry.partition(":")[0])
        if not reason:
            return ""
    return reason


def _why_not(platform: str) -> str:
    """Why there can be no window on a platform of Qt's; an empty name stands for Qt's own choice."""
    if platform in _WINDOWLESS:
        return ""
    if platform in ("", "wayland") and _wayland_answers():
        return ""
    if platform not in ("", "xcb"):
        return f"QT_QPA_PLATFORM is {platform}, and its display does not answer"
    if not os.environ.get("DISPLAY"):
        return "there is no display (DISPLAY and WAYLAND_DISPLAY are not set); the verbs in --help need none"
    return _why_no_x11()


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY", "")
    if not name:
        return False
    path = Path(os.environ.get("XDG_RUNTIME_DIR", "")) / name
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.connect(str(path))
    except OSError:
        return False
    return True


def _why_no_x11() -> str:
    spec = find_spec("PySide6")
    assert spec is not None
    assert spec.origin is not None
    plugin = Path(spec.origin).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    try:
        if plugin.exists():
            ctypes.CDLL(str(plugin))
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        return f"a system library that Qt needs is missing ({error}); on Debian: apt install libxcb-cursor0"
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return f"the display {os.environ['DISPLAY']} does not answer" if refused else ""
