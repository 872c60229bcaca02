"""The bar under all plots that looks back: a slider over the recorded steps, and buttons that play and jump."""

from __future__ import annotations

import bisect
from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeySequence, QMouseEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QSlider, QStyle, QToolBar, QVBoxLayout, QWidget

from gradiometer.families.family import Blocked
from gradiometer.history import History
from gradiometer.settings import Settings, describe_briefly
from gradiometer_desktop.icons import icon
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.marks import Mark, marks_of
from gradiometer_desktop.menus import let_tab_in
from gradiometer_desktop.player import Player
from gradiometer_desktop.run_bar import AnySession
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.theme import LIGHT, Theme
from gradiometer_desktop.wording import spaced

SPEEDS = (1, 2, 5, 10, 100, 1000)
# A slider counts in 32 bits, and steps in 64.
_NOTCHES = 100_000
_TICK_PX, _TICKS_HEIGHT_PX = 2.0, 6


class ReplayBar(QToolBar):
    """Moves `selection.moment`, and shows where it is.

    deeds: by name, each with its shortcut; player: what the middle one starts and holds.
    """

    def __init__(self, selection: Selection, parent: QWidget | None = None):
        super().__init__(tr("Replay"), parent)
        self.setObjectName("replay_bar")
        self.setMovable(False)
        self._moment = selection.moment
        self._history: History | None = None
        self._theme = LIGHT
        self._marks: list[Mark] = []
        self._known: object = None
        self.player = Player(selection.moment, self)
        self.deeds: dict[str, QAction] = {}
        for name, text, keys, act in (
            ("first", tr("First step"), "Home", self._first),
            ("mark_back", tr("Back to the mark before"), "Ctrl+Left", lambda: self._jump(-1)),
            ("step_back", tr("One measured step back"), "Left", self._step_back),
            ("start", tr("Replay"), "P", self._toggle),
            ("step_on", tr("One measured step on"), "Right", self._step_on),
            ("mark_on", tr("On to the next mark"), "Ctrl+Right", lambda: self._jump(1)),
            ("newest", tr("Newest"), "End", lambda: self._moment.choose(None)),
        ):
            self._add(name, text, keys, act)
        let_tab_in(self)
        self.speed = QComboBox()
        self.speed.setAccessibleName(tr("Speed of the replay"))
        self.speed.setToolTip(tr("How much faster than it was recorded; 1× is the pace of the training"))
        for speed in SPEEDS:
            self.speed.addItem(f"{speed}×", float(speed))
        self.speed.currentIndexChanged.connect(self._set_speed)
        self.addWidget(self.speed)
        self.track = Track()
        self.track.slider.sought.connect(self._seek)
        self.addWidget(self.track)
        self.where, self.mark = _Line(), _Line()
        self.mark.setObjectName("note")
        self.addWidget(_column(self.where, self.mark))
        selection.moment.changed.connect(self._show)
        self.player.changed.connect(self._show)

    def show_session(self, session: AnySession) -> None:
        """Look back at another session."""
        self._history = session.history
        self._known = None
        self.player.show_history(session.history)
        self.refresh()

    def apply_theme(self, theme: Theme) -> None:
        """Redraw icons and ticks."""
        self._theme = theme
        for name, action in self.deeds.items():
            action.setIcon(icon(name, theme))
        self.track.recolor(theme)
        self._show()

    def refresh(self) -> None:
        """There are new data: the newest step is another one, and so may the marks be."""
        history = self._history
        if history is None:
            return
        if history.happenings != self._known:
            self._known = history.happenings
            self._marks = marks_of(history)
        self._show()

    def _add(self, name: str, text: str, keys: str, act: Callable[[], object]) -> None:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{text} ({shown})")
        action.triggered.connect(lambda: act())
        self.addAction(action)
        self.deeds[name] = action
        if name == "newest":
            button = self.widgetForAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)  # type: ignore[attr-defined]

    # What it shows

    def _show(self) -> None:
        history, step = self._history, self._moment.step
        if history is None:
            return
        first, newest = history.steps.span()
        shown = newest if step is None else step
        playing = self.player.is_playing
        start = self.deeds["start"]
        start.setIcon(icon("pause" if playing else "start", self._theme))
        start.setToolTip(tr("Hold the replay (P)") if playing else tr("Replay what was recorded (P)"))
        has_past = newest > first
        for name, can in (
            ("first", shown > first),
            ("step_back", shown > first),
            ("mark_back", self._mark_beside(-1) is not None),
            ("start", has_past),
            ("step_on", step is not None),
            ("mark_on", self._mark_beside(1) is not None),
            ("newest", step is not None),
        ):
            self.deeds[name].setEnabled(has_past and can)
        self.track.setEnabled(has_past)
        self.track.show_steps(first, newest, step, self._marks)
        self._write(history, shown)

    def _write(self, history: History, shown: float) -> None:
        step = self._moment.step
        settings = history.settings if step is None else history.settings_at(int(step))
        # Where it follows the newest, the status line counts the steps.
        parts = [
            tr("newest step")
            if step is None
            else tr("step {step} of {value}", step=spaced(step), value=spaced(history.steps.span()[1]))
        ]
        if settings is not None:
            parts.append(describe_settings(settings, history.experiment.blocked if history.experiment else {}))
        self.where.write(" · ".join(parts) if history.steps.num_rows else "")
        index = bisect.bisect_right(self._marks, shown, key=_step_of)
        last = [mark for mark in self._marks[:index] if mark.step == self._marks[index - 1].step]
        self.mark.write(
            tr("step {step}: {join}", step=spaced(last[0].step), join=" · ".join(said(mark.text) for mark in last))
            if last
            else ""
        )

    # What the person asks for

    def _toggle(self) -> None:
        if self.player.is_playing:
            self.player.pause()
        else:
            self.player.play()

    def _set_speed(self, index: int) -> None:
        self.player.speed = self.speed.itemData(index)

    def _seek(self, share: float) -> None:
        if self._history is not None:
            first, newest = self._history.steps.span()
            self._moment.seek(first + share * (newest - first), first, newest)

    def _first(self) -> None:
        if self._history is not None:
            self._moment.choose(self._history.steps.span()[0])

    def _step_back(self) -> None:
        steps = self._steps_around()
        before = [step for step in steps if step < self._shown]
        if before:
            self._moment.choose(before[-1])

    def _step_on(self) -> None:
        behind = [step for step in self._steps_around() if step > self._shown]
        self._moment.choose(behind[0] if behind else None)

    def _jump(self, direction: int) -> None:
        mark = self._mark_beside(direction)
        if mark is not None:
            self._moment.choose(float(mark.step))

    @property
    def _shown(self) -> float:
        assert self._history is not None
        return self._history.steps.span()[1] if self._moment.step is None else self._moment.step

    def _steps_around(self) -> list[float]:
        """The measured steps near the one that is shown: one before it and one behind it at least."""
        assert self._history is not None
        # Of so few nothing is joined, and a view has one more on either side.
        steps: list[float] = self._history.view("elapsed", self._shown - 1, self._shown, 4).steps.tolist()
        return steps

    def _mark_beside(self, direction: int) -> Mark | None:
        """The nearest mark before or behind the step that is shown."""
        history, shown = self._history, self._shown
        assert history is not None
        if direction < 0:
            index = bisect.bisect_left(self._marks, shown, key=_step_of) - 1
        else:
            index = bisect.bisect_right(self._marks, shown, key=_step_of)
        inside = 0 <= index < len(self._marks) and self._marks[index].step <= history.steps.span()[1]
        return self._marks[index] if inside else None


class Track(QWidget):
    """A slider over the recorded steps, with a tick below it at each mark."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(160)
        self.slider = SeekSlider()
        self.ticks = QLabel()
        self.ticks.setFixedHeight(_TICKS_HEIGHT_PX)
        self.ticks.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.ticks.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 8, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self.slider)
        column.addWidget(self.ticks)
        column.addStretch(1)
        self._theme = LIGHT
        self._shown: tuple[float, float, list[Mark]] = (0.0, 0.0, [])
        self._drawn: object = None

    def show_steps(self, first: float, newest: float, step: float | None, marks: list[Mark]) -> None:
        """From the first to the newest step, with the handle at one of them; None: at the newest."""
        self._shown = first, newest, marks
        share = 1.0 if step is None or newest <= first else (step - first) / (newest - first)
        self.slider.show_share(share)
        self._draw_ticks()

    def recolor(self, theme: Theme) -> None:
        """Light or dark."""
        self._theme = theme
        self._drawn = None
        self._draw_ticks()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw_ticks()

    def _draw_ticks(self) -> None:
        """A picture, drawn anew where a tick has moved by a pixel: a widget that paints itself would stop training."""
        first, newest, marks = self._shown
        handle, width = self.slider.handle_px, self.slider.width()
        ticks = {}
        for mark in marks:
            if first <= mark.step <= newest and newest > first:
                share = (mark.step - first) / (newest - first)
                ticks[round(handle / 2 + share * (width - handle) - _TICK_PX / 2)] = mark.kind
        if (ticks, width) == self._drawn:
            return
        self._drawn = ticks, width
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(max(1, round(width * ratio)), round(_TICKS_HEIGHT_PX * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        for left, kind in ticks.items():
            painter.fillRect(QRectF(left, 0, _TICK_PX, _TICKS_HEIGHT_PX), QColor(getattr(self._theme, kind)))
        painter.end()
        self.ticks.setPixmap(pixmap)


class SeekSlider(QSlider):
    """A slider whose handle comes to where it is pressed. sought: the share of its length, 0 to 1."""

    sought = Signal(float)

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("replay")
        self.setRange(0, _NOTCHES)
        self.setValue(_NOTCHES)
        # Its arrow keys are those of the bar.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPageStep(_NOTCHES // 20)
        self.setAccessibleName(tr("Step that is shown"))
        self.setToolTip(tr("Drag to look back; at the right end the plots follow the newest step"))
        self.valueChanged.connect(lambda value: self.sought.emit(value / _NOTCHES))

    @property
    def handle_px(self) -> int:
        """How wide the handle is."""
        return self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, self)

    def show_share(self, share: float) -> None:
        """Move the handle, unless a hand holds it."""
        if not self.isSliderDown():
            self.blockSignals(True)
            self.setValue(round(share * _NOTCHES))
            self.blockSignals(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            handle = self.handle_px
            along = round(event.position().x() - handle / 2)
            self.setValue(QStyle.sliderValueFromPosition(0, _NOTCHES, along, self.width() - handle))
        # The handle is under the mouse by now.
        super().mousePressEvent(event)


class _Line(QLabel):
    """One line of text that is cut where there is no room for it."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.whole = ""

    def write(self, text: str) -> None:
        """Show a text; a tip says all of it."""
        if text != self.whole:
            self.whole = text
            self.setToolTip(text)
            self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        self.setText(self.fontMetrics().elidedText(self.whole, Qt.TextElideMode.ElideRight, self.width()))


def describe_settings(settings: Settings, blocked: Blocked) -> str:
    """What a network is trained with in a few words: `ReLU, norm Batch, Adam, rate 0.001`. blocked: what means nothing
    in it.
    """
    off = {"normalization": "none", "skip": False, "skip_weight": 1.0, "clipping": "off", "forget_bias": 0.0}
    names = ["activation", "forget_bias", "normalization", "skip", "clipping", "optimizer", "learning_rate"]
    if settings.skip:
        names.insert(names.index("skip") + 1, "skip_weight")
    values = {name: getattr(settings, name) for name in names if name not in blocked}
    return ", ".join(said(describe_briefly(name, value)) for name, value in values.items() if value != off.get(name))


def _column(*lines: QLabel) -> QWidget:
    made = QWidget()
    made.setMinimumWidth(260)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    column = QVBoxLayout(made)
    column.setContentsMargins(4, 0, 8, 0)
    column.setSpacing(0)
    for line in lines:
        column.addWidget(line)
    return made


def _step_of(mark: Mark) -> int:
    return mark.step
