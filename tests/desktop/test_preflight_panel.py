"""The profile before anything is trained: what is drawn, and what is told in words."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gradiometer.experiment import Experiment
from gradiometer.families import FAMILIES
from gradiometer.preflight import preflight
from gradiometer.settings import Settings
from gradiometer_desktop import theme
from gradiometer_desktop.new_session import NewSessionDialog
from gradiometer_desktop.preflight_panel import PreflightPanel
from gradiometer_desktop.preflights import TOO_LARGE
from recorded import some_finding
from shared import TIMEOUT_MS

ONE = Experiment(data="moons", num_train=200, num_held_out=0, hidden=(30, 30, 30), batch_size=16)
LSTM = Experiment(
    family="lstm",
    data="adding",
    loss="squared_error",
    length=20,
    num_train=100,
    num_held_out=0,
    hidden=(8,),
    batch_size=8,
)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[PreflightPanel]:
    theme.apply(theme.LIGHT)
    made = PreflightPanel()
    qtbot.addWidget(made)
    made.resize(420, 560)
    made.show()
    yield made
    made.close_down()


def show(panel: PreflightPanel, qtbot: QtBot, experiment: Experiment) -> None:
    panel.ask(experiment)
    qtbot.waitUntil(lambda: not panel.preflights.is_waiting, timeout=TIMEOUT_MS)


def words(panel: PreflightPanel) -> str:
    """What is told, without its colours."""
    import re

    return re.sub(r"<[^>]*>", "\n", panel.text.text())


def test_the_line_the_band_and_the_dots(panel: PreflightPanel, qtbot: QtBot) -> None:
    show(panel, qtbot, ONE)
    found = preflight(ONE)
    line = found.line()
    assert line is not None
    x, y = panel.dots.points()
    np.testing.assert_array_equal(x, [1, 2, 3, 4])
    np.testing.assert_allclose(y, np.log10(found.measured()))
    x, y = panel.line.points()
    np.testing.assert_array_equal(x, [1, 2, 3, 4])
    np.testing.assert_allclose(y, np.log10(line.values))
    _x, low, high = panel.band.limits()
    np.testing.assert_allclose(low, np.log10(line.low))
    np.testing.assert_allclose(high, np.log10(line.high))
    bottom, top = panel.canvas.getViewBox().viewRange()[1]
    everything = np.concatenate([panel.dots.points()[1], low, high])
    assert bottom < everything.min()
    assert everything.max() < top
    assert f"theory, within {line.error_decades:.2g} decades" in panel.legend.text()
    assert "first batch" in panel.legend.text()
    assert found.verdict.replace("'", "&#x27;") in panel.text.text()


def test_the_line_is_there_before_the_batch(
    panel: PreflightPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gradiometer_desktop.preflights._is_torch_there", lambda: False)
    panel.ask(ONE)
    qtbot.waitUntil(lambda: panel.preflights.forecast is not None, timeout=TIMEOUT_MS)
    line = preflight(ONE).forecast.line()
    assert line is not None
    np.testing.assert_allclose(panel.line.points()[1], np.log10(line.values))
    assert len(panel.dots.points()[0]) == 0
    assert "Expected: the first layer" in words(panel)
    assert "The first batch is being measured" in words(panel)
    assert "first batch" not in panel.legend.text()


def test_with_no_theory_the_batch_stands_alone(panel: PreflightPanel, qtbot: QtBot) -> None:
    show(panel, qtbot, LSTM)
    assert len(panel.line.points()[0]) == 0
    assert len(panel.band.limits()[0]) == 0
    assert len(panel.dots.points()[0]) == 2
    assert "theory," not in panel.legend.text()
    assert "No theory for recurrent networks here. The measured batch stands alone." in words(panel)
    assert "20 steps: recurrent 1 first/last " in words(panel)


def test_a_red_flag_and_what_to_do(panel: PreflightPanel, qtbot: QtBot) -> None:
    """Thirty sigmoid layers of float32: nothing that the first layers could be told by."""
    deep = dataclasses.replace(
        ONE, hidden=(30,) * 70, initialization="pytorch", settings=Settings(activation="sigmoid")
    )
    show(panel, qtbot, deep)
    assert "Red flag: the first layer&#x27;s gradient is 0 where the last one&#x27;s is " in words(panel)
    assert "narrow peaks at 0 in the gradient histograms of hidden 1 to " in words(panel)
    measured = preflight(deep).measured()
    zeros, _floor = panel.zeros.points()
    np.testing.assert_array_equal(zeros, np.flatnonzero(measured == 0.0) + 1.0)
    assert len(zeros) > 5
    assert len(panel.dots.points()[0]) == 71 - len(zeros)


def test_findings_with_their_remedies(panel: PreflightPanel, qtbot: QtBot) -> None:
    show(panel, qtbot, ONE)
    remedies = ("forget_bias", "relu_he", "skip", "batch_norm", "adam", "unheard of")
    panel.preflights.findings = tuple(
        some_finding(number, 0, text=f"Number {number} <is> wrong", remedies=remedies) for number in range(1, 8)
    )
    panel.refresh()
    told = words(panel)
    # Only what can be done, the best three.
    expected = "Number 1 &lt;is&gt; wrong. Try ReLU with He&#x27;s initialization, Skip connections, BatchNorm."
    assert expected in told
    assert "Number 5 " in told
    assert "Number 6 " not in told
    assert "And 2 findings more." in told


def test_advice_where_no_rule_has_said_anything_yet(panel: PreflightPanel, qtbot: QtBot) -> None:
    show(panel, qtbot, ONE)
    panel.preflights.findings, panel.preflights.advice = (), ("skip", "relu_he")
    panel.refresh()
    assert "Try Skip connections, ReLU with He&#x27;s initialization." in words(panel)


def test_what_is_wrong_with_the_data(panel: PreflightPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    load = Experiment.load_examples

    def only_one(self: Experiment) -> object:
        examples = load(self)
        return dataclasses.replace(examples, targets=np.zeros_like(examples.targets))

    monkeypatch.setattr(Experiment, "load_examples", only_one)
    show(panel, qtbot, ONE)
    assert "All labels of the training examples are upper: " in words(panel)
    monkeypatch.setattr(
        Experiment, "load_examples", lambda self: dataclasses.replace(load(self), targets=np.full(200, 7))
    )
    show(panel, qtbot, dataclasses.replace(ONE, length=33, num_train=150, num_held_out=30))
    assert "have a label that does not exist (7): " in words(panel)
    assert "The first batch cannot be computed: " in words(panel)
    assert len(panel.dots.points()[0]) == 0


def test_too_large_for_a_moment(panel: PreflightPanel, qtbot: QtBot) -> None:
    show(panel, qtbot, dataclasses.replace(ONE, hidden=(8192, 8192)))
    assert TOO_LARGE in words(panel)
    assert len(panel.line.points()[0]) == 3


def test_no_experiment(panel: PreflightPanel, qtbot: QtBot) -> None:
    show(panel, qtbot, ONE)
    panel.ask(None)
    for item in (panel.line, panel.dots, panel.zeros):
        assert len(item.points()[0]) == 0
    assert words(panel).strip() == ""
    assert panel.canvas.empty.isVisible()


def test_nothing_is_worked_out_that_nobody_sees(qtbot: QtBot) -> None:
    made = PreflightPanel()
    qtbot.addWidget(made)
    made.ask(ONE)
    assert not made.preflights.is_waiting
    made.show()
    assert made.preflights.is_waiting
    made.close_down()


@pytest.mark.parametrize("chosen", [theme.LIGHT, theme.DARK])
def test_it_is_light_or_dark_as_the_window_is(qtbot: QtBot, chosen: theme.Theme) -> None:
    theme.apply(chosen)
    try:
        made = PreflightPanel()
        qtbot.addWidget(made)
        assert made.theme is chosen
        made.show()
        other = theme.DARK if chosen is theme.LIGHT else theme.LIGHT
        theme.apply(other)
        qtbot.waitUntil(lambda: made.theme is other)
        assert made.line.pen().color().name() == other.note
        assert made.canvas.backgroundBrush().color().name() == other.ground
        made.close_down()
    finally:
        theme.apply(theme.LIGHT)


def test_no_function_of_python_runs_while_it_is_painted(panel: PreflightPanel, qtbot: QtBot) -> None:
    """Else training beside it would wait for the paint."""
    show(panel, qtbot, ONE)
    panel.grab()
    called: list[str] = []
    sys.setprofile(lambda frame, event, _argument: called.append(frame.f_code.co_name) if event == "call" else None)
    try:
        panel.canvas.viewport().repaint()
    finally:
        sys.setprofile(None)
    assert called == []


# --- in the dialog


@pytest.fixture
def dialog(qtbot: QtBot) -> Callable[[Experiment], NewSessionDialog]:
    def make(experiment: Experiment) -> NewSessionDialog:
        made = NewSessionDialog(experiment)
        qtbot.addWidget(made)
        made.show()
        return made

    return make


def test_it_follows_the_values_in_the_dialog(dialog: Callable, qtbot: QtBot) -> None:
    made = dialog(ONE)
    known = made.preflight.preflights
    qtbot.waitUntil(lambda: known.found is not None, timeout=TIMEOUT_MS)
    assert known.found.experiment == ONE
    made.depth_box.setValue(7)
    qtbot.waitUntil(lambda: known.found is not None and len(known.found.experiment.hidden) == 7, timeout=TIMEOUT_MS)
    assert len(made.preflight.dots.points()[0]) == 8
    seed = made.editors["seed"].control
    seed.setText("x")
    seed.editingFinished.emit()
    assert known.forecast is None
    seed.setText("3")
    seed.editingFinished.emit()
    qtbot.waitUntil(lambda: known.found is not None and known.found.experiment.seed == 3, timeout=TIMEOUT_MS)


def test_the_session_that_is_created_is_the_one_that_was_shown(dialog: Callable, qtbot: QtBot) -> None:
    made = dialog(ONE)
    qtbot.waitUntil(lambda: made.preflight.preflights.found is not None, timeout=TIMEOUT_MS)
    with qtbot.waitSignal(made.chosen) as signal:
        made.accept()
    assert signal.args[0] == made.preflight.preflights.found.experiment


@pytest.mark.parametrize("family", FAMILIES)
def test_it_fits_a_small_screen_with_every_family(dialog: Callable, qtbot: QtBot, family: str) -> None:
    made = dialog(Experiment())
    box = made.editors["family"].control
    box.setCurrentIndex(box.findData(family))
    qtbot.waitUntil(lambda: not made.preflight.preflights.is_waiting, timeout=TIMEOUT_MS)
    data = made.editors["data"].control
    for _ in range(2):
        # A frame and a title take some of the screen's 1280 x 800.
        assert made.minimumSizeHint().width() <= 1240
        assert made.minimumSizeHint().height() <= 760
        assert made.height() <= 760
        data.setCurrentIndex(data.findData("file"))
        qtbot.waitUntil(lambda: not made._reading.is_busy, timeout=TIMEOUT_MS)
    made.reject()
