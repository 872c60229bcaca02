"""Rule sets: when a run is said to be ill, as data. TOML files in resources, and a person's own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing that must hold. measure: in measures.MEASURES; above, below: the limit, one of the two;
    layers: which are asked, `all`, `hidden`, `first` or `last`; share: of those asked, how many must meet it, 0 for
    any one; window: of measured steps, level: of values, of measures that take one.
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
    layer in the same layer; the first one is what a finding tells; checks: so many must agree one after the other;
    says: a sentence with `{value}`, `{limit}`, `{layers}`, `{step}`, `{checks}` in it; source: who says so; remedies:
    in REMEDIES, the best first.
    """

    name: str
    symptom: str
    severity: str
    conditions: tuple[Condition, ...]
    checks: int = 1
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
