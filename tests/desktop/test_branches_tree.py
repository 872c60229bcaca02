"""The tree of sessions: what stands where, and what stays when it is shown again."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from gradiometer.branch_tree import Node, grow_forest
from gradiometer.library import Labels, Summary
from gradiometer.session_file import Parent
from gradiometer_desktop import theme
from gradiometer_desktop.branches_tree import LOSS, SESSION, STEP, STRUCTURE, THROUGH, BranchesTree

ROOT = Summary(path=Path("root.gradiometer"), name="x", id="r", structure="784-30-10", num_steps=50, loss=0.25)
FIRST = Summary(
    path=Path("first.gradiometer"),
    name="x",
    id="1",
    parent=Parent("r", "root.gradiometer", 1400, "rELU, He"),
    structure="784-30-10",
    num_steps=60,
    loss=math.nan,
    labels=Labels(title="mine", remark="a <b> c"),
)
DEEP = Summary(path=Path("deep.gradiometer"), name="x", id="2", parent=Parent("1", "first.gradiometer", 1500))
BROKEN = Summary(path=Path("broken.gradiometer"), name="broken", problem="broken.gradiometer is empty")
ORPHAN = Summary(
    path=Path("orphan.gradiometer"), name="x", id="3", parent=Parent("g", "gone.gradiometer", 7, "control")
)
ALL = (ROOT, FIRST, DEEP, BROKEN, ORPHAN)


def rows(tree: BranchesTree) -> list[tuple[QTreeWidgetItem, int]]:
    """All items from the top on, and how deep they stand."""
    found: list[tuple[QTreeWidgetItem, int]] = []

    def add(item: QTreeWidgetItem, depth: int) -> None:
        found.append((item, depth))
        for index in range(item.childCount()):
            add(item.child(index), depth + 1)

    for index in range(tree.topLevelItemCount()):
        add(tree.topLevelItem(index), 0)
    return found


def texts(tree: BranchesTree) -> list[tuple[object, ...]]:
    return [(depth, *(item.text(column) for column in range(5))) for item, depth in rows(tree)]


def item(tree: BranchesTree, name: str) -> QTreeWidgetItem:
    return next(each for each, _depth in rows(tree) if each.text(SESSION) == name)


@pytest.fixture
def forest() -> tuple[Node, ...]:
    return grow_forest(ALL)


@pytest.fixture
def tree(qtbot: QtBot, forest: tuple[Node, ...]) -> BranchesTree:
    made = BranchesTree()
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    made.show_forest(forest)
    return made


def test_every_session_stands_below_the_one_it_came_from(tree: BranchesTree) -> None:
    assert texts(tree) == [
        (0, "broken", "", "", "cannot be read", ""),
        (0, "gone", "", "", "not in this folder", ""),
        (1, "orphan", "7", "Control", "", ""),
        (0, "root", "", "", "784-30-10", "0.25"),
        (1, "mine", "1\u2009400", "RELU, He", "784-30-10", "NaN"),
        (2, "deep", "1\u2009500", "", "", ""),
    ]
    assert tree.num_sessions == 5
    assert all(each.isExpanded() for each, _ in rows(tree) if each.childCount())
    assert item(tree, "mine").toolTip(SESSION) == "mine<br>first.gradiometer<br>a &lt;b&gt; c"
    assert item(tree, "broken").toolTip(STRUCTURE) == BROKEN.problem
    assert tree.headerItem().text(THROUGH) == "Through"
    assert item(tree, "root").textAlignment(LOSS) & Qt.AlignmentFlag.AlignRight


def test_what_is_not_there_cannot_be_chosen(tree: BranchesTree) -> None:
    tree.selectAll()
    assert [each.path.stem for each in tree.chosen] == ["broken", "orphan", "root", "first", "deep"]
    assert tree.summary_of(item(tree, "gone")) is None
    assert tree.summary_of(item(tree, "mine")) is FIRST


def test_the_open_session_stands_in_bold(tree: BranchesTree, forest: tuple[Node, ...]) -> None:
    for path, bold in ((FIRST.path, ["mine"]), (ROOT.path, ["root"]), (None, []), (DEEP.path, ["deep"])):
        tree.show_open(path)
        assert [each.text(SESSION) for each, _ in rows(tree) if each.font(SESSION).bold()] == bold
    tree.show_forest(forest[:1])
    tree.show_forest(forest)
    assert item(tree, "deep").font(SESSION).bold()


def test_another_number_moves_nothing(tree: BranchesTree) -> None:
    before = [each for each, _ in rows(tree)]
    tree.show_forest(grow_forest([dataclasses.replace(ROOT, loss=0.125), *ALL[1:]]))
    assert all(new is old for (new, _), old in zip(rows(tree), before, strict=True))
    assert item(tree, "root").text(LOSS) == "0.125"


def test_what_is_chosen_and_folded_stays_so(tree: BranchesTree) -> None:
    tree.choose({ROOT.path, ORPHAN.path})
    item(tree, "root").setExpanded(False)
    new = Summary(path=Path("new.gradiometer"), name="x", id="4", parent=Parent("r", "root.gradiometer", 20))
    tree.show_forest(grow_forest([*ALL, new]))
    assert [each.path.stem for each in tree.chosen] == ["orphan", "root"]
    assert not item(tree, "root").isExpanded()
    assert item(tree, "gone").isExpanded()
    assert [(depth, name, step) for depth, name, step, *_ in texts(tree)][4] == (1, "new", "20")


def test_colors_follow_the_theme(tree: BranchesTree) -> None:
    assert item(tree, "root").foreground(STRUCTURE).color().name() == theme.LIGHT.faint
    theme.apply(theme.DARK)
    tree.recolor()
    assert item(tree, "root").foreground(STRUCTURE).color().name() == theme.DARK.faint
    assert item(tree, "broken").foreground(STRUCTURE).color().name() == theme.DARK.warning


def test_a_long_name_leaves_room_for_the_rest(tree: BranchesTree) -> None:
    tree.show_forest(grow_forest([dataclasses.replace(ROOT, path=Path("x" * 200 + ".gradiometer"))]))
    assert tree.columnWidth(SESSION) <= 0.45 * tree.viewport().width() + 1
    assert tree.columnWidth(THROUGH) > tree.columnWidth(STEP)
