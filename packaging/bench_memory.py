"""Memory that measuring takes: what the instrument keeps, and the peak of a whole process beside the bare loop's.

As a script it trains in a process of its own and prints its peak in bytes: bench_memory.py bare|ours EXPERIMENT.json
"""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import torch
from bench_measure import Figure, Row
from bench_training import BareLoop, running

from gradiometer.experiment import Experiment
from gradiometer.runner import Runner
from gradiometer.trainer import Trainer

_STATUS = Path("/proc/self/status")
_STEPS = 20
_PATIENCE_S = 120.0
# With fewer weights, what a process takes by chance would be told as bytes a weight.
_FEWEST_WEIGHTS = 1_000_000


def memory_row(name: str, experiment: Experiment, folder: Path) -> Row:
    """Bytes a weight that the instruments keep between two steps; in the detail the peaks of both processes."""
    # Few examples, so that the data are not what is measured.
    small = dataclasses.replace(experiment, num_train=1000, num_held_out=0)
    trainer = Trainer(small, defers=True)
    for _ in range(_STEPS):
        list(trainer.turn())
    list(trainer.flush())
    trainer.close()
    num_weights = sum(layer.weight.numel() for layer in trainer.network.layers)
    kept = kept_bytes(trainer.probe, trainer.tally, trainer.block)
    figure = Figure(*[kept / num_weights] * 3)
    detail = f"{kept / 1e6:.2f} MB of arrays kept for {num_weights} weights"
    bare, ours = (peak_bytes(mode, small, folder) for mode in ("bare", "ours"))
    if bare is not None and ours is not None:
        added = ours - bare
        detail += f"; resident set at its peak {added / 1e6:+.1f} MB beside the bare loop's"
        if num_weights >= _FEWEST_WEIGHTS:
            detail += f", {added / num_weights:.1f} B a weight"
    return Row(name, figure, "B", detail=detail)


def kept_bytes(*instruments: object) -> int:
    """Bytes of all arrays and tensors that objects reach through their attributes, each memory counted once.

    What belongs to a network (parameters, their gradients, running statistics) is not counted.
    """
    memories: dict[int, int] = {}
    seen: set[int] = set()
    waiting = [thing for instrument in instruments for thing in _attributes(instrument)]
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen or isinstance(thing, torch.nn.Module | torch.nn.Parameter):
            continue
        seen.add(id(thing))
        if isinstance(thing, torch.Tensor):
            storage = thing.untyped_storage()
            memories[storage.data_ptr()] = storage.nbytes()
        elif isinstance(thing, np.ndarray):
            while isinstance(thing.base, np.ndarray):
                thing = thing.base
            memories[thing.ctypes.data] = thing.nbytes
        elif isinstance(thing, dict):
            waiting += thing.values()
        elif isinstance(thing, list | tuple | set | frozenset):
            waiting += thing
        # A layer holds nothing but what is the network's.
        elif type(thing).__module__.startswith("gradiometer.") and type(thing).__module__ != "gradiometer.network":
            waiting += _attributes(thing)
    return sum(memories.values())


def _attributes(thing: object) -> list[object]:
    names = [name for kind in type(thing).__mro__ for name in getattr(kind, "__slots__", ())]
    slots = [getattr(thing, name) for name in names if hasattr(thing, name)]
    return [*getattr(thing, "__dict__", {}).values(), *slots]


def peak_bytes(mode: str, experiment: Experiment, folder: Path) -> int | None:
    """Largest resident set of a process that trains so; None where the system cannot say. mode: `bare` or `ours`."""
    if not _STATUS.exists():
        return None
    described = folder / f"memory {mode}.json"
    described.write_text(json.dumps(experiment.as_dict()), encoding="utf-8")
    command = [sys.executable, __file__, mode, str(described)]
    return int(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def own_peak_bytes() -> int:
    """Of this process, as Linux counts it. Not getrusage's: that also knows what the parent took when it forked."""
    lines = _STATUS.read_text(encoding="utf-8").splitlines()
    (peak_kib,) = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return 1024 * int(peak_kib)


def main(mode: str, described: Path) -> None:
    """Train a few steps and print the peak."""
    experiment = Experiment.from_dict(json.loads(described.read_text(encoding="utf-8")))
    file = described.with_suffix(".gradiometer")
    trainee = BareLoop(experiment) if mode == "bare" else Runner(experiment, file, with_window=False)
    with running(trainee):
        trainee.play()
        begun = time.monotonic()
        while trainee.step < _STEPS and time.monotonic() - begun < _PATIENCE_S:
            time.sleep(0.02)
    print(own_peak_bytes())


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
