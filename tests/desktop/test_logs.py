"""The log: what stands in it, how it stays small, and that nothing depends on it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType

from gradiometer_desktop import logs
from gradiometer_desktop.logs import LOG, Log, Repeats, is_worth_a_line, lines_of


@pytest.fixture
def log(log_folder: Path) -> Iterator[Log]:
    made = Log(log_folder)
    yield made
    made.end()


def text_of(folder: Path) -> str:
    return (folder / logs.NAME).read_text("utf-8")


def test_lines_have_a_time_and_a_process(log: Log, log_folder: Path) -> None:
    LOG.info("Opened %s", "a.gradiometer")
    LOG.debug("of no interest")
    assert log.is_kept
    first, second = text_of(log_folder).splitlines()
    assert first.endswith("INFO Gradiometer begins")
    assert second.endswith("INFO Opened a.gradiometer")
    assert second[:4].isdecimal()


def test_files_take_turns(log: Log, log_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [handler] = [each for each in LOG.handlers if isinstance(each, logging.handlers.RotatingFileHandler)]
    assert handler.maxBytes == 1_000_000
    handler.maxBytes = 2000
    for number in range(500):
        LOG.info("line %d %s", number, "x" * 60)
    names = sorted(path.name for path in log_folder.iterdir())
    assert names == ["gradiometer.log", *(f"gradiometer.log.{number}" for number in range(1, 5))]
    assert all(path.stat().st_size <= 2000 for path in log_folder.iterdir())
    assert "line 499" in text_of(log_folder)


@pytest.mark.parametrize("obstacle", ["file", "folder"])
def test_a_folder_that_cannot_be_written_is_no_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], obstacle: str
) -> None:
    folder = tmp_path / "obstacle"
    if obstacle == "file":
        folder.write_text("mine")
    else:
        (folder / logs.NAME).mkdir(parents=True)
    log = Log(folder)
    assert not log.is_kept
    LOG.error("nobody hears it")
    log.end()
    assert capsys.readouterr() == ("", "")


def test_a_disk_that_takes_nothing_is_no_error(
    log: Log, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def write(_handler: logging.StreamHandler, _text: logging.LogRecord) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(logging.handlers.RotatingFileHandler, "shouldRollover", write)
    LOG.error("nobody hears it")
    assert capsys.readouterr() == ("", "")


def test_nothing_is_noted_behind_the_end(log_folder: Path) -> None:
    Log(log_folder).end()
    LOG.error("too late")
    assert text_of(log_folder).splitlines()[-1].endswith("Gradiometer ends")


def test_what_qt_says_is_noted_and_repeats_are_counted(
    log: Log, log_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(150):
        log._hear_qt(QtMsgType.QtWarningMsg, QMessageLogContext(), "QPainter::begin: Paint device returned engine == 0")
    log._hear_qt(QtMsgType.QtFatalMsg, QMessageLogContext(), "the end")
    lines = text_of(log_folder).splitlines()[1:]
    assert [line.split(" ", 3)[3] for line in lines] == [
        "WARNING Qt: QPainter::begin: Paint device returned engine == 0",
        "WARNING Qt: QPainter::begin: Paint device returned engine == 0 (10 times)",
        "WARNING Qt: QPainter::begin: Paint device returned engine == 0 (100 times)",
        "CRITICAL Qt: the end",
    ]
    assert capsys.readouterr().err.count("engine == 0") == 3


def test_qt_speaks_where_there_is_no_console(log: Log, log_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    log._hear_qt(QtMsgType.QtInfoMsg, QMessageLogContext(), "hello")
    assert text_of(log_folder).endswith("INFO Qt: hello\n")


def test_repeats() -> None:
    repeats = Repeats()
    assert [repeats.count("a"), repeats.count("a"), repeats.count("b")] == [1, 2, 1]
    for number in range(2000):
        repeats.count(number)
    assert len(repeats._counts) == 1001
    assert [count for count in range(1, 1001) if is_worth_a_line(count)] == [1, 10, 100, 1000]


def test_the_lines_of_one_process(tmp_path: Path) -> None:
    (tmp_path / logs.NAME).write_text(
        "2026-11-27 03:00:00,1 7 INFO begins\n"
        "2026-11-27 03:00:00,2 8 ERROR other\ntrace of 8\n"
        "2026-11-27 03:00:00,3 7 ERROR mine\ntrace of 7\n  in a file\n",
        "utf-8",
    )
    assert lines_of(7, tmp_path) == [
        "2026-11-27 03:00:00,1 7 INFO begins",
        "2026-11-27 03:00:00,3 7 ERROR mine",
        "trace of 7",
        "  in a file",
    ]
    assert lines_of(7, tmp_path, most=1) == ["  in a file"]
    assert lines_of(7, tmp_path / "nowhere") == []
