"""What stands between the window and its findings: the panel, the notice, the remedies, and the line of theory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu

from gradiometer.measures import MEASURES
from gradiometer.quantities import HISTOGRAMS, TIME_QUANTITIES
from gradiometer.remedy import in_force
from gradiometer.reports import Finding, Note
from gradiometer.settings import Change
from gradiometer.symptoms import SEVERE
from gradiometer_desktop.docks import bring_forward
from gradiometer_desktop.findings import wording
from gradiometer_desktop.findings.offers import Offer, Standing, offers_of
from gradiometer_desktop.findings.panel import FindingsPanel
from gradiometer_desktop.language import tr
from gradiometer_desktop.menus import add_action
from gradiometer_desktop.notice_bar import NoticeBar
from gradiometer_desktop.run_bar import AnySession
from gradiometer_desktop.selection import LAYER_QUANTITIES, Selection
from gradiometer_desktop.theme import Theme
from gradiometer_desktop.wording import count

NAME = "findings"
"""Of the dock."""
_THEORY_KEY = "theory_line"
_TOPIC = "finding"
_NO_EXPERIMENT = tr("This loop stands in a program of its own: change it there.")
_NO_SNAPSHOT = tr("Only a network that trains here can be changed, and this file holds no snapshot to train on from.")


class FindingsDesk(QObject):
    """posted: a Settings or a Reinitialize for the running network, and because of which finding; begun: an Experiment
    is to be trained, in place of the present session; continued: the session on the screen is to be trained on, before
    what is posted next; jumped: a step is to be shown; said: a sentence for the status line; trial_asked:
    a Finding whose remedies are to be tried beside a control, and its words.
    """

    posted = Signal(object, str)
    begun = Signal(object)
    continued = Signal()
    jumped = Signal(int)
    said = Signal(str)
    trial_asked = Signal(object, str)

    def __init__(self, selection: Selection, settings: QSettings, notice: NoticeBar, window: QMainWindow):
        super().__init__(window)
        self._selection = selection
        self._settings = settings
        self._notice = notice
        self._window = window
        self._docks: Mapping[str, QDockWidget] = {}
        self._session: AnySession | None = None
        self._changes: list[Change] = []
        self._told: set[int] = set()
        self._on_notice: int | None = None
        self.panel = FindingsPanel(settings, self._offers)
        self.panel.show_asked.connect(self.show_evidence)
        self.panel.offer_taken.connect(self._take)
        self.panel.trial_asked.connect(self._try)
        selection.theory.show(bool(settings.value(_THEORY_KEY, True, bool)))

    # What the window tells it

    def place(self, docks: Mapping[str, QDockWidget]) -> None:
        """All docks of the window, by name."""
        self._docks = docks
        docks[NAME].visibilityChanged.connect(lambda is_on_top: self.panel.refresh_now() if is_on_top else None)

    def fill_menu(self, menu: QMenu) -> None:
        """Whether the profile shows what theory expects."""
        action = add_action(menu, tr("&Theory line in the profile"), lambda: self._show_theory(action.isChecked()))
        action.setCheckable(True)
        action.setChecked(self._selection.theory.is_on)

    def show_session(self, session: AnySession) -> None:
        """The window shows another session, or another history of it."""
        is_another = session is not self._session
        self._session = session
        self._changes = [each.command for each in session.history.interventions]
        if is_another:
            # What was found before is listed, and no news.
            self._told, self._on_notice = set(session.history.findings), None
        self._count()
        self.panel.show_session(session)

    def find(self, finding: Finding) -> None:
        """Something was found, or what was found has changed."""
        assert self._session is not None
        self._count()
        self.panel.refresh()
        if finding.number == self._on_notice and finding.has_ended:
            self._on_notice = None
            self._notice.withdraw(_TOPIC)
        is_news = finding.number not in self._told
        self._told.add(finding.number)
        if is_news and finding.severity == SEVERE and not finding.has_ended and not self._notice.isVisible():
            self._on_notice = finding.number
            headline = wording.headline(finding, self._session.history.layer_names)
            sentence = tr("{headline} since step {first_step}", headline=headline, first_step=count(finding.first_step))
            self._notice.tell(sentence, tr("Show"), lambda: self.bring_forward(finding.number), topic=_TOPIC)

    def show_state(self) -> None:
        """The session begins or ends, or its settings are other ones."""
        self.panel.refresh()

    def note_posted(self, change: Change) -> None:
        """Something has been changed by the person, here or elsewhere in the window."""
        self._changes.append(change)
        self.panel.refresh()

    def apply_theme(self, theme: Theme) -> None:
        """Light or dark."""
        self.panel.apply_theme(theme)

    def close_down(self) -> None:
        """Wait for what other threads are at."""
        self.panel.close_down()
        self._selection.theory.close_down()

    # What the person asks for

    def bring_forward(self, number: int) -> None:
        """Show the panel, with a finding of the record in sight."""
        self._notice.withdraw(_TOPIC)
        bring_forward(self._window, self._docks[NAME])
        self.panel.reveal(number)

    def show_evidence(self, finding: Finding) -> None:
        """Go to the step and to the plot that show a finding."""
        assert self._session is not None
        num_layers = len(self._session.history.layer_names)
        layer = next((each for each in finding.layers if each < num_layers), None)
        if layer is not None:
            self._selection.choose_layer(layer)
        measure = MEASURES.get(finding.measure)
        if measure is not None:
            if measure.quantity in LAYER_QUANTITIES:
                self._selection.choose_quantity(measure.quantity)
            elif measure.quantity in TIME_QUANTITIES:
                self._selection.choose_time_quantity(measure.quantity)
            elif measure.quantity in HISTOGRAMS:
                self._selection.choose_histogram(measure.quantity)
            if measure.plot in self._docks:
                bring_forward(self._window, self._docks[measure.plot])
        self.jumped.emit(finding.first_step)

    def _take(self, finding: Finding, offer: Offer, judge: str) -> None:
        """Do what was offered."""
        session = self._session
        assert session is not None
        because = wording.because(finding, session.history.layer_names, judge)
        origin = session.history.title if session.path is None else session.path.name
        if offer.experiment is not None:
            self.begun.emit(offer.experiment)
            begun = self._session
            if begun is not None and begun is not session and begun.is_live:
                # A new session has no change that could bear the finding's name.
                begun.annotate(
                    Note(
                        0,
                        tr(
                            "{label}, because of {because} of {origin}",
                            label=offer.label,
                            because=because,
                            origin=origin,
                        ),
                    )
                )
            self.said.emit(tr("A new session, because of: {because}", because=because))
            return
        if offer.continues:
            self.continued.emit()
            if self._session is session or self._session is None or not self._session.is_live:
                # It could not be continued, and a sentence has said why.
                return
        for change in offer.changes:
            self.posted.emit(change, because)
        self.said.emit(tr("{label}: at the next step", label=offer.label))

    def _try(self, finding: Finding, judge: str) -> None:
        """Let its remedies be tried beside a control."""
        assert self._session is not None
        self.trial_asked.emit(finding, wording.because(finding, self._session.history.layer_names, judge))

    def _show_theory(self, is_on: bool) -> None:
        self._settings.setValue(_THEORY_KEY, is_on)
        self._selection.theory.show(is_on)

    # How things stand

    def _count(self) -> None:
        """How many hold, on the tab."""
        assert self._session is not None
        number = wording.num_open(self._session.history.findings.values())
        title = tr("Findings ({number})", number=number) if number else tr("Findings")
        dock = self._docks.get(NAME)
        if dock is not None and dock.windowTitle() != title:
            dock.setWindowTitle(title)

    def _offers(self, finding: Finding) -> Sequence[Offer]:
        return offers_of(finding, self._standing())

    def _standing(self) -> Standing:
        session = self._session
        experiment = None if session is None else session.history.experiment
        if session is None or experiment is None:
            return Standing(None, None, is_live=False, can_continue=False, why_not=_NO_EXPERIMENT)
        is_live = session.is_live and session.finished is None
        can_continue = bool(session.snapshots) and not session.read_only
        why_not = f"{session.read_only}." if session.read_only else _NO_SNAPSHOT
        # Also what waits for the next step; who follows another program's session hears of its changes alone.
        changes = self._changes if is_live else [each.command for each in session.history.interventions]
        experiment, settings = in_force(experiment, experiment.settings, changes)
        return Standing(experiment, settings, is_live, can_continue, "" if is_live or can_continue else why_not)
