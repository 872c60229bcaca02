"""The thread that reads a folder of sessions."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gradiometer.library import Library, Scan, Summary
from gradiometer.session_storage import StorageError
from gradiometer_desktop.browser_reader import FolderReader
from shared import TIMEOUT_MS


class Heard:
    """What a reader said, in order."""

    def __init__(self, reader: FolderReader):
        self.scans: list[Scan] = []
        self.summaries: list[Summary] = []
        self.refused: list[tuple[str, str]] = []
        reader.listed.connect(self.scans.append)
        reader.read.connect(lambda summaries: self.summaries.extend(summaries))
        reader.refused.connect(lambda title, sentence: self.refused.append((title, sentence)))


@pytest.fixture
def reader(folder: Path, tmp_path: Path) -> Iterator[FolderReader]:
    made = FolderReader(Library(folder, tmp_path / "sessions.json"))
    yield made
    made.close_down()


@pytest.fixture
def heard(reader: FolderReader) -> Heard:
    return Heard(reader)


def test_it_lists_and_then_reads_in_another_thread(
    reader: FolderReader, heard: Heard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = set()
    read = Library.read

    def note(self: Library, path: Path) -> Summary:
        threads.add(threading.current_thread().name)
        return read(self, path)

    monkeypatch.setattr(Library, "read", note)
    with qtbot.waitSignal(reader.completed, timeout=TIMEOUT_MS):
        reader.scan()
        assert reader.is_busy
    assert not reader.is_busy
    assert threads == {"browser"}
    assert len(heard.scans) == 1
    assert [summary.path for summary in heard.summaries] == list(heard.scans[0].unread)
    with qtbot.waitSignal(reader.completed, timeout=TIMEOUT_MS):
        reader.scan()
    assert heard.scans[1].unread == ()
    assert len(heard.summaries) == 3


def test_a_task_comes_before_what_is_left_to_read(
    reader: FolderReader, heard: Heard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person who renames a session does not wait for a thousand files; afterwards all are read."""
    order: list[str] = []
    read, first_read, go_on = Library.read, threading.Event(), threading.Event()

    def slow(self: Library, path: Path) -> Summary:
        order.append(path.stem)
        first_read.set()
        assert go_on.wait(TIMEOUT_MS / 1000)
        return read(self, path)

    monkeypatch.setattr(Library, "read", slow)
    reader.scan()
    qtbot.waitUntil(first_read.is_set, timeout=TIMEOUT_MS)
    with qtbot.waitSignal(reader.completed, timeout=TIMEOUT_MS):
        reader.carry_out("title", lambda: order.append("task"))
        go_on.set()
    assert order[1] == "task"
    assert sorted(order) == ["first", "second", "task", "third"]
    assert len(heard.summaries) == 3


def test_a_task_that_fails_is_told_and_the_next_one_is_done(
    reader: FolderReader, heard: Heard, qtbot: QtBot, folder: Path
) -> None:
    def fail() -> None:
        raise StorageError("a.gradiometer cannot be written: disk full")

    with qtbot.waitSignal(reader.completed, timeout=TIMEOUT_MS):
        reader.carry_out("Not renamed", fail)
        reader.carry_out("Not deleted", (folder / "first.gradiometer").unlink)
    assert heard.refused == [("Not renamed", "a.gradiometer cannot be written: disk full")]
    assert len(heard.scans[-1].summaries) == 2


def test_tasks_are_done_before_it_closes(reader: FolderReader) -> None:
    done = []
    for number in range(5):
        reader.carry_out("", lambda number=number: done.append(number))
    reader.close_down()
    assert done == [0, 1, 2, 3, 4]
    reader.close_down()
