"""What tests of the findings' panel share: small rule sets, and a session with three findings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gradiometer.reports import Finding
from gradiometer.rules import RuleSet
from gradiometer_desktop.findings import choice, review
from gradiometer_desktop.saved_session import SavedSession
from recorded import some_finding
from shared import SMALL
from small_rules import RULE_SETS
from synthetic import write_session

FINDINGS = (
    some_finding(1, 3, layers=(0, 1), text="Vanishing gradient in hidden 1 and 2: much too small"),
    some_finding(2, 5, symptom="saturation", severity="warning", layers=(1,), text="Saturation in hidden 2: 80 %"),
    some_finding(3, 1, symptom="loss_flat", layers=(), has_ended=True, text="Flat loss: it stands still"),
)


@pytest.fixture(autouse=True)
def rule_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small ones in place of those in resources; a person's own are read as always."""
    from gradiometer.rules import load_rules

    def load(name: str) -> RuleSet:
        return RULE_SETS[name] if name in RULE_SETS else load_rules(name)

    for module in (choice, review):
        monkeypatch.setattr(module, "load_rules", load)
    monkeypatch.setattr(choice, "rule_set_names", lambda: tuple(RULE_SETS))


@pytest.fixture
def own_rules(tmp_path: Path) -> Path:
    """A person's own file."""
    path = tmp_path / "mine.toml"
    path.write_text(
        """
title = "Mine"
[[rules]]
name = "any"
symptom = "exploding"
severity = "warning"
conditions = [ { measure = "first_gradient_norm", above = 0.0 } ]
""",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def wrong_rules(tmp_path: Path) -> Path:
    """A file with a measure that there is not."""
    path = tmp_path / "wrong.toml"
    path.write_text(
        """
title = "Wrong"
[[rules]]
name = "any"
symptom = "exploding"
severity = "warning"
conditions = [ { measure = "height", above = 0.0 } ]
""",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def told() -> dict[int, Finding]:
    """One severe, one warning, and one that has ended, by their numbers."""
    return {finding.number: finding for finding in FINDINGS}


@pytest.fixture
def recorded_path(tmp_path: Path) -> Path:
    """A session of 40 random steps that recorded these findings."""
    return write_session(tmp_path / "found.gradiometer", SMALL, 40, others=FINDINGS)


@pytest.fixture
def session(recorded_path: Path) -> Iterator[SavedSession]:
    made = SavedSession(recorded_path)
    yield made
    made.close()
