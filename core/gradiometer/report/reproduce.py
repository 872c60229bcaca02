"""The section that says how to make a session again: the commands, and on what the last bits depend."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace

from gradiometer.changes import word_of, words_of
from gradiometer.experiment import Experiment
from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.fields import FieldError
from gradiometer.presets import load_experiment, preset_names
from gradiometer.report.document import Block, Bullets, Code, Item, Paragraph, Section
from gradiometer.report.subject import Subject
from gradiometer.reports import Intervention
from gradiometer.settings import SETTING_FIELDS, Reinitialize
from gradiometer.wording_of_numbers import count, plural

_WIDTH = 84
"""Letters of a line of code: what a page in a small type has room for."""
_WATCHED = (
    "The loop was its author's own program: it, its data and its random seeds are needed, and this file has none."
)


def reproduce(subject: Subject) -> Section:
    """The commands, and what is needed for the same bits."""
    session, experiment = subject.session, subject.session.experiment
    name = session.path.name
    if experiment is None:
        blocks: list[Block] = [Paragraph(_WATCHED), Code(command(["gradiometer", "info", name]))]
        return Section("How to reproduce", tuple(blocks))
    words, unsaid = train_words(experiment, session.interventions, subject.num_steps)
    blocks = [
        Paragraph("This command trains the same network on the same examples in the same order:"),
        Code(command([*words, "--out", "again.gradiometer"])),
    ]
    if unsaid:
        intro = "What the command line cannot say, and has to be done by hand:"
        blocks.append(Bullets(tuple(Item(text) for text in unsaid), intro))
    blocks += [
        Paragraph("And these look into this session, judge it, and make this report again:"),
        Code(
            "\n".join(
                command(["gradiometer", *verb, name, *rest])
                for verb, rest in ((["info"], []), (["doctor"], []), (["report"], ["--out", "report.html"]))
            )
        ),
        Bullets(tuple(Item(text) for text in _conditions(subject, experiment))),
    ]
    return Section("How to reproduce", tuple(blocks))


def _conditions(subject: Subject, experiment: Experiment) -> list[str]:
    session = subject.session
    meta = session.meta
    machine = [
        f"PyTorch {meta['torch_version']}" if "torch_version" in meta else "",
        plural(int(meta["num_threads"]), "thread") if meta.get("num_threads", "").isdecimal() else "",
        f"a processor that can do {meta['cpu_capability']}" if "cpu_capability" in meta else "",
        f"the device {meta['device_name']}" if "device_name" in meta else "",
    ]
    known = ", ".join(filter(None, machine))
    needed = f"The same numbers to the last bit need {known}." if known else ""
    texts = [
        f"Seed {experiment.seed} draws the first weights and the order of the examples.",
        f"{needed} Elsewhere they agree as long as rounding does not grow.".strip(),
        "How often and how closely it was watched changes no number of the training, but which steps are recorded: "
        "that depends on the machine's speed.",
    ]
    if experiment.device != "cpu":
        texts.append("A graphics card adds up in no fixed order, so there the last bits differ from run to run.")
    if experiment.data == "file":
        checksum = experiment.known_facts.checksum
        texts.append(f"The data are a file of its author's own, {experiment.file}, with the checksum {checksum}.")
    if (parent := session.parent) is not None:
        origin = f"step {count(parent.step)} of {parent.file}{parent.way}"
        texts.append(f"It was continued from {origin}; the command makes it from step 0 on.")
    return texts


def train_words(
    experiment: Experiment, interventions: Sequence[Intervention], num_steps: int
) -> tuple[list[str], list[str]]:
    """The words of the command that trains so, and in sentences what it cannot say.

    num_steps: how many there were.
    """
    base, assignments, leads_there = _nearest_preset(experiment)
    words = ["gradiometer", "train", base]
    if assignments:
        words += ["--set", *assignments]
    steps = max(num_steps, 1)
    words += ["--steps", str(steps)]
    unsaid = (
        [] if leads_there else ["All of the experiment: this program reads it otherwise than the one that made it."]
    )
    for step, said, reason in _changes(experiment, interventions):
        if reason:
            unsaid.append(reason)
        elif step >= steps:
            unsaid.append(f"A change at step {count(step)}, behind the last step: {' '.join(said)}.")
        else:
            words += ["--at", str(step), *said]
    return words, unsaid


def _nearest_preset(experiment: Experiment) -> tuple[str, list[str], bool]:
    """The preset from which the fewest words lead there, these words, and whether they lead there indeed."""
    found: list[tuple[bool, int, bool, str, list[str]]] = []
    for name in preset_names():
        preset = load_experiment(name)
        words = _assignments(preset, experiment)
        try:
            made = replace(preset.with_assignments(words), steps=experiment.steps)
        except FieldError:
            # The facts of a file that is gone cannot be found out.
            leads_there = experiment.data == "file"
        else:
            leads_there = made == experiment
        found.append((not leads_there, len(words), name != experiment.name, name, words))
    misses, _num_words, _is_other, name, words = min(found)
    return name, words, not misses


def _assignments(base: Experiment, wanted: Experiment) -> list[str]:
    """`name=value` words from one to the other. How many steps are planned is said by --steps."""
    words = []
    for name in EXPERIMENT_FIELDS:
        if name != "steps" and getattr(base, name) != getattr(wanted, name):
            words.append(f"{name}={word_of(getattr(wanted, name))}")
    for name in SETTING_FIELDS:
        if getattr(base.settings, name) != getattr(wanted.settings, name):
            words.append(f"{name}={word_of(getattr(wanted.settings, name))}")
    return words


def _changes(experiment: Experiment, interventions: Sequence[Intervention]) -> list[tuple[int, list[str], str]]:
    """For each change its step, its words, and in a sentence why it has none."""
    found: list[tuple[int, list[str], str]] = []
    for change in interventions:
        step = change.step
        if isinstance(change.command, Reinitialize):
            command = change.command
            if command.layers is None and command.seed == experiment.seed:
                found.append((step, [f"initialization={command.scheme}"], ""))
            else:
                found.append((step, [], f"At step {count(step)}: {change.label}, with seed {command.seed}."))
            continue
        words = words_of(change.command, change.before)
        if words:
            found.append((step, words, ""))
    return found


def command(words: Sequence[str]) -> str:
    """A line for a shell; where it is too long one for each option, with what belongs to it."""
    parts: list[list[str]] = [[]]
    for word in words:
        if word.startswith("--"):
            parts.append([])
        parts[-1].append(shlex.quote(word))
    whole = " ".join(word for part in parts for word in part)
    return whole if len(whole) <= _WIDTH else " \\\n    ".join(" ".join(part) for part in parts)
