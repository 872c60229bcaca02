"""The table of sessions as Qt reads it."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from gradiometer.library import Labels, Summary
from gradiometer_desktop.browser_picture import SMALL
from gradiometer_desktop.browser_table import (
    FINDINGS,
    HEADINGS,
    LOSS,
    NAME,
    PROFILE,
    SORT_ROLE,
    STEPS,
    SUMMARY_ROLE,
    SessionTable,
    ShownSessions,
)
from gradiometer_desktop.theme import DARK, LIGHT


def summary(name: str, **values: object) -> Summary:
    return Summary(**{"path": Path(f"{name}.gradiometer"), "name": name, "num_steps": 5, **values})  # type: ignore[arg-type]


def names(model: SessionTable | ShownSessions, column: int = NAME) -> list[str]:
    return [model.index(row, column).data() for row in range(model.rowCount())]


@pytest.fixture
def table(qtbot: QtBot) -> SessionTable:
    """An empty one, whose every signal Qt checks."""
    made = SessionTable(LIGHT)
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Warning, made)
    return made


def test_it_follows_what_it_is_shown(table: SessionTable) -> None:
    one, two, three, four = (summary(name) for name in ("one", "two", "three", "four"))
    table.show([one, two, three])
    assert names(table) == ["one", "two", "three"]
    kept = QPersistentModelIndex(table.index(2, NAME))
    table.show([four, dataclasses.replace(three, labels=Labels(title="drei")), one])
    assert names(table) == ["one", "drei", "four"]
    assert kept.row() == 1
    table.update([dataclasses.replace(four, num_steps=7), two])
    assert names(table, STEPS) == ["5", "5", "7"]
    table.show([])
    assert names(table) == []
    assert not kept.isValid()


def test_what_has_not_been_read_or_cannot_be_has_no_numbers(table: SessionTable) -> None:
    table.show(
        [
            summary("new", is_read=False, num_steps=0),
            summary("broken", problem="broken is a damaged session"),
            summary("empty", num_steps=0),
            summary("nan", loss=math.nan, findings="NaN or Inf from step 3"),
        ]
    )
    assert names(table, STEPS) == ["", "", "", "5"]
    assert names(table, LOSS) == ["", "", "", "NaN"]
    assert names(table, FINDINGS) == ["", "cannot be read", "", "NaN or Inf from step 3"]
    assert table.index(1, FINDINGS).data(Qt.ItemDataRole.ToolTipRole) == "broken is a damaged session"


def test_names_alone_can_be_edited_and_not_of_broken_files(table: SessionTable, qtbot: QtBot) -> None:
    table.show([summary("one", labels=Labels(title="mine", tags=("a", "b c"))), summary("two", problem="broken")])
    editable = Qt.ItemFlag.ItemIsEditable
    assert [bool(table.index(0, column).flags() & editable) for column in range(len(HEADINGS))] == [
        column == NAME for column in range(len(HEADINGS))
    ]
    assert not table.index(1, NAME).flags() & editable
    index = table.index(0, NAME)
    assert index.data() == "mine\n#a  #b c"
    with qtbot.waitSignal(table.renamed) as renamed:
        assert table.setData(index, " yours ")
    assert renamed.args == [index.data(SUMMARY_ROLE), "yours"]
    with qtbot.assertNotEmitted(table.renamed):
        assert not table.setData(index, "mine ")


def test_numbers_that_are_none_have_a_place_in_every_order(table: SessionTable) -> None:
    losses = [2.0, math.nan, math.inf, 0.5, math.nan, -1.0]
    table.show([summary(str(index), loss=loss) for index, loss in enumerate(losses)])
    shown = ShownSessions(table)
    shown.sort(LOSS)
    assert names(shown)[:3] == ["5", "3", "0"]
    shown.sort(LOSS, Qt.SortOrder.DescendingOrder)
    assert names(shown)[3:] == ["0", "3", "5"]


def test_profiles_are_sorted_by_how_far_the_first_layer_lies_below(table: SessionTable) -> None:
    profiles = {"none": (), "even": (1e-2, 1e-2), "starved": (1e-7, 1e-3, 1e-2), "dead": (0.0, 1.0), "up": (5.0, 1.0)}
    table.show([summary(name, profile=profile) for name, profile in profiles.items()])
    shown = ShownSessions(table)
    shown.sort(PROFILE)
    assert names(shown) == ["none", "up", "even", "starved", "dead"]
    assert table.index(2, PROFILE).data(SORT_ROLE) == pytest.approx(5.0)


def test_names_are_sorted_whatever_their_case(table: SessionTable) -> None:
    table.show([summary(name) for name in ("b", "C", "a", "B2")])
    shown = ShownSessions(table)
    shown.sort(NAME)
    assert names(shown) == ["a", "b", "B2", "C"]


@pytest.mark.parametrize(
    ("text", "found"), [("", 3), ("STRASSE", 1), ("a.b*", 1), ("[", 1), ("784 relu", 1), ("\\E", 0), ("x y", 0)]
)
def test_the_search_takes_letters_for_what_they_are(table: SessionTable, text: str, found: int) -> None:
    table.show(
        [
            summary("one", labels=Labels(title="Straße", remark="first\nsecond")),
            summary("two", labels=Labels(title="a.b*[")),
            summary("three", structure="784-10", labels=Labels(tags=("ReLU",))),
        ]
    )
    shown = ShownSessions(table)
    shown.look_for(text)
    assert shown.rowCount() == found


def test_pictures_are_drawn_when_asked_for_and_again_when_anything_changes(table: SessionTable) -> None:
    one, two = summary("one", profile=(1e-4, 1e-2)), summary("two")
    table.show([one, two])
    index = table.index(0, PROFILE)

    def picture() -> QIcon:
        found = index.data(Qt.ItemDataRole.DecorationRole)
        assert isinstance(found, QIcon)
        return found

    def drawn() -> QIcon:
        assert picture().isNull()
        table.draw([one.path, two.path, Path("gone.gradiometer")])
        return picture()

    light = drawn()
    assert light.availableSizes() == [SMALL]
    table.draw([one.path])
    assert picture().cacheKey() == light.cacheKey()
    table.apply_theme(DARK)
    assert drawn().pixmap(SMALL).toImage() != light.pixmap(SMALL).toImage()
    table.set_scale(2.0)
    assert drawn().availableSizes() == [2 * SMALL]
    table.update([dataclasses.replace(one, profile=(1.0, 1.0))])
    assert not drawn().isNull()
    assert table.index(1, PROFILE).data(Qt.ItemDataRole.DecorationRole).isNull()


def test_the_open_session_stands_in_bold_whatever_else_changes(table: SessionTable) -> None:
    one, two = summary("one"), summary("two")

    def bold() -> list[bool]:
        fonts = [table.index(row, NAME).data(Qt.ItemDataRole.FontRole) for row in range(table.rowCount())]
        return [font is not None and font.bold() for font in fonts]

    table.show_open(two.path)
    table.show([one, two])
    assert bold() == [False, True]
    table.update([dataclasses.replace(two, num_steps=9)])
    assert bold() == [False, True]
    table.show_open(one.path)
    assert bold() == [True, False]
    table.show_open(None)
    assert bold() == [False, False]


def test_what_is_faint_and_what_is_a_warning_follows_the_theme(table: SessionTable) -> None:
    table.show([summary("one", findings="NaN"), summary("two", problem="broken")])

    def color(row: int, column: int) -> str | None:
        brush = table.index(row, column).data(Qt.ItemDataRole.ForegroundRole)
        return None if brush is None else brush.color().name()

    for theme in (LIGHT, DARK):
        table.apply_theme(theme)
        assert [color(0, column) for column in (NAME, STEPS, FINDINGS)] == [None, None, theme.warning]
        assert [color(1, column) for column in (NAME, STEPS, FINDINGS)] == [theme.faint, theme.faint, theme.warning]


def test_tips_are_no_html(table: SessionTable) -> None:
    table.show([summary("x", labels=Labels(title="<i>x</i>", remark="a < b\nc"), profile=(1e-5, 0.25))])
    tip = table.index(0, NAME).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "&lt;i&gt;x&lt;/i&gt;<br>x.gradiometer<br>a &lt; b<br>c"
    tip = table.index(0, PROFILE).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Gradient norms from 1e-05 (input side) to 0.25"
