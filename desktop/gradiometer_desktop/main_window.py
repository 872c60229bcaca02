"""The main window: docks around one session, and the menus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from gradiometer.experiment import Experiment
from gradiometer.exports import ExportError
from gradiometer.presets import load_experiment
from gradiometer.reports import Event, Intervention
from gradiometer.session_database import SessionFileError
from gradiometer.settings import Change, settings_after
from gradiometer_desktop import files, problems
from gradiometer_desktop.changing.desk import ChangeDesk
from gradiometer_desktop.docks import keep_layout, make_docks, recall_layout, restore_docks
from gradiometer_desktop.export_desk import ExportDesk
from gradiometer_desktop.file_menu import FileMenu
from gradiometer_desktop.findings.desk import FindingsDesk
from gradiometer_desktop.governor import SHARES, Governor
from gradiometer_desktop.help_menu import HelpMenu
from gradiometer_desktop.icons import show_icons_of
from gradiometer_desktop.interventions_list import InterventionsList
from gradiometer_desktop.keyboard import OwnKeys, Parts, move_focus
from gradiometer_desktop.language import inside, said, tr
from gradiometer_desktop.lessons.desk import LessonDesk
from gradiometer_desktop.lessons.diagrams import DIAGRAMS
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.menus import add_action
from gradiometer_desktop.more_commands import more_commands
from gradiometer_desktop.notice_bar import NoticeBar
from gradiometer_desktop.palette import Palette
from gradiometer_desktop.plots import PLOTS, Plot, TimePlot
from gradiometer_desktop.plots.neurons import NeuronsPlot
from gradiometer_desktop.preferences import preferences_of
from gradiometer_desktop.reading import ReadingPanel
from gradiometer_desktop.replay_bar import ReplayBar
from gradiometer_desktop.reports_desk import ReportsDesk
from gradiometer_desktop.run_bar import AnySession, RunBar, StatusLine
from gradiometer_desktop.saved_session import SavedSession
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.session_desk import SessionDesk
from gradiometer_desktop.settings_panel import SettingsPanel
from gradiometer_desktop.start_page import StartPage
from gradiometer_desktop.tour import Tour
from gradiometer_desktop.trials.desk import TrialsDesk
from gradiometer_desktop.view_menu import ViewMenu
from gradiometer_desktop.watching_menu import WatchingMenu

if TYPE_CHECKING:
    from gradiometer_desktop.compare_window import CompareWindow

_LAYOUT_VERSION = 6
# How long a session may take to end: of one that is shown no more, and of one whose file is needed.
_SOON_S, _PATIENCE_S = 0.2, 10.0
_LOOK_MS = 200
# A notice on it is withdrawn when the file can be read again.
_TROUBLE = "trouble"


class MainWindow(QMainWindow):
    """Shows one session at a time. settings: what the window remembers from one start to the next."""

    def __init__(self, settings: QSettings):
        super().__init__()
        self._settings = settings
        self.session: AnySession | None = None
        self._leaving: list[AnySession] = []
        self.selection = Selection(self)
        self.preferences = preferences_of(settings)
        self.governor = Governor(SHARES[self.preferences.value("drawing")], self.preferences.value("frames"))
        self.setWindowTitle("Gradiometer")
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, self.tabPosition(Qt.DockWidgetArea.TopDockWidgetArea))

        self.run_bar = RunBar(self.selection, self)
        self.addToolBar(self.run_bar)
        self.notice = NoticeBar(self)
        self.addToolBarBreak()
        self.addToolBar(self.notice)
        self.status = StatusLine(self)
        self.setStatusBar(self.status)
        self.panel = SettingsPanel(self.selection)
        self.changes = InterventionsList()
        self.reading = ReadingPanel(self.selection)
        self.plots: dict[str, Plot] = {}
        for kind in PLOTS:
            plot = kind(self.selection)
            self.plots[plot.name] = plot
            for canvas in plot.canvases:
                canvas.setAcceptDrops(False)
                canvas.viewport().setAcceptDrops(False)
        self.desk = SessionDesk(self.governor, self)
        self.replay_bar = ReplayBar(self.selection, self)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, self.replay_bar)
        self.start_page = StartPage(
            self,
            [self.run_bar.play, self.run_bar.step, self.run_bar.stop],
            [self.replay_bar],
            partial(files.recent, settings),
        )
        self.export_desk = ExportDesk(self.plots, self.selection, settings, self)
        self.reports = ReportsDesk(self, settings)
        self.lessons = LessonDesk(self.selection, self._settings, self, DIAGRAMS)
        self.findings = FindingsDesk(self.selection, self._settings, self.notice, self)
        self.trials = TrialsDesk(self._settings, self)
        self._desks = self.lessons, self.findings
        self.tour = Tour(self, settings)
        self.changing = ChangeDesk(self.desk, self.selection, self.notice, self)
        panels: dict[str, tuple[str, QWidget]] = {
            "lesson": (tr("Lesson"), self.lessons.panel),
            "settings": (tr("Network and training"), self.panel),
            "findings": (tr("Findings"), self.findings.panel),
            "changes": (tr("Changes"), self.changes),
            "reading": (tr("How to read it"), self.reading),
        }
        panels |= {plot.name: (plot.title, plot) for plot in self.plots.values()}
        self.docks = make_docks(self, panels)
        for desk in self._desks:
            desk.place(self.docks)
        self.palette_of_commands = Palette(self, settings, partial(more_commands, self))
        self._make_menus()
        self._connect()
        self._own_keys = OwnKeys(self)
        self._parts = Parts(self, self.start_page.cover)
        self.view_menu.apply_theme()
        self.view_menu.default_layout = self.saveState(_LAYOUT_VERSION)
        self._restore_layout()

    # Opening and closing sessions

    def open_first(self, path: Path | None, *, follows: bool = False) -> None:
        """What the program starts with: this session, else the start page, and behind it one that is ready to train.

        follows: another program is writing it.
        """
        if path is not None and self.open_path(path, follows=follows):
            return
        self.new_preset("digits")
        if path is None:
            self.start_page.show()
            if self.tour.is_new:
                self.start_page.offer_tour()
                self.tour.note_offered()

    def new_session(self, experiment: Experiment) -> None:
        """Make a session ready to train, in place of the present one."""
        self._show(LiveSession(experiment, files.new_session_path(experiment.name), self.governor, self))

    def new_preset(self, name: str) -> None:
        """Make a session of a preset, recorded as the person has chosen, in place of the present one."""
        self.new_session(self.preferences.for_new(load_experiment(name)))

    def open_path(self, path: Path, *, follows: bool = False) -> bool:
        """Open a session file in place of the present session. On bad input that one stays and a sentence says why.

        Of an exported figure it is the session that the figure shows; what a script says is to be trained. follows:
        another program is writing it; also found out where that runs on this computer.
        """
        if files.is_script(path):
            scripted = self.desk.open_script(path, self)
            if scripted is not None:
                self._show(scripted)
            return scripted is not None
        if files.is_figure(path):
            # Imported when it is wanted: figures take other libraries with them.
            from gradiometer_desktop.figure_opening import open_figure

            return open_figure(self, path)
        live = self.session.path if isinstance(self.session, LiveSession) else None
        if live is not None and live.absolute() == path.absolute():
            # Not the saved face of what is being trained here.
            self.start_page.hide()
            return True
        self._wait_for(path)
        try:
            session = SavedSession(path, self, follows=follows)
        except SessionFileError as error:
            problems.tell(self, tr("This file cannot be opened"), said(str(error)))
            return False
        files.remember(self._settings, path)
        self._show(session)
        if session.follows and not follows:
            self.notice.tell(
                tr("{read_only}: it is shown as it grows, and cannot be changed here", read_only=session.read_only)
            )
        return True

    def open_sample(self) -> None:
        """Show the recorded session that comes with the program, as a copy that may be changed."""
        # Imported when it is wanted, as all that writes files.
        from gradiometer_desktop import sample

        try:
            path = sample.copied()
        except ExportError as error:
            problems.tell(self, tr("The sample session cannot be opened"), said(str(error)))
            return
        self.open_path(path)

    def continue_session(self, step: int | None = None) -> None:
        """Train on before a step of the session on the screen, that of its newest snapshot where none is given."""
        if self.session is None or self.session.path is None:
            return
        continued = self.desk.continue_session(self.session.path, step, self)
        if continued is not None:
            self._show(continued)
            continued.play()

    def _hand_over(self) -> None:
        """End the run on the screen, and let another part of the program write its file."""
        session = self.session
        if session is None:
            return
        if isinstance(session, LiveSession):
            session.stop()
            session.wait(_PATIENCE_S)
            session.drain()
        session.hand_over()

    def _go_on(self, path: Path) -> None:
        """Train on with a file from its newest snapshot."""
        continued = self.desk.continue_session(path, None, self)
        if continued is not None:
            self._show(continued)
            continued.play()

    def open_comparison(self, paths: Sequence[Path]) -> CompareWindow | None:
        """Show two to eight sessions together, in a window of their own; None where that cannot be."""
        # Imported when it is wanted: at the start it would keep the window away for a tenth of a second.
        from gradiometer_desktop.compare_window import open_comparison

        window = (
            self.trials.reopen(paths) if self.trials.are_forks(paths) else open_comparison(paths, self._settings, self)
        )
        if window is not None:
            self.start_page.hide()
        return window

    def _show(self, session: AnySession) -> None:
        self._close_session()
        self.session = session
        session.grew.connect(self._draw)
        for happened in (session.intervened, session.found, session.noted):
            happened.connect(self._mark)
        session.intervened.connect(self._intervened)
        session.said.connect(self._said)
        session.found.connect(self.findings.find)
        session.noted.connect(self._noted)
        session.weighed.connect(self._neurons.take_weights)
        session.state_changed.connect(self._state_changed)
        session.replaced.connect(self._show_history)
        self._show_history()
        self.run_bar.show_session(session)
        self.status.show_session(session)
        self.notice.hide()
        self.watching.show_session(session)
        self.selection.is_training = session.is_playing
        self._update_title()
        self.start_page.hide()
        if isinstance(session, LiveSession):
            session.open()

    def _show_history(self) -> None:
        """Let everything show the session's history, which is another one than before."""
        session = self.session
        assert session is not None
        history = session.history
        self.selection.choose_layer(0)
        self.selection.moment.choose(None)
        self.selection.steps.follows = True
        begins, newest = history.steps.span()
        self.selection.steps.follow(newest, begins=begins, exactly=not session.is_live)
        for plot in self.plots.values():
            plot.show_history(history)
        self.changes.show_history(history)
        self.reading.show_history(history)
        self.replay_bar.show_session(session)
        self.panel.show_history(history, live=session.is_live)
        for desk in (*self._desks, self.trials):
            desk.show_session(session)
        self.changing.show_session(session)
        self._show_waiting()

    def _close_session(self) -> None:
        if self.session is None:
            return
        # While the plots can still read what they look back at.
        self.selection.moment.choose(None)
        old, self.session = self.session, None
        self.status.forget()
        if isinstance(old, LiveSession) and old.path is not None:
            files.remember(self._settings, old.path)
        if not old.close(_SOON_S):
            # It is loading torch, or its steps are long: the window does not wait for that.
            self._leaving.append(old)
            self._leave()
            return
        old.deleteLater()

    def _leave(self) -> None:
        """Let go of sessions whose threads have ended by now."""
        for old in [each for each in self._leaving if not (isinstance(each, LiveSession) and each.is_alive)]:
            self._leaving.remove(old)
            old.deleteLater()
        if self._leaving:
            QTimer.singleShot(_LOOK_MS, self, self._leave)

    def _wait_for(self, path: Path) -> None:
        """A session that is being left may still write this file."""
        for old in self._leaving:
            if isinstance(old, LiveSession) and old.path is not None and old.path.absolute() == path.absolute():
                old.wait(_PATIENCE_S)

    # What the session says

    def _draw(self) -> None:
        """New data: only what is on the screen is redrawn."""
        assert self.session is not None
        begins, newest = self.session.history.steps.span()
        self.selection.steps.follow(newest, begins=begins)
        for plot in self.plots.values():
            if plot.is_seen:
                plot.refresh()
        self.replay_bar.refresh()
        self.lessons.refresh()

    def _mark(self, *_what: object) -> None:
        """At once, in all plots over time."""
        for plot in self.plots.values():
            if isinstance(plot, TimePlot):
                plot.mark()

    def _intervened(self, intervention: Intervention) -> None:
        self.changes.add(intervention)
        if not self.changing.take(intervention):
            # A script has made it, or another program.
            self._show_change(intervention.command)
            self._show_waiting()
        for desk in self._desks:
            desk.show_state()
        if message := self.changing.message_of(intervention):
            self.status.showMessage(message, 8000)

    def _noted(self) -> None:
        assert self.session is not None
        self.changes.show_history(self.session.history)
        self.replay_bar.refresh()

    def _said(self, event: Event) -> None:
        if event.kind == "storage":
            self.notice.tell(said(event.text), tr("Save elsewhere…"), self.file_menu.ask_save)
        elif event.kind == "stored":
            self.notice.tell(said(event.text))
        else:
            self.changes.add(event)
            if event.kind == "refused":
                self._refused(event)
            if event.kind == "non_finite":
                self.notice.tell(
                    tr("{text}. The session goes on recording.", text=said(event.text)),
                    tr("Show"),
                    lambda: self._jump(event.step),
                )

    def _refused(self, event: Event) -> None:
        """A change could not be made as things stand: what holds is shown again."""
        session = self.session
        assert session is not None
        self.changing.refuse()
        if session.history.settings is not None:
            self.panel.show_settings(session.history.settings)
        for desk in self._desks:
            desk.show_session(session)
        self._show_waiting()
        self.status.showMessage(said(event.text), 10_000)

    def _state_changed(self) -> None:
        session = self.session
        assert session is not None
        self.selection.is_training = session.is_playing
        self._update_title()
        for desk in (*self._desks, self.trials):
            desk.show_state()
        self.changing.show_state()
        if isinstance(session, SavedSession):
            if session.trouble:
                sentence = tr(
                    "{trouble}. It is tried again; what was read stays on the screen", trouble=session.trouble
                )
                self.notice.tell(sentence, topic=_TROUBLE)
            else:
                self.notice.withdraw(_TROUBLE)
        finished = session.finished
        if finished is not None:
            self.panel.end()
        if isinstance(session, LiveSession) and session.given_up is not None:
            # When all others have heard that it is over.
            QTimer.singleShot(0, self, partial(self.open_path, session.given_up))
            return
        if finished is not None and finished.error and isinstance(session, LiveSession) and not session.told:
            session.told = True
            if finished.trace:
                problems.report(self, tr("Training has stopped"), said(finished.error), finished.trace)
                return
            # Of a continued session that could not begin there is all that came before.
            last = max(finished.step, round(session.history.steps.span()[1]))
            problems.tell(
                self,
                tr("Training has stopped"),
                tr(
                    "{error}. What was recorded up to step {last} is safe and stays open.",
                    error=finished.error,
                    last=last,
                ),
            )

    def _update_title(self) -> None:
        session = self.session
        assert session is not None
        where = session.path.name if session.path is not None else tr("not recorded yet")
        outline = session.history.outline
        self.setWindowTitle(
            tr(
                "{title} {structure} ({where}) - Gradiometer",
                title=session.history.title,
                structure=outline.structure,
                where=where,
            )
        )
        self.start_page.show_open(session.path)
        self.file_menu.show_session(session)
        self.note_action.setEnabled(session.has_begun and not session.read_only)

    def _jump(self, step: int) -> None:
        """Show a step in the middle of all plots over time."""
        assert self.session is not None
        self.selection.moment.seek(step, *self.session.history.steps.span())
        newest = max(self.session.history.steps.span()[1], 1.0)
        span = min(self.selection.steps.last - self.selection.steps.first, max(200.0, newest / 10))
        self.selection.steps.set_by_hand(max(0.0, step - span / 2), max(0.0, step - span / 2) + span)

    # What the person asks for

    def _connect(self) -> None:
        self.run_bar.play_asked.connect(self._play)
        self.run_bar.pause_asked.connect(lambda: self._with_live(LiveSession.pause))
        self.run_bar.step_asked.connect(lambda: self._with_live(LiveSession.step_once))
        self.run_bar.stop_asked.connect(lambda: self._with_live(LiveSession.stop))
        self._neurons.neuron_chosen.connect(lambda neuron: self._with_live(lambda session: session.ask_weights(neuron)))
        self.panel.posted.connect(self._post)
        self.panel.over_changed.connect(self.changing.choose_steps)
        self.changing.posted.connect(self._post)
        self.changing.begun.connect(self._show)
        self.changing.continued.connect(self.continue_session)
        self.changing.jumped.connect(self._jump)
        self.changes.menu_asked.connect(self.changing.show_menu)
        for desk in self._desks:
            desk.posted.connect(self._post)
            desk.begun.connect(self._begin)
        for speaker in (*self._desks, self.changing, self.desk, self.export_desk, self.reports, self.trials):
            speaker.said.connect(lambda sentence: self.status.showMessage(sentence, 10_000))
        self.findings.continued.connect(self.continue_session)
        self.findings.jumped.connect(self._jump)
        self.findings.trial_asked.connect(self.trials.ask)
        self.trials.work_begun.connect(self.status.work.begin)
        self.trials.work_told.connect(self.status.work.tell)
        self.trials.work_ended.connect(self.status.work.end)
        self.trials.let_go.connect(self._hand_over)
        self.trials.go_on.connect(self._go_on)
        self.trials.taken_back.connect(self._written)
        self.panel.refused.connect(lambda sentence: self.status.showMessage(sentence, 10_000))
        self.changes.jumped.connect(self._jump)
        self.changes.note_asked.connect(self.ask_note)
        self.watching.allowed.connect(
            lambda share, everything: self._with_live(lambda session: session.allow(share, everything=everything))
        )
        self.desk.made.connect(self._written)
        self.desk.copied.connect(self.open_path)
        self.desk.begun.connect(self.status.work.follow)
        page = self.start_page
        page.open_asked.connect(self.open_path)
        page.compare_asked.connect(self.open_comparison)
        page.branches_asked.connect(self.file_menu.show_branches)
        page.new_asked.connect(self.file_menu.ask_new)
        page.file_asked.connect(self.file_menu.ask_open)
        page.preset_asked.connect(self.new_preset)
        page.lesson_asked.connect(self.open_lesson)
        page.sample_asked.connect(self.open_sample)
        page.tour_asked.connect(self.tour.begin)
        page.shown.connect(self.tour.end)
        page.labelled.connect(self._update_title)

    def _play(self) -> None:
        if isinstance(self.session, LiveSession) and self.session.finished is None:
            self.session.play()
        else:
            self.continue_session()

    def _begin(self, experiment: Experiment) -> None:
        self.new_session(experiment)
        self._play()

    def _post(self, change: Change, because: str = "") -> None:
        """Change the network at its next step."""
        self._with_live(lambda session: session.post(change, because))
        self.changing.wait_for(change, because)
        self._show_change(change)

    def _show_change(self, change: Change) -> None:
        """Let everything show what holds after a change that has been made, or will be."""
        settings = settings_after(change, self.panel.settings)
        if settings != self.panel.settings:
            self.panel.show_settings(settings)
        for desk in self._desks:
            desk.note_posted(change)

    def _show_waiting(self) -> None:
        """What takes effect at the next step, of which the history knows nothing."""
        for asked in self.changing.waiting:
            self._show_change(asked.change)

    def open_lesson(self, name: str) -> None:
        """Show a lesson beside the session."""
        self.start_page.hide()
        self.lessons.open(name)

    @property
    def _neurons(self) -> NeuronsPlot:
        plot = self.plots[NeuronsPlot.name]
        assert isinstance(plot, NeuronsPlot)
        return plot

    def _with_live(self, act: Callable[[LiveSession], None]) -> None:
        if isinstance(self.session, LiveSession):
            act(self.session)

    def save_as(self, path: Path) -> None:
        """Keep a live session in another file from now on; copy a saved one and show the copy."""
        path = files.with_suffix(path)
        if self.session is None or (self.session.path is not None and path.absolute() == self.session.path.absolute()):
            return
        if isinstance(self.session, LiveSession):
            self.session.save_as(path)
            self.notice.hide()
            files.remember(self._settings, path)
            return
        self.desk.move(self.session.path, path)

    def _written(self, path: Path) -> None:
        """A copy is there; or the session on the screen was written anew, and has to be read again."""
        if isinstance(self.session, SavedSession) and self.session.path.absolute() == path.absolute():
            self._close_session()
            self.open_path(path)

    def ask_note(self, step: int | None = None) -> None:
        """Ask for the note at a step; none is given: at the one that is shown."""
        if self.session is not None:
            shown = self.selection.moment.step
            newest = self.session.history.steps.span()[1]
            self.desk.ask_note(self.session, int(step if step is not None else newest if shown is None else shown))

    def ask_export(self, name: str = "profile") -> None:
        """Open the export dialog, with a plot chosen."""
        if self.session is not None:
            self.export_desk.ask(self.session, name)

    # Docks, menus, theme

    def _make_menus(self) -> None:
        self.file_menu = FileMenu(self.menuBar().addMenu(tr("&File")), self, self._settings)
        run = self.menuBar().addMenu(tr("&Run"))
        run.addActions([self.run_bar.play, self.run_bar.step, self.run_bar.stop])
        self.changing.fill_menu(run)
        run.addSeparator()
        self.menuBar().addMenu(tr("Re&play")).addActions(list(self.replay_bar.deeds.values()))
        self.trials.fill_menu(run)
        self.note_action = add_action(run, tr("Pin a &note…"), self.ask_note, QKeySequence("Ctrl+M"))
        self.lessons.fill_menu(self.menuBar().addMenu(tr("&Lessons")))
        self.watching = WatchingMenu(run.addMenu(tr("&Watching")), self)
        self.view_menu = ViewMenu(self, partial(restore_docks, self, version=_LAYOUT_VERSION))
        self.help_menu = HelpMenu(self)
        for entry in self.menuBar().actions():
            menu = entry.menu()
            assert isinstance(menu, QMenu)
            show_icons_of(menu)

    def _restore_layout(self) -> None:
        recall_layout(self, self._settings, "", _LAYOUT_VERSION)
        self.notice.hide()

    # Qt's own events

    def focusNextPrevChild(self, is_next: bool) -> bool:
        return move_focus(self._parts, self, is_next=is_next) or super().focusNextPrevChild(is_next)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        widget: QWidget | None = self.childAt(event.pos())
        while widget is not None and not isinstance(widget, Plot):
            widget = widget.parentWidget()
        if widget is None:
            super().contextMenuEvent(event)
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        plot = widget
        add_action(
            menu, tr("Export {lower}…", lower=inside(plot.title)), lambda: self.ask_export(plot.name)
        ).setEnabled(self.file_menu.export.isEnabled())
        add_action(menu, tr("About this plot"), lambda: self.help_menu.open(plot.manual_page))
        if isinstance(plot, TimePlot):
            by_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
            step = plot.keyed_step if by_keyboard else plot.step_at(event.globalPos())
            add_action(menu, tr("Pin a note at step {step}…", step=step), lambda: self.ask_note(step)).setEnabled(
                self.note_action.isEnabled()
            )
            fork = add_action(menu, tr("Try changes from step {step}…", step=step), lambda: self.trials.ask(step=step))
            fork.setEnabled(self.trials.fork.isEnabled())
            add_action(menu, tr("Show step {step}", step=step), lambda: self.selection.moment.choose(step))
            add_action(menu, tr("Show all steps"), self.selection.steps.follow_again)
        menu.popup(event.globalPos())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        path = Path(event.mimeData().urls()[0].toLocalFile())
        # After the drop has ended, so that the program it came from does not wait for us.
        QTimer.singleShot(0, self, lambda: self.open_path(path))

    def closeEvent(self, event: QCloseEvent) -> None:
        keep_layout(self, self._settings, "", _LAYOUT_VERSION)
        # Gone from the screen at once, whatever has still to be written.
        self.hide()
        self.view_menu.close_down()
        self.tour.end()
        self.start_page.close_down()
        self.file_menu.close_down()
        self.help_menu.close_down()
        self.reports.close_down()
        self.trials.close_down()
        for desk in self._desks:
            desk.close_down()
        self._close_session()
        for old in self._leaving:
            old.close(_PATIENCE_S)
        self.export_desk.wait()
        self.desk.wait()
        super().closeEvent(event)
