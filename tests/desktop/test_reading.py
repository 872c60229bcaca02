"""How to read a quantity: the newest numbers stand in its formula."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gradiometer.bins import BINS
from gradiometer.history import History
from gradiometer.layout import layouts
from gradiometer.quantities import HISTOGRAMS, LOOK_QUANTITIES, QUANTITIES
from gradiometer.reports import HistogramReport, LookReport, StepReport
from gradiometer.session_file import load_session
from gradiometer_desktop.reading import ReadingPanel
from gradiometer_desktop.selection import LAYER_QUANTITIES, Selection
from gradiometer_desktop.theme import DARK, LIGHT, Theme, apply
from shared import SMALL, TIMEOUT_MS
from synthetic import write_session, write_watched


def look(step: int, **values: list[float]) -> LookReport:
    """One with these values, and NaN elsewhere."""
    layout = layouts(len(SMALL.layer_names))["look"]
    row = np.full(layout.width, np.nan)
    row[0] = step
    for name, numbers in values.items():
        row[layout.slice(name)] = numbers
    return LookReport(step, row)


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> ReadingPanel:
    made = ReadingPanel(selection)
    qtbot.addWidget(made)
    made.show()
    return made


def plain(panel: ReadingPanel) -> str:
    return re.sub(r"<[^>]*>", " ", panel.text.text()).replace("&#x27;", "'")


@pytest.mark.parametrize("name", LAYER_QUANTITIES)
def test_every_quantity_is_explained(panel: ReadingPanel, selection: Selection, name: str) -> None:
    panel.show_history(History.live(SMALL))
    selection.choose_quantity(name)
    panel.refresh()
    text = plain(panel)
    assert QUANTITIES[name].title[1:] in text
    assert len(QUANTITIES[name].reading) > 30
    assert QUANTITIES[name].reading.split("'")[0][:30] in text


def test_the_numbers_stand_in_the_formula(panel: ReadingPanel, selection: Selection) -> None:
    history = History.live(SMALL)
    delta, gain = [0.001, 0.01, 0.05, 0.5], [0.1, 0.2, 0.1, np.nan]
    history.append([look(40, delta_per_sample_rms=delta, gain=gain, gate=[0.2] * 4, weight_factor=[1.0] * 4)])
    panel.show_history(history)
    selection.choose_quantity("gain")
    selection.choose_layer(1)
    assert "hidden 2 at step 40: 0.2 = 0.01 / 0.05; gate 0.2, weight factor 1" in plain(panel)
    selection.choose_layer(3)
    assert "output at step 40: none" in plain(panel)
    history.append([look(50, gain=[0.5, 0.25, 0.5, np.nan])])
    selection.choose_layer(1)
    panel.refresh()
    assert "hidden 2 at step 50: 0.25 = " in plain(panel)


def test_the_rms_of_a_weights_gradient(panel: ReadingPanel, selection: Selection) -> None:
    history = History.live(SMALL)
    layout = layouts(len(SMALL.layer_names))["step"]
    row = np.zeros(layout.width)
    row[layout.slice("weight_gradient_norm")] = [0.5, 0.6, 0.7, 0.8]
    row[layout.slice("weight_gradient_rms")] = [0.01, 0.05, 0.02, 0.03]
    history.append([StepReport(0, row)])
    panel.show_history(history)
    selection.choose_layer(1)
    # 12 by 12 weights.
    assert "hidden 2 at step 0: 0.6 = 0.05 (rms of a weight's) x sqrt(144)" in plain(panel)


def test_the_number_of_weights_of_a_loop_of_somebodys_own(
    panel: ReadingPanel, selection: Selection, tmp_path: Path
) -> None:
    with load_session(write_watched(tmp_path / "watched.gradiometer")) as session:
        panel.show_history(History.saved(session))
        for layer, shown in enumerate(("sqrt(144)", "sqrt(4096)", "sqrt(170)")):
            selection.choose_layer(layer)
            panel.refresh()
            assert shown in plain(panel)


def test_every_example_names_what_there_is(panel: ReadingPanel, selection: Selection) -> None:
    history = History.live(SMALL)
    history.append([look(3, **{name: [2.0] * 4 for name, kind in LOOK_QUANTITIES.items() if kind.per_layer})])
    panel.show_history(history)
    for name in LOOK_QUANTITIES.keys() & LAYER_QUANTITIES.keys():
        selection.choose_quantity(name)
        assert "hidden 1 at step 3: " in plain(panel)


def test_behind_another_tab_nothing_is_written(panel: ReadingPanel, selection: Selection) -> None:
    panel.hide()
    before = panel.text.text()
    selection.choose_quantity("gate")
    panel.show_history(History.live(SMALL))
    assert panel.text.text() == before
    panel.show()
    assert "Gate" in plain(panel)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_new_numbers_appear_by_themselves(qtbot: QtBot, selection: Selection, theme: Theme) -> None:
    """Also where there is room for all of the text, and the panel itself is covered by it."""
    apply(theme)
    panel = ReadingPanel(selection)
    qtbot.addWidget(panel)
    panel.resize(600, 600)
    panel.show()
    history = History.live(SMALL)
    history.append([look(40, saturation=[0.5] * 4)])
    selection.choose_quantity("saturation")
    panel.show_history(history)
    history.append([look(50, saturation=[0.25] * 4)])
    qtbot.waitUntil(lambda: "hidden 1 at step 50: 0.25" in plain(panel), timeout=TIMEOUT_MS)


def test_how_to_read_the_histogram(panel: ReadingPanel, selection: Selection) -> None:
    history = History.live(SMALL)
    panel.show_history(history)
    assert "Histogram of the weight gradient" in plain(panel)
    assert "half of them" not in plain(panel)
    counts = np.zeros((4, BINS["float32"].num_bins + 4), np.uint32)
    # Of the second layer 5 zeros, 10 values in [2, 4) and 20 in (-16, -8]: half of the 35 are smaller than 16.
    middle, one = BINS["float32"].middle, BINS["float32"].middle + 127
    counts[1, one + 1], counts[1, 2 * middle - (one + 3)], counts[1, middle], counts[1, -4] = 10, 20, 5, 5
    history.append([HistogramReport(7, "activation", counts)])
    selection.choose_histogram("activation")
    selection.choose_layer(1)
    panel.refresh()
    text = plain(panel)
    assert "Histogram of the activation" in text
    assert "hidden 2 at step 7: half of them are smaller than 16; exactly 0 are 14.3%" in text
    assert HISTOGRAMS["activation"].reading in text
    selection.choose_layer(0)
    panel.refresh()
    assert "half of them" not in plain(panel)


def test_the_numbers_are_those_of_the_step_that_is_looked_back_at(
    panel: ReadingPanel, selection: Selection, qtbot: QtBot
) -> None:
    history = History.live(SMALL)
    for step, gain in ((40, 0.2), (50, 0.25)):
        history.append([look(step, gain=[gain] * 4, gate=[gain / 2] * 4, weight_factor=[1.0] * 4)])
    panel.show_history(history)
    selection.choose_quantity("gate")
    selection.choose_layer(1)
    assert "hidden 2 at step 50: gate 0.125, weight factor 1; gain 0.25" in plain(panel)
    selection.moment.choose(44.0)
    qtbot.waitUntil(lambda: "hidden 2 at step 40: gate 0.1, weight factor 1; gain 0.2" in plain(panel))
    selection.moment.choose(3.0)
    panel.refresh()
    assert "at step" not in plain(panel)
    selection.moment.choose(None)
    panel.refresh()
    assert "hidden 2 at step 50" in plain(panel)


def test_the_histogram_is_that_of_the_step(panel: ReadingPanel, selection: Selection, tmp_path: Path) -> None:
    history = History.saved(load_session(write_session(tmp_path / "a.gradiometer", SMALL, 30)))
    panel.show_history(history)
    assert "hidden 1 at step 25: half of them" in plain(panel)
    selection.moment.choose(14.0)
    panel.refresh()
    assert "hidden 1 at step 10: half of them" in plain(panel)
    history.release()
