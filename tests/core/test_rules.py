"""Rule sets: those that are shipped, against what was published, and what a file of one's own may say."""

import copy
import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.fields import FieldError
from gradiometer.measures import MEASURES
from gradiometer.remedies import REMEDIES
from gradiometer.rules import OURS, Condition, Rule, RuleError, RuleSet, load_rules, rule_set_names
from gradiometer.symptoms import SEVERITIES, SYMPTOMS

PEERS = ("autotrainer", "bttackler", "deepdiagnosis", "sagemaker", "torchmortem")

MINE = """
title = "Mine"
source = "A course"
note = "As I see it."

[[rules]]
name = "vanishing"
symptom = "vanishing"
severity = "severe"
checks = 3
steps = 50
says = "only {value:.2g} in {layers} at step {step}, {limit:g} expected, {checks} times, {{so}}"
source = "me"
remedies = ["relu_he", "batch_norm"]
conditions = [
    { measure = "stalled_share", above = 0.5, level = 1e-8, window = 20, layers = "hidden", share = 0.25 },
    { measure = "loss", below = -3 },
]

[[rules]]
name = "flat"
symptom = "loss_flat"
severity = "warning"
conditions = [{ measure = "loss_change", below = 0.001, window = 10 }]
"""


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str], RuleSet]:
    """The rule set of a file of one's own, by its text."""

    def load(text: str) -> RuleSet:
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return load_rules(str(path))

    return load


def test_ours_stands_before_those_of_peers() -> None:
    assert rule_set_names() == (OURS, *PEERS)


@pytest.mark.parametrize("name", [OURS, *PEERS])
def test_every_set_says_whence_it_comes_and_whence_each_rule(name: str) -> None:
    rules = load_rules(name)
    assert rules.name == name
    assert all((rules.title, rules.source, rules.note))
    assert len({rule.name for rule in rules.rules}) == len(rules.rules)
    for rule in rules.rules:
        assert rule.source, rule.name
        assert rule.symptom in SYMPTOMS
        assert rule.severity in SEVERITIES
        assert set(rule.remedies) <= REMEDIES.keys()
        assert {condition.measure for condition in rule.conditions} <= MEASURES.keys()


@pytest.mark.parametrize("name", [OURS, *PEERS])
def test_every_sentence_can_say_any_number(name: str) -> None:
    for rule in load_rules(name).rules:
        for value in (0.0, -1e300, 5e-324, math.inf, math.nan):
            said = rule.says.format(value=value, limit=rule.conditions[0].limit, layers="", step=0, checks=1)
            assert "{" not in said


# As the peers have published them: the condition that a finding tells.
PUBLISHED = {
    "sagemaker": {
        "VanishingGradient": Condition(measure="gradient_mean", below=1e-7),
        "ExplodingTensor": Condition(measure="non_finite", above=0.5),
        "DeadRelu": Condition(measure="dead_units", above=0.5, layers="hidden"),
        "SaturatedActivation, sigmoid": Condition(measure="beyond", above=0.5, level=16.99999, layers="hidden"),
        "SaturatedActivation, tanh": Condition(measure="beyond", above=0.5, level=9.4999, layers="hidden"),
        "PoorWeightInitialization": Condition(measure="output_variance_ratio", above=10.0),
        "WeightUpdateRatio, large": Condition(measure="update_to_weight", above=10.0),
        "WeightUpdateRatio, small": Condition(measure="update_to_weight", below=1e-8),
        "LossNotDecreasing": Condition(measure="loss_drop", below=0.1 / 100, window=256),
    },
    "autotrainer": {
        "nan": Condition(measure="non_finite", above=0.5),
        "huge loss": Condition(measure="loss", above=1e5),
        "explode": Condition(measure="first_to_last", above=70.0),
        "vanish": Condition(measure="first_to_last", below=1e-3),
        "relu": Condition(measure="all_gradient_zeros", above=0.7),
        "unstable": Condition(measure="epoch_accuracy_swings", above=0.2, level=0.03),
        "not_converge": Condition(measure="epoch_accuracy_gain", below=0.01),
    },
    "deepdiagnosis": {
        "Exploding Tensor": Condition(measure="non_finite", above=0.5),
        "Vanishing Gradient": Condition(measure="gradient_mean", below=1e-7),
        "Dead Node": Condition(measure="outputs_not_positive", above=0.7, layers="hidden"),
        "Saturated Activation, sigmoid": Condition(measure="beyond", above=0.5, level=5.0, layers="hidden"),
        "Saturated Activation, tanh": Condition(measure="beyond", above=0.5, level=5.0, layers="hidden"),
        "Out of Range": Condition(measure="bad_labels", above=0.5),
        "Loss Not Decreasing": Condition(measure="epoch_loss_spread", below=1e-12, window=5),
        "Accuracy Not Increasing": Condition(measure="epoch_accuracy_range", below=1e-12, window=20),
        "Unchanged Weight": Condition(measure="update_to_weight", below=1e-300),
        "poor weights, small": Condition(measure="weight_variance", below=1e-5),
        "poor weights, large": Condition(measure="weight_variance", above=10.0),
        "learning rate, small": Condition(measure="update_to_weight", below=1e-5),
        "learning rate, large": Condition(measure="update_to_weight", above=0.1),
    },
    "bttackler": {
        "EG, NaN": Condition(measure="non_finite", above=0.5),
        "EG, large": Condition(measure="median_gradient_mean", above=1e4),
        "EG, amplified": Condition(measure="gradient_quotient", above=1e3, layers="hidden", share=0.5),
        "VG, small": Condition(measure="median_gradient_mean", below=1e-5),
        "VG, reduced": Condition(measure="gradient_quotient", below=1e-4, layers="hidden", share=0.5),
        "VG, zero": Condition(measure="gradient_mean", below=1e-300),
        "DR": Condition(measure="gradient_zeros", above=0.5, share=0.5),
        "SC": Condition(measure="epoch_loss_spread", below=1e-4, window=3),
        "HO": Condition(measure="epoch_loss_spread", above=0.2, window=6),
        "NMG": Condition(measure="epoch_loss_slope", above=0.0, window=6),
    },
    "torchmortem": {
        "vanishing, critical": Condition(measure="delta_last_to_first", above=1000.0),
        "vanishing": Condition(measure="delta_last_to_first", above=100.0),
        "exploding": Condition(measure="signal_norm", above=1000.0),
        "stalling": Condition(measure="stalled_share", above=0.3, level=1e-8, window=20),
        "dead units, critical": Condition(measure="outputs_below", above=0.8, level=1e-6, layers="hidden"),
        "dead units": Condition(measure="outputs_below", above=0.5, level=1e-6, layers="hidden"),
        "saturation, critical": Condition(measure="outputs_beyond", above=0.8, level=0.95, layers="hidden"),
        "saturation": Condition(measure="outputs_beyond", above=0.5, level=0.95, layers="hidden"),
        "update ratio, high": Condition(measure="update_to_weight", above=0.1),
        "update ratio, low": Condition(measure="update_to_weight", below=1e-5),
        "imbalance": Condition(measure="weight_norm_ratio", above=100.0),
        "divergence": Condition(measure="smooth_loss_growth", above=1.5, window=20),
        "plateau": Condition(measure="smooth_loss_change", below=1e-5, window=20),
    },
}


@pytest.mark.parametrize("name", PEERS)
def test_peers_have_the_limits_that_they_published(name: str) -> None:
    found = {rule.name: rule.conditions[0] for rule in load_rules(name).rules}
    assert found == PUBLISHED[name]


def test_what_peers_ask_besides() -> None:
    rules = {(name, rule.name): rule for name in PEERS for rule in load_rules(name).rules}
    poor = Condition(measure="epoch_accuracy", below=0.7)
    late = Condition(measure="progress", above=0.3)
    assert rules["autotrainer", "vanish"].conditions[1:] == (
        Condition(measure="first_gradient_norm", below=1e-4),
        poor,
        late,
    )
    assert rules["autotrainer", "relu"].conditions[1:] == rules["autotrainer", "explode"].conditions[1:] == (poor, late)
    assert rules["bttackler", "HO"].conditions[1] == Condition(measure="epoch_loss_slope", above=0.01, window=6)
    assert rules["torchmortem", "divergence"].conditions[1].above == 0.8
    assert rules["deepdiagnosis", "Unchanged Weight"].checks == 5
    # No remedy is put into the mouth of who names none.
    assert not any(rule.remedies for (name, _rule), rule in rules.items() if name == "bttackler")
    assert rules["autotrainer", "vanish"].remedies == ("selu", "relu_he", "batch_norm")
    assert rules["torchmortem", "exploding"].remedies[:3] == ("clip_norm", "lr_down", "he")


def test_a_set_of_one_s_own(load: Callable[[str], RuleSet], tmp_path: Path) -> None:
    rules = load(MINE)
    assert rules == RuleSet(
        name=str(tmp_path / "mine.toml"),
        title="Mine",
        source="A course",
        note="As I see it.",
        rules=(
            Rule(
                name="vanishing",
                symptom="vanishing",
                severity="severe",
                conditions=(
                    Condition(measure="stalled_share", above=0.5, level=1e-8, window=20, layers="hidden", share=0.25),
                    Condition(measure="loss", below=-3.0),
                ),
                checks=3,
                steps=50,
                says="only {value:.2g} in {layers} at step {step}, {limit:g} expected, {checks} times, {{so}}",
                source="me",
                remedies=("relu_he", "batch_norm"),
            ),
            Rule(
                name="flat",
                symptom="loss_flat",
                severity="warning",
                conditions=(Condition(measure="loss_change", below=0.001, window=10),),
            ),
        ),
    )
    assert [condition.limit for rule in rules.rules for condition in rule.conditions] == [0.5, -3.0, 0.001]


def test_a_set_may_stand_on_one_in_resources(load: Callable[[str], RuleSet]) -> None:
    base = load_rules("deepdiagnosis").rules
    flat = MINE[MINE.rindex("[[rules]]") :]
    text = f'title = "T"\nextends = "deepdiagnosis"\ndrop = ["Out of Range"]\n{flat}'
    text += flat.replace('"flat"', '"Dead Node"').replace('"loss_flat"', '"dead_units"')
    found = load(text)
    assert (found.source, found.note) == ("", "")
    # What is replaced stays in its place, what is new comes last.
    assert [rule.name for rule in found.rules] == [
        *(rule.name for rule in base if rule.name != "Out of Range"),
        "flat",
    ]
    by_name = {rule.name: rule for rule in found.rules}
    assert by_name["Dead Node"].conditions == by_name["flat"].conditions
    assert by_name["Vanishing Gradient"] == next(rule for rule in base if rule.name == "Vanishing Gradient")
    assert load('title = "T"\nextends = "gradiometer"').rules == load_rules("gradiometer").rules


CONDITION = "rule 1 'vanishing': conditions[0]"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('title = "Mine"\n', "", "title is missing: give one line"),
        ('title = "Mine"', "title = 3", "title = 3 is not allowed: one line"),
        ("note =", "nota =", "nota is not known: choose one of title, source, note, extends, drop, rules"),
        ("note =", "source2 = 1\nnote =", "source2 is not known"),
        ('note = "As I see it."', "note = 1", "note = 1 is not allowed: give a text"),
        (
            'note = "As I see it."',
            'extends = "ours"',
            "extends = 'ours' is not allowed: choose one of gradiometer, auto",
        ),
        ('note = "As I see it."', 'drop = ["x"]', "drop[0] = 'x' is not allowed: only rules of a set that is extended"),
        (
            'note = "As I see it."',
            'extends = "gradiometer"\ndrop = ["x"]',
            f"drop[0] = 'x' is not allowed: choose one of {load_rules(OURS).rules[0].name}",
        ),
        ('note = "As I see it."', 'drop = "x"', "drop = 'x' is not allowed: give a list"),
        ('name = "flat"', 'name = "vanishing"', "rules 1 and 2 have the same name 'vanishing'"),
        ('name = "flat"\n', "", "rule 2: name is missing"),
        ('name = "flat"', "name = 7", "rule 2: name = 7 is not allowed"),
        (
            'symptom = "loss_flat"',
            'symptom = "flat"',
            "rule 2 'flat': symptom = 'flat' is not allowed: choose one of van",
        ),
        ('severity = "warning"', 'severity = "bad"', "severity = 'bad' is not allowed: choose one of severe, warning"),
        ('severity = "warning"', "", "rule 2 'flat': severity is missing"),
        ('severity = "warning"', 'severity = "warning"\ncheck = 2', "rule 2 'flat': check is not known: choose one of"),
        ("checks = 3", "checks = 0", "rule 1 'vanishing': checks = 0 is not allowed: a whole number from 1"),
        ("checks = 3", "checks = 2.5", "checks = 2.5 is not allowed: a whole number from 1"),
        ("checks = 3", "checks = true", "checks = True is not allowed"),
        ("steps = 50", "steps = -1", "steps = -1 is not allowed: a whole number from 0"),
        ('"relu_he", "batch_norm"', '"relu"', "remedies[0] = 'relu' is not allowed: choose one of relu_he, selu"),
        ('"relu_he", "batch_norm"', '"selu", "selu"', "remedies[1] = 'selu' is not allowed: it stands there already"),
        ('["relu_he", "batch_norm"]', '"selu"', "remedies = 'selu' is not allowed: give a list"),
        ("{value:.2g}", "{valeu}", "says = 'only {valeu} in"),
        ("{value:.2g}", "{value.real}", "write {value}, {limit}, {layers}, {step}, {checks}"),
        ("{value:.2g}", "{value!r}", "write {value}, {limit}"),
        ("{value:.2g}", "{value:.999999999f}", "write {value}, {limit}"),
        ("{value:.2g}", "{value:{limit}}", "write {value}, {limit}"),
        ("{value:.2g}", "{}", "write {value}, {limit}"),
        ("{value:.2g}", "{value:d}", "is not allowed (Unknown format code 'd'"),
        ("{layers}", "{layers:.2f}", "is not allowed (Unknown format code 'f'"),
        ("{{so}}", "{so", "is not allowed (expected '}' before end of string)"),
        (
            'measure = "loss"',
            'measure = "lsos"',
            "conditions[1].measure = 'lsos' is not allowed: choose one of gradient",
        ),
        ('measure = "loss", ', "", "conditions[1].measure is missing: give one of gradient_norm"),
        (
            "below = -3 }",
            "below = nan }",
            "rule 1 'vanishing': conditions[1].below = nan is not allowed: a number that is",
        ),
        ("below = -3 }", "below = -inf }", "conditions[1].below = -inf is not allowed"),
        ("below = -3 }", f"below = 1{'0' * 400} }}", "conditions[1].below = 1000"),
        ("below = -3 }", 'below = "-3" }', "conditions[1].below = '-3' is not allowed"),
        ("below = -3 }", "below = true }", "conditions[1].below = True is not allowed"),
        ("below = -3 }", "belwo = -3 }", "conditions[1].belwo is not known: choose one of measure, above, below"),
        ("below = -3 }", "below = -3, above = 1 }", "conditions[1] has both above and below: give one of the two"),
        (", below = -3 }", " }", "conditions[1] has neither above nor below: give one of the two"),
        (
            "below = -3 }",
            'below = -3, layers = "all" }',
            "conditions[1].layers is not allowed: loss is a single number",
        ),
        ("below = -3 }", "below = -3, share = 0.5 }", "conditions[1].share is not allowed: loss is a single number"),
        ("below = -3 }", "below = -3, window = 5 }", "conditions[1].window is not allowed: loss takes none"),
        ("below = -3 }", "below = -3, level = 5 }", "conditions[1].level is not allowed: loss takes none"),
        ("window = 20", "window = 0", f"{CONDITION}.window = 0 is not allowed: a whole number from 1"),
        (", window = 20", "", f"{CONDITION}.window is missing: give a whole number from 1"),
        ("level = 1e-8, ", "", f"{CONDITION}.level is missing: give a number that is neither NaN nor infinite"),
        ("share = 0.25", "share = 1.5", f"{CONDITION}.share = 1.5 is not allowed: a number from 0, at most 1"),
        ("share = 0.25", "share = nan", f"{CONDITION}.share = nan is not allowed"),
        ('"hidden"', '"deep"', f"{CONDITION}.layers = 'deep' is not allowed: choose one of all, hidden, first, last"),
        ('conditions = [{ measure = "loss_change", below = 0.001, window = 10 }]', "", "give at least one condition"),
        ('[{ measure = "loss_change", below = 0.001, window = 10 }]', "[]", "rule 2 'flat': conditions is missing"),
        (
            '[{ measure = "loss_change", below = 0.001, window = 10 }]',
            "[1]",
            "conditions[0] = 1 is not allowed: give a",
        ),
        (
            '[{ measure = "loss_change", below = 0.001, window = 10 }]',
            "1",
            "conditions = 1 is not allowed: give a list",
        ),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(
    load: Callable[[str], RuleSet], tmp_path: Path, old: str, new: str, reason: str
) -> None:
    assert MINE.count(old) >= 1
    with pytest.raises(RuleError, match=re.escape(reason)) as caught:
        load(MINE.replace(old, new))
    assert str(caught.value).startswith(f"{tmp_path / 'mine.toml'}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('title = "T"', "rules is missing: give at least one"),
        ('title = "T"\nrules = []', "rules is missing: give at least one"),
        ('title = "T"\nrules = 1', "rules = 1 is not allowed: give a list"),
        ('title = "T"\nrules = [1]', "rules[0] = 1 is not allowed: give a table"),
        ("title = ", "is not valid TOML: Invalid value"),
        (f"a = {'[' * 100_000}", "is not valid TOML"),
        (f"a = 1{'0' * 10_000}", "is not valid TOML"),
        ("#" * 1_000_001, "is too large: a rule set has at most 1,000,000 bytes"),
    ],
)
def test_what_is_no_rule_set_is_refused(load: Callable[[str], RuleSet], text: str, reason: str) -> None:
    with pytest.raises(RuleError, match=re.escape(reason)):
        load(text)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "bytes.toml").write_bytes(b"title = '\xff'")
    for name, reason in (
        ("nothing.toml", "nothing.toml cannot be read: No such file or directory"),
        ("folder.toml", "folder.toml cannot be read: Is a directory"),
        ("\0.toml", "cannot be read: embedded null byte"),
        ("bytes.toml", "bytes.toml is not UTF-8 text"),
    ):
        with pytest.raises(RuleError, match=re.escape(reason)):
            load_rules(str(tmp_path / name))
    with pytest.raises(
        FieldError, match=r"'sagemakr' is neither a rule set \(gradiometer, autotrainer, .*\) nor the path"
    ):
        load_rules("sagemakr")


# --- whatever a file says


def to_toml(value: object) -> str:
    """On one line."""
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{json.dumps(key, ensure_ascii=False)} = {to_toml(each)}" for key, each in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(to_toml, value)) + "]"
    if isinstance(value, str | bool):
        return json.dumps(value, ensure_ascii=False)
    return repr(value)


SOUND: dict[str, Any] = {
    "title": "T",
    "source": "S",
    "note": "N",
    "extends": "gradiometer",
    "drop": [],
    "rules": [
        {
            "name": "a",
            "symptom": "vanishing",
            "severity": "severe",
            "checks": 2,
            "steps": 3,
            "says": "{value:.2g}",
            "source": "S",
            "remedies": ["selu", "skip"],
            "conditions": [
                {"measure": "stalled_share", "above": 1, "level": 2, "window": 3, "layers": "first", "share": 0.5},
                {"measure": "loss", "below": 1.0},
            ],
        }
    ],
}
JUNK = st.recursive(
    st.one_of(
        st.booleans(),
        st.integers(-(10**30), 10**30),
        st.floats(),
        st.text(max_size=12),
        st.sampled_from(
            ["{value:9.9f}", "{value[0]}", "{step:x}", "{", "all", *MEASURES, *SYMPTOMS, *REMEDIES, *PEERS]
        ),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all that is in it."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, each in items for place in places(each, (*path, key)))]


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A sound one, of which up to three parts are replaced, taken away or added to."""
    found = copy.deepcopy(SOUND)
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from([place for place in places(found) if place]))
        parent: Any = found
        for key in way:
            parent = parent[key]
        match draw(st.integers(0, 2)):
            case 0:
                parent[last] = draw(JUNK)
            case 1:
                del parent[last]
            case _ if isinstance(parent, dict):
                parent[draw(st.sampled_from(["above", "below", "window", "layers", "x", "name"]))] = draw(JUNK)
    return "\n".join(f"{json.dumps(key)} = {to_toml(value)}" for key, value in found.items())


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzzed") / "mine.toml"


def load_or_refusal(path: Path, content: bytes) -> RuleSet | str:
    path.write_bytes(content)
    try:
        return load_rules(str(path))
    except RuleError as error:
        return str(error)


def check_loading(path: Path, content: bytes) -> None:
    found = load_or_refusal(path, content)
    if isinstance(found, str):
        assert found.startswith(str(path))
        return
    for rule in found.rules:
        assert rule.conditions
        assert all(math.isfinite(condition.limit) for condition in rule.conditions)
        rule.says.format(value=math.nan, limit=-1e300, layers="hidden 1", step=10**9, checks=1)


@given(document=documents())
def test_no_document_makes_anything_but_a_rule_error(fuzzed: Path, document: str) -> None:
    check_loading(fuzzed, document.encode())


@given(content=st.binary(max_size=60) | st.text(alphabet='a=[]{}"\n.1', max_size=60).map(str.encode))
def test_no_bytes_make_anything_but_a_rule_error(fuzzed: Path, content: bytes) -> None:
    check_loading(fuzzed, content)


def test_the_sound_document_is_one(fuzzed: Path) -> None:
    fuzzed.write_text("\n".join(f"{key} = {to_toml(value)}" for key, value in SOUND.items()), encoding="utf-8")
    assert load_rules(str(fuzzed)).rules[-1].name == "a"
