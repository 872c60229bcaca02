"""A session file, opened for reading (its format: session_format.py); what is wrong with it is said in a sentence."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from gradiometer.bins import SPECIALS, Bins
from gradiometer.envelope import Blocks
from gradiometer.experiment import Experiment
from gradiometer.input_moments import InputMoments
from gradiometer.layout import Layout
from gradiometer.outline import Outline
from gradiometer.quantities import HISTOGRAMS, MOST_UNITS, QUANTITIES, stream_of
from gradiometer.reports import Event, Finding, Intervention, Snapshot, SnapshotPlace
from gradiometer.session_database import SessionFileError
from gradiometer.session_format import HistogramRows
from gradiometer.session_happenings import event_of, finding_of, intervention_of, trial_of
from gradiometer.session_head import JUNK, Head, read_meta
from gradiometer.session_histograms import StoredHistograms
from gradiometer.session_query import Queries
from gradiometer.session_rows import StreamRows
from gradiometer.trial import Trial


class Parent(NamedTuple):
    """id: of a session; file: its name then; step: from which on a continued one goes its own way; through: what was
    changed there, in a few words, empty where it merely goes on.
    """

    id: str
    file: str
    step: int
    through: str = ""

    @property
    def way(self) -> str:
        """`through` as it stands behind the step: ` through ReLU`; empty where it merely goes on."""
        if self.through in ("control", "null fork"):
            return f" as the {self.through}"
        undone = self.through.removeprefix("undone: ")
        if undone != self.through:
            return f" with {undone} undone"
        return f" through {self.through}" if self.through else ""


class Branch(NamedTuple):
    """One of the forks of a session that were trained on the same batches beside each other. group: which all of them
    share; role: in BRANCH_ROLES; label: what a person calls it; number: its place among them, 0 the control's.
    """

    group: str
    role: str
    label: str
    number: int


BRANCH_ROLES = ("control", "branch", "null")
"""What nothing is done to, what is treated, and what is treated in a way that should make no difference."""


class Session:
    """A session file, opened for reading. Values are read when asked for; close it or use it in a `with`.

    path: the file; outline: of the network; experiment: what the trainer ran, None where a loop of the user's own was
    watched; meta: texts such as `created` and `torch_version`; layer_names: from the input on; num_rows: of each
    stream; num_histograms: of each kind; interventions, events: in order; findings, trials: in order of their numbers;
    notes: by their steps; snapshots: where they are, in order.

    Every method raises SessionFileError where the file turns out to be damaged.
    """

    def __init__(self, path: str | Path):
        self.path = Path(path)
        self._queries = Queries(self.path)
        self._data_version = -1
        try:
            self.meta: Mapping[str, str] = read_meta(self._queries)
            self._take_head()
            self.refresh()
        except SessionFileError:
            self._queries.close()
            raise

    def _take_head(self) -> None:
        self._head = head = Head.read(self._queries, self.meta)
        self.experiment: Experiment | None = head.experiment
        self.outline: Outline = head.outline
        self.layer_names: tuple[str, ...] = head.outline.layer_names
        self.layouts: Mapping[str, Layout] = head.layouts
        self.stored_layouts: Mapping[str, Layout] = head.stored
        self.bins: Bins = head.bins
        self._rows = StreamRows(self._queries, head)
        self._histograms = StoredHistograms(self._queries, head)

    @property
    def title(self) -> str:
        """What a person calls the session, else its own name."""
        return self.meta.get("title") or self.outline.name

    @property
    def inputs(self) -> InputMoments | None:
        """Of the training examples; None where the file does not say."""
        try:
            return InputMoments.from_dict(json.loads(self.meta["inputs"]))
        except JUNK:
            return None

    @property
    def parent(self) -> Parent | None:
        """The session that it began as a part of; None where it began as itself, or where the file does not say."""
        try:
            values = json.loads(self.meta["parent"])
            # Older programs did not say what was changed.
            told = values.get("through")
            through = " ".join(told.split()) if isinstance(told, str) else ""
            return Parent(str(values["id"]), str(values["file"]), int(values["step"]), through)
        except JUNK:
            return None

    @property
    def branch(self) -> Branch | None:
        """Which fork of a trial it is; None where it is none. Raises SessionFileError where that cannot be read: of a
        trial with one fork missing the others would say something else.
        """
        text = self.meta.get("branch", "")
        if not text:
            return None
        try:
            values = json.loads(text)
            branch = Branch(str(values["group"]), values["role"], str(values["label"]), int(values["number"]))
        except JUNK as error:
            raise self._queries.damaged("it does not say which branch of a trial it is") from error
        if branch.role not in BRANCH_ROLES:
            raise self._queries.damaged(f"a branch of a trial cannot be {branch.role!r}")
        return branch

    @property
    def version(self) -> tuple[int, int]:
        """Of the file's format, major and minor."""
        return self._queries.version

    def refresh(self) -> bool:
        """Take up what another writer has added meanwhile. Until then nothing grows, so that lengths fit each other.

        Returns whether there may be anything.
        """
        # It counts the commits of other connections: the cheapest question there is.
        [(data_version,)] = self._queries.rows("PRAGMA data_version", (int,))
        if data_version == self._data_version:
            return False
        layouts = self.meta.get("layouts")
        self.meta = read_meta(self._queries)
        if self.meta.get("layouts") != layouts:
            # Another program has made room for what it measures besides.
            self._take_head()
        self.num_rows: Mapping[str, int] = {stream: self.count_rows(stream) for stream in self.layouts}
        self.num_histograms: Mapping[str, int] = {kind: self._histograms.count(kind) for kind in HISTOGRAMS}
        self.interventions: tuple[Intervention, ...] = tuple(
            intervention_of(self._queries, self._head, row)
            for row in self._queries.whole("an intervention", "intervention", "ORDER BY id")
        )
        self.events: tuple[Event, ...] = tuple(
            event_of(self._queries, self._head, row) for row in self._queries.whole("an event", "event", "ORDER BY id")
        )
        self.findings: tuple[Finding, ...] = tuple(
            finding_of(self._queries, self._head, row)
            for row in self._queries.whole("a finding", "finding", "ORDER BY number")
        )
        self.trials: tuple[Trial, ...] = tuple(
            trial_of(self._queries, self._head, row)
            for row in self._queries.whole("a trial", "trial", "ORDER BY number")
        )
        self.notes: Mapping[int, str] = dict(self._queries.whole("a note", "note", "ORDER BY step"))
        self.snapshots: tuple[SnapshotPlace, ...] = tuple(self._read_snapshots())
        self._data_version = data_version
        return True

    def newest(self, stream: str) -> NDArray[np.float64] | None:
        """The newest row of a stream, float64 [width] with columns as in `layouts`; None before the first."""
        end = self.num_rows[stream]
        return self.blocks(stream, 0, end - 1, end)[0, 0] if end else None

    def count_rows(self, stream: str) -> int:
        """How many rows of a stream are in the file by now."""
        return self._rows.count(stream)

    @property
    def steps(self) -> NDArray[np.int64]:
        """The measured steps, int64 [num_measured]."""
        return self._rows.steps("step", self.num_rows["step"])

    @property
    def evaluation_steps(self) -> NDArray[np.int64]:
        """The steps at which the held-out examples were looked at, int64 [num_evaluations]."""
        return self._rows.steps("evaluation", self.num_rows["evaluation"])

    @property
    def look_steps(self) -> NDArray[np.int64]:
        """The steps at which there was a closer look, int64 [num_looks]."""
        return self._rows.steps("look", self.num_rows["look"])

    def quantity(self, name: str) -> NDArray[np.float64]:
        """Every value of a quantity: float64 [num_measured, num_layers], [num_measured, 1] for the whole network,
        [num_measured, num_layers, MOST_UNITS] for single units, [num_measured, num_layers * num_times] through time
        (layer by layer, at `outline.times`), [num_measured, GRID * GRID] for the decision surface, row by row.

        Rows are those of its stream: `steps`, `evaluation_steps`, or `look_steps`, also of single units, time steps and
        the surface. No columns where this network has no such quantity. Raises KeyError for an unknown name.
        """
        if name not in QUANTITIES:
            raise KeyError(f"{name} is not a quantity: choose one of {', '.join(QUANTITIES)}")
        stream = stream_of(name)
        values = self._rows.column(stream, name, self.num_rows[stream])
        return values.reshape(-1, len(self.layer_names), MOST_UNITS) if QUANTITIES[name].per_unit else values

    @property
    def loss(self) -> NDArray[np.float64]:
        """The loss of each step's batch, float64 [num_measured]."""
        return self.quantity("loss")[:, 0]

    def histogram_steps(self, kind: str = "weight_gradient") -> NDArray[np.int64]:
        """The steps with a histogram of a kind, int64 [num_histograms]. Raises KeyError for an unknown kind."""
        _check_kind(kind)
        return self._histograms.steps(kind, self.num_histograms[kind])

    def histogram(self, layer: int, kind: str = "weight_gradient") -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """All histograms of a layer: counts int64 [num_histograms, num_bins], edges float64 [num_bins + 1].

        kind: in quantities.HISTOGRAMS. Bins are signed powers of two (see bins.Bins); what lies outside all bins is in
        `specials`. Raises KeyError for an unknown kind.
        """
        parts = [np.empty((0, self.bins.num_bins), np.int64)]
        for rows in self.histogram_rows(kind):
            parts.append(rows.counts[:, layer, : self.bins.num_bins].astype(np.int64))
        return np.concatenate(parts), self.bins.edges

    def specials(self, layer: int, kind: str = "weight_gradient") -> NDArray[np.int64]:
        """Counts of exact zeros, subnormals, Inf and NaN, int64 [num_histograms, 4], in the order of bins.SPECIALS."""
        parts = [np.empty((0, len(SPECIALS)), np.int64)]
        for rows in self.histogram_rows(kind):
            parts.append(rows.counts[:, layer, self.bins.num_bins :].astype(np.int64))
        return np.concatenate(parts)

    def histogram_rows(self, kind: str = "weight_gradient", after: int = -1) -> Iterator[HistogramRows]:
        """Histograms in the order of their steps, a stored piece at a time; pieces that end at `after` are left out.

        Raises KeyError for an unknown kind.
        """
        _check_kind(kind)
        return self._histograms.rows(kind, self.num_histograms[kind], after)

    def blocks(self, stream: str, level: int, first: int, last: int) -> Blocks:
        """Blocks [n, 2, width] of a stream between two indices; level 0 blocks are rows."""
        return self._rows.blocks(stream, level, first, last)

    def index_of(self, stream: str, step: float) -> int:
        """The index of the first row of a stream at a step or behind it; the number of rows where there is none."""

        def step_at(index: int) -> float:
            return float(self.blocks(stream, 0, index, index + 1)[0, 0, 0])

        return bisect_left(range(self.num_rows[stream]), step, key=step_at)

    @property
    def has_ended(self) -> bool:
        """Whether its writer has let go of it, as of the last `refresh`; of one that was killed it stays false."""
        return "ended" in self.meta

    def snapshot(self, step: int) -> Snapshot:
        """The snapshot that was taken before a step. Raises KeyError where there is none."""
        found = self._queries.whole(f"the snapshot at step {step}", "snapshot", "WHERE step = ?", (step,))
        if not found:
            raise KeyError(f"there is no snapshot at step {step}")
        return Snapshot(*found[0])

    def histogram_at(self, kind: str, step: float) -> HistogramRows | None:
        """The newest histogram of all layers up to a step, as a single row; None where there is none.

        Raises KeyError for an unknown kind.
        """
        _check_kind(kind)
        return self._histograms.at(kind, self.num_histograms[kind], step)

    def spread_histograms(self, kind: str, most: int) -> Iterator[HistogramRows]:
        """At most so many histograms, evenly spread over all of them, the first and the newest among them.

        Raises KeyError for an unknown kind.
        """
        _check_kind(kind)
        return self._histograms.spread(kind, self.num_histograms[kind], most)

    def copy_to(
        self, database: sqlite3.Connection, proceed: Callable[[int, int], bool] = lambda done, total: True
    ) -> None:
        """Copy everything into another database, at one moment of a file that grows. proceed: is told how much is
        copied and of how much, and says whether to go on.

        Raises sqlite3.Error, and InterruptedError where `proceed` said no.
        """
        self._queries.backup(database, proceed)

    def close(self) -> None:
        """Let go of the file."""
        self._queries.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _read_snapshots(self) -> Iterator[SnapshotPlace]:
        # Not the tensors: all of them together may be larger than the memory.
        for step, reason, _state, size in self._queries.light("a snapshot", "snapshot", "ORDER BY step"):
            yield SnapshotPlace(step, reason, size)


def _check_kind(kind: str) -> None:
    if kind not in HISTOGRAMS:
        raise KeyError(f"{kind} is not a kind of histogram: choose one of {', '.join(HISTOGRAMS)}")


def load_session(path: str | Path) -> Session:
    """Open a session file. Raises SessionFileError, whose sentence names the file and the reason."""
    return Session(path)
