"""Windows that have been closed end in the thread that made them."""

from __future__ import annotations

import gc
import sys
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gradiometer_desktop.garbage import GarbageCollector


@pytest.fixture
def collector(qapp: object, qtbot: QtBot) -> Iterator[GarbageCollector]:
    owner = QWidget()
    qtbot.addWidget(owner)
    made = GarbageCollector(owner)
    # Torch is loaded by other tests or not.
    made._has_frozen = True
    yield made
    made.close_down()
    # As the other tests have it.
    gc.disable()


class _Cycle:
    def __init__(self) -> None:
        self.itself = self


def _make_garbage() -> weakref.ref[_Cycle]:
    return weakref.ref(_Cycle())


def test_no_other_thread_collects(collector: GarbageCollector, qtbot: QtBot) -> None:
    lost = _make_garbage()

    kept: list[list[int]] = []
    thread = threading.Thread(target=lambda: kept.extend([] for _ in range(50_000)))
    thread.start()
    thread.join()
    assert lost() is not None
    with qtbot.waitSignal(collector._timer.timeout):
        pass
    qtbot.waitUntil(lambda: lost() is None)


def test_nothing_is_done_where_nothing_is_due(collector: GarbageCollector) -> None:
    gc.collect()
    lost = _make_garbage()
    collector.collect()
    assert lost() is not None
    gc.collect()
    assert lost() is None


def test_python_collects_again_when_it_has_gone(collector: GarbageCollector) -> None:
    assert not gc.isenabled()
    collector.close_down()
    assert gc.isenabled()


def test_libraries_once_loaded_are_visited_no_more(
    collector: GarbageCollector, monkeypatch: pytest.MonkeyPatch
) -> None:
    collector._has_frozen = False
    monkeypatch.delitem(sys.modules, "torch.optim", raising=False)
    # What the tests themselves keep out of the way.
    gc.unfreeze()
    collector.collect()
    assert gc.get_freeze_count() == 0
    monkeypatch.setitem(sys.modules, "torch.optim", sys)
    try:
        collector.collect()
        assert gc.get_freeze_count() > 10_000
        lost = _make_garbage()
        gc.collect()
        assert lost() is None
    finally:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
