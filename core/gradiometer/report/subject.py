"""One session that a report tells of, and what several sections ask of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from gradiometer.cures import BeforeAfter, before_after
from gradiometer.history import History
from gradiometer.library import Labels, read_labels
from gradiometer.quantities import stream_of
from gradiometer.reports import Finding
from gradiometer.session_file import Session
from gradiometer.settings import Settings
from gradiometer.symptoms import SEVERE


class Subject:
    """session: open; figures: the names of those that are to be shown, None for all it has."""

    def __init__(self, session: Session, figures: Sequence[str] | None = None):
        self.session = session
        self.figures = figures

    @cached_property
    def history(self) -> History:
        """All that it said. It reads what it is asked for, through the session's own connection."""
        return History.saved(self.session)

    @cached_property
    def changes(self) -> tuple[BeforeAfter, ...]:
        """What each change did, in numbers."""
        return before_after(self.history)

    @property
    def labels(self) -> Labels:
        """What a person calls it."""
        return read_labels(self.session.meta)

    @property
    def settings(self) -> tuple[Settings, Settings] | None:
        """At the start and now; None of a loop of the user's own."""
        experiment = self.session.experiment
        if experiment is None:
            return None
        changes = self.session.interventions
        return experiment.settings, changes[-1].after if changes else experiment.settings

    @property
    def num_steps(self) -> int:
        """Up to the newest measured one."""
        last = self.session.newest("step")
        return 0 if last is None else int(last[0]) + 1

    @property
    def findings(self) -> list[Finding]:
        """Severe ones that hold, then warnings that hold, then those that have ended; the oldest first."""
        return sorted(
            self.session.findings,
            key=lambda each: (each.has_ended, each.severity != SEVERE, each.first_step, each.number),
        )

    def newest(self, name: str) -> tuple[int, float] | None:
        """The newest value of a quantity of the whole network and its step; None before the first."""
        stream = stream_of(name)
        row = self.session.newest(stream)
        return None if row is None else (int(row[0]), float(row[self.session.layouts[stream].slice(name)][0]))
