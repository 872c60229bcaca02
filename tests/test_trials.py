"""The benchmark of rule sets: what is drawn, what is kept, and how rule sets are counted."""

import dataclasses
import importlib
import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch

from gradiometer.activations import ACTIVATIONS
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.optimizers import OPTIMIZERS
from gradiometer.rules import OURS, load_rules, rule_set_names
from gradiometer.trial_runs import record, train, train_repaired
from gradiometer.trials import FAULTY, HEALTHY, HELD_BACK, HELD_BACK_FAMILY, PARTS, TUNING, Outcome, Trial, judge

PACKAGING = Path(__file__).parent.parent / "packaging"
# A third of each plan, rounded up where it cannot be divided.
SHARE_HELD_BACK = (0.3, 0.4)


@pytest.fixture(scope="module")
def scripts() -> Iterator[dict[str, ModuleType]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(PACKAGING)
        yield {
            name: importlib.import_module(name) for name in ("trials", "trials_draw", "trials_plans", "trials_score")
        }


@pytest.fixture(scope="module")
def drawn(scripts: dict[str, ModuleType]) -> list[Trial]:
    return scripts["trials_draw"].draw_trials()  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def kept(scripts: dict[str, ModuleType]) -> list[dict[str, Any]]:
    return scripts["trials"].kept()[0]  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def folder(scripts: dict[str, ModuleType], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("trials")
    scripts["trials_draw"].make_data(made)
    return made


# --- drawing


def test_a_seed_draws_the_same_trials_and_another_one_others(
    scripts: dict[str, ModuleType], drawn: list[Trial]
) -> None:
    draw = scripts["trials_draw"].draw_trials
    assert draw() == drawn
    others = draw(seeds={"": 9, "-later": 7, "-last": 10})
    of_one, of_another = ({trial.name: trial.words for trial in each} for each in (drawn, others))
    shared = of_one.keys() & of_another.keys()
    same = {name for name in shared if of_one[name] == of_another[name]}
    later = {name for name in shared if name.endswith("-later")}
    assert later <= same
    assert len(same - later) < len(shared) / 20
    assert len({trial.name for trial in drawn}) == len(drawn)


def test_each_level_of_a_factor_comes_about_as_often(scripts: dict[str, ModuleType]) -> None:
    script = scripts["trials_draw"]
    factors = {"family": ["family=mlp"], "a": ["x=1", "x=2", "x=3"], "depth": ["3"], "width": ["4"]}
    made = scripts["trials_plans"].Plan("p", 12, factors)
    trials = script.draw_trials([made], {"": 1, "-later": 2, "-last": 3})
    first = [trial for trial in trials if trial.name.count("-") == 1]
    assert Counter(word for trial in first for word in trial.words if word.startswith("x=")) == dict.fromkeys(
        ("x=1", "x=2", "x=3"), 4
    )
    assert Counter(trial.part for trial in trials) == {TUNING: 16, HELD_BACK: 4}


def test_trials_spread_over_what_the_benchmark_is_about(drawn: list[Trial], folder: Path) -> None:
    experiments = [trial.experiment(folder) for trial in drawn]
    depths = [len(each.hidden) for each in experiments if each.family == "mlp"]
    assert (min(depths), max(depths)) == (3, 60)
    assert {each.settings.activation for each in experiments} == ACTIVATIONS.keys()
    assert {each.initialization for each in experiments} == INITIALIZATIONS.keys()
    assert {each.settings.optimizer for each in experiments} == OPTIMIZERS.keys()
    assert {each.family for each in experiments} == {"mlp", "convolutional", "rnn", "lstm", "gru"}
    assert {each.settings.normalization for each in experiments} == {"none", "batch", "layer"}
    assert {each.dtype for each in experiments} == {"float32", "float64"}


def test_one_family_and_as_many_as_a_third_of_each_plan_are_held_back(drawn: list[Trial]) -> None:
    assert all(("family=convolutional" in trial.words) == (trial.part == HELD_BACK_FAMILY) for trial in drawn)
    assert all(trial.name.endswith("-last") == (trial.part == HELD_BACK) for trial in drawn)
    sizes = Counter(re.split(r"-\d", trial.name)[0] for trial in drawn if not re.search(r"\d-", trial.name))
    for name, size in sizes.items():
        parts = [trial.part for trial in drawn if re.split(r"-\d", trial.name)[0] == name]
        if HELD_BACK_FAMILY not in parts:
            assert SHARE_HELD_BACK[0] <= parts.count(HELD_BACK) / size <= SHARE_HELD_BACK[1], name


# --- what is kept


def test_what_is_kept_is_what_is_drawn(drawn: list[Trial], kept: list[dict[str, Any]]) -> None:
    assert [(each["name"], each["part"], tuple(each["words"])) for each in kept] == [
        (trial.name, trial.part, trial.words) for trial in drawn
    ]


def test_enough_runs_are_faulty_and_healthy_by_their_outcome(kept: list[dict[str, Any]]) -> None:
    for each in kept:
        twin = Outcome(*each["twins"][each["repair"]])
        assert twin.least == max(Outcome(*figures).least for figures in each["twins"].values())
        assert judge(Outcome(*each["outcome"]), twin) == each["verdict"], each["name"]
    counts = Counter((each["part"], each["verdict"]) for each in kept)
    assert sum(counts[part, FAULTY] for part in PARTS) >= 60
    assert sum(counts[part, HEALTHY] for part in PARTS) >= 60
    assert all(counts[part, verdict] >= 10 for part in PARTS for verdict in (FAULTY, HEALTHY))


def test_every_rule_set_was_heard_of_every_trial(scripts: dict[str, ModuleType], kept: list[dict[str, Any]]) -> None:
    names = set(rule_set_names())
    assert scripts["trials"].kept()[1] == {name: load_rules(name).title for name in names}
    assert all(each["heard"].keys() == names for each in kept)
    assert scripts["trials"].KEPT.stat().st_size < 500_000


SMALL = ("plain-03", "small-loss-07", "rate-too-low-10", "sigmoid-depth-03", "raw-inputs-09")


@pytest.mark.parametrize("name", SMALL)
def test_small_trials_come_out_as_they_are_kept(
    name: str, drawn: list[Trial], kept: list[dict[str, Any]], folder: Path
) -> None:
    [trial] = [trial for trial in drawn if trial.name == name]
    [record_] = [each for each in kept if each["name"] == name]
    experiment = trial.experiment(folder)
    examples = experiment.load_examples()
    is_own = experiment.data == "file"
    repaired = dataclasses.replace(experiment, standardize=is_own, facts=None).load_examples()
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        twins = train_repaired(experiment, examples, repaired)
        verdict = judge(train(experiment, examples), twins[record_["repair"]])
    finally:
        torch.set_num_threads(threads)
    assert verdict == record_["verdict"]


# --- counting


def told(part: str, verdict: str, **heard: int | None) -> dict[str, Any]:
    """A record of a trial in which rule sets first speak at these steps."""
    firsts = {name: None if step is None else [step, "vanishing", "a rule"] for name, step in heard.items()}
    return {"name": "x", "part": part, "verdict": verdict, "words": ["data=moons"], "structure": "2-2", "heard": firsts}


RECORDS = [
    *[told(TUNING, FAULTY, **{OURS: 30, "sharp": 10, "blunt": 0}) for _ in range(3)],
    told(TUNING, FAULTY, **{OURS: 31, "sharp": 10, "blunt": 0}),
    told(TUNING, FAULTY, **{OURS: None, "sharp": 5, "blunt": None}),
    told(TUNING, FAULTY, **{OURS: 7, "sharp": None, "blunt": 0}),
    *[told(TUNING, HEALTHY, **{OURS: None, "sharp": None, "blunt": 0}) for _ in range(3)],
    told(TUNING, HEALTHY, **{OURS: 100, "sharp": None, "blunt": None}),
    told(TUNING, "undecided", **{OURS: 0, "sharp": 0, "blunt": 0}),
    told(HELD_BACK, "mute", **{OURS: 0, "sharp": 0, "blunt": 0}),
]


def test_hits_and_false_alarms_are_those_of_decided_runs(scripts: dict[str, ModuleType]) -> None:
    score = scripts["trials_score"].score
    ours = score(RECORDS, OURS)
    assert (ours.found, ours.faulty, ours.false_alarms, ours.healthy) == (5, 6, 1, 4)
    assert (ours.precision, ours.recall) == (5 / 6, 5 / 6)
    assert sorted(ours.steps) == [7, 30, 30, 30, 31]
    assert score(RECORDS, "sharp").precision == 1.0
    assert score(RECORDS, "blunt").precision == 5 / 8
    assert math.isnan(score(RECORDS[6:9], OURS).precision)


def test_only_precise_peers_are_raced(scripts: dict[str, ModuleType]) -> None:
    made = scripts["trials_score"].lead(RECORDS, RECORDS)
    assert made.peers == ("sharp",)
    # Three times 20 steps behind, once 21, once for ever; where the peer is silent there is no race.
    assert sorted(made.behind) == [20, 20, 20, 21, math.inf]
    assert (made.near, made.of) == (3, 5)


def test_tables_say_it_in_markdown(scripts: dict[str, ModuleType]) -> None:
    titles = {OURS: "Ours", "sharp": "Sharp", "blunt": "Blunt"}
    lines = list(scripts["trials_score"].tables(RECORDS, titles))
    assert lines[0] == "**Tuning**: 6 faulty and 4 healthy runs"
    assert "| Sharp | 1.00 (0.57 .. 1.00) | 0.83 (0.44 .. 0.97) | 0 of 4 | 10 (5 .. 10) |" in lines
    assert any(line.startswith("Behind the earliest") and "(Sharp)" in line for line in lines)
    assert sum(line.startswith("**") for line in lines) == 2
    wrong = list(scripts["trials_score"].errors(RECORDS, OURS))
    assert [line.split()[0] for line in wrong] == ["missed", "false"]


RULES = """
title = "Test"
[[rules]]
name = "first"
symptom = "loss_flat"
severity = "warning"
conditions = [{ measure = "accuracy", above = -1.0 }]
[[rules]]
name = "later"
symptom = "non_finite"
severity = "severe"
conditions = [{ measure = "non_finite", above = 0.5 }]
"""


def test_the_first_severe_word_counts(scripts: dict[str, ModuleType], tmp_path: Path) -> None:
    words = ("data=adding", "length=8", "family=rnn", "activation=relu", "loss=squared_error", "num_train=100")
    trial = Trial(name="a", part=TUNING, words=(*words, "num_held_out=100", "hidden=8", "learning_rate=1e6"))
    experiment = trial.experiment(tmp_path)
    path = tmp_path / "a.gradiometer"
    record(experiment, experiment.load_examples(), path)
    (tmp_path / "rules.toml").write_text(RULES)
    rules = load_rules(str(tmp_path / "rules.toml"))
    [(name, first)] = scripts["trials_score"].hear(path, [rules]).items()
    assert name == rules.name
    assert first is not None
    step, symptom, rule = first
    assert (symptom, rule) == ("non_finite", "later")
    assert 0 < step < 10
    with_warnings = RULES.replace('"severe"', '"warning"')
    (tmp_path / "mild.toml").write_text(with_warnings)
    mild = load_rules(str(tmp_path / "mild.toml"))
    assert scripts["trials_score"].hear(path, [mild])[mild.name] is None


# --- running


def test_a_run_goes_on_where_it_was_interrupted(
    scripts: dict[str, ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = scripts["trials"]
    monkeypatch.setattr(scripts["trials_draw"], "make_data", lambda folder: None)
    words = ("data=moons", "num_train=200", "num_held_out=100", "hidden=8,8", "activation=tanh", "optimizer=adam")
    learns = Trial(name="a", part=TUNING, words=(*words, "learning_rate=0.01", "initialization=xavier"))
    stays = Trial(name="b", part=HELD_BACK, words=(*words, "learning_rate=0"))
    threads = torch.get_num_threads()
    try:
        first = script.run_trials(tmp_path, [learns])
        again = script.run_trials(tmp_path, [learns, stays])
    finally:
        torch.set_num_threads(threads)
    assert [each["verdict"] for each in again] == [HEALTHY, FAULTY]
    # Also how many seconds it took is still the same.
    assert again[0] == first[0]
    lists = {name: json.loads((tmp_path / f"{name}.json").read_text()) for name in ("index", "index-held-back")}
    assert [[each["name"] for each in entries] for entries in lists.values()] == [["a"], ["b"]]
    assert all(Path(each["path"]).exists() for entries in lists.values() for each in entries)
