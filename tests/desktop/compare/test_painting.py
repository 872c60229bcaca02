"""Qt paints the plots of a comparison without Python, so that a run in another window goes on meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from gradiometer.comparison import Comparison
from gradiometer_desktop.compare import COMPARE_PLOTS, ComparePlot
from staged import python_calls


@pytest.mark.parametrize("kind", COMPARE_PLOTS, ids=[kind.name for kind in COMPARE_PLOTS])
def test_no_line_of_python_runs_while_qt_paints(stage: Any, several: Comparison, kind: type[ComparePlot]) -> None:
    plot = stage.show(kind, several)
    stage.chosen.move(12.0)
    stage.settle(plot)
    assert plot.windowHandle().isExposed()
    for _ in range(2):
        for canvas in plot.canvases:
            assert python_calls(canvas.viewport().repaint) == []
        plot.refresh()
