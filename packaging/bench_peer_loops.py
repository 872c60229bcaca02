"""The bare loop with a peer that measures every step, each written as the peer's own documentation does it.

Where a documented way measures less than Gradiometer does, it is left so: that is in the peer's favour.
"""

from __future__ import annotations

import io
import math
import os
import threading
import warnings
from contextlib import redirect_stdout
from importlib.util import find_spec
from pathlib import Path
from unittest.mock import patch

import torch
from bench_training import BareLoop
from torch import Tensor, nn

from gradiometer.experiment import Experiment


class PeerLoop(BareLoop):
    """A bare loop whose peer writes into a folder of its own.

    title: what the peer is called; modules: what must be importable; measures: what it measures at every step.
    failure: the first line of what the peer raised, empty while all is well.
    """

    title = ""
    modules: tuple[str, ...] = ()
    measures = ""

    def __init__(self, experiment: Experiment, folder: Path):
        super().__init__(experiment)
        self.name = self.title
        self.failure = ""
        self._folder = folder
        self._released = threading.Event()

    @classmethod
    def is_installed(cls) -> bool:
        """Whether all that it needs can be found; nothing is imported."""
        return all(find_spec(module) is not None for module in cls.modules)

    def run(self) -> None:
        """The thread. It stays until it is ended even where it has failed: asking for its CPU time must be safe."""
        try:
            super().run()
        except Exception as problem:  # noqa: BLE001 - whatever a peer raises costs one row and not the whole table
            lines = str(problem).strip().splitlines()
            self.failure = f"{type(problem).__name__}: {lines[0]}" if lines else type(problem).__name__
        self._released.wait()

    def end(self) -> None:
        self._released.set()
        super().end()


class TensorBoardLoop(PeerLoop):
    """https://docs.pytorch.org/docs/stable/tensorboard.html: add_scalar and add_histogram, all else by default."""

    title = "TensorBoard"
    modules = ("tensorboard",)
    measures = "norm and histogram of each parameter"

    def prepare(self, model: nn.Sequential, optimizer: torch.optim.Optimizer) -> None:
        from torch.utils.tensorboard import SummaryWriter

        self._writer = SummaryWriter(str(self._folder))
        self._named = list(model.named_parameters())

    def look(self, loss: Tensor) -> None:
        for name, parameter in self._named:
            assert parameter.grad is not None
            norm = torch.linalg.vector_norm(parameter.grad)
            self._writer.add_scalar(f"norm/{name}", norm, self.step)
            self._writer.add_histogram(f"gradient/{name}", parameter.grad, self.step)

    def close(self) -> None:
        self._writer.close()


class WandbLoop(PeerLoop):
    """https://docs.wandb.ai/models/ref/python/experiments/run: `watch` takes the gradients, `log` ends a step."""

    title = "W&B watch"
    modules = ("wandb",)
    measures = "histogram of each parameter, no norms"

    def prepare(self, model: nn.Sequential, optimizer: torch.optim.Optimizer) -> None:
        folder = str(self._folder)
        # Read when it is imported and when a run begins: neither account nor network, and no file elsewhere.
        alone = dict.fromkeys(("WANDB_CONFIG_DIR", "WANDB_CACHE_DIR", "WANDB_DATA_DIR"), folder)
        with patch.dict(os.environ, {**alone, "WANDB_MODE": "offline", "WANDB_ERROR_REPORTING": "false"}):
            import wandb

            quiet = wandb.Settings(silent=True, console="off", disable_git=True, save_code=False)
            self._run = wandb.init(mode="offline", project="bench", dir=folder, settings=quiet)
        self._model = model
        self._run.watch(model, log="gradients", log_freq=1)

    def look(self, loss: Tensor) -> None:
        self._run.log({"loss": loss.item()})

    def close(self) -> None:
        self._run.unwatch(self._model)
        self._run.finish()


class CockpitLoop(PeerLoop):
    """https://cockpit.readthedocs.io, "01 basic": extended model and loss, the backward pass within the cockpit.

    Only what its two quantities ask for is handed in; its file is written at the end.
    """

    title = "Cockpit"
    modules = ("cockpit", "backpack")
    measures = "norm of each parameter, one histogram of all examples' own gradients"

    def prepare(self, model: nn.Sequential, optimizer: torch.optim.Optimizer) -> None:
        # The gradients of each example of a layer, and three more arrays of that size while they are binned.
        largest = max(parameter.numel() for parameter in model.parameters())
        needed = 4 * 4 * self._experiment.batch_size * largest
        if needed > available_bytes():
            raise MemoryError(f"needs {needed / 1e9:.1f} GB")
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
            from backpack import extend
            from cockpit import Cockpit, quantities
            from cockpit.utils import schedules

        # Of BackPACK's hooks: the images need no gradient.
        warnings.filterwarnings("ignore", message="Full backward hook is firing")
        extend(model)
        self._loss = extend(nn.CrossEntropyLoss(reduction="mean"))
        always = schedules.linear(interval=1)
        wanted = [quantities.GradNorm(always), quantities.GradHist1d(always)]
        self._cockpit = Cockpit(model.parameters(), quantities=wanted)

    def backward(self, model: nn.Sequential, inputs: Tensor, labels: Tensor) -> Tensor:
        loss: Tensor = self._loss(model(inputs), labels)
        with self._cockpit(self.step, info={"batch_size": len(inputs), "loss": loss}):
            loss.backward(create_graph=self._cockpit.create_graph(self.step))  # type: ignore[no-untyped-call]
        return loss

    def close(self) -> None:
        # It prints where it writes to.
        with redirect_stdout(io.StringIO()):
            self._cockpit.write(str(self._folder / "cockpit"))


def available_bytes() -> float:
    """Memory that can be had without swapping, as Linux estimates it; infinite where nothing is known."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return math.inf
    kib = [int(line.split()[1]) for line in lines if line.startswith("MemAvailable:")]
    return 1024 * kib[0] if kib else math.inf


PEERS: tuple[type[PeerLoop], ...] = (TensorBoardLoop, WandbLoop, CockpitLoop)
