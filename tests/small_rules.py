"""Rule sets that find something in every run, or nothing in any."""

from __future__ import annotations

from gradiometer.rules import Condition, Rule, RuleSet


def rule_set(name: str, *rules: Rule) -> RuleSet:
    return RuleSet(name=name, title=f"The {name} ones", source=f"a paper on {name}", note="read literally", rules=rules)


def rule(name: str, symptom: str, *, below: float, severity: str = "severe") -> Rule:
    condition = Condition(measure="first_gradient_norm", below=below)
    return Rule(name=name, symptom=symptom, severity=severity, conditions=(condition,), remedies=("relu_he",))


RULE_SETS = {
    "gradiometer": rule_set("gradiometer", rule("tiny", "vanishing", below=1e-300)),
    "strict": rule_set(
        "strict",
        rule("small", "vanishing", below=1e300),
        rule("flat", "loss_flat", below=1e300, severity="warning"),
    ),
}
"""Of which one finds two symptoms in every run, and one none."""
