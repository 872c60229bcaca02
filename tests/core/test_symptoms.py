"""What can be wrong with a run."""

from gradiometer.rules import load_rules, rule_set_names
from gradiometer.symptoms import SEVERE, SEVERITIES, SYMPTOMS, WARNING, title_of


def test_every_symptom_has_a_title_and_a_sentence() -> None:
    for name, symptom in SYMPTOMS.items():
        assert name == name.lower().replace(" ", "_")
        assert symptom.title[0].isupper()
        assert not symptom.title.endswith(".")
        assert symptom.meaning.endswith(".")
    titles = [symptom.title for symptom in SYMPTOMS.values()]
    assert len(set(titles)) == len(titles)


def test_the_worse_severity_comes_first() -> None:
    assert SEVERITIES == (SEVERE, WARNING)


def test_a_symptom_of_another_program_has_a_title_too() -> None:
    assert title_of("dead_units") == "Dead units"
    assert title_of("lost_its_way") == "Lost its way"


def test_every_symptom_that_peers_look_for_is_looked_for_by_one_of_the_sets() -> None:
    looked_for = {rule.symptom for name in rule_set_names() for rule in load_rules(name).rules}
    assert looked_for <= SYMPTOMS.keys()
    # The rows of the table of peers' thresholds.
    rows = {"vanishing", "exploding", "dead_units", "saturation", "poor_initialization", "update_ratio"}
    assert rows | {"loss_flat", "oscillation"} <= looked_for
