"""The table of a trial: numbers of the files while it trains, and of the trial when it is through."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gradiometer.colors import trial_colors
from gradiometer.comparison import Comparison
from gradiometer.session_file import load_session
from gradiometer.trial import Trial
from gradiometer_desktop.theme import DARK, LIGHT
from gradiometer_desktop.trials.table import _PLACES, TrialTable, names
from recorded import some_trial
from several import write_trial
from shared import TIMEOUT_MS
from tried import failed_arm, tried, tried_arm


@pytest.fixture
def table(qtbot: QtBot) -> TrialTable:
    made = TrialTable()
    qtbot.addWidget(made)
    made.resize(900, 200)
    made.show()
    return made


@pytest.fixture
def comparison(tried_paths: list[Path]) -> Iterator[Comparison]:
    with Comparison(tried_paths) as made:
        yield made


@pytest.fixture
def trial(tried_paths: list[Path]) -> Trial:
    """As the session's file has it."""
    with load_session(tried_paths[0].parent.with_name("a.gradiometer")) as session:
        (found,) = session.trials
    return found


def cells(table: TrialTable, name: str) -> list[str]:
    found = [table.item(row, _PLACES[name]) for row in range(table.rowCount())]
    return ["" if item is None else item.text() for item in found]


def at(path: Path, step: int) -> tuple[float, float]:
    """Loss, and the first layer's gradient norm, of a step."""
    with load_session(path) as session:
        (row,) = np.flatnonzero(session.steps == step)
        return float(session.loss[row]), float(session.quantity("weight_gradient_norm")[row, 0])


def test_while_it_trains_it_shows_what_the_files_say(
    table: TrialTable, comparison: Comparison, tried_paths: list[Path]
) -> None:
    table.show_comparison(comparison, can_adopt=True)
    assert cells(table, "branch") == ["control", "ReLU", "slow", "null fork"]
    loss, norm = at(tried_paths[0], 32)
    differences = [at(path, 32) for path in tried_paths[1:]]
    assert cells(table, "loss") == [f"{loss:.3g} at step 32", *(f"{each - loss:+.3g}" for each, _ in differences)]
    ratios = [f"{np.log10(each / norm):+.2f}" for _, each in differences]
    assert cells(table, "norm") == ["", *ratios]
    assert ratios[2] == "+0.00"
    assert cells(table, "loss")[3] == "+0"
    assert cells(table, "effect") == ["", "immediate", "exact", "none"]
    assert cells(table, "finding") == cells(table, "agree") == cells(table, "cost") == [""] * 4


def test_when_it_is_through_it_shows_what_came_out(
    table: TrialTable, comparison: Comparison, trial: Trial, tried_paths: list[Path]
) -> None:
    table.show_comparison(comparison, can_adopt=True)
    table.show_trial(trial)
    # Worked out anew from the files: the last tenth of twenty steps.
    ends = [[at(path, step) for step in (31, 32)] for path in tried_paths]
    for row in (1, 2):
        ratio = np.mean([np.log10(mine[1] / its[1]) for mine, its in zip(ends[row], ends[0], strict=True)])
        loss = np.mean([mine[0] - its[0] for mine, its in zip(ends[row], ends[0], strict=True)])
        arm = trial.arms[row - 1]
        assert arm.ratios == (pytest.approx(ratio, abs=1e-9),)
        assert arm.losses == (pytest.approx(loss, abs=1e-9),)
        assert cells(table, "norm")[row] == f"{ratio:+.2f}"
        assert cells(table, "loss")[row] == f"{loss:+.3g}"
        assert cells(table, "cost")[row] == f"{arm.cost:.2f}"
        assert table.item(row, 0).toolTip() == arm.changes
    assert cells(table, "agree")[1:3] == ["–", "–"], "there is one order of the data alone"
    assert cells(table, "finding")[1:3] == ["–", "–"]
    assert cells(table, "effect") == ["", "immediate", "exact", "none"]
    assert cells(table, "loss")[0].endswith(" at step 32")
    assert cells(table, "norm")[3] == "+0.00"


def test_of_many_orders_there_are_limits_and_how_many_agree(table: TrialTable, tmp_path: Path) -> None:
    paths = write_trial(tmp_path)
    arm = tried_arm("cure 1", 5)
    table_of = tried(dataclasses.replace(arm, holds=(False,) * 4 + (True,)), failed_arm("cure 2", 5), num_seeds=5)
    with Comparison(paths) as comparison:
        table.show_comparison(comparison, can_adopt=False)
        table.show_trial(dataclasses.replace(table_of, finding="it vanishes", control_holds=(True,) * 5))
        mean, half = np.mean(arm.ratios), 2.776 * np.std(arm.ratios, ddof=1) / np.sqrt(5)
        assert cells(table, "norm")[1] == f"{mean:+.2f} [{mean - half:.2f}, {mean + half:.2f}]"
        mean, half = np.mean(arm.losses), 2.776 * np.std(arm.losses, ddof=1) / np.sqrt(5)
        assert cells(table, "loss")[1] == f"{mean:+.3g} ± {half:.2g}"
        assert cells(table, "agree")[1:3] == ["5 of 5", "–"]
        assert cells(table, "finding")[1] == "gone in 4 of 5 seeds"
        assert cells(table, "effect")[1] == "immediate, destructive"
        assert cells(table, "norm")[2] == cells(table, "loss")[2] == cells(table, "cost")[2] == "–"


def test_numbers_of_no_size(table: TrialTable, tmp_path: Path) -> None:
    paths = write_trial(tmp_path)
    one, other = some_trial().arms
    arms = (dataclasses.replace(one, label="cure 1"), dataclasses.replace(other, label="cure 2"))
    with Comparison(paths) as comparison:
        table.show_comparison(comparison, can_adopt=True)
        table.show_trial(some_trial(arms=arms))
        assert cells(table, "norm")[1:3] == ["+4.00 [3.38, 4.62]", "–"]
        assert cells(table, "cost")[1:3] == ["1.06", "–"]
        assert cells(table, "agree")[1:3] == ["3 of 3", "1 of 2"]


def test_an_error_stands_in_its_row(table: TrialTable, comparison: Comparison) -> None:
    table.show_comparison(comparison, can_adopt=True)
    table.show_error(2, "This branch stopped at step 17: out of memory")
    assert cells(table, "effect") == ["", "immediate", "ended by an error", "none"]
    assert table.item(2, _PLACES["effect"]).toolTip() == "This branch stopped at step 17: out of memory"


def test_treated_branches_alone_can_be_adopted(table: TrialTable, comparison: Comparison, qtbot: QtBot) -> None:
    table.show_comparison(comparison, can_adopt=True)
    buttons = [table.cellWidget(row, _PLACES["adopt"]) for row in range(4)]
    assert [each is not None for each in buttons] == [False, True, True, False]
    assert buttons[2].accessibleName() == "Adopt slow"
    with qtbot.waitSignal(table.adopt_asked, timeout=TIMEOUT_MS) as asked:
        buttons[2].click()
    assert asked.args == [2]


def test_nothing_is_adopted_by_a_session_that_is_not_theirs(table: TrialTable, comparison: Comparison) -> None:
    table.show_comparison(comparison, can_adopt=False)
    assert not any(table.cellWidget(row, _PLACES["adopt"]) for row in range(4))


@pytest.mark.parametrize("shown", [LIGHT, DARK], ids=["light", "dark"])
def test_each_branch_has_its_colour(table: TrialTable, comparison: Comparison, shown: object) -> None:
    table.show_comparison(comparison, can_adopt=True)
    table.apply_theme(shown)
    squares = [table.item(row, 0).icon().pixmap(12).toImage().pixelColor(6, 6).name() for row in range(4)]
    assert squares == list(comparison.colors((), trial_colors(dark=shown.dark)))
    assert len(set(squares)) == 4


def test_it_is_as_high_as_its_rows(table: TrialTable, comparison: Comparison) -> None:
    assert names(comparison.sides) == {0: "control", 1: "ReLU", 2: "slow", 3: "null fork"}
    table.refresh()
    table.show_comparison(comparison, can_adopt=True)
    rows = sum(table.rowHeight(row) for row in range(4))
    assert rows < table.maximumHeight() < rows + 120
    assert table.accessibleName()
