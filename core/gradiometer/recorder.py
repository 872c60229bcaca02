"""Where a run's reports go: all into the session file, and for a window into a bounded queue as well; so does what the
rules find in them.

The recorder never waits for the window: when the queue is full it leaves steps out, and the window reads those from the
file. It also keeps the file in its limits: how fast it grows, and what its snapshots take.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gradiometer.continuing import Resume, check_ends
from gradiometer.experiment import Experiment
from gradiometer.growth import Growth
from gradiometer.input_moments import InputMoments
from gradiometer.judge import RULE_SET, Judge, reports_before
from gradiometer.keeper import Keeper
from gradiometer.reports import (
    Event,
    Finding,
    HistogramReport,
    Intervention,
    Report,
    Row,
    Skipped,
    Snapshot,
    SnapshotPlace,
)
from gradiometer.schedule import NEVER
from gradiometer.session_copy import branch_session
from gradiometer.session_editor import set_texts
from gradiometer.session_file import Session, load_session
from gradiometer.session_happenings import findings_before
from gradiometer.session_lock import SessionLock
from gradiometer.session_storage import StorageError
from gradiometer.session_writer import SessionWriter

# About a second and a half of the fastest training; a window that lags longer reads the file.
MOST_QUEUED = 4096
_MB = 1e6
# What may wait in memory for a disk that takes nothing more.
_MOST_PENDING = 256_000_000


@dataclass(frozen=True, slots=True)
class Stored:
    """The session is kept in this file from now on; None: only in memory, for the reason given."""

    path: Path | None
    reason: str


class Recorder:
    """Owned by the thread that trains; `messages` is taken from by the window's.

    path: the file to make when training begins; None keeps the session in memory. with_window: whether anybody takes
    the reports from `messages`; else only what is no measurement is put there. step: of the run, told by the runner.
    """

    def __init__(self, experiment: Experiment, path: Path | None, messages: deque[object], *, with_window: bool):
        self.step = 0
        self.path = path
        self.writer: SessionWriter | None = None
        self.growth = Growth(_MB * experiment.most_mb_per_hour)
        self._experiment = experiment
        self._judge: Judge | None = None
        self._messages = messages
        self._with_window = with_window
        self._leaves_out = False
        self._is_full = False
        self._keeper = Keeper(_MB * experiment.snapshot_mb, experiment.snapshot_every)

    def begin(
        self,
        machine: Mapping[str, str],
        inputs: InputMoments,
        *,
        texts: Mapping[str, str] | None = None,
        before: Iterable[Report] = (),
        known: Sequence[Intervention | Finding] = (),
    ) -> None:
        """Make the session file. inputs: of the training examples.

        Of a fork: texts: what its file says besides; before: what a judge has to know of the steps before; known: what
        the file takes over of them.

        Raises StorageError where that cannot be and there is no window to save it from.
        """
        meta = {**self._texts(inputs), **machine, **(texts or {})}
        findings = [each for each in known if isinstance(each, Finding)]
        self._judge = Judge(self._experiment.outline, self._experiment, inputs, before, findings)
        try:
            self.writer = SessionWriter(self.path, self._experiment.outline, meta)
        except StorageError as error:
            if not self._with_window:
                raise
            reason = f"{error}; the session is kept in memory only until it is saved"
            self.writer = SessionWriter(None, self._experiment.outline, meta)
            self._messages.append(Stored(None, reason))
            return
        for each in known:
            self.writer.add(each)
        self._messages.append(Stored(self.writer.path, ""))

    def _texts(self, inputs: InputMoments) -> dict[str, str]:
        """What the file says of the run."""
        return {
            "experiment": json.dumps(self._experiment.as_dict()),
            "inputs": json.dumps(inputs.as_dict()),
            "rule_set": RULE_SET,
        }

    def go_on(
        self, resume: Resume, inputs: InputMoments, proceed: Callable[[int, int], bool] = lambda done, total: True
    ) -> None:
        """Go on behind a snapshot: in its own file, where that ends there, else in a new one. inputs: of the training
        examples; proceed: is told how much of what came before is copied, and says whether to go on.

        Raises StorageError, SessionFileError where the source is damaged, and InterruptedError where `proceed` said no.
        """
        assert self.path is not None
        texts = self._texts(inputs)
        if self.path.exists() and self.path.samefile(resume.source):
            with SessionLock(self.path), load_session(self.path) as session:
                # Nobody else writes it from here on.
                check_ends(session, resume.step)
                self._judge = self._judge_behind(session, resume.step, session.findings, inputs)
                set_texts(self.path, texts)
                self.writer = SessionWriter(self.path, session.outline, behind=session)
                places = session.snapshots
        else:
            with load_session(resume.source) as session:
                findings = findings_before(session.findings, resume.step)
                self._judge = self._judge_behind(session, resume.step, findings, inputs)
                parent = {"id": session.meta.get("id", ""), "file": resume.source.name, "step": resume.step}
                parent |= {"through": resume.through} if resume.through else {}
                texts |= {"parent": json.dumps(parent)}
                self.writer = branch_session(session, resume.step, self.path, texts, proceed=proceed)
                places = tuple(place for place in session.snapshots if place.step <= resume.step)
        self._keeper = Keeper(self._keeper.limit, self._experiment.snapshot_every, places)
        self._messages.append(Stored(self.path, ""))

    def _judge_behind(self, session: Session, step: int, findings: Sequence[Finding], inputs: InputMoments) -> Judge:
        """Of a run that goes on behind what a session says of the steps before one."""
        before = reports_before(session, step)
        return Judge(self._experiment.outline, self._experiment, inputs, before, findings)

    def record(self, report: Report) -> None:
        """To the file, and to the window where it keeps up; and what the rules have to say of it too."""
        self._pass_on(report)
        if self._judge is not None:
            for finding in self._judge.take(report):
                self._pass_on(finding)

    def _pass_on(self, report: Report) -> None:
        assert self.writer is not None
        self.writer.add(report)
        if isinstance(report, Row | HistogramReport):
            if not self._with_window:
                return
            if self._leaves_out:
                if self._messages:
                    return
                self._notice(self.writer.commit())
                # The step under way: a histogram that was counted aside may be of an earlier one.
                self._send_to_file(self.step)
                if self._leaves_out:
                    return
            elif len(self._messages) >= MOST_QUEUED and self.writer.path is not None:
                self._leaves_out = True
                return
        self._messages.append(report)

    def tick(self) -> None:
        """Write where half a second has gone by."""
        assert self.writer is not None
        self._notice(self.writer.tick())

    def commit(self) -> bool:
        """Bring file and window up to date; whether something has to be tried again soon."""
        if self.writer is None:
            return False
        self._notice(self.writer.commit())
        self._send_to_file(self.step)
        return self.writer.has_pending

    def complete(self) -> str:
        """The run is over: everything into the file; says what a run without a window could not save."""
        if self.writer is None:
            return ""
        for finding in [] if self._judge is None else self._judge.close():
            self._pass_on(finding)
        notice = self.writer.close()
        self._notice(notice)
        self._send_to_file(self.step)
        return notice if self.writer.has_pending and not self._with_window else ""

    def relocate(self, path: Path) -> None:
        """Keep the session in another file from now on; `Stored` says that it is, or an Event why not."""
        if self.writer is not None:
            try:
                self.writer.relocate(path)
            except StorageError as error:
                self._messages.append(Event(self.step, "storage", str(error)))
                return
            self._messages.append(Stored(path, ""))
        self.path = path

    @property
    def snapshot_is_due(self) -> bool:
        """Whether the clock, or the count of steps, asks for a snapshot before the coming step."""
        return self._keeper.is_due(self.step)

    def keep(self, take: Callable[[], Snapshot]) -> None:
        """Take a snapshot before the coming step, unless there is one already or none are wanted."""
        assert self.writer is not None
        if self._is_full or self._keeper.limit <= 0 or self._keeper.newest == self.step:
            return
        begun_s = time.perf_counter()
        snapshot = take()
        size = len(snapshot.data) + len(snapshot.state)
        if not self._keeper.fits(size):
            self._keeper = Keeper(0)
            text = f"a snapshot takes {size / _MB:.0f} MB, and all together may take {self._experiment.snapshot_mb:g}: "
            self.record(Event(self.step, "snapshots", f"{text}there are none, so this run cannot be continued"))
            return
        self.writer.add(snapshot)
        kept = SnapshotPlace(snapshot.step, snapshot.reason, size)
        for step in self._keeper.keep(kept, time.perf_counter() - begun_s):
            self.writer.drop_snapshot(step)

    def thins(self, elapsed_s: float) -> bool:
        """Whether `spacing` has changed; an event says where that is much."""
        assert self.writer is not None
        if self._is_full != (self.writer.pending_bytes > _MOST_PENDING):
            self._is_full = not self._is_full
            if self._is_full:
                text = f"{_MOST_PENDING / _MB:.0f} MB wait in memory because the file cannot be written: until it can, "
                self._messages.append(Event(self.step, "storage", f"{text}nothing more is measured"))
            return True
        if self._is_full or not self.growth.note(elapsed_s, self.writer.num_bytes):
            return False
        if news := self.growth.take_news(self.step):
            self.record(Event(self.step, "thinned", news))
        return True

    @property
    def spacing(self) -> int:
        """Of all that would be measured, every so-manieth is wanted."""
        return NEVER if self._is_full else self.growth.spacing

    def _send_to_file(self, step: int) -> None:
        """Let the window read the steps before `step` that were left out, where all of them are in the file."""
        assert self.writer is not None
        if self._leaves_out and not self.writer.has_pending:
            self._messages.append(Skipped(step))
            self._leaves_out = False

    def _notice(self, text: str) -> None:
        """Tell what the writer says: kind `storage` where it cannot write, `stored` when all is well again."""
        if text:
            assert self.writer is not None
            is_well = not self.writer.failure and not self.writer.has_pending
            self._messages.append(Event(self.step, "stored" if is_well else "storage", text))
