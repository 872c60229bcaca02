"""What `gradiometer info` says about a session file, as plain values and as text."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.quantities import (
    EVALUATION_QUANTITIES,
    HISTOGRAMS,
    LOOK_QUANTITIES,
    STEP_QUANTITIES,
    Quantity,
    stream_of,
)
from gradiometer.session_file import Session
from gradiometer.settings import SETTING_FIELDS, describe_value

# What a loop of the user's own says of itself.
_WATCHED = ("model", "optimizer", "watching")
_RUN_ON = ("device_name", "cpu_capability", "num_threads", "torch_version", "gradiometer_version")


def newest(session: Session, name: str) -> NDArray[np.float64] | None:
    """The newest values of a quantity, or of `step`, float64 [num_columns]; None before the first."""
    return _newest_of(session, stream_of(name), name)


def _newest_of(session: Session, stream: str, name: str) -> NDArray[np.float64] | None:
    end = session.num_rows[stream]
    if end == 0:
        return None
    values: NDArray[np.float64] = session.blocks(stream, 0, end - 1, end)[0, 0, session.layouts[stream].slice(name)]
    return values


def collect(session: Session) -> dict[str, Any]:
    """Everything in short, ready for JSON: NaN and infinities are texts. Raises SessionFileError."""
    experiment = session.experiment
    at_start = None if experiment is None else experiment.settings
    settings = session.interventions[-1].after if session.interventions else at_start
    last_step, last_look, last_evaluation = (_last_step(session, stream) for stream in ("step", "look", "evaluation"))
    layers = [{"index": index + 1, "name": name} for index, name in enumerate(session.layer_names)]
    for name, quantity in {**STEP_QUANTITIES, **LOOK_QUANTITIES}.items():
        values = newest(session, name)
        if quantity.per_layer and values is not None:
            for layer, value in zip(layers, values.tolist(), strict=True):
                layer[name] = _plain(value)
    return {
        "file": str(session.path),
        "name": session.outline.name,
        "structure": session.outline.structure,
        "created": session.meta.get("created"),
        "num_steps": 0 if last_step is None else last_step + 1,
        "num_measured": session.num_rows["step"],
        "last_step": last_step,
        **{name: _last(session, name) for name, quantity in STEP_QUANTITIES.items() if not quantity.per_layer},
        "held_out_step": last_evaluation,
        **{name: _last(session, name) for name in EVALUATION_QUANTITIES},
        "num_looks": session.num_rows["look"],
        "last_look_step": last_look,
        "num_histograms": {kind: len(session.histogram_steps(kind)) for kind in HISTOGRAMS},
        "experiment": None if experiment is None else _without_settings(experiment.as_dict()),
        "settings_at_start": None if at_start is None else at_start.as_dict(),
        "settings_now": None if settings is None else settings.as_dict(),
        "watched": {name: session.meta[name] for name in _WATCHED if name in session.meta},
        "interventions": [
            {"step": change.step, "label": change.label, "effect": change.effect} for change in session.interventions
        ],
        "events": [
            {"step": event.step, "kind": event.kind, "text": event.text, "layer": event.layer}
            for event in session.events
        ],
        "run_on": {name: session.meta[name] for name in _RUN_ON if name in session.meta},
        "layers": layers,
    }


def describe(info: dict[str, Any]) -> str:
    """The same for a person."""
    lines = [f"{info['name']}  {info['structure']}", f"  {info['file']}", ""]
    facts = {
        "recorded": f"{_steps(info)}, {sum(info['num_histograms'].values()):,} histograms",
        "created": info["created"] or "unknown",
        **_origin(info),
        "run on": ", ".join(f"{name} {value}" for name, value in info["run_on"].items()) or "unknown",
    }
    if info["last_step"] is not None:
        facts["training"] = (
            f"loss {_short(info['loss'])}{_accuracy(info['accuracy'])} at step {info['last_step']:,}, "
            f"after {_short(info['elapsed'])} s"
        )
    if info["held_out_step"] is not None:
        facts["held out"] = (
            f"loss {_short(info['held_out_loss'])}{_accuracy(info['held_out_accuracy'])} "
            f"at step {info['held_out_step']:,}"
        )
    lines += [f"  {name:9} {text}" for name, text in facts.items()]
    before, now = info["settings_at_start"], info["settings_now"]
    if before is not None:
        lines += ["", *_settings(before, now)]
    lines += ["", "interventions" if info["interventions"] else "no interventions"]
    for change in info["interventions"]:
        effect = f" ({change['effect']})" if change["effect"] else ""
        lines.append(f"  step {change['step']:,}: {change['label']}{effect}")
    lines += ["", "events" if info["events"] else "no events"]
    lines += [f"  step {event['step']:,}: {event['text']}" for event in info["events"]]
    if info["last_step"] is not None:
        lines += ["", *_layers(info, info["last_step"], STEP_QUANTITIES)]
        if now is not None and NORMALIZATIONS[now["normalization"]].hides_bias:
            lines.append("  The hidden biases have no influence behind this normalization: theirs is rounding only.")
    if info["last_look_step"] is not None:
        lines += ["", *_layers(info, info["last_look_step"], LOOK_QUANTITIES)]
    return "\n".join(lines)


def _steps(info: dict[str, Any]) -> str:
    """How many there were, and of how many the norms were measured."""
    num_steps, num_measured = info["num_steps"], info["num_measured"]
    return f"{num_steps:,} steps" + ("" if num_steps == num_measured else f", {num_measured:,} of them measured")


def _origin(info: dict[str, Any]) -> dict[str, str]:
    """What was trained, and on what."""
    experiment = info["experiment"]
    if experiment is None:
        return dict(info["watched"])
    return {
        "data": f"{experiment['data']}, {experiment['num_train']:,} for training, "
        f"{experiment['num_held_out']:,} held out, batches of {experiment['batch_size']:,}",
        "start": f"{experiment['initialization']}, seed {experiment['seed']}, {experiment['loss']}, "
        f"{experiment['dtype']} on {experiment['device']}",
    }


def _settings(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """A table of what was set at the start, and what is now where that differs."""
    rows: list[tuple[str, ...]] = [("settings", "at start", "now")]
    for name in SETTING_FIELDS:
        shown = describe_value(name, now[name]) if now[name] != before[name] else ""
        rows.append((name, describe_value(name, before[name]), shown))
    return _table(rows)


def _without_settings(experiment: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in experiment.items() if name != "settings"}


def _layers(info: dict[str, Any], step: int, quantities: Mapping[str, Quantity]) -> list[str]:
    """A table of what was measured of each layer at a step."""
    names = [name for name, quantity in quantities.items() if quantity.per_layer]
    table: list[tuple[str, ...]] = [("", f"layers at step {step:,}", *names)]
    for layer in info["layers"]:
        table.append((str(layer["index"]), layer["name"], *(_short(layer[name]) for name in names)))
    return _table(table)


def _last_step(session: Session, stream: str) -> int | None:
    found = _newest_of(session, stream, "step")
    return None if found is None else int(found[0])


def _last(session: Session, name: str) -> float | str | None:
    values = newest(session, name)
    return None if values is None else _plain(float(values[0]))


def _plain(value: float) -> float | str:
    """A number that JSON knows, or `nan`, `inf`, `-inf`."""
    return value if math.isfinite(value) else str(value)


def _short(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.4g}"


def _accuracy(value: float | str) -> str:
    """Behind a loss; a loop of the user's own may have told none."""
    return "" if value == "nan" else f", accuracy {_short(value)}"


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    """Rows in columns; the first row is the heading."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  " + "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
