"""Lessons: what a student reads, runs and checks. Each is two files in resources: NN-slug.md, and NN-slug.toml beside.

The keys of the TOML file are those of `Lesson`, with [[runs]], [[runs.published]], [[checks]], [[claims]] and
[[cures]]; what is not known is refused. So a teacher adds a lesson without touching the program.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import numpy as np

from gradiometer.experiment import Experiment
from gradiometer.experiment_fields import LAMBDA
from gradiometer.fields import Choice, Field, FieldError, Flag, Integer, Number, Text
from gradiometer.lesson_numbers import NUMBERS
from gradiometer.presets import load_experiment
from gradiometer.quantities import QUANTITIES
from gradiometer.references import Reference
from gradiometer.settings import INITIALIZATION_FIELD, SETTING_FIELDS
from gradiometer.terms import Term, TermError, terms_of
from gradiometer.toml_table import TomlTable, check_table

PLOTS = (
    "profile",
    "factors",
    "through_time",
    "norms",
    "histogram",
    "neurons",
    "heatmap",
    "time_heatmap",
    "loss",
    "surface",
)
"""The plots of the window, which a lesson may bring forward."""
DIAGRAMS = ("chain", "explosion", "interval", "identity", "deltas")
"""The diagrams to play with that a lesson may have; the window has a class for each."""
LAST = "last"
"""As a check's step: the run's last one, or the newest measured before it."""

_LINE = Text(title="", help="")
_NAME = Text(title="", help="", most=60)
_ANY_NUMBER = Number(title="", help="", low=-1e300, high=1e300)
_ABOVE_0 = Number(title="", help="", low=0.0, high=1e300, above=True)
_STEP = Integer(title="", help="", low=0, high=10**12)
_FLAG = Flag(title="", help="")
# What a check may allow: how many times, by how much, or by how many powers of ten the number may differ.
TOLERANCES: dict[str, Field] = {
    "factor": Number(title="", help="", low=1.0, high=1e6),
    "difference": Number(title="", help="", low=0.0, high=1e300),
    "decades": Number(title="", help="", low=0.0, high=1e3),
}


class LessonError(ValueError):
    """A lesson that is not there or not right. The message is one sentence that names the file and the key."""


@dataclass(frozen=True, slots=True)
class LessonRun:
    """A run of a lesson. name: how checks call it; title: on its button; num_seeds: over how many its checks take the
    median, from 0 on; published: curves to draw beneath its own.
    """

    name: str
    title: str
    experiment: Experiment
    num_seeds: int
    published: tuple[Reference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """A number that a lesson expects. kind: a name in TOLERANCES; tolerance: of that kind; source: who says so;
    is_published: whether that was printed somewhere, else it was computed; in_band: whether it has to lie among the
    seeds too, between their 5th and 95th percentiles.
    """

    expected: float
    kind: str
    tolerance: float
    source: str
    is_published: bool = True
    in_band: bool = False


@dataclass(frozen=True, slots=True)
class Check(Expectation):
    """What a run should measure. run: its name; step: a step or LAST."""

    run: str
    term: Term
    step: int | str


@dataclass(frozen=True, slots=True)
class Claim(Expectation):
    """What a lesson says of single neurons, which no run is needed for. number: a name in lesson_numbers.NUMBERS."""

    number: str


@dataclass(frozen=True, slots=True)
class Cure:
    """A button that changes the running network. settings: new values by name; initialization: the law to draw all
    layers anew from, or an empty text.
    """

    title: str
    settings: Mapping[str, Any]
    initialization: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """title, source: lines for a person; text: Markdown; plots: those to bring forward, by name; quantity: to choose in
    profile and norms; diagram: a name, or empty; smoothing: of the plots over time, 0 to 1; formula: with terms in
    braces (see terms.py); look_for: what to look for, a sentence each.
    """

    name: str
    title: str
    source: str
    text: str
    plots: tuple[str, ...]
    quantity: str
    diagram: str
    smoothing: float
    formula: str
    look_for: tuple[str, ...]
    runs: tuple[LessonRun, ...]
    checks: tuple[Check, ...]
    claims: tuple[Claim, ...]
    cures: tuple[Cure, ...]

    @property
    def number(self) -> int:
        """Its place among the lessons."""
        return int(self.name.partition("-")[0])

    def run(self, name: str) -> LessonRun:
        """The run of that name, which must be there."""
        return next(run for run in self.runs if run.name == name)

    def checks_of(self, run: str) -> tuple[Check, ...]:
        """The checks of a run."""
        return tuple(check for check in self.checks if check.run == run)


def lesson_names() -> tuple[str, ...]:
    """The names of the lessons in resources, in their order."""
    folder = _folder()
    if not folder.is_dir():
        return ()
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")))


def load_lesson(name: str) -> Lesson:
    """A lesson by its name, by its number alone, or by the path of a TOML file of one's own. Raises LessonError."""
    if name.endswith(".toml"):
        path = Path(name)
        return _load(path.parent, path.stem, str(path))
    names = lesson_names()
    found = [each for each in names if each == name or (name.isdecimal() and int(each[:2]) == int(name))]
    if not found:
        raise LessonError(f"{name!r} is not a lesson: choose one of {', '.join(names)}")
    return _load(_folder(), found[0], f"lesson {found[0]}")


def _folder() -> Traversable:
    return files("gradiometer_resources").joinpath("lessons")


def _load(folder: Traversable, name: str, origin: str) -> Lesson:
    number, _, slug = name.partition("-")
    if len(number) != 2 or not number.isdecimal() or not slug:
        raise LessonError(f"{origin}: a lesson's file is called by two digits and a name, as in 11-my-lesson.toml")
    values = _read(folder, f"{name}.toml", origin)
    text = _read(folder, f"{name}.md", origin)
    try:
        table = tomllib.loads(values)
    except (ValueError, RecursionError) as error:
        raise LessonError(f"{origin} is not valid TOML: {error}") from error
    try:
        return _parse(name, text, TomlTable(table))
    except FieldError as error:
        raise LessonError(f"{origin}: {error}") from error


def _read(folder: Traversable, name: str, origin: str) -> str:
    try:
        return folder.joinpath(name).read_text("utf-8")
    except OSError as error:
        raise LessonError(f"{origin}: {name} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise LessonError(f"{origin}: {name} is not UTF-8 text") from error


def _parse(name: str, text: str, table: TomlTable) -> Lesson:
    title = table.take("title", _LINE)
    source = table.take_text("source")
    plots = tuple(_choice(PLOTS).check(f"plots[{index}]", plot) for index, plot in enumerate(table.take_list("plots")))
    # Profile and norms show a number a layer.
    of_layers = [quantity for quantity, each in QUANTITIES.items() if each.per_layer]
    quantity = table.take("quantity", _choice(of_layers), "delta_norm")
    has_diagram = bool(table.peek("diagram"))
    diagram = table.take("diagram", _choice(DIAGRAMS)) if has_diagram else table.take_text("diagram", "")
    smoothing = table.take("smoothing", Number(title="", help="", low=0.0, high=1.0), 0.0)
    formula = table.take_text("formula", "")
    look_for = table.take_texts("look_for")
    runs = tuple(_parse_run(name, each) for each in table.take_tables("runs"))
    names = [run.name for run in runs]
    for run in names:
        if names.count(run) > 1:
            raise FieldError(f"runs have the name {run!r} twice")
    checks = tuple(_parse_check({run.name: run for run in runs}, each) for each in table.take_tables("checks"))
    claims = tuple(_parse_claim(each) for each in table.take_tables("claims"))
    cures = tuple(_parse_cure(each) for each in table.take_tables("cures"))
    table.end()
    # In their order.
    layers = dict.fromkeys(layer for run in runs for layer in run.experiment.layer_names)
    try:
        terms = terms_of(formula)
    except TermError as error:
        raise FieldError(f"formula: {error}") from error
    for term in terms:
        for layer in term.layers:
            if layers and layer not in layers:
                raise FieldError(
                    f"formula: {term.text!r} speaks of a layer that no run has: choose one of {', '.join(layers)}"
                )
    return Lesson(
        name, title, source, text, plots, quantity, diagram, smoothing, formula, look_for, runs, checks, claims, cures
    )


def _choice(options: Iterable[str]) -> Choice:
    return Choice(title="", help="", options=dict.fromkeys(options, ""))


def _parse_run(lesson: str, table: TomlTable) -> LessonRun:
    name = table.take("name", _NAME)
    title = table.take("title", _LINE)
    preset = table.take_text("preset", "")
    num_seeds = table.take("seeds", Integer(title="", help="", low=1, high=10_000), 1)
    steps = table.take("steps", _STEP)
    values = table.take_values("set")
    settings = check_table(f"{table.path}set.settings", values.pop("settings", {}))
    if "steps" in values:
        raise FieldError(f"{table.path}set.steps is not allowed: steps stands beside set")
    try:
        start = (load_experiment(preset) if preset else Experiment()).as_dict()
    except FieldError as error:
        raise FieldError(f"{table.path}preset: {error}") from error
    start |= {"name": f"lesson-{lesson[:2]}-{name.replace(' ', '-')}", **values, "steps": steps}
    if LAMBDA in settings:
        # It stands in the place of what was there.
        start["settings"].pop("weight_decay")
    start["settings"] |= settings
    try:
        experiment = Experiment.from_dict(start)
    except FieldError as error:
        raise FieldError(f"{table.path}set: {error}") from error
    published = tuple(_parse_published(experiment, each) for each in table.take_tables("published"))
    table.end()
    return LessonRun(name, title, experiment, num_seeds, published)


def _parse_published(experiment: Experiment, table: TomlTable) -> Reference:
    quantity = table.take("quantity", _choice(QUANTITIES))
    layer = table.take("layer", _choice(experiment.layer_names))
    label = table.take("label", _LINE, f"published, {layer}")
    points = table.take_list("points")
    steps, values = [], []
    for index, point in enumerate(points):
        where = f"{table.path}points[{index}]"
        if not isinstance(point, list) or len(point) != 2:
            raise FieldError(f"{where} = {point!r} is not allowed: give [step, value]")
        steps.append(_ANY_NUMBER.check(f"{where}[0]", point[0]))
        values.append(_ANY_NUMBER.check(f"{where}[1]", point[1]))
    table.end()
    try:
        return Reference(
            quantity=quantity,
            layer=experiment.layer_names.index(layer),
            label=label,
            steps=np.array(steps, np.float64),
            values=np.array(values, np.float64),
        )
    except ValueError as error:
        raise FieldError(f"{table.path}{error}") from error


def _parse_check(runs: Mapping[str, LessonRun], table: TomlTable) -> Check:
    run = runs[table.take("run", _choice(runs))]
    try:
        term = Term.parse(table.take_text("value"))
    except TermError as error:
        raise FieldError(f"{table.path}value: {error}") from error
    names = run.experiment.layer_names
    for layer in term.layers:
        if layer not in names:
            raise FieldError(
                f"{table.path}value: {term.text!r} speaks of a layer that the run {run.name} does not have"
            )
    outline = run.experiment.outline
    if term.is_of_time and not set(term.quantities) <= set(outline.time_quantities):
        raise FieldError(f"{table.path}value: the run {run.name} does not measure {term.text!r}")
    step = _parse_step(run, table)
    expectation = _parse_expectation(table)
    in_band = table.take("in_band", _FLAG, False)
    table.end()
    return Check(run.name, term, step, **expectation, in_band=in_band)


def _parse_claim(table: TomlTable) -> Claim:
    number = table.take("number", _choice(NUMBERS))
    expectation = _parse_expectation(table)
    table.end()
    return Claim(number, **expectation)


def _parse_expectation(table: TomlTable) -> dict[str, Any]:
    """What checks and claims share, by the names of the fields of Expectation."""
    kinds = [kind for kind in TOLERANCES if table.has(kind)]
    if len(kinds) != 1:
        which = "is not alone" if kinds else "is missing"
        raise FieldError(f"{table.path}factor {which}: give exactly one of {', '.join(TOLERANCES)}")
    (kind,) = kinds
    return {
        "kind": kind,
        "tolerance": table.take(kind, TOLERANCES[kind]),
        # A number that may be some times as large has to have a sign, and its logarithm.
        "expected": table.take("expected", _ANY_NUMBER if kind == "difference" else _ABOVE_0),
        "source": table.take_text("source"),
        "is_published": table.take("published", _FLAG, True),
    }


def _parse_step(run: LessonRun, table: TomlTable) -> int | str:
    """A step that the run comes to."""
    steps = run.experiment.steps
    is_word = isinstance(table.peek("step"), str)
    step: int | str = table.take("step", _choice([LAST]) if is_word else _STEP)
    if steps and isinstance(step, int) and step >= steps:
        raise FieldError(f"{table.path}step = {step} is not allowed: the run {run.name} ends after step {steps - 1}")
    if not steps and step == LAST:
        raise FieldError(f"{table.path}step = 'last' is not allowed: the run {run.name} never ends")
    return step


def _parse_cure(table: TomlTable) -> Cure:
    title = table.take("title", _LINE)
    settings = {}
    for name, value in table.take_values("set").items():
        if name not in SETTING_FIELDS:
            raise FieldError(f"{table.path}set.{name} is not a setting: choose one of {', '.join(SETTING_FIELDS)}")
        settings[name] = SETTING_FIELDS[name].check(f"{table.path}set.{name}", value)
    initialization = table.take("initialization", INITIALIZATION_FIELD, "")
    table.end()
    if not settings and not initialization:
        raise FieldError(f"{table.path}set is missing: a cure changes a setting, or draws the weights anew")
    return Cure(title, settings, initialization)
