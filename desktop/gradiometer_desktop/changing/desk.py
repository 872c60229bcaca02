"""What stands between the window and the menus that change a network as a whole: exact surgery, growth, undoing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from gradiometer.reports import Event, Intervention, Note
from gradiometer.settings import Asked, Change, Ramp, Rewrite, Settings, settings_after
from gradiometer_desktop.changing.continue_menu import ContinueMenu
from gradiometer_desktop.changing.growth_menu import GrowthMenu
from gradiometer_desktop.changing.reasons import why_not_gone_on
from gradiometer_desktop.changing.surgery_menu import REMINDER_IN_SHORT, SurgeryMenu
from gradiometer_desktop.language import recorded, said, tr
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.menus import add_action, explain
from gradiometer_desktop.notice_bar import NoticeBar
from gradiometer_desktop.run_bar import AnySession
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.session_desk import SessionDesk
from gradiometer_desktop.wording import spaced

_RAMP_STEPS = 200
"""Over which skip connections of weight 0 are turned up, where the person has set nothing else."""
_TOPIC = tr("skip at zero")
_UNDO = tr("A new session goes on from before it. All that came after it stays in the old file.")
_ENDING = tr("The session is just ending.")
_WAITS = tr("A change waits for the next step: make one first.")


class ChangeDesk(QObject):
    """posted: a Change for the network on the screen, and because of what; begun: a LiveSession to show in place of
    the present session; continued: the step before which this one is to go on; jumped: a step is to be shown; said: a
    sentence for the status line.

    sessions: makes runs that go on from others; fill_menu has to be called before anything else.
    """

    posted = Signal(object, str)
    begun = Signal(object)
    continued = Signal(int)
    jumped = Signal(int)
    said = Signal(str)

    continuing: ContinueMenu
    surgeries: SurgeryMenu
    growth: GrowthMenu
    undo_action: QAction

    def __init__(self, sessions: SessionDesk, selection: Selection, notice: NoticeBar, window: QMainWindow):
        super().__init__(window)
        self._sessions = sessions
        self._selection = selection
        self._notice = notice
        self._window = window
        self._session: AnySession | None = None
        self._waiting: list[Asked] = []
        self._ending: tuple[AnySession, Callable[[], None]] | None = None
        self._ramp_steps = 1

    def fill_menu(self, run: QMenu) -> None:
        """The entries, at the end of the menu."""
        self.continuing = ContinueMenu(run.addMenu(tr("Continue from a &snapshot")), self._selection, self._window)
        self.continuing.chosen.connect(self.continued)
        run.addSeparator()
        run.setToolTipsVisible(True)
        self.undo_action = add_action(run, tr("&Undo the last change"), self.undo, QKeySequence.StandardKey.Undo)
        self.surgeries = SurgeryMenu(run.addMenu(tr("&Exact surgery")), self)
        self.surgeries.chosen.connect(self._rewrite)
        self.growth = GrowthMenu(run.addMenu(tr("&Grow the network")), self)
        self.growth.chosen.connect(self._grow)
        run.aboutToShow.connect(self.refresh)
        self.refresh()
        self.show_state()

    # What the window tells it

    def show_session(self, session: AnySession) -> None:
        """The window shows another session, or another history of it."""
        if session is not self._session:
            self._session, self._waiting, self._ending = session, [], None
            self._notice.withdraw(_TOPIC)
        self.show_state()

    def show_state(self) -> None:
        """The session begins or ends, or has been changed."""
        session = self._session
        if session is not None:
            self.continuing.show_session(session)
            if session.finished is not None:
                # Nothing takes effect any more.
                self._waiting.clear()
                if self._ending is not None:
                    act, self._ending = self._ending[1], None
                    # When all others have heard that it is over.
                    QTimer.singleShot(0, self, act)
        last = self._last
        explain(
            self.undo_action,
            tr("Undoes “{label}”. {UNDO}", label=said(last.label), UNDO=_UNDO) if last is not None else _UNDO,
            self._why_no_undo(),
        )

    def refresh(self) -> None:
        """The menus are about to be seen."""
        self.surgeries.show_session(self._session, self.settings)
        self.growth.show_session(self._session, _ENDING if self._ending else _WAITS if self._waiting else "")

    def wait_for(self, change: Change, because: str = "") -> None:
        """Something has been posted, here or elsewhere in the window, that takes effect at the next step."""
        session = self._session
        if session is not None and session.is_live and session.finished is None:
            self._waiting.append(Asked(change, because))
        self.show_state()

    def take(self, intervention: Intervention) -> bool:
        """Something took effect; returns whether it was posted in this window, and not by a script or elsewhere."""
        found = next((each for each in self._waiting if _is_that(each.change, intervention.command)), None)
        if found is not None:
            self._waiting.remove(found)
            if isinstance(found.change, Rewrite) and found.change.surgery == "skip_at_zero":
                self._offer_ramp()
        self.show_state()
        return found is not None

    def choose_steps(self, steps: int) -> None:
        """Over how many steps the person changes settings from now on; 1: at once."""
        self._ramp_steps = steps

    def refuse(self) -> None:
        """What was posted first cannot be done as things stand."""
        del self._waiting[:1]
        self.show_state()

    @property
    def waiting(self) -> tuple[Asked, ...]:
        """What takes effect at the next step, in order."""
        return tuple(self._waiting)

    @property
    def settings(self) -> Settings | None:
        """In force at the next step; None where they are not known."""
        settings = None if self._session is None else self._session.history.settings
        for each in self._waiting:
            settings = None if settings is None else settings_after(each.change, settings)
        return settings

    @staticmethod
    def message_of(intervention: Intervention) -> str:
        """What the status line says of it; empty for nothing."""
        if isinstance(intervention.command, Rewrite):
            return tr("Done. {REMINDER_IN_SHORT}", REMINDER_IN_SHORT=REMINDER_IN_SHORT)
        return f"{said(intervention.label)}: {said(intervention.effect)}" if intervention.effect else ""

    # Exact surgery

    def _rewrite(self, change: Rewrite) -> None:
        self.posted.emit(change, "")
        self.said.emit(tr("At the next step. {REMINDER_IN_SHORT}", REMINDER_IN_SHORT=REMINDER_IN_SHORT))

    def _offer_ramp(self) -> None:
        steps = self._ramp_steps if self._ramp_steps > 1 else _RAMP_STEPS
        self._notice.tell(
            tr("Skip connections stand there with weight 0, so nothing has changed yet: turn the skip weight up."),
            tr("Ramp it to 1 over {steps} steps", steps=spaced(steps)),
            partial(self._ramp_up, steps),
            topic=_TOPIC,
        )

    def _ramp_up(self, steps: int) -> None:
        self._notice.withdraw(_TOPIC)
        settings = self.settings
        if settings is not None and settings.skip and settings.skip_weight != 1.0:
            self.posted.emit(Ramp(settings=dataclasses.replace(settings, skip_weight=1.0), steps=steps), "")

    # Growth

    def _grow(self, behind: int | None, factor: int) -> None:
        session = self._session
        if session is not None:
            self._when_over(session, partial(self._begin_grown, session, behind, factor, session.is_playing))

    def _begin_grown(self, session: AnySession, behind: int | None, factor: int, plays: bool) -> None:
        path = session.path
        if session is not self._session or path is None:
            return
        made = self._sessions.grow(path, behind, factor, self._window)
        if made is not None:
            self._begin(made, (), plays)
            self.said.emit(tr("A larger network in a new session; the old one stays as it is"))

    # Undoing

    def undo(self, change: Intervention | None = None) -> None:
        """Go on from before a change, the last one where none is given; the others of its step that came first stay."""
        session = self._session
        if session is None:
            return
        if change is None and self._waiting and not self._why_no_undo():
            again = self._waiting[:-1]
            self._when_over(session, partial(self._go_before, session, None, again, session.is_playing))
            return
        change = change or self._last
        if change is None or self._why_not_undone(change):
            return
        before = session.history.interventions
        before = before[: next(index for index, each in enumerate(before) if each is change)]
        again = [Asked(each.command, each.because) for each in before if each.step == change.step]
        self._when_over(session, partial(self._go_before, session, change, again, session.is_playing))

    def show_menu(self, entry: Intervention | Event | Note, position: QPoint) -> None:
        """Show what can be done with an entry of the list of changes."""
        self.menu_of(entry).popup(position)

    def menu_of(self, entry: Intervention | Event | Note) -> QMenu:
        """What can be done with it; the menu goes when it is closed."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        add_action(menu, tr("&Show step {step}", step=spaced(entry.step)), partial(self.jumped.emit, entry.step))
        if isinstance(entry, Intervention):
            explain(
                add_action(menu, tr("&Undo this change"), partial(self.undo, entry)), _UNDO, self._why_not_undone(entry)
            )
        return menu

    @property
    def _last(self) -> Intervention | None:
        changes = [] if self._session is None else self._session.history.interventions
        return changes[-1] if changes else None

    def _why_no_undo(self) -> str:
        """Why the last change cannot be undone."""
        if self._waiting:
            return _ENDING if self._ending else why_not_gone_on(self._session)
        last = self._last
        if last is not None:
            return self._why_not_undone(last)
        return why_not_gone_on(self._session) if self._session is None else tr("Nothing has been changed yet.")

    def _why_not_undone(self, change: Intervention) -> str:
        session = self._session
        if reason := _ENDING if self._ending else why_not_gone_on(session):
            return reason
        assert session is not None
        if all(each is not change for each in session.history.interventions):
            return tr("It belongs to another session.")
        is_over = not session.is_live or session.finished is not None
        if is_over and session.snapshots[0].step > change.step:
            return tr("There is no snapshot before step {step} to go on from.", step=spaced(change.step))
        return ""

    def _go_before(self, session: AnySession, change: Intervention | None, again: Sequence[Asked], plays: bool) -> None:
        """change: None for one that has not taken effect."""
        path = session.path
        if session is not self._session or path is None:
            return
        step, through = (None, "") if change is None else (change.step, recorded("undone: {label}", label=change.label))
        made = self._sessions.continue_session(path, step, self._window, through=through)
        if made is None:
            return
        self._begin(made, again, plays)
        if change is None:
            self.said.emit(tr("Undone: it had not taken effect yet"))
        else:
            self.said.emit(
                tr(
                    "Undone. What came after step {step} is kept in the old file, {name}",
                    step=spaced(change.step),
                    name=path.name,
                )
            )

    # Both

    def _when_over(self, session: AnySession, act: Callable[[], None]) -> None:
        """At once of a session that is over; a live one is ended first, which takes as long as its current step."""
        if isinstance(session, LiveSession) and session.finished is None:
            self._ending = session, act
            session.stop()
        else:
            act()

    def _begin(self, made: LiveSession, changes: Sequence[Asked], plays: bool) -> None:
        self.begun.emit(made)
        for each in changes:
            self.posted.emit(each.change, each.because)
        if plays:
            made.play()


def _is_that(change: Change, command: Change) -> bool:
    """Whether a command that took effect is what was posted; settings beside a surgery are found out at its step."""
    if isinstance(change, Rewrite) and isinstance(command, Rewrite):
        return change.surgery == command.surgery
    return change == command
