"""What tests of the comparison's plots share: real session files, and a stage with a mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gradiometer.comparison import Comparison
from gradiometer_desktop.compare import ComparePlot
from gradiometer_desktop.compare.chosen import ComparedSelection
from gradiometer_desktop.theme import LIGHT, Theme
from several import write_several
from staged import Mouse


@pytest.fixture(scope="session")
def several_paths(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """See several.write_several."""
    return write_several(tmp_path_factory.mktemp("several"))


@pytest.fixture
def several(several_paths: list[Path]) -> Iterator[Comparison]:
    with Comparison(several_paths) as comparison:
        yield comparison


class Stage(Mouse):
    """Plots on the screen that share one selection."""

    def __init__(self, qtbot: QtBot):
        super().__init__(qtbot)
        self.chosen = ComparedSelection()

    def show(self, kind: type[ComparePlot], comparison: Comparison, *, theme: Theme = LIGHT) -> ComparePlot:
        """A plot of a kind in a window of its own, shown and painted."""
        self.chosen.choose_layers(comparison.usual_layers)
        self.chosen.steps.cover(*comparison.span(self.chosen.align))
        plot = kind(self.chosen)
        self.qtbot.addWidget(plot)
        plot.resize(700, 420)
        plot.apply_theme(theme)
        plot.show()
        self.qtbot.waitExposed(plot)
        plot.show_comparison(comparison)
        self.settle(plot)
        return plot

    def align(self, comparison: Comparison, align: str) -> None:
        """As the window does it."""
        self.chosen.choose_align(align)
        self.chosen.steps.cover(*comparison.span(align))


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)
