"""The desk where exports are ordered: one at a time, and each with its outcome."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QMessageBox
from pytestqt.qtbot import QtBot

from gradiometer_desktop.export import ExportDialog, Order
from gradiometer_desktop.main_window import MainWindow
from shared import TIMEOUT_MS


def test_the_next_dialog_waits_for_the_last_export(
    window: MainWindow, qtbot: QtBot, saved: Path, tmp_path: Path
) -> None:
    """Its person may have closed the first dialog; the second would take the first one's outcome for its own."""
    window.open_path(saved)
    an_order = Order(
        session=saved,
        name="norms",
        path=tmp_path / "norms.csv",
        layer=0,
        quantity="delta_norm",
        histogram="weight_gradient",
        num_steps=60,
    )
    go_on = threading.Event()
    window.export_desk.exporter.start(an_order, lambda _order: go_on.wait(TIMEOUT_MS / 1000))
    window.ask_export("norms")
    assert window.findChildren(ExportDialog) == []
    assert window.status.currentMessage() == "The last export is not through yet"
    with qtbot.waitSignal(window.export_desk.exporter.done, timeout=TIMEOUT_MS):
        go_on.set()
    window.ask_export("norms")
    (dialog,) = window.findChildren(ExportDialog)
    dialog.format.setCurrentIndex(dialog.format.findData("csv"))
    dialog.path.setText(str(tmp_path / "second"))
    with qtbot.waitSignal(window.export_desk.exporter.done, timeout=TIMEOUT_MS):
        dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()
    assert (tmp_path / "second.csv").exists()
    assert not dialog.isVisible()


@pytest.mark.parametrize("name", ["norms.csv", "no folder/norms.csv"])
def test_without_a_dialog_the_outcome_is_told(
    window: MainWindow, qtbot: QtBot, saved: Path, tmp_path: Path, name: str
) -> None:
    window.open_path(saved)
    desk, path = window.export_desk, tmp_path / name
    with qtbot.waitSignal(desk.exporter.done, timeout=TIMEOUT_MS):
        desk.export(window.session, "norms", path, {})
        assert window.status.currentMessage() == "Exporting norms.csv …"
    told = [box.text() for box in window.findChildren(QMessageBox)]
    if path.exists():
        assert window.status.currentMessage() == f"Exported {path}"
        assert told == []
    else:
        assert window.status.currentMessage().startswith("Not exported: ")
        assert len(told) == 1
        assert str(path) in told[0]


def test_layer_quantity_and_histogram_are_those_on_the_screen(
    window: MainWindow, qtbot: QtBot, saved: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window.open_path(saved)
    window.selection.choose_layer(1)
    window.selection.choose_quantity("delta_norm")
    window.selection.choose_histogram("update")
    orders: list[Order] = []
    monkeypatch.setattr(window.export_desk.exporter, "start", orders.append)
    window.export_desk.export(window.session, "heatmap", tmp_path / "a.png", {"dpi": 90})
    (order,) = orders
    assert (order.name, order.layer, order.quantity, order.num_steps) == ("heatmap", 1, "delta_norm", 60)
    assert order.histogram == "update"
    assert order.options == {"dpi": 90}
    window.selection.choose_time_quantity("update_delta")
    for name in ("through_time", "time_heatmap"):
        window.export_desk.export(window.session, name, tmp_path / "a.png", {})
        assert orders[-1].quantity == "update_delta"
    assert order.session == saved
