"""What every export has in common: a whole file or none, and a layer that exists."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gradiometer.quantities import HISTOGRAMS, QUANTITIES
from gradiometer.session_file import Session
from gradiometer.trial import Trial


class ExportError(OSError):
    """An export that cannot be made. The message is one sentence: the file or the name, and the reason."""


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """Gives a path beside `path` to write to, which takes its place once the body is through.

    So a reader never meets a half-written file, and an export that fails leaves the old one alone. Missing folders
    are made. Raises ExportError where nothing can be written.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        if path.exists() and not path.is_file():
            # A rename would put a plain file where a device such as /dev/stdout was.
            raise ExportError(f"{path} is not an ordinary file: choose another name")
        path.parent.mkdir(parents=True, exist_ok=True)
        yield aside
        os.replace(aside, path)
    except ExportError:
        raise
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        # Gone already where all went well; where the folder itself is the trouble there is nothing to clear.
        with suppress(OSError):
            aside.unlink()


def check_layer(session: Session, layer: int | None) -> int:
    """The index of a layer from the input; the first one where none is given. Raises ExportError."""
    if layer is None:
        return 0
    if not 0 <= layer < len(session.layer_names):
        raise ExportError(
            f"layer {layer + 1} does not exist: {session.path} has layers 1 to {len(session.layer_names)}"
        )
    return layer


def find_trial(session: Session, number: int | None) -> Trial | None:
    """The trial of this number; the newest where none is given, None where there is none at all. Raises ExportError."""
    if number is None:
        return session.trials[-1] if session.trials else None
    found = next((trial for trial in session.trials if trial.number == number), None)
    if found is None:
        numbers = ", ".join(str(trial.number) for trial in session.trials)
        there = f"choose one of {numbers}" if numbers else "no trial was made of it"
        raise ExportError(f"trial {number} is not in {session.path}: {there}")
    return found


def check_histogram(kind: str) -> str:
    """A kind of histogram that exists. Raises ExportError."""
    if kind not in HISTOGRAMS:
        raise ExportError(f"{kind} is not a kind of histogram: choose one of {', '.join(HISTOGRAMS)}")
    return kind


def check_quantity(name: str, quantity: str) -> str:
    """A quantity that exists, and that the plot of this name can show. Raises ExportError."""
    if quantity not in QUANTITIES:
        raise ExportError(f"{quantity} is not a quantity: choose one of {', '.join(QUANTITIES)}")
    kind = QUANTITIES[quantity]
    if name in ("profile", "norms", "ratio") and kind.per_time:
        raise ExportError(
            f"{quantity} is measured time step by time step, so it has no {name}: choose through_time or time_heatmap"
        )
    if name in ("profile", "norms", "ratio") and kind.per_unit:
        raise ExportError(f"{quantity} is measured neuron by neuron, so it has no {name}: choose the figure neurons")
    if name in ("profile", "norms", "ratio") and kind.per_cell:
        raise ExportError(f"{quantity} is measured point by point, so it has no {name}: choose the figure surface")
    if name == "profile" and not kind.per_layer:
        names = ", ".join(name for name, quantity in QUANTITIES.items() if quantity.per_layer)
        raise ExportError(f"{quantity} is not measured layer by layer, so it has no profile: choose one of {names}")
    return quantity
