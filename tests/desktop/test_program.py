"""The real program on a virtual screen, driven by keys and ended by signals and by its window manager's question."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gradiometer.session_database import SessionFileError
from gradiometer.session_file import load_session
from shared import TIMEOUT_MS

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs X11"),
    pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is missing"),
]
NEEDS_XDOTOOL = pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is missing")


class Program:
    """`gradiometer` as a person starts it, with a home of its own."""

    def __init__(self, qtbot: QtBot, home: Path, screen: str, *words: str):
        self._qtbot = qtbot
        self.documents = home / "Papers"
        (home / ".config").mkdir(parents=True, exist_ok=True)
        # Where desktops note what the documents folder is called in their language.
        (home / ".config" / "user-dirs.dirs").write_text('XDG_DOCUMENTS_DIR="$HOME/Papers"\n')
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "QT_", "WAYLAND_"))}
        self._environment = {**kept, "HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config"), "DISPLAY": screen}
        self._errors = (home / "stderr.txt").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "gradiometer_desktop", *words],
            env=self._environment,
            stdout=self._errors,
            stderr=self._errors,
        )

    def wait(self, holds: Callable[[], bool]) -> None:
        """Until it holds; fails when the program has ended before."""

        def look() -> bool:
            assert self.process.poll() is None, self.errors()
            return holds()

        self._qtbot.waitUntil(look, timeout=TIMEOUT_MS)

    def xdotool(self, *words: str) -> str:
        result = subprocess.run(
            ["xdotool", *words], env=self._environment, capture_output=True, text=True, timeout=30, check=False
        )
        return result.stdout.strip()

    def window(self, title: str) -> str:
        """The number of its window, once there is one with such a title."""
        found: list[str] = []

        def look() -> bool:
            found[:] = self.xdotool("search", "--onlyvisible", "--name", title).split()
            return bool(found)

        self.wait(look)
        assert len(found) == 1
        return found[0]

    def press(self, window: str, key: str) -> None:
        self.xdotool("windowfocus", "--sync", window)
        self.xdotool("key", "--window", window, key)

    def catches_sigterm(self) -> bool:
        """Whether it has come as far as asking to be told of the signal."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        caught = int(re.search(r"SigCgt:\s*(\w+)", status)[1], 16)
        return bool(caught >> (signal.SIGTERM - 1) & 1)

    def end(self) -> int:
        """The exit code."""
        return self.process.wait(TIMEOUT_MS / 1000)

    def errors(self) -> str:
        self._errors.seek(0)
        return self._errors.read()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._errors.close()


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path, screen: str) -> Iterator[Callable[..., Program]]:
    programs: list[Program] = []

    def started(*words: str) -> Program:
        programs.append(Program(qtbot, tmp_path / "home", screen, *words))
        return programs[-1]

    yield started
    for program in programs:
        program.close()


class Cookie(ctypes.Structure):
    """What xcb answers a request with, before its reply."""

    _fields_ = (("sequence", ctypes.c_uint),)


def ask_to_close(screen: str, window: int) -> None:
    """What a window manager says to a window whose cross was clicked."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_intern_atom.argtypes = [ctypes.c_void_p, ctypes.c_uint8, ctypes.c_uint16, ctypes.c_char_p]
    xcb.xcb_intern_atom.restype = Cookie
    xcb.xcb_intern_atom_reply.argtypes = [ctypes.c_void_p, Cookie, ctypes.c_void_p]
    xcb.xcb_intern_atom_reply.restype = ctypes.POINTER(ctypes.c_uint32)
    xcb.xcb_send_event.argtypes = [ctypes.c_void_p, ctypes.c_uint8, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_char_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(screen.encode(), None)

    def atom(name: bytes) -> int:
        reply = xcb.xcb_intern_atom_reply(connection, xcb.xcb_intern_atom(connection, 0, len(name), name), None)
        number: int = reply[2]
        return number

    client_message, bits = 33, 32
    atoms = atom(b"WM_PROTOCOLS"), atom(b"WM_DELETE_WINDOW")
    event = struct.pack("=BBHII5I", client_message, bits, 0, window, *atoms, 0, 0, 0, 0)
    xcb.xcb_send_event(connection, 0, window, 0, event)
    # A reply means that the server has seen everything before it; what a client that is gone has sent may be dropped.
    atom(b"WM_PROTOCOLS")
    xcb.xcb_disconnect(connection)


def num_recorded(folder: Path) -> int:
    """Steps in the only session file of a folder; none where there is no such file yet."""
    paths = list(folder.glob("*.gradiometer"))
    if not paths:
        return 0
    assert len(paths) == 1
    try:
        with load_session(paths[0]) as session:
            return session.num_rows["step"]
    except SessionFileError:
        # The writer is in the middle of a commit.
        return 0


@NEEDS_XDOTOOL
def test_the_default_session_is_started_with_a_key_and_recorded(start: Callable[..., Program]) -> None:
    program = start()
    window = program.window("digits 784-30-30-30-30-10")
    folder = program.documents / "Gradiometer"
    assert not folder.exists()
    # From the start page back to the session that is ready behind it.
    program.press(window, "Escape")
    program.press(window, "space")
    program.wait(lambda: num_recorded(folder) > 50)
    program.process.send_signal(signal.SIGTERM)
    assert program.end() == 0
    assert program.errors() == ""
    (path,) = folder.iterdir()
    assert path.name.startswith("digits 2")
    with load_session(path) as session:
        assert session.experiment.num_train == 50_000
        # As often as the budget allows.
        assert session.steps[:3].tolist() == [0, 1, 2]
        assert (np.diff(session.steps) > 0).all()
        assert session.num_rows["step"] > 50
        assert (session.quantity("weight_gradient_norm") > 0).all()


def test_it_can_be_ended_while_it_warms_up(start: Callable[..., Program]) -> None:
    program = start()
    program.wait(program.catches_sigterm)
    program.process.send_signal(signal.SIGTERM)
    assert program.end() == 0
    assert program.errors() == ""
    assert not program.documents.exists()


@NEEDS_XDOTOOL
def test_a_file_is_opened_and_the_window_closed(start: Callable[..., Program], screen: str, saved: Path) -> None:
    program = start(str(saved))
    window = program.window(saved.name)
    ask_to_close(screen, int(window))
    assert program.end() == 0
    assert program.errors() == ""
    assert not program.documents.exists()
