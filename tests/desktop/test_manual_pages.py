"""The pages as they are read from resources, and searched."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from gradiometer_desktop import manual_pages, markdown


@pytest.mark.parametrize("name", [page.name for page in manual_pages.pages()])
def test_pages_hold_no_comments_and_are_said_in_the_persons_language(name, monkeypatch):
    told = []
    monkeypatch.setattr(markdown, "said", lambda text: told.append(text) or text)
    manual_pages.text_of.cache_clear()
    text = manual_pages.text_of(name)
    manual_pages.text_of.cache_clear()
    assert "<!--" not in text
    assert len(told) > 5
    assert not any("\n" in each for each in told)


def test_pictures_for_the_dark():
    light, dark = (manual_pages.picture("images/profile-sick.png", is_dark=is_dark) for is_dark in (False, True))
    assert light != dark
    assert light.startswith(b"\x89PNG")
    assert manual_pages.picture("images/none.png", is_dark=True) == b""


def test_what_is_asked_about(qtbot):
    outer = QWidget()
    qtbot.addWidget(outer)
    outer.manual_page = "figures"
    inner = QLabel(outer)
    assert manual_pages.topic_of(inner) == "figures"
    assert manual_pages.topic_of(None, inner) == "figures"
    assert manual_pages.topic_of(None) == ""


def test_every_page_that_is_asked_for_is_there():
    from gradiometer_desktop.animation_dialog import AnimationDialog
    from gradiometer_desktop.branches_window import BranchesWindow
    from gradiometer_desktop.browser import BrowserPage
    from gradiometer_desktop.export_dialog import ExportDialog
    from gradiometer_desktop.findings.panel import FindingsPanel
    from gradiometer_desktop.lessons.panel import LessonPanel
    from gradiometer_desktop.maps.window import MapWindow
    from gradiometer_desktop.new_session import NewSessionDialog
    from gradiometer_desktop.reading import ReadingPanel
    from gradiometer_desktop.report_dialog import ReportDialog
    from gradiometer_desktop.settings_panel import SettingsPanel
    from gradiometer_desktop.trials.fork_dialog import ForkDialog
    from gradiometer_desktop.trials.window import TrialWindow

    for kind in (
        *(AnimationDialog, BranchesWindow, BrowserPage, ExportDialog, FindingsPanel, LessonPanel, MapWindow),
        *(NewSessionDialog, ReadingPanel, ReportDialog, SettingsPanel, ForkDialog, TrialWindow),
    ):
        assert manual_pages.has(kind.manual_page), kind
