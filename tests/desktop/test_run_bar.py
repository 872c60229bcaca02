"""The tool bar and the status line, state by state."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from gradiometer.history import History
from gradiometer.layout import layouts, step_layout
from gradiometer.quantities import HISTOGRAMS
from gradiometer.reports import EvaluationReport, LookReport, SnapshotPlace, StepReport
from gradiometer.runner import Finished
from gradiometer_desktop import run_bar
from gradiometer_desktop.icons import icon
from gradiometer_desktop.run_bar import RunBar, StatusLine
from gradiometer_desktop.selection import LAYER_QUANTITIES, Selection
from gradiometer_desktop.theme import DARK, LIGHT
from shared import SMALL


class Session(QObject):
    """Any session, in a state that the test sets."""

    state_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.experiment = SMALL
        self.history = History.live(SMALL)
        self.is_live = True
        self.is_ready = False
        self.is_playing = False
        self.num_lagging = 0
        self.device = ""
        self.finished: Finished | None = None
        self.snapshots = ()
        self.read_only = ""
        self.state = ""

    @property
    def has_begun(self) -> bool:
        return not self.is_live or self.history.steps.num_rows > 0

    def make_steps(self, count: int, *, elapsed: float = 1.0, loss: float = 2.0, accuracy: float = 0.5) -> None:
        layout = step_layout(len(SMALL.layer_names))
        for _ in range(count):
            row = np.ones(layout.width)
            row[0] = self.history.steps.num_rows
            for name, value in (("elapsed", elapsed), ("loss", loss), ("accuracy", accuracy)):
                row[layout.slice(name)] = value
            self.history.append([StepReport(int(row[0]), row)])

    def become(self, state: str) -> None:
        """One of STATES."""
        self.is_ready = state != "warming up"
        self.device = "CPU"
        if state in ("training", "lagging", "paused", "ended", "failed", "saved"):
            self.make_steps(1)
        self.is_playing = state in ("training", "lagging")
        self.num_lagging = 4000 if state == "lagging" else 10
        if state in ("ended", "failed"):
            self.finished = Finished(1, "CUDA out of memory" if state == "failed" else "", "")
        self.is_live = state != "saved"
        self.state_changed.emit()


@pytest.fixture
def session(qtbot: QtBot) -> Session:
    return Session()


@pytest.fixture
def bar(qtbot: QtBot, session: Session) -> RunBar:
    made = RunBar(Selection())
    qtbot.addWidget(made)
    made.apply_theme(LIGHT)
    made.show_session(session)
    made.show()
    return made


class Clock:
    """A clock that stands still until the test turns it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(run_bar, "time", made)
    return made


@pytest.fixture
def status(qtbot: QtBot, session: Session, clock: Clock) -> StatusLine:
    window = QMainWindow()
    qtbot.addWidget(window)
    made = StatusLine(window)
    window.setStatusBar(made)
    window.show()
    made.show_session(session)
    made.keeps = window
    return made


@pytest.fixture
def read(status: StatusLine) -> Callable[[str], str]:
    """The text of a label by the beginning of its tip, empty where it is hidden."""

    def label(tip: str) -> str:
        found = next(label for label in status.findChildren(QLabel) if label.toolTip().startswith(tip))
        return found.text() if found.isVisible() else ""

    return label


@pytest.mark.parametrize(
    ("state", "text", "can_play", "can_stop"),
    [
        ("warming up", "Start", True, False),
        ("ready", "Start", True, False),
        ("training", "Pause", True, True),
        ("lagging", "Pause", True, True),
        ("paused", "Resume", True, True),
        ("ended", "Resume", False, False),
        ("failed", "Resume", False, False),
        ("saved", "Start", False, False),
    ],
)
def test_what_can_be_done(bar: RunBar, session: Session, state: str, text: str, can_play: bool, can_stop: bool) -> None:
    session.become(state)
    assert bar.play.text() == text
    assert bar.play.isEnabled() == can_play
    assert bar.step.isEnabled() == can_play
    assert bar.stop.isEnabled() == can_stop
    expected = "pause" if text == "Pause" else "start"
    assert bar.play.icon().cacheKey() == icon(expected, LIGHT).cacheKey()


def test_buttons_ask(bar: RunBar, session: Session, qtbot: QtBot) -> None:
    session.become("ready")
    with qtbot.waitSignal(bar.play_asked), qtbot.assertNotEmitted(bar.pause_asked):
        bar.widgetForAction(bar.play).click()
    session.become("training")
    with qtbot.waitSignal(bar.pause_asked), qtbot.assertNotEmitted(bar.play_asked):
        bar.widgetForAction(bar.play).click()
    with qtbot.waitSignal(bar.step_asked):
        bar.widgetForAction(bar.step).click()
    with qtbot.waitSignal(bar.stop_asked):
        bar.widgetForAction(bar.stop).click()


def test_every_button_has_a_shortcut_that_its_tip_names(bar: RunBar) -> None:
    for action, shortcut in ((bar.play, "Space"), (bar.step, "N"), (bar.stop, "Ctrl+.")):
        assert action.shortcut().toString() == shortcut
        assert f"({shortcut})" in action.toolTip()


def test_icons_follow_the_theme(bar: RunBar) -> None:
    bar.apply_theme(DARK)
    for action, name in ((bar.play, "start"), (bar.step, "step"), (bar.stop, "stop")):
        assert action.icon().cacheKey() == icon(name, DARK).cacheKey()


def test_the_quantity(qtbot: QtBot, bar: RunBar) -> None:
    entries = [bar.quantity.itemData(row) for row in range(bar.quantity.count())]
    assert entries == list(LAYER_QUANTITIES)
    with qtbot.waitSignal(bar._selection.quantity_changed) as signal:
        bar.quantity.setCurrentIndex(entries.index("delta_norm"))
    assert signal.args == ["delta_norm"]


def test_the_kind_of_histogram_goes_both_ways(qtbot: QtBot, bar: RunBar) -> None:
    entries = [bar.histogram.itemData(row) for row in range(bar.histogram.count())]
    assert entries == list(HISTOGRAMS)
    assert bar.histogram.currentData() == bar._selection.histogram == "weight_gradient"
    assert bar.histogram.currentText() == "Weight gradient"
    with qtbot.waitSignal(bar._selection.histogram_changed) as signal:
        bar.histogram.setCurrentIndex(entries.index("activation"))
    assert signal.args == ["activation"]
    bar._selection.choose_histogram("update")
    assert bar.histogram.currentData() == "update"


def test_the_layer_goes_both_ways(qtbot: QtBot, bar: RunBar) -> None:
    selection = bar._selection
    assert [bar.layer.itemText(row) for row in range(bar.layer.count())] == list(SMALL.layer_names)
    with qtbot.waitSignal(selection.layer_changed) as signal:
        bar.layer.setCurrentIndex(2)
    assert signal.args == [2]
    selection.choose_layer(1)
    assert bar.layer.currentText() == "hidden 2"


def test_another_session_brings_its_layers_and_keeps_the_choice(qtbot: QtBot, bar: RunBar) -> None:
    bar._selection.choose_layer(3)
    with qtbot.assertNotEmitted(bar._selection.layer_changed):
        bar.show_session(Session())
    assert bar.layer.currentText() == "output"


def test_the_state_in_words(session: Session, read: Callable[[str], str]) -> None:
    session.state = "following"
    session.state_changed.emit()
    assert read("What the session is doing") == "following"


def test_a_session_with_a_snapshot_can_be_continued(session: Session, bar: RunBar) -> None:
    session.become("saved")
    session.snapshots = (SnapshotPlace(7, "end", 100),)
    bar.refresh()
    assert (bar.play.text(), bar.play.isEnabled(), bar.step.isEnabled()) == ("Continue", True, False)
    session.read_only = "FILE is in use by another program"
    bar.refresh()
    assert (bar.play.text(), bar.play.isEnabled()) == ("Start", False)


def test_numbers_appear_with_the_first_step(session: Session, status: StatusLine, read: Callable[[str], str]) -> None:
    tips = ("Updates", "Steps per second", "Training time", "Loss", "Accuracy")
    assert [read(tip) for tip in tips] == [""] * 5
    session.make_steps(1234, elapsed=12.34, loss=0.123456, accuracy=0.90625)
    status.refresh()
    assert read("Updates") == "step 1 233"
    assert read("Training time") == "12.3 s"
    assert read("Loss") == "loss 0.1235"
    assert read("Accuracy") == "accuracy 90.6%"
    session.history.append([EvaluationReport(1000, np.array([1000.0, 0.3, 0.875]))])
    status.refresh()
    assert read("Accuracy") == "accuracy 90.6%, held-out 87.5%"


def test_an_accuracy_that_nobody_knows_is_left_out(
    session: Session, status: StatusLine, read: Callable[[str], str]
) -> None:
    """A loop of somebody's own may tell neither, or one of them."""
    session.make_steps(3, accuracy=np.nan)
    status.refresh()
    assert read("Accuracy") == ""
    session.history.append([EvaluationReport(1, np.array([1.0, 0.3, np.nan]))])
    status.refresh()
    assert read("Accuracy") == ""
    session.history.append([EvaluationReport(2, np.array([2.0, 0.3, 0.875]))])
    status.refresh()
    assert read("Accuracy") == "held-out 87.5%"
    session.make_steps(1, accuracy=0.5)
    status.refresh()
    assert read("Accuracy") == "accuracy 50.0%, held-out 87.5%"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "0.0 s"),
        (59.94, "59.9 s"),
        (59.96, "59.9 s"),
        (60.0, "1 min 0 s"),
        (119.7, "1 min 59 s"),
        (125.2, "2 min 5 s"),
        (3723.0, "62 min 3 s"),
    ],
)
def test_training_time(
    session: Session, status: StatusLine, read: Callable[[str], str], seconds: float, text: str
) -> None:
    """Cut and not rounded: there is no `1 min 60 s`."""
    session.make_steps(1, elapsed=seconds)
    status.refresh()
    assert read("Training time") == text


@pytest.mark.parametrize(
    ("loss", "text"), [(float("nan"), "loss nan"), (float("inf"), "loss inf"), (1e-30, "loss 1e-30"), (0.0, "loss 0")]
)
def test_extreme_losses(
    session: Session, status: StatusLine, read: Callable[[str], str], loss: float, text: str
) -> None:
    session.make_steps(1, loss=loss)
    status.refresh()
    assert read("Loss") == text


def test_the_rate_is_measured_over_two_seconds(
    session: Session, status: StatusLine, clock: Clock, read: Callable[[str], str]
) -> None:
    rates = []
    for _ in range(20):
        session.make_steps(500)
        clock.now += 0.25
        status.refresh()
        rates.append(read("Steps per second"))
    assert rates[0] == ""
    assert rates[-1] == "2 000 steps/s"
    # Twice as slow: after two seconds nothing of the old rate is left.
    for _ in range(10):
        session.make_steps(250)
        clock.now += 0.25
        status.refresh()
    assert read("Steps per second") == "1 000 steps/s"


def test_a_run_that_goes_on_from_earlier_has_a_rate_of_its_own(
    session: Session, status: StatusLine, clock: Clock, read: Callable[[str], str]
) -> None:
    for number in (500, 500, None, 100, 100):
        if number is None:
            session.history = History.live(SMALL)
        session.make_steps(number or 100)
        clock.now += 0.25
        status.refresh()
        assert not read("Steps per second").startswith("-")
    assert read("Steps per second") == "400 steps/s"


def test_a_slow_network_has_a_rate_too(
    session: Session, status: StatusLine, clock: Clock, read: Callable[[str], str]
) -> None:
    session.make_steps(1)
    status.refresh()
    clock.now += 1.6
    session.make_steps(1)
    status.refresh()
    assert read("Steps per second") == "0.62 steps/s"


def test_a_held_run_has_no_rate(session: Session, status: StatusLine, clock: Clock, read: Callable[[str], str]) -> None:
    for _ in range(4):
        session.make_steps(100)
        clock.now += 0.5
        status.refresh()
    assert read("Steps per second") == "200 steps/s"
    for _ in range(6):
        clock.now += 0.5
        status.refresh()
    assert read("Steps per second") == ""


def test_a_saved_session_has_no_rate(
    session: Session, status: StatusLine, clock: Clock, read: Callable[[str], str]
) -> None:
    session.become("saved")
    session.make_steps(100)
    clock.now += 1
    status.refresh()
    assert read("Steps per second") == ""
    assert read("Updates") == "step 100"


def test_the_line_refreshes_itself(session: Session, qtbot: QtBot, read: Callable[[str], str]) -> None:
    session.make_steps(3)
    qtbot.waitUntil(lambda: read("Updates") == "step 2")


def test_a_session_that_is_closed_is_asked_no_more(
    session: Session, status: StatusLine, read: Callable[[str], str]
) -> None:
    session.make_steps(3)
    status.refresh()
    status.forget()
    session.history = None
    status.refresh()
    assert read("Updates") == "step 2"


def test_another_session_begins_its_own_rate(
    session: Session, status: StatusLine, clock: Clock, read: Callable[[str], str]
) -> None:
    session.make_steps(10_000)
    clock.now += 1
    status.refresh()
    other = Session()
    other.make_steps(10)
    status.show_session(other)
    clock.now += 0.5
    other.make_steps(50)
    status.refresh()
    assert read("Steps per second") == "100 steps/s"


def test_the_quantity_follows_a_choice_made_elsewhere(bar: RunBar) -> None:
    bar._selection.choose_quantity("gain")
    assert bar.quantity.currentData() == "gain"


def test_what_watching_costs(session: Session, qtbot: QtBot) -> None:
    status = StatusLine()
    qtbot.addWidget(status)
    session.become("training")
    status.show_session(session)
    assert status._labels["watching"].text() == ""
    layout = layouts(len(SMALL.layer_names))["look"]
    for step, share, seconds, shown in ((0, np.nan, np.nan, ""), (12, 0.0473, 4.2e-5, "watching 4.7%, 0.042 ms/step")):
        row = np.full(layout.width, np.nan)
        row[0], row[layout.slice("watch_share")], row[layout.slice("watch_time")] = step, share, seconds
        session.history.append([LookReport(step, row)])
        status.refresh()
        assert status._labels["watching"].text() == shown
