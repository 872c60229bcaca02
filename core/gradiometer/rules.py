"""Rule sets: when a run is said to be ill, as data. TOML files in resources, and a person's own.

A file's keys are those of `RuleSet`, with [[rules]] and their conditions as of `Rule` and `Condition`; what is not
known is refused. A person's own may begin with one of those in resources: `extends`, and `drop` for rules to leave out.
"""

from __future__ import annotations

import math
import re
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Formatter

from gradiometer.evidence import MOST_WINDOW
from gradiometer.fields import Choice, Field, FieldError, Integer, Number, Text
from gradiometer.measures import MEASURES
from gradiometer.remedies import REMEDIES
from gradiometer.symptoms import SEVERITIES, SYMPTOMS
from gradiometer.toml_table import TomlTable, check_table

OURS = "gradiometer"
"""The set of this program, which stands first."""
LAYERS = ("all", "hidden", "first", "last")
_MOST_BYTES = 1_000_000


class RuleError(FieldError):
    """A rule set that is not there or not right. The message is one sentence that names the file and the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing that must hold. measure: in measures.MEASURES; above, below: the limit, one of the two;
    layers: which are asked, in LAYERS; share: of those asked, how many must meet it, 0 for any one; window: of measured
    steps, level: of values, of measures that take one.
    """

    measure: str
    above: float | None = None
    below: float | None = None
    layers: str = "all"
    share: float = 0.0
    window: int = 0
    level: float = 0.0

    @property
    def limit(self) -> float:
        """The number that must be passed."""
        limit = self.above if self.above is not None else self.below
        assert limit is not None
        return limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """name: within its set; symptom: in SYMPTOMS; severity: in SEVERITIES; conditions: all must hold, those layer by
    layer in the same layer; the first one is what a finding tells; checks: so many must agree one after the other, over
    so many steps at least; says: a sentence with `{value}`, `{limit}`, `{layers}`, `{step}`, `{checks}` in it; source:
    who says so; remedies: in REMEDIES, the best first.
    """

    name: str
    symptom: str
    severity: str
    conditions: tuple[Condition, ...]
    checks: int = 1
    steps: int = 0
    says: str = ""
    source: str = ""
    remedies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """name: in resources, or the path of a person's own; title: what a person reads; source: where it was published;
    note: how it is read here.
    """

    name: str
    title: str
    source: str
    note: str
    rules: tuple[Rule, ...]


def rule_set_names() -> tuple[str, ...]:
    """The names of the rule sets in resources: ours, then the others, sorted."""
    folder = files("gradiometer_resources").joinpath("rules")
    names = {entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")}
    return (OURS, *sorted(names - {OURS}))


def load_rules(name_or_path: str) -> RuleSet:
    """A rule set in resources by its name, or a person's own by the path of its TOML file. Raises RuleError."""
    if name_or_path in rule_set_names():
        content = files("gradiometer_resources").joinpath("rules", f"{name_or_path}.toml").read_bytes()
        return _load(name_or_path, content, f"rule set {name_or_path}")
    if not name_or_path.endswith(".toml"):
        raise RuleError(
            f"{name_or_path!r} is neither a rule set ({', '.join(rule_set_names())}) nor the path of a .toml file"
        )
    try:
        with Path(name_or_path).open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise RuleError(f"{name_or_path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    return _load(name_or_path, content, name_or_path)


def _load(name: str, content: bytes, origin: str) -> RuleSet:
    if len(content) > _MOST_BYTES:
        raise RuleError(f"{origin} is too large: a rule set has at most {_MOST_BYTES:,} bytes")
    try:
        table = tomllib.loads(content.decode())
    except UnicodeDecodeError as error:
        raise RuleError(f"{origin} is not UTF-8 text") from error
    except (ValueError, RecursionError) as error:
        # Besides its own errors, tomllib lets through those of numbers too long and tables too deep.
        raise RuleError(f"{origin} is not valid TOML: {error}") from error
    try:
        return _parse(name, TomlTable(table))
    except FieldError as error:
        raise RuleError(f"{origin}: {error}") from error


@dataclass(frozen=True, kw_only=True)
class _Finite(Field):
    """Any number that is one."""

    @property
    def allowed(self) -> str:
        return "a number that is neither NaN nor infinite"

    def check(self, name: str, value: object) -> float:
        # Whole numbers of TOML may be larger than any float.
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= sys.float_info.max:
            raise self.refuse(name, value)
        return float(value)


def _choice(options: Iterable[str]) -> Choice:
    return Choice(title="", help="", options=dict.fromkeys(options, ""))


_LINE = Text(title="", help="", most=500)
_NAME = Text(title="", help="", most=60)
_FINITE = _Finite(title="", help="")
_SHARE = Number(title="", help="", low=0.0, high=1.0)
_WINDOW = Integer(title="", help="", low=1, high=MOST_WINDOW)
_CHECKS = Integer(title="", help="", low=1, high=10_000)
_STEPS = Integer(title="", help="", low=0, high=10**12)


def _parse(name: str, table: TomlTable) -> RuleSet:
    title = table.take("title", _LINE)
    source = table.take_text("source", "")
    note = table.take_text("note", "")
    base = table.take("extends", _choice(rule_set_names()), "")
    dropped = table.take_texts("drop")
    rules = {rule.name: rule for rule in load_rules(base).rules} if base else {}
    for index, each in enumerate(dropped):
        if each not in rules:
            allowed = f"choose one of {', '.join(rules)}" if base else "only rules of a set that is extended can go"
            raise FieldError(f"drop[{index}] = {each!r} is not allowed: {allowed}")
        del rules[each]
    own = [_parse_rule(index, each) for index, each in enumerate(table.take_list("rules"))]
    table.end()
    numbers: dict[str, int] = {}
    for number, rule in enumerate(own, start=1):
        if rule.name in numbers:
            raise FieldError(f"rules {numbers[rule.name]} and {number} have the same name {rule.name!r}")
        numbers[rule.name] = number
        rules[rule.name] = rule
    if not rules:
        raise FieldError("rules is missing: give at least one [[rules]]")
    return RuleSet(name=name, title=title, source=source, note=note, rules=tuple(rules.values()))


def _parse_rule(index: int, values: object) -> Rule:
    name = check_table(f"rules[{index}]", values).get("name")
    table = TomlTable(values, f"rule {index + 1} {name!r}: " if isinstance(name, str) else f"rule {index + 1}: ")
    rule = Rule(
        name=table.take("name", _NAME),
        symptom=table.take("symptom", _choice(SYMPTOMS)),
        severity=table.take("severity", _choice(SEVERITIES)),
        checks=table.take("checks", _CHECKS, 1),
        steps=table.take("steps", _STEPS, 0),
        says=_check_says(f"{table.path}says", table.take_text("says", "")),
        source=table.take_text("source", ""),
        remedies=_check_remedies(f"{table.path}remedies", table.take_texts("remedies")),
        conditions=tuple(_parse_condition(each) for each in table.take_tables("conditions")),
    )
    table.end()
    if not rule.conditions:
        raise FieldError(f"{table.path}conditions is missing: give at least one condition")
    return rule


def _check_remedies(name: str, remedies: tuple[str, ...]) -> tuple[str, ...]:
    known = _choice(REMEDIES)
    for index, each in enumerate(remedies):
        known.check(f"{name}[{index}]", each)
        if each in remedies[:index]:
            raise FieldError(f"{name}[{index}] = {each!r} is not allowed: it stands there already")
    return remedies


_SAMPLE = {"value": 0.5, "limit": 0.5, "layers": "hidden 1", "step": 20, "checks": 3}
"""What a rule's sentence may name."""
# As wide as a sentence may be, so that no file fills the memory.
_FORMAT = re.compile(r"\+?0?\d{0,2},?(\.\d{1,2})?[defgEFG%]?")


def _check_says(name: str, says: str) -> str:
    """A sentence whose placeholders are known and can show what they stand for."""
    allowed = f"write {', '.join(f'{{{each}}}' for each in _SAMPLE)} or {{value:.2g}}, and a brace of the text twice"
    try:
        for _text, placeholder, form, conversion in Formatter().parse(says):
            if placeholder is not None and (
                placeholder not in _SAMPLE or conversion or not _FORMAT.fullmatch(form or "")
            ):
                raise FieldError(f"{name} = {says!r} is not allowed: {allowed}")
        says.format(**_SAMPLE)
    except FieldError:
        raise
    except ValueError as error:
        raise FieldError(f"{name} = {says!r} is not allowed ({error}): {allowed}") from error
    return says


def _parse_condition(table: TomlTable) -> Condition:
    name = table.take("measure", _choice(MEASURES))
    measure = MEASURES[name]
    for key in ("window", "level"):
        if key not in measure.takes and table.has(key):
            raise FieldError(f"{table.path}{key} is not allowed: {name} takes none")
    for key in ("layers", "share"):
        if not measure.per_layer and table.has(key):
            raise FieldError(f"{table.path}{key} is not allowed: {name} is a single number of the whole network")
    above = table.take("above", _FINITE, math.nan)
    below = table.take("below", _FINITE, math.nan)
    condition = Condition(
        measure=name,
        above=None if math.isnan(above) else above,
        below=None if math.isnan(below) else below,
        layers=table.take("layers", _choice(LAYERS), "all"),
        share=table.take("share", _SHARE, 0.0),
        window=table.take("window", _WINDOW, None if "window" in measure.takes else 0),
        level=table.take("level", _FINITE, None if "level" in measure.takes else 0.0),
    )
    table.end()
    if (condition.above is None) == (condition.below is None):
        found = "neither above nor below" if condition.above is None else "both above and below"
        raise FieldError(f"{table.path.rstrip('.')} has {found}: give one of the two")
    return condition
