"""Short recorded runs, and whether two files say the same to the last bit."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import torch as safetensors_torch

from gradiometer.experiment import Experiment
from gradiometer.quantities import HISTOGRAMS, TIMED
from gradiometer.reports import Snapshot
from gradiometer.runner import Runner
from gradiometer.session_file import Session, load_session
from gradiometer.settings import Change, Settings
from gradiometer.snapshot import State, pack

SHORT = Experiment(
    name="short",
    data="moons",
    hidden=(5, 5),
    num_train=60,
    num_held_out=20,
    batch_size=12,
    evaluate_every=7,
    histogram_every=5,
    snapshot_every=10,
    steps=40,
    settings=Settings(activation="sigmoid", optimizer="momentum", learning_rate=0.05),
)
"""Measured as the budget allows. Five steps an epoch, so the order of the examples is drawn anew many times."""


def record(
    experiment: Experiment, path: Path, changes: Mapping[int, Sequence[Any]] | None = None, **options: Any
) -> None:
    """A whole run into a file. options: of a Runner."""
    schedule: dict[int, list[Change]] = {step: [*each] for step, each in (changes or {}).items()}
    runner = Runner(experiment, path, schedule=schedule, with_window=False, **options)
    runner.play()
    runner.start()
    runner.join(60)
    assert runner.finished is not None
    assert runner.finished.error == ""


def content_of(
    state: State | Snapshot, *, but: tuple[str, ...] = ("elapsed_s",)
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """All of a state: what is no tensor, and every tensor's bytes by its path; but: what clocks decide."""
    snapshot = state if isinstance(state, Snapshot) else pack(0, "", state)
    plain = {key: value for key, value in json.loads(snapshot.state).items() if key not in but}
    tensors = safetensors_torch.load(snapshot.data)
    return plain, {name: tensor.numpy().tobytes() for name, tensor in tensors.items()}


def rows_of(session: Session, stream: str) -> np.ndarray:
    """All rows of a stream, with 0 for what a clock said."""
    layout = session.outline.layouts[stream]
    rows = session.blocks(stream, 0, 0, session.num_rows[stream])[:, 0].copy()
    for name in TIMED & layout.columns.keys():
        rows[:, layout.slice(name)] = 0.0
    return rows


def histograms_of(session: Session, kind: str) -> dict[int, bytes]:
    """By their steps."""
    return {
        step: counts.tobytes()
        for rows in session.histogram_rows(kind)
        for step, counts in zip(rows.steps.tolist(), rows.counts, strict=True)
    }


def check_say_the_same(path: Path, other: Path, *, weights: bool = True) -> None:
    """All numbers, changes and events, and the state at the end; but for what says where a run was gone on with."""
    with load_session(path) as mine, load_session(other) as theirs:
        assert mine.num_rows == theirs.num_rows
        assert mine.num_rows["step"] > 0
        for stream in mine.outline.layouts:
            assert rows_of(mine, stream).tobytes() == rows_of(theirs, stream).tobytes(), stream
        for kind in HISTOGRAMS:
            assert histograms_of(mine, kind) == histograms_of(theirs, kind), kind
        assert mine.interventions == theirs.interventions
        happened, also = ([event for event in each.events if event.kind != "resumed"] for each in (mine, theirs))
        assert happened == also
        if weights:
            ends = [each.snapshots[-1].step for each in (mine, theirs)]
            assert ends[0] == ends[1]
            mine_end, their_end = (content_of(each.snapshot(ends[0])) for each in (mine, theirs))
            assert mine_end == their_end
