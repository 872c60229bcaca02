"""Unexpected ends: seen at the next start, with what Python knew when they struck."""

from __future__ import annotations

import faulthandler
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gradiometer_desktop.crashes import CrashWatch, take_crashes
from shared import TIMEOUT_MS

PROGRAM = """
import faulthandler, os, signal, sys
from pathlib import Path
from gradiometer_desktop.crashes import CrashWatch
from gradiometer_desktop.logs import LOG, Log

folder = Path(sys.argv[1])
log = Log(folder)
watch = CrashWatch(folder)
LOG.info("Opened a.gradiometer")

def the_guilty_function():
    if sys.argv[2] == "abort":
        os.abort()
    if sys.argv[2] == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if sys.argv[2] == "qt":
        from PySide6.QtCore import qFatal
        qFatal("Qt cannot go on")

the_guilty_function()
watch.end()
log.end()
"""


@pytest.fixture(autouse=True)
def _faults_are_the_tests_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """pytest has Python write traces of crashes to its own place."""
    monkeypatch.setattr(faulthandler, "enable", lambda _file: None)
    monkeypatch.setattr(faulthandler, "disable", lambda: None)


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[CrashWatch]:
    made = CrashWatch(tmp_path)
    yield made
    made.end()


def run(folder: Path, end: str) -> int:
    words = [sys.executable, "-c", PROGRAM, str(folder), end]
    return subprocess.run(words, capture_output=True, timeout=TIMEOUT_MS / 1000, check=False).returncode


def test_a_good_end_leaves_nothing(tmp_path: Path) -> None:
    assert run(tmp_path, "well") == 0
    assert take_crashes(tmp_path) == []
    assert os.listdir(tmp_path) == ["gradiometer.log"]


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("end", ["abort", "qt", "kill"])
def test_an_unexpected_end_is_seen_once(tmp_path: Path, end: str) -> None:
    assert run(tmp_path, end) < 0
    [crash] = take_crashes(tmp_path)
    if end == "kill":
        assert crash.trace == "No trace: it was ended from outside, or the machine was."
    else:
        assert "Fatal Python error: Aborted" in crash.trace
        assert "in the_guilty_function" in crash.trace
    assert "Opened a.gradiometer" in crash.log
    assert ("Qt: Qt cannot go on" in crash.log) == (end == "qt")
    assert crash.trace in crash.text
    assert crash.log in crash.text
    assert crash.begun.startswith("20")
    assert take_crashes(tmp_path) == []
    assert len(list(tmp_path.glob("ended-*.txt"))) == 1


def test_one_that_runs_has_not_ended(tmp_path: Path, watch: CrashWatch) -> None:
    assert list(tmp_path.glob("running-*.txt"))
    assert take_crashes(tmp_path) == []
    watch.end()
    assert os.listdir(tmp_path) == []


def test_few_reports_are_kept(tmp_path: Path) -> None:
    for number in range(8):
        (tmp_path / f"running-20261127-03000{number}-{number}.txt").write_text("a trace")
    crashes = take_crashes(tmp_path)
    assert [crash.begun for crash in crashes] == ["2026-11-27 03:00"] * 8
    assert sorted(os.listdir(tmp_path)) == [f"ended-20261127-03000{number}-{number}.txt" for number in range(3, 8)]


def test_where_nothing_can_be_written_nothing_is_watched(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    watch = CrashWatch(tmp_path / "file")
    watch.end()
    assert take_crashes(tmp_path / "file") == []
    assert take_crashes(tmp_path / "nowhere") == []
