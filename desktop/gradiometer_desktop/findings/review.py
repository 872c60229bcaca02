"""What rule sets would have said of a session, and when: worked out from its file, in a thread of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gradiometer.examination import examine_by
from gradiometer.fields import FieldError
from gradiometer.reports import Finding
from gradiometer.rules import RuleSet, load_rules
from gradiometer.session_file import load_session
from gradiometer_desktop.background import Background
from gradiometer_desktop.language import said, tr


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule set says. findings: by their numbers; step: up to which the session was looked at, -1 for none;
    problem: why it says nothing, in a sentence; `rules` is None where they cannot be read.
    """

    rules: RuleSet | None
    findings: Mapping[int, Finding]
    step: int = -1
    problem: str = ""

    @property
    def first_findings(self) -> dict[str, Finding]:
        """The one of each symptom that was told first."""
        first: dict[str, Finding] = {}
        for finding in self.findings.values():
            if finding.symptom not in first or finding.told_step < first[finding.symptom].told_step:
                first[finding.symptom] = finding
        return first


class Review(QObject):
    """One question at a time; a new one takes the place of the last. judged: what was asked is answered.

    verdicts: by the names of the rule sets, in the order asked for; problem: why the session cannot be judged.
    """

    judged = Signal()

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.verdicts: Mapping[str, Verdict] = {}
        self.problem = ""
        self._found: Mapping[str, Verdict] = {}
        self._next: tuple[Path, tuple[str, ...]] | None = None
        self._is_wanted = False
        self._background = Background(self, name="review", subject=tr("The judgement"))
        self._background.done.connect(self._done)

    @property
    def is_busy(self) -> bool:
        return self._background.is_busy

    def ask(self, path: Path, rule_sets: Iterable[str]) -> None:
        """Let a session's file be judged, as far as it is written, by each of these: names or paths."""
        self._next, self._is_wanted = (path, tuple(rule_sets)), True
        if not self._background.is_busy:
            self._start()

    def forget(self) -> None:
        """What was asked is not wanted any more."""
        self._next, self._is_wanted = None, False
        self.verdicts, self.problem = {}, ""

    def close_down(self) -> None:
        """Wait for what is being worked out, which is bounded for sessions of any length."""
        self.forget()
        self._background.wait()

    def _start(self) -> None:
        assert self._next is not None
        (path, names), self._next = self._next, None
        self._found = {}
        self._background.start(lambda: self._judge(path, names))

    def _judge(self, path: Path, names: tuple[str, ...]) -> None:
        """In the other thread."""
        found: dict[str, Verdict] = {}
        rules: dict[str, RuleSet] = {}
        for name in names:
            try:
                rules[name] = load_rules(name)
            except (FieldError, OSError) as problem:
                found[name] = Verdict(None, {}, problem=said(str(problem)))
        with load_session(path) as session:
            newest = session.newest("step")
            step = -1 if newest is None else int(newest[0])
            told = examine_by(session, list(rules.values()))
        for (name, each), findings in zip(rules.items(), told, strict=True):
            found[name] = Verdict(each, {finding.number: finding for finding in findings}, step)
        self._found = {name: found[name] for name in names}

    def _done(self, error: str) -> None:
        if self._next is not None:
            self._start()
        elif self._is_wanted:
            self.verdicts, self.problem = self._found, error
            self.judged.emit()
