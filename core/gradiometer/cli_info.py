"""What `gradiometer info` says about a session file, as plain values and as text."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradiometer.cli_text import columns, plain
from gradiometer.library import read_labels
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.quantities import (
    EVALUATION_QUANTITIES,
    HISTOGRAMS,
    LOOK_QUANTITIES,
    STEP_QUANTITIES,
    Quantity,
    stream_of,
)
from gradiometer.reports import Finding, Intervention
from gradiometer.session_file import Parent, Session
from gradiometer.session_format import ready_for_json
from gradiometer.settings import SETTING_FIELDS, describe_value
from gradiometer.symptoms import title_of
from gradiometer.time_steps import by_layer, levels_of, tell_ratio
from gradiometer.trial import Trial
from gradiometer.trial_words import finding_in_words, null_sentence, sentence
from gradiometer.wording_of_changes import jump_in_words
from gradiometer.wording_of_layers import name_layers
from gradiometer.wording_of_numbers import plural

# What a loop of the user's own says of itself.
_WATCHED = ("model", "optimizer", "watching")
_MOST_SNAPSHOTS = 10
_RUN_ON = ("device_name", "cpu_capability", "num_threads", "torch_version", "gradiometer_version")


def newest(session: Session, name: str) -> NDArray[np.float64] | None:
    """The newest values of a quantity, float64 [num_columns]; None before the first."""
    stream = stream_of(name)
    row = session.newest(stream)
    return None if row is None else row[session.layouts[stream].slice(name)]


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
                layer[name] = plain(value)
    return {
        "file": str(session.path),
        "name": session.outline.name,
        "structure": session.outline.structure,
        **dataclasses.asdict(read_labels(session.meta)),
        "size_bytes": session.path.stat().st_size,
        "format": ".".join(map(str, session.version)),
        "created": session.meta.get("created"),
        "ended": session.meta.get("ended"),
        "parent": None if session.parent is None else session.parent._asdict(),
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
        "settings_without_meaning": [] if experiment is None else [n for n in experiment.blocked if "=" not in n],
        "through_time": _through_time(session),
        "watched": {name: session.meta[name] for name in _WATCHED if name in session.meta},
        "interventions": [_intervention(change) for change in session.interventions],
        "events": [
            {"step": event.step, "kind": event.kind, "text": event.text, "layer": event.layer}
            for event in session.events
        ],
        "rule_set": session.meta.get("rule_set"),
        "findings": [_finding(session, finding) for finding in session.findings],
        "trials": [_trial(trial) for trial in session.trials],
        "notes": [{"step": step, "text": text} for step, text in session.notes.items()],
        "snapshots": [place._asdict() for place in session.snapshots],
        "run_on": {name: session.meta[name] for name in _RUN_ON if name in session.meta},
        "layers": layers,
    }


def describe(info: dict[str, Any]) -> str:
    """The same for a person."""
    lines = [f"{info['title'] or info['name']}  {info['structure']}", f"  {info['file']}", ""]
    facts = {
        "recorded": f"{_steps(info)}, {sum(info['num_histograms'].values()):,} histograms",
        "file": f"{info['size_bytes']:,} bytes, format {info['format']}",
        "created": _dates(info),
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
    if info["snapshots"]:
        facts["snapshots"] = _snapshots(info["snapshots"])
    if info["tags"]:
        facts["tags"] = ", ".join(info["tags"])
    lines += [f"  {name:9} {text}" for name, text in facts.items()]
    if info["remark"]:
        lines += ["", *(f"  {line}" for line in info["remark"].splitlines())]
    before, now = info["settings_at_start"], info["settings_now"]
    if before is not None:
        lines += ["", *_settings(before, now, info["settings_without_meaning"])]
    lines += ["", "interventions" if info["interventions"] else "no interventions"]
    for change in info["interventions"]:
        effect = f" ({change['effect']})" if change["effect"] else ""
        because = f", because of: {change['because']}" if change["because"] else ""
        lines.append(f"  step {change['step']:,}: {change['label']}{effect}{because}")
        lines += [f"    {change['told']}"] if change["told"] else []
    lines += ["", "events" if info["events"] else "no events"]
    lines += [f"  step {event['step']:,}: {event['text']}" for event in info["events"]]
    if info["findings"]:
        lines += ["", "findings", *(line for finding in info["findings"] for line in _describe_finding(finding))]
    elif info["rule_set"]:
        lines += ["", "no findings"]
    if info["trials"]:
        lines += ["", "trials", *(line for trial in info["trials"] for line in _describe_trial(trial))]
    if info["notes"]:
        lines += ["", "notes"]
    lines += [f"  step {note['step']:,}: {' '.join(note['text'].split())}" for note in info["notes"]]
    if info["last_step"] is not None:
        lines += ["", *_layers(info, info["last_step"], STEP_QUANTITIES)]
        if now is not None and NORMALIZATIONS[now["normalization"]].hides_bias:
            lines.append("  The hidden biases have no influence behind this normalization: theirs is rounding only.")
    if info["last_look_step"] is not None:
        lines += ["", *_layers(info, info["last_look_step"], LOOK_QUANTITIES)]
    if info["through_time"]:
        lines += ["", *_times(info["through_time"], info["last_look_step"])]
    return "\n".join(lines)


def _steps(info: dict[str, Any]) -> str:
    """How many there were, and of how many the norms were measured."""
    num_steps, num_measured = info["num_steps"], info["num_measured"]
    return f"{num_steps:,} steps" + ("" if num_steps == num_measured else f", {num_measured:,} of them measured")


def _dates(info: dict[str, Any]) -> str:
    """When it was begun and how it ended, and what it began as."""
    text = f"{info['created'] or 'unknown'}, " + (f"ended {info['ended']}" if info["ended"] else "not ended properly")
    if info["parent"] is None:
        return text
    parent = Parent(**info["parent"])
    return f"{text}, continued from step {parent.step:,} of {parent.file}{parent.way}"


def _intervention(change: Intervention) -> dict[str, Any]:
    """What was changed and why, how far it goes, and what that did at once, also in words."""
    jump = None if change.jump is None else ready_for_json(change.jump._asdict())
    return {
        "step": change.step,
        "label": change.label,
        "effect": change.effect,
        "because": change.because,
        "kind": change.kind,
        "jump": jump,
        "told": jump_in_words(change),
    }


def _finding(session: Session, finding: Finding) -> dict[str, Any]:
    """All that it says, its symptom and its layers also in words."""
    return {
        **{name: plain(value) for name, value in dataclasses.asdict(finding).items()},
        "title": title_of(finding.symptom),
        "where": name_layers(session.layer_names, finding.layers),
    }


def _describe_finding(finding: dict[str, Any]) -> list[str]:
    """What is the matter, since when, how sure that is and who says so, and what helps."""
    first, last = f"{finding['first_step']:,}", f"{finding['last_step']:,}"
    when = f"steps {first} to {last}, ended" if finding["has_ended"] else f"since step {first}"
    agree = "1 check" if finding["checks"] == 1 else f"{finding['checks']:,} checks agree"
    source = f", {' '.join(finding['source'].split())}" if finding["source"] else ""
    lines = [
        f"  {when}: {' '.join(finding['text'].split())}",
        f"    {finding['severity']}, {agree}, {_short(finding['strength'])} times the limit; rule {finding['rule']} of "
        f"{finding['rule_set']}{source}",
    ]
    return [*lines, f"    remedies: {', '.join(finding['remedies'])}"] if finding["remedies"] else lines


def _trial(trial: Trial) -> dict[str, Any]:
    """All that it says, and what that comes to in sentences."""
    values: dict[str, Any] = ready_for_json(dataclasses.asdict(trial))
    for arm, told in zip(trial.arms, values["arms"], strict=True):
        told |= {"told": sentence(trial, arm), "told_of_finding": finding_in_words(trial, arm)}
    return {**values, "told_of_null": null_sentence(trial)}


def _describe_trial(trial: dict[str, Any]) -> list[str]:
    """From where and for how long, how far it can be trusted, and what each branch has shown."""
    seeds = plural(len(trial["seeds"]), "order") + " of the examples"
    because = f", because of: {trial['finding']}" if trial["finding"] else ""
    lines = [
        f"trial {trial['number']}: forked at step {trial['step']:,}, {plural(trial['steps'], 'step')}, {seeds}, on "
        f"{trial['device']}{because}"
    ]
    lines += [trial["told_of_null"]] if trial["told_of_null"] else []
    for arm in trial["arms"]:
        cured = f" The finding is {arm['told_of_finding']}." if arm["told_of_finding"] else ""
        lines.append(f"{arm['told']}{cured}")
    lines.append(f"adopted: {trial['adopted'] or 'none'}")
    # A label may be of several lines.
    first, *rest = (" ".join(line.split()) for line in lines)
    return [f"  {first}", *(f"    {line}" for line in rest)]


def _snapshots(places: list[dict[str, Any]]) -> str:
    """Where they are; of many the first and the last."""
    steps = [f"{place['step']:,}" for place in places]
    shown = steps if len(steps) <= _MOST_SNAPSHOTS else [*steps[:3], "...", *steps[-3:]]
    return f"before steps {', '.join(shown)} ({sum(place['size'] for place in places):,} bytes)"


def _origin(info: dict[str, Any]) -> dict[str, str]:
    """What was trained, and on what."""
    experiment = info["experiment"]
    if experiment is None:
        return dict(info["watched"])
    return {
        "data": f"{experiment['file'] or experiment['data']}, {experiment['num_train']:,} for training, "
        f"{experiment['num_held_out']:,} held out, batches of {experiment['batch_size']:,}",
        "start": f"{experiment['initialization']}, seed {experiment['seed']}, {experiment['loss']}, "
        f"{experiment['dtype']} on {experiment['device']}",
    }


def _through_time(session: Session) -> list[dict[str, Any]]:
    """Of each recurrent layer and quantity, the newest values at the first and the last time step."""
    found: list[dict[str, Any]] = []
    for name in session.outline.time_quantities:
        values = newest(session, name)
        if values is None:
            continue
        rows = by_layer(values, len(session.layer_names))
        for layer in levels_of(rows):
            first, last = rows[layer, 0], rows[layer, -1]
            smallest = session.outline.layers[layer].smallest
            found.append(
                {
                    "layer": session.layer_names[layer],
                    "quantity": name,
                    "first_time": session.outline.times[0],
                    "first": plain(float(first)),
                    "last_time": session.outline.times[-1],
                    "last": plain(float(last)),
                    "told": tell_ratio(float(first), float(last), smallest),
                }
            )
    return found


def _times(found: list[dict[str, Any]], step: int) -> list[str]:
    """A table of the first and the last time step."""
    ends = (f"t = {found[0]['first_time']}", f"t = {found[0]['last_time']}")
    rows: list[tuple[str, ...]] = [(f"through time at step {step:,}", "", *ends, "")]
    for each in found:
        rows.append((each["layer"], each["quantity"], _short(each["first"]), _short(each["last"]), each["told"]))
    return columns(rows)


def _settings(before: dict[str, Any], now: dict[str, Any], left_out: Sequence[str]) -> list[str]:
    """A table of what was set at the start, and what is now where that differs. left_out: what means nothing."""
    rows: list[tuple[str, ...]] = [("settings", "at start", "now")]
    for name in SETTING_FIELDS:
        if name in left_out:
            continue
        shown = describe_value(name, now[name]) if now[name] != before[name] else ""
        rows.append((name, describe_value(name, before[name]), shown))
    return columns(rows)


def _without_settings(experiment: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in experiment.items() if name != "settings"}


def _layers(info: dict[str, Any], step: int, quantities: Mapping[str, Quantity]) -> list[str]:
    """A table of what was measured of each layer at a step."""
    names = [name for name, quantity in quantities.items() if quantity.per_layer]
    table: list[tuple[str, ...]] = [("", f"layers at step {step:,}", *names)]
    for layer in info["layers"]:
        table.append((str(layer["index"]), layer["name"], *(_short(layer[name]) for name in names)))
    return columns(table)


def _last_step(session: Session, stream: str) -> int | None:
    row = session.newest(stream)
    return None if row is None else int(row[0])


def _last(session: Session, name: str) -> float | str | None:
    values = newest(session, name)
    return None if values is None else plain(float(values[0]))


def _short(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.4g}"


def _accuracy(value: float | str) -> str:
    """Behind a loss; a loop of the user's own may have told none."""
    return "" if value == "nan" else f", accuracy {_short(value)}"
