"""The report is what was asked for, and what cannot be is said in the dialog."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from PIL import Image
from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPixmap
from pytestqt.qtbot import QtBot

from gradiometer.report.sections import SECTIONS
from gradiometer_desktop.report_dialog import ReportDialog
from shared import TIMEOUT_MS


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the system was asked to open."""
    asked: list[str] = []

    def open_url(url: QUrl) -> bool:
        asked.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return asked


@pytest.fixture
def dialog(qtbot: QtBot, saved: Path, settings: QSettings, tmp_path: Path) -> ReportDialog:
    return make(qtbot, [saved], settings, tmp_path / "report.html")


def make(qtbot: QtBot, paths: list[Path], settings: QSettings, out: Path) -> ReportDialog:
    picture = QPixmap(320, 200)
    picture.fill(Qt.GlobalColor.darkCyan)
    made = ReportDialog(paths, picture, settings)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    tick(made, "summary", "text", "figures", "screenshots")
    for item in (made.figures.item(row) for row in range(made.figures.count())):
        item.setCheckState(
            Qt.CheckState.Checked if item.data(Qt.ItemDataRole.UserRole) == "loss" else Qt.CheckState.Unchecked
        )
    made.path.setText(str(out))
    return made


def tick(dialog: ReportDialog, *names: str) -> None:
    for item in (dialog.sections.item(row) for row in range(dialog.sections.count())):
        is_wanted = item.data(Qt.ItemDataRole.UserRole) in names
        item.setCheckState(Qt.CheckState.Checked if is_wanted else Qt.CheckState.Unchecked)


def write(dialog: ReportDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.work.done, timeout=TIMEOUT_MS):
        dialog.write.click()


def test_a_page_with_text_and_the_window(dialog: ReportDialog, qtbot: QtBot, tmp_path: Path, opened: list[str]) -> None:
    dialog.title.setText("Why it <does not> learn")
    dialog.text.setPlainText("# Mine\n\nA paragraph & more.")
    dialog.with_window.setChecked(True)
    write(dialog, qtbot)
    assert dialog.problem.text() == ""
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    for expected in ("Why it &lt;does not&gt; learn", "A paragraph &amp; more.", "Screenshot window.png", "The window"):
        assert expected in text
    assert "gradient_norm" not in dialog.path.text()
    assert opened == [str(tmp_path / "report.html")]
    assert not dialog.isVisible()


def test_a_pdf_of_two_sessions(
    qtbot: QtBot, saved: Path, folder: Path, settings: QSettings, tmp_path: Path, opened: list[str]
) -> None:
    dialog = make(qtbot, [saved, folder / "second.gradiometer"], settings, tmp_path / "report.pdf")
    tick(dialog, "summary", "comparison")
    dialog.opens.setChecked(False)
    write(dialog, qtbot)
    assert dialog.problem.text() == ""
    words = " ".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "report.pdf").pages)
    assert "saved" in words
    assert "second" in words
    assert opened == []


def test_the_order_is_the_persons_and_is_remembered(
    dialog: ReportDialog, qtbot: QtBot, saved: Path, settings: QSettings, tmp_path: Path
) -> None:
    dialog.sections.setCurrentRow(list(SECTIONS).index("figures"))
    for _ in range(20):
        dialog._move(-1)
    dialog.opens.setChecked(False)
    write(dialog, qtbot)
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert text.index(">Figures<") < text.index(">Summary<")
    again = ReportDialog([saved], QPixmap(2, 2), settings)
    qtbot.addWidget(again)
    first = again.sections.item(0)
    assert first.data(Qt.ItemDataRole.UserRole) == "figures"
    states = {
        item.data(Qt.ItemDataRole.UserRole): item.checkState() == Qt.CheckState.Checked
        for item in (again.sections.item(row) for row in range(again.sections.count()))
    }
    assert set(states) == set(SECTIONS)
    assert [name for name, is_ticked in states.items() if is_ticked] == ["figures", "summary", "text", "screenshots"]


def test_the_format_changes_the_name(dialog: ReportDialog, tmp_path: Path) -> None:
    dialog.format.setCurrentIndex(dialog.format.findData(".pdf"))
    assert dialog.path.text() == str(tmp_path / "report.pdf")


def test_pictures_of_ones_own(dialog: ReportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    Image.new("RGB", (30, 20), "red").save(tmp_path / "mine.png")
    dialog.pictures.addItem("mine.png")
    dialog.pictures.item(0).setData(Qt.ItemDataRole.UserRole, str(tmp_path / "mine.png"))
    dialog.opens.setChecked(False)
    write(dialog, qtbot)
    assert "mine.png" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_what_cannot_be_done_is_said(dialog: ReportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    tick(dialog)
    dialog.write.click()
    assert dialog.problem.text() == "Tick at least one section"
    tick(dialog, "summary")
    dialog.path.setText(str(tmp_path))
    dialog.write.click()
    assert dialog.problem.text() == f"{tmp_path} is a folder: give the name of a file"
    (tmp_path / "file").touch()
    dialog.path.setText(str(tmp_path / "file" / "a.html"))
    write(dialog, qtbot)
    assert "cannot be written" in dialog.problem.text()
    assert dialog.isVisible()
    dialog.sessions.takeItem(0)
    dialog.write.click()
    assert dialog.problem.text() == "Add a session first"


def test_cancel_writes_nothing(dialog: ReportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    tick(dialog, "figures")
    for item in (dialog.figures.item(row) for row in range(dialog.figures.count())):
        item.setCheckState(Qt.CheckState.Checked)
    with qtbot.waitSignal(dialog.work.done, timeout=TIMEOUT_MS):
        dialog.write.click()
        dialog.cancel.click()
    assert dialog.problem.text() == "Cancelled: no report was written"
    assert list(tmp_path.glob("report*")) == []


def test_closing_the_dialog_ends_it(dialog: ReportDialog, tmp_path: Path) -> None:
    tick(dialog, "figures")
    dialog.write.click()
    dialog.close()
    assert not dialog.work.is_busy or not dialog.isVisible()
    assert list(tmp_path.glob(".*partial")) == []


def test_everything_has_a_name(dialog: ReportDialog) -> None:
    for widget in (dialog.sessions, dialog.sections, dialog.figures, dialog.pictures, dialog.title, dialog.text):
        assert widget.accessibleName()
