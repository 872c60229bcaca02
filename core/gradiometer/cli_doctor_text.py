"""What `gradiometer doctor` found, for a person."""

from __future__ import annotations

import textwrap
from typing import Any

from gradiometer.cli_text import columns
from gradiometer.preflight import NORM
from gradiometer.quantities import QUANTITIES

_WIDTH = 110
_MOST_LAYERS = 40
_ENDS = 12
"""Of more layers so many are told from either end."""


def describe(values: dict[str, Any]) -> str:
    """The values of a spec, of a refused one, or of a session."""
    title = " ".join(filter(None, (values.get("name"), values.get("structure"), "")))
    lines = [f"{title} ({values['subject']})" if title else values["subject"], ""]
    if values["kind"] == "preflight":
        lines += _preflight(values)
    elif values["kind"] == "refused":
        lines += [f"  {values['verdict']}", ""]
    else:
        lines += [f"  {values['num_steps']:,} steps, judged {values['judged']}", ""]
    if len(values["rule_sets"]) > 1:
        lines += _who_says_what(values)
    else:
        [rules] = values["rule_sets"]
        lines += _findings(rules, values)
    return "\n".join(lines)


def _preflight(values: dict[str, Any]) -> list[str]:
    """Verdict, the table of layers, what is said of the data, and the red flag."""
    lines = _wrapped(values["problem"] or values["verdict"])
    if values["advice"]:
        lines.append("  What to do, the best first:")
    for place, each in enumerate(values["advice"], start=1):
        lines += _wrapped(f"{place}. {each['title']}: {each['reason']}", 4)
    lines += _wrapped(values["through_time"])
    if values["red_flags"]:
        lines += _wrapped(f"Red flag at initialization: {'; '.join(values['red_flags'])}.")
    for event in values["events"]:
        lines += _wrapped(f"{event['text']}.")
    if values["problem"]:
        return [*lines, ""]
    lines += ["", *_table(values["layers"], with_theory=not values["why_no_theory"])]
    if values["why_no_theory"]:
        lines += _wrapped(f"{values['why_no_theory']} The measured batch stands alone.")
    else:
        error = values["theory"]["error_decades"]
        told = f"the median of many seeds lies within a factor of {10**error:.2g}"
        lines += _wrapped(f"predicted: behind the gradient that was measured at the outputs; {told}.")
    return [*lines, ""]


def _table(layers: list[dict[str, Any]], *, with_theory: bool) -> list[str]:
    head = [
        "",
        QUANTITIES[NORM].title,
        "measured",
        *(("predicted", "ratio", "5 % .. 95 % of seeds") if with_theory else ()),
    ]
    rows = [tuple(head)]
    for layer in layers:
        found = layer[NORM]
        row = [str(layer["index"]), layer["name"], _short(found["measured"])]
        if with_theory:
            ratio = _ratio(found["measured"], found["predicted"])
            row += [_short(found["predicted"]), ratio, f"{_short(found['low'])} .. {_short(found['high'])}"]
        rows.append(tuple(row))
    if len(layers) > _MOST_LAYERS:
        gap = ("", f"... {len(layers) - 2 * _ENDS} more", *[""] * (len(head) - 2))
        rows = [*rows[: _ENDS + 1], gap, *rows[-_ENDS:]]
    return columns(rows)


def _ratio(measured: float | str, predicted: float | str) -> str:
    """Measured by predicted, where both are numbers."""
    if isinstance(measured, str) or isinstance(predicted, str) or predicted == 0.0:
        return "-"
    return f"{measured / predicted:.2f}"


def _findings(rules: dict[str, Any], values: dict[str, Any]) -> list[str]:
    findings, is_spec = rules["findings"], values["kind"] == "preflight"
    if not findings:
        alone = " in this batch alone: most of them wait until several checks agree" if is_spec else ""
        return [f"  The rules of {rules['title']} find nothing wrong{alone}."]
    lines = [f"findings by the rules of {rules['title']}"]
    for finding in findings:
        lines += ["", *_finding(finding, is_over_time=values["kind"] == "session")]
    return lines


def _finding(finding: dict[str, Any], *, is_over_time: bool) -> list[str]:
    lines = _wrapped(f"{finding['number']}. {finding['severity']}: {finding['text']}")
    if is_over_time:
        lines.append(f"     {_when(finding)}")
    if finding["evidence"]:
        evidence = finding["evidence"]
        quantity = QUANTITIES.get(evidence["quantity"])
        see = f"{evidence['plot']} of {quantity.title}" if quantity is not None else evidence["plot"]
        lines.append(
            f"     {evidence['title']}: {_short(finding['value'])}, limit {_short(finding['limit'])}; see {see}"
        )
    lines += _wrapped(f"rule {finding['rule']}" + (f": {finding['source']}" if finding["source"] else ""), 5)
    can = [each for each in finding["remedies"] if not each["why_not"]]
    cannot = [each for each in finding["remedies"] if each["why_not"]]
    if can:
        lines.append("     what to do, the best first:")
    for place, each in enumerate(can, start=1):
        lines += _wrapped(f"{place}. {each['title']}: {each['reason']}", 7)
    for each in cannot:
        lines += _wrapped(f"not {each['title']}: {each['why_not']}", 7)
    return lines


def _when(finding: dict[str, Any]) -> str:
    first, last, checks = finding["first_step"], finding["last_step"], finding["checks"]
    until = f"to step {last:,}, then it ended" if finding["has_ended"] else f"and still at step {last:,}"
    agree = f"{checks} check{'' if checks == 1 else 's'} in a row"
    how = f"told at step {finding['told_step']:,}, {agree}, {finding['strength']:.3g} times the limit"
    return f"since step {first:,} {until}; {how}"


def _who_says_what(values: dict[str, Any]) -> list[str]:
    """A row for each finding of each rule set."""
    rows: list[tuple[str, ...]] = [("rules of", "severity", "finding", "where", "told", "since", "to", "rule")]
    for rules in values["rule_sets"]:
        for finding in rules["findings"]:
            last = f"{finding['last_step']:,}"
            rows.append(
                (
                    rules["title"],
                    finding["severity"],
                    finding["title"],
                    finding["where"],
                    f"{finding['told_step']:,}",
                    f"{finding['first_step']:,}",
                    f"{last}, ended" if finding["has_ended"] else last,
                    finding["rule"],
                )
            )
        if not rules["findings"]:
            rows.append((rules["title"], "", "nothing", *[""] * 5))
    return columns(rows)


def _wrapped(text: str, indent: int = 2) -> list[str]:
    """In lines that can be read, the first of them so far from the edge."""
    before = " " * indent
    return textwrap.wrap(text, _WIDTH, initial_indent=before, subsequent_indent=f"{before}   ")


def _short(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.3g}"
