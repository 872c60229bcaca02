"""Lines with links to what a session came from and what came from it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gradiometer.branch_tree import grow_forest, lineage
from gradiometer.library import Labels, Summary
from gradiometer.session_file import Parent
from gradiometer_desktop.browser_relatives import Relatives


def session(name: str, parent: str = "", step: int = 0, through: str = "", title: str = "") -> Summary:
    """One that came from the session of such a name."""
    told = Parent(parent, f"{parent}.gradiometer", step, through) if parent else None
    return Summary(path=Path(f"{name}.gradiometer"), name="x", id=name, parent=told, labels=Labels(title=title))


def path(name: str) -> Path:
    return Path(f"{name}.gradiometer")


def lines(links: Relatives) -> list[str]:
    """What stands in each."""
    return re.findall("<p[^>]*>(.*?)</p>", links.text())


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """With something else to go to by Tab."""
    made = QWidget()
    qtbot.addWidget(made)
    QVBoxLayout(made).addWidget(QLineEdit())
    made.resize(240, 200)
    made.show()
    return made


@pytest.fixture
def links(window: QWidget) -> Relatives:
    made = Relatives("Came from", "tip")
    layout = window.layout()
    assert layout is not None
    layout.addWidget(made)
    return made


def test_ancestors_stand_there_the_nearest_first(links: Relatives, qtbot: QtBot) -> None:
    forest = grow_forest(
        [
            session("a<b>", "gone & lost", 3),
            session("b", "a<b>", 1400, "ReLU & He", title="<i>mine</i>"),
            session("c", "b", 9),
        ]
    )
    links.show_ancestors(lineage(forest, path("c")))
    assert lines(links) == [
        'step 9 of <a href="0">&lt;i&gt;mine&lt;/i&gt;</a>',
        'step 1\u2009400 of <a href="1">a&lt;b&gt;</a> through ReLU &amp; He',
        "step 3 of gone &amp; lost (not in this folder)",
    ]
    with qtbot.waitSignal(links.visited) as visited:
        links.linkActivated.emit("1")
    assert visited.args == [path("a<b>")]
    links.show_ancestors(lineage(forest, path("a<b>"))[:1])
    assert links.text() == ""
    links.show_ancestors(())
    assert links.text() == ""


def test_descendants_stand_there_as_in_the_tree(links: Relatives) -> None:
    forest = grow_forest([session("a"), session("b", "a", 5, "control"), session("c", "b", 7), session("d", "a", 9)])
    links.show_descendants(forest[0])
    assert lines(links) == [
        'step 5: <a href="0">b</a> (control)',
        'step 7: <a href="1">c</a>',
        'step 9: <a href="2">d</a>',
    ]
    indents = [int(pixels) for pixels in re.findall(r"(\d+)px; text-indent", links.text())]
    assert indents[0] == indents[2] < indents[1]
    for node in (forest[0].children[1], None):
        links.show_descendants(node)
        assert links.text() == ""


def test_of_many_the_last_line_leads_to_the_others(links: Relatives, qtbot: QtBot) -> None:
    forest = grow_forest([session("0"), *(session(str(step), str(step - 1), step) for step in range(1, 31))])
    links.show_descendants(forest[0])
    assert lines(links)[7:] == ['step 8: <a href="7">8</a>', '<a href="more">and 22 more…</a>']
    links.show_ancestors(lineage(forest, path("30")))
    assert lines(links)[3:] == ['step 27 of <a href="3">26</a>', '<a href="more">and 26 before it…</a>']
    with qtbot.waitSignal(links.more_asked):
        links.linkActivated.emit("more")


def test_links_are_followed_by_keys(links: Relatives, window: QWidget, qtbot: QtBot) -> None:
    links.show_descendants(grow_forest([session("a"), session("b", "a", 5)])[0])
    qtbot.waitActive(window)
    links.setFocus()
    QTest.keyClick(links, Qt.Key.Key_Tab)
    with qtbot.waitSignal(links.visited) as visited:
        QTest.keyClick(links, Qt.Key.Key_Return)
    assert visited.args == [path("b")]
