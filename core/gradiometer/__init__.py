"""Gradiometer's headless half: train a network, measure the gradient of every layer, keep it in a session file.

Importing this package imports neither torch nor Qt.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradiometer.experiment import Experiment
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import Session, load_session
from gradiometer.settings import Settings

if TYPE_CHECKING:
    import torch

    from gradiometer.watcher import Watch

__version__ = version("gradiometer")

__all__ = ["Experiment", "Session", "SessionFileError", "Settings", "__version__", "load_session", "watch"]


def watch(
    model: torch.nn.Module, *, path: str | Path, optimizer: torch.optim.Optimizer | None = None, **options: Any
) -> Watch:
    """Record the gradients of a model that trains in a loop of your own into a session file.

        with gradiometer.watch(model, optimizer=optimizer, path="run.gradiometer") as watch:
            ...
            loss.backward()
            watch.step(loss)
            optimizer.step()

    optimizer: tells what clipping left of the gradient and how far each update goes; without it neither is measured.
    options: scaler (a torch.amp.GradScaler, whose scale is divided out), name (of the session), norms_every (steps; 0:
    as often as the budget allows), histogram_every (steps, 50), watch_share (of the time that watching may take, 0.05),
    watch_everything (all of it at each step), most_mb_per_hour (how fast the file may grow, 1000).
    Raises ValueError for what cannot be watched and StorageError where the file exists or cannot be made.
    """
    from gradiometer.watcher import Watch

    return Watch(model, path, optimizer=optimizer, **options)
