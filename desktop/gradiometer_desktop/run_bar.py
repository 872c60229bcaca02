"""The tool bar that starts and holds training, and the status line that says how it goes."""

from __future__ import annotations

import math
import time
from collections import deque

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QComboBox, QLabel, QStatusBar, QToolBar, QWidget

from gradiometer.history import History
from gradiometer.quantities import HISTOGRAMS
from gradiometer_desktop.icons import icon
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.menus import let_tab_in, make_combo
from gradiometer_desktop.saved_session import SavedSession
from gradiometer_desktop.selection import LAYER_QUANTITIES, Selection
from gradiometer_desktop.spoken import announce
from gradiometer_desktop.theme import Theme
from gradiometer_desktop.wording import capital, spaced
from gradiometer_desktop.work_row import WorkRow

AnySession = LiveSession | SavedSession

# Whether it is training, and whether it would be continued from a snapshot.
_PLAY_TIPS = {
    (True, False): tr("Hold after the current step (Space)"),
    (True, True): tr("Hold after the current step (Space)"),
    (False, False): tr("Train (Space)"),
    (False, True): tr("Train on from the newest snapshot, as if it had never stopped (Space)"),
}

_REFRESH_MS = 250
# The rate is the mean over this span: long enough to read, short enough to follow a change.
_RATE_SPAN_S = 2.0


class RunBar(QToolBar):
    """Start or pause, single step, stop; and which quantity and layer the plots show."""

    play_asked = Signal()
    pause_asked = Signal()
    step_asked = Signal()
    stop_asked = Signal()

    def __init__(self, selection: Selection, parent: QWidget | None = None):
        super().__init__(tr("Run"), parent)
        self.setObjectName("run_bar")
        self.setMovable(False)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._session: AnySession | None = None
        self._selection = selection
        self.play = QAction(tr("Start"), self)
        self.play.setShortcut(QKeySequence("Space"))
        self.play.triggered.connect(self._toggle)
        self.step = QAction(tr("Step"), self)
        self.step.setShortcut(QKeySequence("N"))
        self.step.setToolTip(tr("Make one step and hold (N)"))
        self.step.triggered.connect(self.step_asked)
        self.stop = QAction(tr("Stop"), self)
        self.stop.setShortcut(QKeySequence("Ctrl+."))
        self.stop.setToolTip(tr("End this session; what it recorded stays (Ctrl+.)"))
        self.stop.triggered.connect(self.stop_asked)
        self.addActions([self.play, self.step, self.stop])
        let_tab_in(self)
        self.addSeparator()
        titles = {name: capital(title) for name, title in LAYER_QUANTITIES.items()}
        self.quantity = make_combo(titles, tr("Quantity shown in profile and norms"), tr("What profile and norms show"))
        self.quantity.currentIndexChanged.connect(
            lambda index: selection.choose_quantity(self.quantity.itemData(index))
        )
        selection.quantity_changed.connect(lambda name: self.quantity.setCurrentIndex(self.quantity.findData(name)))
        self.layer = QComboBox()
        self.layer.setAccessibleName(tr("Chosen layer"))
        self.layer.setToolTip(tr("The layer that histogram and heat map show; or click one in a plot"))
        self.layer.setMinimumContentsLength(10)
        self.layer.currentIndexChanged.connect(lambda index: selection.choose_layer(max(index, 0)))
        selection.layer_changed.connect(self.layer.setCurrentIndex)
        what = tr("What histogram and heat map count")
        self.histogram = make_combo({name: capital(said(kind.title)) for name, kind in HISTOGRAMS.items()}, what, what)
        self.histogram.currentIndexChanged.connect(
            lambda index: selection.choose_histogram(self.histogram.itemData(index))
        )
        selection.histogram_changed.connect(lambda name: self.histogram.setCurrentIndex(self.histogram.findData(name)))
        self.addWidget(QLabel(tr("  Show  ")))
        self.addWidget(self.quantity)
        self.addWidget(QLabel(tr("   Layer  ")))
        self.addWidget(self.layer)
        self.addWidget(QLabel(tr("   Histogram of  ")))
        self.addWidget(self.histogram)

    def show_session(self, session: AnySession) -> None:
        """Follow another session."""
        self._session = session
        self.layer.blockSignals(True)
        self.layer.clear()
        self.layer.addItems(list(session.history.layer_names))
        self.layer.setCurrentIndex(self._selection.layer)
        self.layer.blockSignals(False)
        session.state_changed.connect(self.refresh)
        self.refresh()

    def apply_theme(self, theme: Theme) -> None:
        """Redraw the icons."""
        self._theme = theme
        self.step.setIcon(icon("step", theme))
        self.stop.setIcon(icon("stop", theme))
        self.refresh()

    def refresh(self) -> None:
        """Show what can be done now."""
        session = self._session
        if session is None:
            return
        running = session.is_playing
        alive = session.is_live and session.finished is None
        continues = bool(session.snapshots) and not session.read_only
        self.play.setIcon(icon("pause" if running else "start", self._theme))
        held = tr("Continue") if continues else tr("Resume") if session.is_live and session.has_begun else tr("Start")
        self.play.setText(tr("Pause") if running else held)
        self.play.setToolTip(_PLAY_TIPS[running, continues])
        self.play.setEnabled(alive or continues)
        self.step.setEnabled(alive)
        self.stop.setEnabled(alive and (session.has_begun or running))

    def _toggle(self) -> None:
        if self._session is not None and self._session.is_playing:
            self.pause_asked.emit()
        else:
            self.play_asked.emit()


class StatusLine(QStatusBar):
    """State, step, speed, time, loss and accuracy; messages come and go on the left."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._session: AnySession | None = None
        self._rate: deque[tuple[float, int]] = deque()
        self._labels: dict[str, QLabel] = {}
        self.setAccessibleName(tr("Status"))
        # Reached by F6 and read aloud as a whole.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.messageChanged.connect(lambda message: announce(self, message))
        tips = {
            "state": tr("What the session is doing"),
            "step": tr("Updates made so far"),
            "rate": tr("Steps per second over the last {RATE_SPAN_S:g} s", RATE_SPAN_S=_RATE_SPAN_S),
            "watching": tr("What watching took, since the last closer look, and how far apart norms are measured"),
            "elapsed": tr("Training time, pauses left out"),
            "loss": tr("Loss of the newest batch"),
            "accuracy": tr("Accuracy on the newest batch, and on the held-out examples"),
        }
        for name, tip in tips.items():
            label = QLabel()
            label.setToolTip(tip)
            label.setAccessibleName(tip)
            self.addPermanentWidget(label)
            # Empty, it would take room all the same.
            label.hide()
            self._labels[name] = label
        self.work = WorkRow(self)
        self.insertPermanentWidget(0, self.work)
        self.work.hide()
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()

    def show_session(self, session: AnySession) -> None:
        """Follow another session."""
        self._session = session
        self._rate.clear()
        session.state_changed.connect(self.refresh)
        self.refresh()

    def forget(self) -> None:
        """The session is about to close: ask it nothing more."""
        self._session = None

    def refresh(self) -> None:
        """Show the newest numbers."""
        session = self._session
        if session is None:
            return
        history = session.history
        if session.state != self._labels["state"].text():
            announce(self, session.state)
        self._set("state", session.state)
        num_steps = history.steps.num_rows
        if num_steps == 0:
            for name in ("step", "rate", "watching", "elapsed", "loss", "accuracy"):
                self._set(name, "")
            return
        self._set("step", tr("step {step}", step=spaced(history.last("step")[0])))
        self._set("rate", self._measure_rate(int(history.last("step")[0]) + 1) if session.is_live else "")
        self._set("watching", self._cost(history))
        seconds = float(history.last("elapsed")[0])
        # Cut and not rounded, or a minute would have 60 s.
        long, short = (
            tr("{minutes} min {rest} s", minutes=int(seconds // 60), rest=int(seconds % 60)),
            f"{int(seconds * 10) / 10:.1f} s",
        )
        self._set("elapsed", long if seconds >= 60 else short)
        self._set("loss", tr("loss {value:.4g}", value=history.last("loss")[0]))
        self._set("accuracy", _accuracy(history))

    def _cost(self, history: History) -> str:
        share, seconds = history.last("watch_share"), history.last("watch_time")
        if not len(share) or not math.isfinite(share[0]):
            return ""
        text = tr("watching {share:.1%}, {value:.2g} ms/step", share=share[0], value=1000 * seconds[0])
        apart = _steps_apart(history)
        return text if apart <= 1 else tr("{text}, norms every {apart} steps", text=text, apart=apart)

    def _measure_rate(self, num_steps: int) -> str:
        now = time.monotonic()
        if self._rate and num_steps < self._rate[-1][1]:
            # It goes on from before the end that was shown.
            self._rate.clear()
        self._rate.append((now, num_steps))
        while now - self._rate[0][0] > _RATE_SPAN_S:
            self._rate.popleft()
        if not self._rate:
            return ""
        begun, before = self._rate[0]
        if now - begun < 0.2 or num_steps == before:
            return "" if num_steps == before else "…"
        rate = (num_steps - before) / (now - begun)
        return tr("{rate} steps/s", rate=spaced(rate)) if rate >= 10 else tr("{rate:.2g} steps/s", rate=rate)

    def _set(self, name: str, text: str) -> None:
        label = self._labels[name]
        if label.text() != text:
            label.setText(text)
            label.setVisible(bool(text))


def _steps_apart(history: History) -> int:
    """Steps between the last two at which norms were measured."""
    newest = int(history.last("step")[0])
    before = history.steps.at(newest - 1, "step")
    return 1 if before is None else newest - before[0]


def _accuracy(history: History) -> str:
    """Where it is known: a loop of the user's own may have none."""
    known = {
        tr("accuracy {value:.1%}"): history.last("accuracy"),
        tr("held-out {value:.1%}"): history.last("held_out_accuracy"),
    }
    return ", ".join(
        text.format(value=value[0]) for text, value in known.items() if len(value) and value[0] == value[0]
    )
