"""Findings as a person reads them, and in which order."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from gradiometer.measures import MEASURES
from gradiometer.reports import Finding
from gradiometer.symptoms import SEVERE, title_of
from gradiometer.wording_of_layers import name_layers
from gradiometer_desktop.wording import count, number

# By no number: what is infinite, or divided by 0.
_ENDLESS = 1e90


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Severe ones that hold, then warnings that hold, then those that have ended; the oldest first."""
    return sorted(findings, key=lambda each: (each.has_ended, each.severity != SEVERE, each.first_step, each.number))


def num_open(findings: Iterable[Finding]) -> int:
    """How many hold."""
    return sum(not each.has_ended for each in findings)


def where(finding: Finding, names: Sequence[str]) -> str:
    """`hidden 1 to 4`; empty for the whole network. names: of all layers."""
    return name_layers(names, [layer for layer in finding.layers if layer < len(names)])


def headline(finding: Finding, names: Sequence[str]) -> str:
    """`Vanishing gradient in hidden 1 to 4`."""
    place = where(finding, names)
    title = title_of(finding.symptom)
    return f"{title} in {place}" if place else title


def because(finding: Finding, names: Sequence[str], judge: str = "") -> str:
    """Why something is changed, for the record. judge: the title of another rule set than the recorded one's."""
    return f"{headline(finding, names)} ({f'by {judge}' if judge else f'finding {finding.number}'})"


def when(finding: Finding) -> str:
    """`since step 120, told at 130, 14 checks agree`."""
    agree = f"{count(finding.checks)} checks agree" if finding.checks != 1 else "1 check"
    told = f"told at {count(finding.told_step)}"
    if finding.has_ended:
        agree = agree.replace("agree", "agreed")
        return f"step {count(finding.first_step)} to {count(finding.last_step)}, {told}, {agree}"
    return f"since step {count(finding.first_step)}, {told}, {agree}"


def strength(finding: Finding) -> str:
    """`1,200 x beyond the limit`; empty where a limit is just passed."""
    factor = finding.strength
    if not math.isfinite(factor) or factor > _ENDLESS:
        return "beyond any limit"
    if factor < 1.05:
        return "just beyond the limit"
    if factor >= 1e6:
        return f"{factor:.0e} x beyond the limit".replace("e+0", "e").replace("e+", "e")
    return f"{factor:,.0f} x beyond the limit" if factor >= 10 else f"{factor:.2g} x beyond the limit"


def sentence(finding: Finding, names: Sequence[str]) -> str:
    """What was found, without the headline that stands above it."""
    begin = f"{headline(finding, names)}: "
    text = finding.text.removeprefix(begin)
    return text[:1].upper() + text[1:]


def rule(finding: Finding, judge: str) -> str:
    """By which rule, measure and limit, and who says so. judge: the rule set's title; empty: that which recorded."""
    judge = judge or Path(finding.rule_set).stem.capitalize()
    measure = MEASURES.get(finding.measure)
    what = finding.measure.replace("_", " ") if measure is None else measure.title
    text = f"Rule “{finding.rule}” of {judge}: {what} {number(finding.value)}, limit {finding.limit:g}."
    return f"{text} Source: {finding.source}" if finding.source else text


def meaning(finding: Finding) -> str:
    """How the rule's number is read; empty for one that only a newer program knows."""
    measure = MEASURES.get(finding.measure)
    return "" if measure is None else f"{measure.title}: {measure.meaning}"
