"""`gradiometer doctor`: what is wrong with a session, or will be with one that has not begun, and what to do."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gradiometer.cli_doctor_text import describe
from gradiometer.cli_doctor_values import is_ill, refused_values, session_values, spec_values
from gradiometer.cli_text import examples
from gradiometer.datasets import DataError
from gradiometer.examination import examine_by
from gradiometer.experiment import LonelyBatchError
from gradiometer.fields import FieldError
from gradiometer.preflight import preflight
from gradiometer.presets import load_experiment, preset_names
from gradiometer.rules import OURS, RuleError, RuleSet, load_rules, rule_set_names
from gradiometer.session_file import Session, load_session
from gradiometer.session_format import SUFFIX

HEALTHY, ILL = 0, 1

_ALL = "all"
RULE_SET = "rule_set"
"""The text of a session file that says who judged it."""


def fill_doctor(verb: argparse.ArgumentParser) -> None:
    """The words that the verb takes."""
    verb.set_defaults(run=_doctor)
    verb.add_argument(
        "subject",
        metavar=f"PRESET|SPEC.toml|FILE{SUFFIX}",
        help="a preset by its name, or a file like one: before anything has trained; or a recorded session",
    )
    verb.add_argument(
        "--rules",
        metavar="NAME|FILE.toml|all",
        help=f"who judges (default: of a session what was recorded, else {OURS}); all: who would have said what, when",
    )
    verb.add_argument(
        "--set", nargs="+", action="append", default=[], metavar="name=value", help="change what the spec says"
    )
    verb.add_argument("--json", action="store_true", help="as JSON; NaN and infinities are the texts nan, inf, -inf")
    sets = ", ".join(rule_set_names())
    verb.epilog = "\n\n".join(
        (
            "Of a spec the gradient norm of every layer is predicted, then measured with the very batch and weights\n"
            "that training would begin with. Of a session all that was recorded is judged.\n"
            f"Rule sets: {sets}.\n"
            "Exit codes: 0 all is well, 1 there is a severe finding that has not ended, 2 bad input.",
            examples(
                f"{verb.prog} digits",
                f"{verb.prog} digits --set activation=relu initialization=he",
                f"{verb.prog} a{SUFFIX} --rules all",
                f"{verb.prog} a{SUFFIX} --json",
            ),
        )
    )


def _doctor(arguments: argparse.Namespace) -> int:
    assignments = [word for words in arguments.set for word in words]
    if _is_spec(arguments.subject):
        values = _of_spec(arguments.subject, assignments, _rule_sets(arguments.rules or OURS))
    else:
        if assignments:
            raise FieldError(f"--set is not allowed: {arguments.subject} is recorded already, give a preset or a spec")
        with load_session(arguments.subject) as session:
            values = _of_session(session, None if arguments.rules is None else _rule_sets(arguments.rules))
    if arguments.json:
        print(json.dumps(values, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print(describe(values))
    return ILL if is_ill(values) else HEALTHY


def _is_spec(subject: str) -> bool:
    """Whether it is a preset or a spec, and no session. Raises FieldError where it can be neither."""
    if subject in preset_names() or subject.endswith(".toml"):
        return True
    if not subject.endswith(SUFFIX) and not Path(subject).exists():
        raise FieldError(
            f"{subject} is neither a preset ({', '.join(preset_names())}) nor the path of a .toml file or of a session"
        )
    return False


def _rule_sets(asked: str) -> list[RuleSet]:
    """Raises rules.RuleError."""
    return [load_rules(name) for name in (rule_set_names() if asked == _ALL else (asked,))]


def _of_spec(subject: str, assignments: Sequence[str], rule_sets: Sequence[RuleSet]) -> dict[str, Any]:
    try:
        experiment = load_experiment(subject).with_assignments(assignments)
    except LonelyBatchError as error:
        # No network can be made of it, and yet it is one of the things that are to be found.
        values = refused_values(subject, str(error), rule_sets)
        if not is_ill(values):
            raise
        return values
    # Imported here, because it brings torch, and a session needs none.
    from gradiometer.machine import session_threads, threads

    try:
        # As the session itself will be computed, to the last bit.
        with threads(session_threads()):
            found = preflight(experiment)
    except DataError as error:
        raise FieldError(str(error)) from error
    values = spec_values(subject, found, [(rules, found.judge(rules)) for rules in rule_sets])
    if found.problem and not is_ill(values):
        raise FieldError(found.problem)
    return values


def _of_session(session: Session, rule_sets: Sequence[RuleSet] | None) -> dict[str, Any]:
    """rule_sets: who is to judge anew; None: what was found while it was recorded."""
    if rule_sets is None and RULE_SET in session.meta:
        return session_values(session, [(_recorded_by(session.meta[RULE_SET]), session.findings)], is_anew=False)
    if rule_sets is None:
        # Older than rules are.
        rule_sets = [load_rules(OURS)]
    judged = zip(rule_sets, examine_by(session, rule_sets), strict=True)
    return session_values(session, [*judged], is_anew=True)


def _recorded_by(name: str) -> RuleSet:
    """The rule set that judged a session, by its name alone where it is not here any more."""
    try:
        return load_rules(name)
    except RuleError:
        return RuleSet(name=name, title=name, source="", note="", rules=())
