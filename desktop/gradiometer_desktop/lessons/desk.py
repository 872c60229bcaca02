"""What stands between the window and the panel of lessons: which lesson, which of its runs, and what is asked for."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QWidget

from gradiometer.datasets import DataError
from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError
from gradiometer.lessons import Cure, Lesson, LessonRun
from gradiometer.quantities import TIME_QUANTITIES
from gradiometer.settings import Change, Reinitialize, Settings, settings_after
from gradiometer.survey import Found, survey
from gradiometer_desktop import dialogs
from gradiometer_desktop.commands import LATE
from gradiometer_desktop.docks import bring_forward
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.lessons import catalogue
from gradiometer_desktop.lessons.cures_box import IN_FORCE
from gradiometer_desktop.lessons.panel import MOST_WIDTH, LessonPanel
from gradiometer_desktop.long_work import Cancelled, LongWork, Progress
from gradiometer_desktop.menus import add_action
from gradiometer_desktop.run_bar import AnySession
from gradiometer_desktop.selection import LAYER_QUANTITIES, Selection
from gradiometer_desktop.theme import Theme

Survey = Callable[[Lesson, Progress, Cancelled], object]

# Which lesson was read last, in the window's settings.
_KEY = "lesson"
_USUAL_WIDTH, _WIDE = 400, 480
"""Of the dock, in a window of the usual size and in one with much room."""
_MUCH_ROOM = 1600
_LEFT_FOR_CHANGES = 110
# They stand in the same column, and let it become no wider than they need.
_NEIGHBOURS = ("settings", "changes")
_ACROSS, _DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
_NOT_LIVE = tr("Only a network that trains here can be changed: run the lesson first.")


class LessonDesk(QObject):
    """begun: an Experiment is to be trained, in place of the present session; posted: a Settings or a Reinitialize for
    the session on the screen; said: a sentence for the status line.

    diagrams: as of the panel; runs: what a check over many seeds does, in a thread of its own.
    """

    begun = Signal(object)
    posted = Signal(object)
    said = Signal(str)

    def __init__(
        self,
        selection: Selection,
        settings: QSettings,
        window: QMainWindow,
        diagrams: Mapping[str, type[QWidget]],
        runs: Survey | None = None,
    ):
        super().__init__(window)
        self._selection = selection
        self._settings = settings
        self._window = window
        self._docks: Mapping[str, QDockWidget] = {}
        self._widest: dict[QWidget, int] = {}
        self._session: AnySession | None = None
        self._run: LessonRun | None = None
        self._posted = Settings()
        self._runs = runs or _survey
        # By their names, or the paths of their own files.
        self._chosen = self._surveyed = ""
        self._opened: list[str] = []
        self.panel = LessonPanel(diagrams)
        self.surveyor = LongWork(self)
        self.panel.chooser.chosen.connect(self.open)
        self.panel.shown.connect(self._fill)
        self.panel.runs.asked.connect(self.run)
        self.panel.cures.asked.connect(self._cure)
        self.panel.checks.survey_asked.connect(self._begin_survey)
        self.panel.checks.survey_cancelled.connect(self.surveyor.cancel)
        self.surveyor.progressed.connect(
            lambda done, total: self.panel.checks.show_surveying(is_on=True, done=done, total=total)
        )
        self.surveyor.done.connect(self._end_survey)
        selection.moment.changed.connect(self.refresh)

    @property
    def lesson(self) -> Lesson | None:
        return self.panel.lesson

    # What the window tells it

    def place(self, docks: Mapping[str, QDockWidget]) -> None:
        """All docks of the window, by name; its own is `lesson`."""
        self._docks = docks
        neighbours = (docks[name].widget() for name in _NEIGHBOURS if name in docks)
        self._widest = {each: each.maximumWidth() for each in neighbours if each is not None}
        docks["lesson"].toggleViewAction().toggled.connect(self._make_room)

    def fill_menu(self, menu: QMenu) -> None:
        """List the lessons each time the menu is opened: reading them takes a while."""
        menu.setToolTipsVisible(True)
        menu.setProperty(LATE, True)
        menu.aboutToShow.connect(partial(self._list, menu))

    def open(self, name: str) -> None:
        """Show a lesson in its dock."""
        bring_forward(self._window, self._docks["lesson"])
        self._choose(name)

    def open_file(self, path: Path) -> None:
        """Show a lesson of the person's own, by its TOML file; it stays in the list until the program ends."""
        name = str(path)
        if name not in self._opened:
            self._opened.append(name)
        self._list_lessons()
        self.open(name)

    def show_session(self, session: AnySession) -> None:
        """The window shows another session, or another history of it."""
        self._session = session
        self._posted = session.history.settings or Settings()
        self._show_run()

    def refresh(self) -> None:
        """There are new data, another moment is shown, or the session's state is another one."""
        self.panel.refresh(self._selection.moment.step)

    def show_state(self) -> None:
        """The session begins, ends, or has been changed."""
        if self.lesson is not None and self.lesson.cures:
            self.panel.cures.show_reasons(self._reason)
        self.refresh()

    def note_posted(self, change: Change) -> None:
        """Something has been changed by the person, here or elsewhere in the window."""
        self._posted = settings_after(change, self._posted)
        self.show_state()

    def apply_theme(self, theme: Theme) -> None:
        """Light or dark."""
        self.panel.apply_theme(theme)

    def close_down(self) -> None:
        """End a check that is running."""
        self.surveyor.close_down()

    # What the person asks for

    def run(self, run: LessonRun) -> None:
        """Start a run of the lesson and bring its plots forward."""
        lesson = self.lesson
        if lesson is None:
            return
        for name in lesson.plots:
            if name in self._docks:
                bring_forward(self._window, self._docks[name])
        if lesson.quantity in LAYER_QUANTITIES:
            self._selection.choose_quantity(lesson.quantity)
        elif lesson.quantity in TIME_QUANTITIES:
            self._selection.choose_time_quantity(lesson.quantity)
        self.begun.emit(run.experiment)

    def _choose(self, name: str) -> None:
        self._fill()
        lesson = catalogue.read(name)
        is_own = name in self._opened
        if self._surveyed and (self._surveyed != name or is_own):
            # One's own may have been written anew.
            self.surveyor.cancel()
            self._surveyed = ""
        self._chosen = name
        if not is_own:
            self._settings.setValue(_KEY, name)
        if isinstance(lesson, str):
            self.panel.show_problem(name, lesson)
        else:
            self.panel.show_lesson(lesson)
        self.panel.chooser.show_chosen(name)
        self._show_run()

    def _fill(self) -> None:
        """The list, when the panel is first seen; and the lesson that was read last time."""
        if self.panel.chooser.list.count():
            return
        titles = self._list_lessons()
        last = str(self._settings.value(_KEY, ""))
        if last in titles and self.lesson is None:
            self._choose(last)

    def _list_lessons(self) -> dict[str, str]:
        """Fill the list with the lessons there are, and with those that were opened from files. Name -> title."""
        titles = catalogue.titles() | {name: catalogue.title_of(name) for name in self._opened}
        self.panel.chooser.show_lessons(titles)
        return titles

    def _ask_file(self) -> None:
        folder = Path(self._opened[-1]).parent if self._opened else Path.home()
        dialogs.ask_open(self._window, tr("Open a lesson"), folder, catalogue.FILTER, self.open_file)

    def _list(self, menu: QMenu) -> None:
        menu.clear()
        for name, title in catalogue.titles().items():
            action = add_action(menu, title.replace("&", "&&"), partial(self.open, name))
            action.setCheckable(True)
            action.setChecked(self._chosen == name)
        if menu.isEmpty():
            menu.addAction(tr("There are no lessons")).setEnabled(False)
        menu.addSeparator()
        add_action(menu, tr("&Open a lesson file…"), self._ask_file)
        menu.addAction(self._docks["lesson"].toggleViewAction())

    def _show_run(self) -> None:
        """Which of the lesson's runs the window shows; its published curves, and how smooth the plots are."""
        session, lesson, before = self._session, self.lesson, self._run
        if session is None:
            return
        experiment = session.history.experiment
        self._run = None if lesson is None or experiment is None else find_run(lesson, experiment)
        self._selection.choose_references(() if self._run is None else self._run.published)
        if self._run is not None and lesson is not None:
            self._selection.choose_smoothing(lesson.smoothing)
        elif before is not None:
            self._selection.choose_smoothing(0.0)
        self.panel.show_history(session.history, None if self._run is None else self._run.name)
        self.show_state()

    # Cures

    def _cure(self, cure: Cure) -> None:
        """Change the running network."""
        if self._session is None or self._reason(cure):
            return
        settings = dataclasses.replace(self._posted, **cure.settings)
        if settings != self._posted:
            self.posted.emit(settings)
        if cure.initialization:
            experiment = self._session.history.experiment
            self.posted.emit(
                Reinitialize(scheme=cure.initialization, seed=0 if experiment is None else experiment.seed)
            )
        self.said.emit(tr("{title}: at the next step", title=said(cure.title)))

    def _reason(self, cure: Cure) -> str:
        """Why a cure cannot be tried now, or an empty text."""
        session = self._session
        experiment = None if session is None else session.history.experiment
        if session is None or experiment is None or not session.is_live or session.finished is not None:
            return _NOT_LIVE
        changed = dataclasses.replace(self._posted, **cure.settings)
        try:
            experiment.check_settings(changed)
        except FieldError as error:
            return said(str(error).partition(" is not allowed: ")[2] or str(error))
        return "" if cure.initialization or changed != self._posted else IN_FORCE

    # The check over many seeds

    def _begin_survey(self) -> None:
        lesson = self.lesson
        if lesson is None or self.surveyor.is_busy:
            return
        self._surveyed = self._chosen
        self.panel.checks.show_surveying(is_on=True)
        self.surveyor.start(partial(self._runs, lesson))

    def _end_survey(self, found: object, error: str, was_cancelled: bool) -> None:
        surveyed, self._surveyed = self._surveyed, ""
        self.panel.checks.show_surveying(is_on=False)
        if self.lesson is None or not surveyed:
            # Another lesson is shown by now.
            return
        if error:
            self.panel.checks.say(tr("The check could not be made: {error}", error=error))
        elif isinstance(found, tuple):
            self.panel.checks.show_survey(found, was_cancelled=was_cancelled)

    # Room

    def _make_room(self, is_shown: bool) -> None:
        """The dock shares its column with narrower ones, and needs most of its height."""
        for neighbour, widest in self._widest.items():
            neighbour.setMaximumWidth(max(widest, MOST_WIDTH) if is_shown else widest)
        if is_shown:
            # When the window has heard of it.
            QTimer.singleShot(0, self, self._widen)

    def _widen(self) -> None:
        lesson, below = self._docks["lesson"], self._docks["changes"]
        if lesson.isHidden() or lesson.isFloating():
            return
        wanted = _USUAL_WIDTH if self._window.width() < _MUCH_ROOM else _WIDE
        missing = wanted - lesson.width()
        if missing > 0:
            # Qt gives half of what is asked for in addition, because the plots wish to stay as wide as they are.
            self._window.resizeDocks([lesson], [wanted + missing], _ACROSS)
        if not below.isHidden() and not below.isFloating() and below.height() > _LEFT_FOR_CHANGES:
            high = self._window.height() - _LEFT_FOR_CHANGES
            self._window.resizeDocks([lesson, below], [high, _LEFT_FOR_CHANGES], _DOWN)


def find_run(lesson: Lesson, experiment: Experiment) -> LessonRun | None:
    """The run of a lesson that a session is of, whatever its seed and how far it is planned; None: of none of them."""
    return next((run for run in lesson.runs if _alike(run.experiment) == _alike(experiment)), None)


def _alike(experiment: Experiment) -> Experiment:
    return dataclasses.replace(experiment, seed=0, steps=0)


def _survey(lesson: Lesson, progress: Progress, cancelled: Cancelled) -> tuple[Found, ...]:
    try:
        return survey(lesson, progress=progress, cancelled=cancelled)
    except DataError as error:
        raise FieldError(str(error)) from error
