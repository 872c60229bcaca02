"""The sections that say what a session is: summary, notes, structure, settings, time line, versions."""

from __future__ import annotations

import math
from itertools import groupby

from gradiometer import __version__
from gradiometer.cures import Reading, is_through_time
from gradiometer.datasets import DATASETS
from gradiometer.experiment import Experiment
from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.families import LayerPlan
from gradiometer.losses import LOSSES
from gradiometer.quantities import HISTOGRAMS
from gradiometer.report.document import Block, Column, Paragraph, Section, Table, Terms
from gradiometer.report.subject import Subject
from gradiometer.reports import Intervention
from gradiometer.session_database import status_of
from gradiometer.session_labels import describe_field
from gradiometer.settings import SETTING_FIELDS, describe_value
from gradiometer.symptoms import SEVERE, title_of
from gradiometer.wording_of_changes import jump_in_words
from gradiometer.wording_of_layers import name_layers
from gradiometer.wording_of_numbers import count, number, plural

_MOST_ROWS = 100
"""Of the time line; a loop that wipes its gradient at every step has thousands of events."""
_FEW_LAYERS = 12
"""Of so many each has a row of its own."""
_NOTHING = "–"

# What a loop of the user's own says of itself.
_WATCHED = {"model": "Model", "optimizer": "Optimizer", "watching": "Watched"}
_MACHINE = {
    "gradiometer_version": "Gradiometer",
    "torch_version": "PyTorch",
    "device_name": "Device",
    "cpu_capability": "Processor",
    "num_threads": "Threads",
}


def summary(subject: Subject) -> Section:
    """What was trained, how it came out, and what is wrong with it."""
    session = subject.session
    blocks: list[Block] = [Paragraph(" ".join(_tell(subject)))]
    if subject.labels.remark:
        blocks += [Paragraph(text) for text in _paragraphs(subject.labels.remark)]
    severe = [each for each in subject.findings if each.severity == SEVERE]
    # Several rules may say the same.
    told = dict.fromkeys(
        (title_of(each.symptom), name_layers(session.layer_names, each.layers), each.first_step, each.has_ended)
        for each in severe
    )
    for title, where, step, has_ended in told:
        place = f"{title} in {where}" if where else title
        until = "and has ended." if has_ended else "and had not ended at the last check."
        text = f"{place}: it began at step {count(step)} {until}"
        blocks.append(Paragraph(text, "warning" if has_ended else "severe", "Severe, ended" if has_ended else "Severe"))
    return Section("Summary", (*blocks, Terms(tuple(_facts(subject).items()))))


def _tell(subject: Subject) -> list[str]:
    """In two or three sentences."""
    session = subject.session
    if not subject.num_steps:
        return [f"{session.outline.structure}: no step is recorded."]
    steps = plural(subject.num_steps, "step")
    course = ""
    loss = subject.newest("loss")
    first = subject.history.at("loss", 0)
    if loss is not None:
        begun = "" if first is None or first[0] == loss[0] else f" from {number(float(first[1][0]))}"
        course = f"; the loss of a batch went{begun} to {number(loss[1])}"
    sentences = [f"The network ({session.outline.structure}) was trained for {steps}{course}."]
    held_out = subject.newest("held_out_accuracy")
    if held_out is not None and not math.isnan(held_out[1]):
        sentences.append(f"Its accuracy on held-out examples was {number(held_out[1])} at step {count(held_out[0])}.")
    changes = len(session.interventions)
    sentences.append(f"It was changed {_times(changes)} while it trained." if changes else "It was never changed.")
    broken = min((each.step for each in session.events if each.kind == "non_finite"), default=None)
    if broken is not None:
        sentences.append(f"NaN or Inf appeared first at step {count(broken)}.")
    return sentences


def _times(many: int) -> str:
    return "once" if many == 1 else "twice" if many == 2 else f"{count(many)} times"


def _facts(subject: Subject) -> dict[str, str]:
    session, experiment = subject.session, subject.session.experiment
    facts: dict[str, str] = {}
    if experiment is None:
        facts["Network"] = f"{session.outline.structure}, trained by a loop of its author's own"
        facts |= {title: session.meta[name] for name, title in _WATCHED.items() if name in session.meta}
    else:
        facts["Network"] = (
            f"{experiment.kind.title}, {experiment.structure}, {count(experiment.num_parameters)} parameters"
        )
        facts["Data"] = _data(experiment)
        facts["Loss"] = LOSSES[experiment.loss].title
        facts["Start"] = (
            f"{describe_field('initialization', experiment.initialization)}, seed {experiment.seed}, "
            f"{experiment.dtype} on {describe_field('device', experiment.device)}"
        )
    measured, looks = session.num_rows["step"], session.num_rows["look"]
    histograms = sum(session.num_histograms[kind] for kind in HISTOGRAMS)
    facts["Recorded"] = (
        f"{plural(subject.num_steps, 'step')}, {count(measured)} of them measured, {plural(looks, 'closer look')}, "
        f"{plural(histograms, 'histogram')}"
    )
    facts |= _outcome(subject)
    severe = sum(each.severity == SEVERE for each in session.findings)
    if session.findings or "rule_set" in session.meta:
        facts["Findings"] = f"{severe} severe, {plural(len(session.findings) - severe, 'warning')}"
    if subject.labels.tags:
        facts["Tags"] = ", ".join(subject.labels.tags)
    ended = f"ended {session.meta['ended']}" if session.has_ended else "not ended properly"
    facts["Date"] = f"begun {session.meta.get('created', 'at an unknown time')}, {ended}"
    if (parent := session.parent) is not None:
        facts["Continued"] = f"from step {count(parent.step)} of {parent.file}{parent.way}"
    facts["File"] = f"{session.path.name}, {status_of(session.path).st_size / 1e6:.3g} MB"
    return facts


def _data(experiment: Experiment) -> str:
    data = experiment.file if experiment.data == "file" else DATASETS[experiment.data].title
    batches = f"batches of {count(experiment.batch_size)}"
    return f"{data}: {count(experiment.num_train)} for training, {count(experiment.num_held_out)} held out, {batches}"


def _outcome(subject: Subject) -> dict[str, str]:
    """The newest numbers, training and held-out."""
    facts = {}
    for title, names in (
        ("Newest step", ("loss", "accuracy")),
        ("Held out", ("held_out_loss", "held_out_accuracy")),
    ):
        found = [(name.removeprefix("held_out_"), subject.newest(name)) for name in names]
        # A loop of the user's own may have told no accuracy.
        told = [(name, value) for name, value in found if value and (name == "loss" or not math.isnan(value[1]))]
        if told:
            numbers = ", ".join(f"{name} {number(value[1], 4)}" for name, value in told)
            facts[title] = f"{numbers} at step {count(told[0][1][0])}"
    elapsed = subject.newest("elapsed")
    if elapsed is not None:
        facts["Newest step"] += f", after {number(elapsed[1])} s of training"
    return facts


def notes(subject: Subject) -> Section | None:
    """What a person has pinned to steps."""
    if not subject.session.notes:
        return None
    rows = tuple((count(step), text) for step, text in subject.session.notes.items())
    columns = (Column("Step", is_number=True), Column("Note"))
    return Section("Notes", (Table("Notes pinned to steps", columns, rows),))


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def structure(subject: Subject) -> Section:
    """Its layers."""
    session, experiment = subject.session, subject.session.experiment
    names = session.layer_names
    if experiment is None:
        head: tuple[str, ...] = ("Layer", "Weights", "Outputs", "Precision")
        cells: list[tuple[str, ...]] = [
            (count(each.num_weights), count(each.num_units) if each.num_units else _NOTHING, each.dtype)
            for each in session.outline.layers
        ]
        intro = f"{plural(len(names), 'layer')} with weights, as they were met in a forward pass."
    else:
        head = ("Layer", "Weights", "Biases", "Outputs", "Parameters", "Activation at the start")
        cells = [_layer(experiment, plan, is_last=at == len(names) - 1) for at, plan in enumerate(experiment.layers)]
        intro = f"{plural(len(names), 'layer')}, {count(experiment.num_parameters)} weights and biases."
        intro = f"{intro} {experiment.kind.help}"
    rows = _rows(names, cells)
    columns = tuple(Column(title, is_number=title in ("Biases", "Outputs", "Parameters")) for title in head)
    return Section("Structure", (Paragraph(intro), Table("Layers, from the input to the output", columns, rows)))


def _layer(experiment: Experiment, plan: LayerPlan, *, is_last: bool) -> tuple[str, ...]:
    weights = "; ".join(" x ".join(map(str, each.shape)) for each in plan.maps)
    activation = "by definition" if "activation" in experiment.blocked else _activation(experiment)
    return (
        weights,
        count(plan.num_biases),
        count(plan.num_units),
        count(plan.num_weights + plan.num_biases),
        _NOTHING if is_last else activation,
    )


def _activation(experiment: Experiment) -> str:
    return describe_value("activation", experiment.settings.activation)


def _rows(names: tuple[str, ...], cells: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """A row a layer; of many layers one for those that follow each other and are alike."""
    if len(names) <= _FEW_LAYERS:
        return tuple((name, *row) for name, row in zip(names, cells, strict=True))
    rows = []
    for row, places in groupby(range(len(names)), key=lambda at: cells[at]):
        alike = list(places)
        name = name_layers(names, alike)
        rows.append((name if len(alike) == 1 else f"{name}, each of {len(alike)}", *row))
    return tuple(rows)


def settings(subject: Subject) -> Section:
    """What was set at the start and what is now, and what was fixed."""
    session, experiment, both = subject.session, subject.session.experiment, subject.settings
    if experiment is None or both is None:
        pairs = tuple((title, session.meta[name]) for name, title in _WATCHED.items() if name in session.meta)
        text = "The loop was its author's own, so the file does not know its settings, only what it told of itself."
        return Section("Settings", (Paragraph(text), *((Terms(pairs),) if pairs else ())))
    before, now = both
    meant = [name for name in SETTING_FIELDS if name not in experiment.blocked]
    rows: list[tuple[str, ...]] = []
    for name in meant:
        old, new = (describe_value(name, getattr(each, name)) for each in (before, now))
        rows.append((SETTING_FIELDS[name].title, old, *((new if new != old else _NOTHING,) if before != now else ())))
    columns = (Column("Setting"), Column("At the start"), *((Column("At the end"),) if before != now else ()))
    fixed = tuple((EXPERIMENT_FIELDS[name].title, _fixed(experiment, name)) for name in _meant_fields(experiment))
    return Section(
        "Settings",
        (
            Table("Settings, which may change while the network trains", columns, tuple(rows)),
            Table("Fixed for the session", (Column("What"), Column("Value")), fixed),
        ),
    )


def _meant_fields(experiment: Experiment) -> list[str]:
    """Fields of an experiment that mean something in it; its name and widths stand elsewhere."""
    left_out = {"name", "hidden"}
    if experiment.data != "file":
        left_out |= {"file", "standardize"}
    if "length" not in DATASETS[experiment.data].uses:
        left_out.add("length")
    if experiment.family != "transformer":
        left_out.add("heads")
    return [name for name in EXPERIMENT_FIELDS if name not in left_out]


def _fixed(experiment: Experiment, name: str) -> str:
    value = getattr(experiment, name)
    # A seed is no quantity.
    return str(value) if name == "seed" else describe_field(name, value)


def interventions(subject: Subject) -> Section:
    """What was changed and what happened by itself, in order; and what each change did."""
    session = subject.session
    happened = [
        (change.step, "change", change.label or "nothing", _effect(change), change.because)
        for change in session.interventions
    ]
    happened += [(event.step, "event", event.text, "", "") for event in session.events]
    happened.sort(key=lambda each: each[0])
    if not happened:
        return Section("Time line", (Paragraph("The network was never changed, and nothing happened by itself."),))
    shown = happened[:_MOST_ROWS]
    heads = (Column("Step", is_number=True), Column("Kind"), Column("What"), Column("Effect"), Column("Because of"))
    # Columns in which nobody has anything to say are left out.
    places = [place for place in range(len(heads)) if any(row[place] != "" for row in shown)]
    cells = [(count(step), *rest) for step, *rest in shown]
    rows = tuple(tuple(row[place] or _NOTHING for place in places) for row in cells)
    caption = "Changes of the running network, and events" if session.events else "Changes of the running network"
    blocks: list[Block] = [Table(caption, tuple(heads[place] for place in places), rows)]
    if len(happened) > _MOST_ROWS:
        more = len(happened) - _MOST_ROWS
        blocks.append(Paragraph(f"{count(more)} more happened from step {count(happened[_MOST_ROWS][0])} on."))
    if subject.changes:
        blocks += [_what_changes_did(subject), Paragraph(_how_read(subject))]
    return Section("Time line", tuple(blocks))


def _effect(change: Intervention) -> str:
    """How far it goes, what it did to one batch at once, and what it did besides."""
    return "; ".join(filter(None, (jump_in_words(change), change.effect)))


def _what_changes_did(subject: Subject) -> Table:
    rows = []
    for change in subject.changes[:_MOST_ROWS]:
        before, after = change.before, change.after
        rows.append(
            (
                count(change.step),
                change.label or "nothing",
                _from_to(before, after, "loss"),
                _from_to(before, after, "first"),
                _from_to(before, after, "ratio"),
            )
        )
    first = "|dC/dh| at the first time step" if is_through_time(subject.history) else "Gradient norm, first layer"
    columns = (
        Column("Step", is_number=True),
        Column("Change"),
        *(Column(title, is_number=True) for title in ("Loss", first, "first/last")),
    )
    return Table("What the changes did: before → after", columns, tuple(rows))


def _from_to(before: Reading | None, after: Reading | None, name: str) -> str:
    old, new = (_NOTHING if each is None else number(getattr(each, name)) for each in (before, after))
    return f"{old} → {new}"


def _how_read(subject: Subject) -> str:
    last = "the first and the last time step" if is_through_time(subject.history) else "first and last hidden layer"
    return (
        f"Before: at the last measured step before the change. After: some 200 steps on, or before the next change. "
        f"first/last: of {last}."
    )


def versions(subject: Subject) -> Section:
    """By what it was recorded, and by what this report was made."""
    session = subject.session
    pairs = [(title, session.meta[name]) for name, title in _MACHINE.items() if name in session.meta]
    pairs.append(("Session format", ".".join(map(str, session.version))))
    if "rule_set" in session.meta:
        pairs.append(("Rule set", session.meta["rule_set"]))
    if "id" in session.meta:
        pairs.append(("Session id", session.meta["id"]))
    pairs.append(("Report by", f"Gradiometer {__version__}"))
    return Section("Versions", (Terms(tuple(pairs)),))
