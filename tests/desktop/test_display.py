"""Whether a window can be opened is found out before Qt is asked, which would end the process."""

from __future__ import annotations

import ctypes
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

from gradiometer_desktop import display
from gradiometer_desktop.display import why_no_window

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 and Wayland")


def has_xcb() -> bool:
    """Whether the libraries that Qt needs for X11 are here."""
    try:
        ctypes.CDLL("libxcb.so.1")
        ctypes.CDLL("libxcb-cursor.so.0")
    except OSError:
        return False
    return True


XCB = pytest.mark.skipif(not has_xcb(), reason="the libraries of X11 are missing")


@pytest.fixture(autouse=True)
def _no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600", "eglfs", "offscreen;xcb"])
def test_a_platform_without_windows_needs_no_display(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert why_no_window() == ""


@LINUX
def test_no_display_at_all() -> None:
    assert why_no_window() == (
        "there is no display (DISPLAY and WAYLAND_DISPLAY are not set); the verbs in --help need none"
    )


@LINUX
@XCB
@pytest.mark.parametrize("platform", ["", "xcb", "wayland;xcb"])
def test_a_dead_display(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    monkeypatch.setenv("DISPLAY", ":93")
    assert not Path("/tmp/.X11-unix/X93").exists()
    assert why_no_window() == "the display :93 does not answer"


@LINUX
@XCB
@pytest.mark.parametrize("platform", ["", "xcb", "wayland;xcb", "xcb;offscreen"])
def test_a_living_display(monkeypatch: pytest.MonkeyPatch, screen: str, platform: str) -> None:
    """Also where Wayland comes first in a list and is not there."""
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    monkeypatch.setenv("DISPLAY", screen)
    assert why_no_window() == ""


@LINUX
@pytest.mark.parametrize("platform", ["", "wayland"])
def test_wayland(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    monkeypatch.setenv("XDG_RUNTIME_DIR", ".")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert why_no_window() != ""
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind("wayland-0")
        compositor.listen()
        assert why_no_window() == ""
    # The socket of a compositor that has ended.
    assert Path("wayland-0").exists()
    assert why_no_window() != ""


@LINUX
def test_a_platform_that_was_asked_for_and_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "wayland-egl")
    monkeypatch.setenv("DISPLAY", ":93")
    assert why_no_window() == "QT_QPA_PLATFORM is wayland-egl, and its display does not answer"


@LINUX
def test_a_missing_system_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str) -> Any:
        raise OSError("libxcb-cursor.so.0: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(ctypes, "CDLL", load)
    monkeypatch.setenv("DISPLAY", ":0")
    sentence = why_no_window()
    assert "libxcb-cursor.so.0" in sentence
    assert "apt install libxcb-cursor0" in sentence


@pytest.mark.parametrize("missing", ["PySide6", "pyqtgraph"])
def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    find = display.find_spec
    monkeypatch.setattr(display, "find_spec", lambda name: None if name == missing else find(name))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert why_no_window() == "the window needs PySide6 and pyqtgraph: pip install 'gradiometer[desktop]'"


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_always_have_a_display(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.setattr(display.sys, "platform", system)
    assert why_no_window() == ""
