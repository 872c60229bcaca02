"""The panel of findings: who judges, what was found, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QSettings, QSize, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gradiometer_desktop.findings.choice import ALL, RECORDED, JudgeChoice
from gradiometer_desktop.findings.judges_table import JudgesTable
from gradiometer_desktop.findings.listing import FindingsList, OffersOf
from gradiometer_desktop.findings.review import Review, Verdict
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.lessons.parts import button, caption, note
from gradiometer_desktop.run_bar import AnySession
from gradiometer_desktop.theme import Theme
from gradiometer_desktop.wording import count

# What changes more often cannot be read.
_EVERY_MS = 350
_NOTHING = tr(
    "What is wrong with a training is told here: in which layers, since when, how sure, and what can be done."
)


class FindingsPanel(QWidget):
    """show_asked: the Finding whose evidence is wanted; offer_taken: a Finding, the Offer that was taken, and the title
    of the rule set where that is not the recorded one; trial_asked: a Finding, and that title.
    """

    manual_page = "findings"

    show_asked = Signal(object)
    offer_taken = Signal(object, object, str)
    trial_asked = Signal(object, str)

    def __init__(self, settings: QSettings, offers_of: OffersOf):
        super().__init__()
        self._session: AnySession | None = None
        self._shown: object = None
        self.review = Review(self)
        self.review.judged.connect(self._judged)
        self.choice = JudgeChoice(settings)
        self.choice.changed.connect(self._begin)
        self.choice.refused.connect(self._refuse)
        self.again = button(tr("Again"))
        self.again.setToolTip(tr("Judge it anew, as far as the session is now"))
        self.again.clicked.connect(self._ask)
        self.said, self.problem, self.empty = note(), note(), note(_NOTHING)
        self.problem.setObjectName("warning")
        self.list = FindingsList(offers_of)
        self.list.show_asked.connect(self.show_asked)
        self.list.offer_taken.connect(lambda finding, offer: self.offer_taken.emit(finding, offer, self._judge_title))
        self.table = JudgesTable()
        self.list.trial_asked.connect(lambda finding: self.trial_asked.emit(finding, self._judge_title))
        self.table.asked.connect(self.show_asked)
        self._pages = QStackedWidget()
        for page in (self.list, self.table):
            self._pages.addWidget(page)
        self._lay_out()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_EVERY_MS)
        self._soon.timeout.connect(self.refresh_now)
        self._say("")
        self.problem.hide()

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.addWidget(self.said, 1)
        below.addWidget(self.again)
        top = QVBoxLayout()
        top.setContentsMargins(8, 8, 8, 0)
        top.setSpacing(5)
        top.addWidget(caption(tr("Judged by"), self.choice))
        top.addWidget(self.choice)
        top.addLayout(below)
        top.addWidget(self.problem)
        top.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self._pages, 1)
        column.addStretch(0)

    def show_session(self, session: AnySession) -> None:
        """The window shows another session, or another history of it."""
        self._session = session
        self._begin()

    def refresh(self) -> None:
        """There is something new: soon, and only where it is seen."""
        if not self._soon.isActive() and self.is_seen:
            self._soon.start()

    @property
    def is_seen(self) -> bool:
        """Behind another dock's tab it counts as visible to Qt, and is not."""
        return self.isVisible() and not self.visibleRegion().isEmpty()

    def refresh_now(self) -> None:
        """Bring it up to date."""
        if self._session is None:
            return
        self.choice.fill()
        if self.choice.chosen != RECORDED:
            if self._shown is not self._session.history and not self.review.is_busy:
                self._ask()
        elif not self._show_recorded(self._session):
            self._soon.start()
        self.list.refresh_offers()

    def reveal(self, number: int) -> None:
        """Bring a finding of the record into sight."""
        self.choice.choose(RECORDED)
        self.refresh_now()
        self.list.reveal(number)

    def apply_theme(self, theme: Theme) -> None:
        """Light or dark."""
        self.list.apply_theme(theme)

    def close_down(self) -> None:
        """End a judgement that is being made."""
        self._soon.stop()
        self.review.close_down()

    def sizeHint(self) -> QSize:
        return QSize(300, 500)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh_now()

    @property
    def _judge_title(self) -> str:
        """Empty where the session's own record is shown."""
        verdict = self.review.verdicts.get(self.choice.chosen)
        return "" if verdict is None or verdict.rules is None else said(verdict.rules.title)

    def _begin(self) -> None:
        """Another session, or other rules."""
        assert self._session is not None
        self.review.forget()
        self._shown = None
        self.problem.hide()
        self._say("")
        self._say_empty("")
        self._pages.setCurrentWidget(self.table if self.choice.chosen == ALL else self.list)
        self.table.show_verdicts({})
        self.list.begin(self._session.history.layer_names, "")
        if self.is_seen:
            self.refresh_now()

    def _show_recorded(self, session: AnySession) -> bool:
        """Whether all stand where they belong."""
        findings = session.history.findings
        nothing = (
            tr("Nothing was found.")
            if session.finished is not None or not session.is_live
            else tr("Nothing so far. What is found stands here at once, with what can be done about it.")
        )
        self._say_empty("" if findings else nothing if session.has_begun else _NOTHING)
        return self.list.show_findings(findings, keeps_order=self.list.underMouse())

    def _ask(self) -> None:
        """Let the session's file be judged, as of now."""
        assert self._session is not None
        self._shown = self._session.history
        if self._session.path is None:
            self._say(tr("Nothing is recorded yet."), can_ask=True)
            return
        self._say(tr("Judging what is recorded …"))
        self.review.ask(self._session.path, self.choice.rule_sets)

    def _judged(self) -> None:
        assert self._session is not None
        verdicts = self.review.verdicts
        problem = self.review.problem or " ".join(filter(None, (verdict.problem for verdict in verdicts.values())))
        self.problem.setText(problem)
        self.problem.setHidden(not problem)
        step = max((verdict.step for verdict in verdicts.values()), default=-1)
        upto = tr("up to step {step}", step=count(step)) if step >= 0 else tr("nothing was recorded yet")
        if self.choice.chosen == ALL:
            self._say(tr("Who would have told what, {upto}.", upto=upto), can_ask=True)
            has_any = self.table.show_verdicts(verdicts)
            self._say_empty("" if problem or has_any else tr("None of them would have said anything."))
        elif (verdict := verdicts.get(self.choice.chosen)) is not None and verdict.rules is not None:
            self._show(verdict, upto)
        else:
            self._say("", can_ask=True)

    def _show(self, verdict: Verdict, upto: str) -> None:
        assert verdict.rules is not None
        self._say(tr("{title} would have said, {upto}:", title=said(verdict.rules.title), upto=upto), can_ask=True)
        self.said.setToolTip("\n\n".join(filter(None, (said(verdict.rules.source), said(verdict.rules.note)))))
        assert self._session is not None
        self.list.begin(self._session.history.layer_names, said(verdict.rules.title))
        self.list.show_findings(verdict.findings)
        self._say_empty("" if verdict.findings else tr("Nothing."))

    def _say(self, text: str, *, can_ask: bool = False) -> None:
        self.said.setText(text)
        self.said.setToolTip("")
        self.said.setHidden(not text)
        self.again.setHidden(not can_ask)

    def _say_empty(self, text: str) -> None:
        """In place of the list; an empty text where there is one."""
        self.empty.setText(text)
        self.empty.setHidden(not text)
        self._pages.setHidden(bool(text))

    def _refuse(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()
