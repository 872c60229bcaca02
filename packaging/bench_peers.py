"""Gradiometer beside its peers: the speed of training as a share of the bare loop, for three networks.

Peers are the optional extra `peers`; one that is not installed, or does not work, has no row.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench_measure import Figure, Row, judge, rates_in_pairs, ratio_row
from bench_memory import memory_row
from bench_peer_loops import PEERS, PeerLoop
from bench_training import (
    EVERY_STEP,
    WATCHINGS,
    BareLoop,
    few_layers,
    many_layers,
    our_row,
    running,
    with_bytes,
    without_evaluation,
)

from gradiometer.experiment import Experiment

SPEEDUP_BUDGET = 3.0
INSTALLING = "python -m pip install -c packaging/constraints.txt -e '.[peers]', with the python of .venv"
# A peer that is slower than this has nothing to say in turns of a second; imports are in it.
_FIRST_STEPS, _PATIENCE_S = 3, 30.0


class LeftOutError(Exception):
    """Why a peer has no row, in a few words."""


def tiny_batches() -> Experiment:
    """784-30-30-30-10 sigmoid, batches of 10."""
    return dataclasses.replace(few_layers(), name="tiny batches", hidden=(30, 30, 30), batch_size=10)


def wide_layers() -> Experiment:
    """784-(1024)x10-10 ReLU from He's law, batches of 128; the rate as in `many_layers`."""
    return dataclasses.replace(many_layers(), name="wide", hidden=(1024,) * 10, batch_size=128)


NETWORKS = (tiny_batches, many_layers, wide_layers)


class Comparison:
    """Rows of all networks, in pairs of so many seconds; what peers write goes into the folder."""

    def __init__(self, folder: Path, pairs: int, seconds: float, peers: Sequence[type[PeerLoop]] = PEERS):
        self._folder = folder
        self._pairs, self._seconds = pairs, seconds
        self._peers = [peer for peer in peers if peer.is_installed()]
        self._missing = [peer.title for peer in peers if not peer.is_installed()]
        # The networks by peer and reason: most reasons are the same for all.
        self._failed: dict[tuple[str, str], list[str]] = {}

    @property
    def left_out(self) -> str:
        """Which peers have no row, and why; complete when all rows are there."""
        parts = [f"{title} with {', '.join(networks)} ({why})" for (title, why), networks in self._failed.items()]
        if self._missing:
            parts.insert(0, f"not installed: {', '.join(self._missing)} ({INSTALLING})")
        return "; ".join(parts) or "none"

    def rows(self) -> Iterator[Row]:
        """Ours, the peers', by how much ours is faster, and what memory it takes, network by network."""
        for network in NETWORKS:
            yield from self._rows_of(without_evaluation(network()))

    def _rows_of(self, experiment: Experiment) -> Iterator[Row]:
        network = experiment.structure
        folder = self._folder / network
        folder.mkdir()
        bare, theirs = BareLoop(experiment), []
        with running(bare):
            for watching in WATCHINGS:
                path = folder / f"{watching.name}.gradiometer"
                name = f"{network}: ours, {watching.name}"
                row = our_row(name, experiment, watching, path, bare, self._pairs, self._seconds)
                if watching is EVERY_STEP:
                    ours = row
                yield row
            for peer in self._peers:
                try:
                    row = self._peer_row(peer, experiment, folder / peer.title, bare)
                except LeftOutError as reason:
                    self._failed.setdefault((peer.title, str(reason)), []).append(network)
                    continue
                theirs.append(row)
                yield row
        if theirs:
            yield speedup_row(network, ours, theirs)
        yield memory_row(f"  {network}: memory a weight", dataclasses.replace(experiment, **EVERY_STEP.fields), folder)

    def _peer_row(self, peer: type[PeerLoop], experiment: Experiment, folder: Path, bare: BareLoop) -> Row:
        folder.mkdir()
        loop = peer(experiment, folder)
        with running(loop):
            _get_going(loop)
            try:
                rates = rates_in_pairs(loop, bare, self._pairs, self._seconds, warm_up=_FIRST_STEPS)
            except RuntimeError as problem:
                raise LeftOutError(loop.failure or str(problem)) from problem
        # Also where its file could not be completed.
        if loop.failure:
            raise LeftOutError(loop.failure)
        row = with_bytes(ratio_row(f"{experiment.structure}: {peer.title}", rates, None), folder, loop.step)
        return dataclasses.replace(row, detail=f"{row.detail}; {peer.measures}")


def _get_going(loop: PeerLoop) -> None:
    begun = time.monotonic()
    loop.play()
    while loop.step < _FIRST_STEPS:
        if loop.failure:
            raise LeftOutError(loop.failure)
        if time.monotonic() - begun > _PATIENCE_S:
            raise LeftOutError(f"too slow: {loop.step} steps within {_PATIENCE_S:.0f} s")
        time.sleep(0.02)
    loop.pause()


def speedup_row(network: str, ours: Row, theirs: Sequence[Row]) -> Row:
    """How many times faster ours is than the fastest peer; from the ends of both intervals, so rather too wide."""
    fastest = max(theirs, key=lambda row: row.figure.value)
    one, other = ours.figure, fastest.figure
    figure = Figure(one.value / other.value, one.low / other.high, one.high / other.low)
    verdict = judge(figure, SPEEDUP_BUDGET, at_least=True)
    detail = f"{EVERY_STEP.name}, against {fastest.name.rpartition(': ')[2]}, the fastest of {len(theirs)}"
    return Row(f"  {network}: times faster", figure, "x", SPEEDUP_BUDGET, True, verdict, detail)
