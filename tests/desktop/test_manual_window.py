"""The manual in the window: pages, search, history, and the page of what one asks about."""

import pytest
from PySide6.QtCore import QSettings, Qt, QUrl

from gradiometer_desktop import manual_pages, theme
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.manual_window import open_manual


@pytest.fixture
def manual(qtbot):
    window = open_manual("plot-profile")
    yield window
    open_manual().close()


def test_a_page_and_back(manual, qtbot):
    assert manual.text.toPlainText().startswith("Profile\n")
    assert manual.contents.currentItem().text(0) == "Profile"
    manual.contents.setCurrentItem(manual._items["plot-norms"])
    assert manual.text.page == "plot-norms"
    assert "Norms" in manual.windowTitle()
    qtbot.keyClick(manual, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert manual.text.page == "plot-profile"
    manual.forward.click()
    assert manual.text.page == "plot-norms"
    manual.home.click()
    assert manual.text.page == manual_pages.INDEX


def test_links_are_followed(manual):
    manual.text.anchorClicked.emit(QUrl("quantities.md"))
    assert manual.text.page == "quantities"


def test_search(manual, qtbot):
    qtbot.keyClick(manual, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(manual.search, "forget bias")
    shown = {name for name, item in manual._items.items() if not item.isHidden()}
    assert "plot-through_time" in shown
    assert "plot-profile" not in shown
    assert manual.found.text() == f"on {len(shown)} pages"
    qtbot.keyClick(manual.search, Qt.Key.Key_Return)
    assert manual.text.page in shown
    assert manual.text.textCursor().position() > 0
    manual.search.setText("zebra")
    assert manual.found.text() == "on no page"
    qtbot.keyClick(manual, Qt.Key.Key_Escape)
    assert not any(item.isHidden() for item in manual._items.values())
    qtbot.keyClick(manual, Qt.Key.Key_Escape)
    assert not manual.isVisible()


def test_words_are_found_from_their_beginning_on():
    assert "compare-ratio" not in {page.name for page in manual_pages.find("gains")}
    assert manual_pages.find("decision surface")[0].name == "plot-surface"


def test_it_follows_the_theme(manual, qtbot):
    theme.apply(theme.DARK)
    try:
        qtbot.waitUntil(lambda: manual.text.toPlainText().startswith("Profile\n"))
        assert manual.text.page == "plot-profile"
        grounds = {
            cell.background().color().name()
            for block in iter_blocks(manual.text.document())
            for cell in (each.fragment().charFormat() for each in block)
            if cell.background().style() != Qt.BrushStyle.NoBrush
        }
        assert grounds == {theme.DARK.base}
    finally:
        theme.apply(theme.LIGHT)


def iter_blocks(document):
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def test_every_plot_opens_its_page(qtbot, tmp_path):
    window = MainWindow(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    for plot in window.plots.values():
        plot.about.click()
        manual = open_manual()
        assert manual.text.page == f"plot-{plot.name}"
        assert manual_pages.topic_of(None, plot.canvases[0].viewport()) == manual.text.page
    window.help_menu.open("findings-that-are-none")
    assert open_manual().text.page == manual_pages.INDEX
    open_manual().close()
