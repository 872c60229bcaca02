"""What of a session figures show, in the words of the command line: layer, quantity, steps, trial, axis."""

from __future__ import annotations

import argparse
from typing import Any

from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.exports import ExportError
from gradiometer.fields import FieldError, Integer
from gradiometer.figures.sheet import SCALE_FIELD
from gradiometer.session_file import Session

_TRIAL = Integer(title="Trial", help="By its number.", low=1, high=2**53)
_STEPS = ("step", "first_step", "last_step")


def add_view(verb: argparse.ArgumentParser, *, over_time: bool = False) -> None:
    """The options that `view_of` and `find_layer` take apart. over_time: of what goes from step to step by itself."""
    verb.add_argument("--layer", help="of histogram and the heat maps: a number from 1 on, or a name (default: 1)")
    verb.add_argument(
        "--quantity",
        default="weight_gradient_norm",
        help="of profile and norms (default: weight_gradient_norm), of through_time and time_heatmap (the first)",
    )
    verb.add_argument(
        "--histogram",
        default="weight_gradient",
        metavar="KIND",
        help="of histogram and heatmap: what is counted (default: weight_gradient)",
    )
    which = ""
    if not over_time:
        which = "of the figures over steps "
        verb.add_argument(
            "--step",
            help="of profile, histogram, factors, neurons, through_time, surface: the newest up to this step (default: "
            "of all)",
        )
    verb.add_argument("--first-step", metavar="N", help=f"{which}(default: the first)")
    verb.add_argument("--last-step", metavar="N", help=f"{which}(default: the newest)")
    if not over_time:
        verb.add_argument("--trial", metavar="N", help="of trial: its number (default: the newest)")
    verb.add_argument("--scale", default="auto", metavar="|".join(SCALE_FIELD.options), help="of the vertical axis")
    verb.add_argument(
        "--y-range", metavar="LOW:HIGH", help="of the vertical axis, for example 1e-9:1 (default: around the data)"
    )


def view_of(arguments: argparse.Namespace) -> dict[str, Any]:
    """Options of a figure but layer and style. Raises FieldError."""
    given = {name: getattr(arguments, name) for name in _STEPS if hasattr(arguments, name)}
    steps = {
        name: None if text is None else EXPERIMENT_FIELDS["steps"].parse(f"--{name.replace('_', '-')}", text)
        for name, text in given.items()
    }
    trial = getattr(arguments, "trial", None)
    return {
        "quantity": arguments.quantity,
        "histogram": arguments.histogram,
        "scale": SCALE_FIELD.parse("--scale", arguments.scale),
        "y_limits": () if arguments.y_range is None else (_parse_range(arguments.y_range),),
        "trial": None if trial is None else _TRIAL.parse("--trial", trial),
        **steps,
    }


def find_layer(session: Session, text: str | None) -> int | None:
    """The index of a layer given by its number from 1 on or by its name. Raises ExportError."""
    if text is None:
        return None
    if text in session.layer_names:
        return session.layer_names.index(text)
    names = session.layer_names
    if not text.isdecimal() or not 1 <= int(text) <= len(names):
        raise ExportError(
            f"--layer {text} is not there: choose 1 to {len(names)}, or a name from '{names[0]}' to '{names[-1]}'"
        )
    return int(text) - 1


def _parse_range(text: str) -> tuple[float, float]:
    try:
        low, high = map(float, text.split(":"))
    except ValueError:
        raise FieldError(f"--y-range {text} is not allowed: write LOW:HIGH, as 1e-9:1") from None
    return low, high
