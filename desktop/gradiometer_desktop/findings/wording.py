"""Findings as a person reads them, and in which order."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from gradiometer.measures import MEASURES
from gradiometer.reports import Finding
from gradiometer.symptoms import SEVERE, title_of
from gradiometer.wording_of_layers import name_layers
from gradiometer_desktop.language import count_of, recorded, said, tr
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
    title = said(title_of(finding.symptom))
    return tr("{title} in {place}", title=title, place=place) if place else title


def because(finding: Finding, names: Sequence[str], judge: str = "") -> str:
    """Why something is changed, for the record. judge: the title of another rule set than the recorded one's."""
    what = _headline(finding, names)
    if judge:
        return recorded("{what} (by {judge})", what=what, judge=judge)
    return recorded("{what} (finding {number})", what=what, number=finding.number)


def _headline(finding: Finding, names: Sequence[str]) -> str:
    """As its own text begins."""
    place, title = where(finding, names), said(title_of(finding.symptom))
    return f"{title} in {place}" if place else title


def when(finding: Finding) -> str:
    """`since step 120, told at 130, 14 checks agree`."""
    steps = {"first": count(finding.first_step), "told": count(finding.told_step)}
    checks = {"checks": count(finding.checks)}
    if finding.has_ended:
        return count_of(
            "step {first} to {last}, told at {told}, {checks} check",
            "step {first} to {last}, told at {told}, {checks} checks agreed",
            finding.checks,
            **steps,
            **checks,
            last=count(finding.last_step),
        )
    return count_of(
        "since step {first}, told at {told}, {checks} check",
        "since step {first}, told at {told}, {checks} checks agree",
        finding.checks,
        **steps,
        **checks,
    )


def strength(finding: Finding) -> str:
    """`1,200 x beyond the limit`; empty where a limit is just passed."""
    factor = finding.strength
    if not math.isfinite(factor) or factor > _ENDLESS:
        return tr("beyond any limit")
    if factor < 1.05:
        return tr("just beyond the limit")
    if factor >= 1e6:
        return tr("{factor:.0e} x beyond the limit", factor=factor).replace("e+0", "e").replace("e+", "e")
    return (
        tr("{factor:,.0f} x beyond the limit", factor=factor)
        if factor >= 10
        else tr("{factor:.2g} x beyond the limit", factor=factor)
    )


def sentence(finding: Finding, names: Sequence[str]) -> str:
    """What was found, without the headline that stands above it."""
    text = said(finding.text.removeprefix(f"{_headline(finding, names)}: "))
    return text[:1].upper() + text[1:]


def rule(finding: Finding, judge: str) -> str:
    """By which rule, measure and limit, and who says so. judge: the rule set's title; empty: that which recorded."""
    judge = judge or Path(finding.rule_set).stem.capitalize()
    measure = MEASURES.get(finding.measure)
    what = finding.measure.replace("_", " ") if measure is None else said(measure.title)
    text = tr(
        "Rule “{rule}” of {judge}: {what} {value}, limit {limit:g}.",
        rule=finding.rule,
        judge=judge,
        what=what,
        value=number(finding.value),
        limit=finding.limit,
    )
    return tr("{text} Source: {source}", text=text, source=said(finding.source)) if finding.source else text


def meaning(finding: Finding) -> str:
    """How the rule's number is read; empty for one that only a newer program knows."""
    measure = MEASURES.get(finding.measure)
    return "" if measure is None else f"{said(measure.title)}: {said(measure.meaning)}"
