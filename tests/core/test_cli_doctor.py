"""`gradiometer doctor`, as a person or another program calls it."""

import dataclasses
import json
import subprocess
import sys

import numpy as np
import pytest

from gradiometer import cli_doctor
from gradiometer.cli_doctor_values import PREDICTED
from gradiometer.examination import examine
from gradiometer.experiment import Experiment
from gradiometer.preflight import preflight
from gradiometer.presets import load_experiment, preset_names
from gradiometer.reports import Intervention, StepReport
from gradiometer.rules import load_rules, rule_set_names
from gradiometer.session_file import load_session
from gradiometer.settings import Reinitialize, Settings
from recorded import new_writer, some_finding
from synthetic import write_session, write_watched

EXPERIMENT = Experiment(hidden=(8, 8), num_train=200, num_held_out=50, norms_every=1, histogram_every=5)
RULES = """
title = "Mine"
source = "a book"

[[rules]]
name = "{name}"
symptom = "vanishing"
severity = "{severity}"
source = "page 7"
remedies = ["relu_he", "forget_bias"]
conditions = [{{ measure = "gradient_norm", {side} = {limit}, layers = "first" }}]

[[rules]]
name = "lonely"
symptom = "lonely_batch"
severity = "severe"
source = "Ioffe & Szegedy 2015"
remedies = ["larger_batch"]
conditions = [{{ measure = "lonely_batch", above = 0 }}]

[[rules]]
name = "labels"
symptom = "bad_labels"
severity = "severe"
conditions = [{{ measure = "bad_labels", above = 0 }}]
"""


@pytest.fixture
def rules(tmp_path):
    """Write a rule set that finds something, or nothing."""

    def write(*, finds: bool = True, severity: str = "severe", name: str = "small") -> str:
        path = tmp_path / f"{name}.toml"
        side, limit = ("below", 1e6) if finds else ("below", 1e-300)
        path.write_text(RULES.format(name=name, severity=severity, side=side, limit=limit), "utf-8")
        return str(path)

    return write


@pytest.fixture
def spec(tmp_path, few_digits):
    """Write a small experiment as TOML."""

    def write(**changes: object) -> str:
        values = {"data": "mnist", "num_train": 200, "num_held_out": 50, "hidden": [8, 8]} | changes
        lines = [f"{name} = {json.dumps(value)}" for name, value in values.items()]
        path = tmp_path / "spec.toml"
        path.write_text("\n".join(lines), "utf-8")
        return str(path)

    return write


# --- a session that has not begun


def test_a_spec_in_words(run, spec, rules):
    path = spec()
    code, out, err = run("doctor", path, "--rules", rules())
    assert (code, err) == (1, "")
    lines = out.splitlines()
    assert lines[0] == f"digits 784-8-8-10 ({path})"
    found = preflight(load_experiment(path))
    assert lines[2] == f"  {found.verdict}"
    head = next(index for index, line in enumerate(lines) if "weight gradient norm  measured" in line)
    assert " ".join(lines[head].split()) == "weight gradient norm measured predicted ratio 5 % .. 95 % of seeds"
    for row, layer in zip(lines[head + 1 : head + 4], range(3), strict=True):
        cells = row.split()
        name = found.experiment.layer_names[layer].split()
        assert cells[: 1 + len(name)] == [str(layer + 1), *name]
        measured, predicted, ratio, low, _, high = cells[1 + len(name) :]
        assert float(measured) == pytest.approx(found.measured()[layer], rel=1e-2)
        assert float(ratio) == pytest.approx(float(measured) / float(predicted), rel=2e-2, abs=0.01)
        assert float(low) < float(predicted) < float(high)
    assert "  1. severe: Vanishing gradient in hidden 1: " in out
    assert "     rule small: page 7" in lines
    assert any(line.startswith("       1. ReLU with He's initialization: ") for line in lines)
    assert "       not Forget bias ln T: Only an LSTM has a forget gate." in lines


@pytest.mark.parametrize(
    ("finds", "severity", "expected"), [(True, "severe", 1), (True, "warning", 0), (False, "severe", 0)]
)
def test_the_exit_code_says_whether_there_is_a_severe_finding(run, spec, rules, finds, severity, expected):
    for words in ((), ("--json",)):
        code, out, err = run("doctor", spec(), "--rules", rules(finds=finds, severity=severity), *words)
        assert (code, err) == (expected, "")
        assert out
    if not finds:
        code, out, _err = run("doctor", spec(), "--rules", rules(finds=False))
        assert "The rules of Mine find nothing wrong in this batch alone" in out


def test_a_spec_as_json(run, spec, rules):
    path = spec(seed=4)
    code, out, err = run("doctor", path, "--rules", rules(), "--json")
    assert (code, err) == (1, "")
    values = json.loads(out, parse_constant=lambda text: pytest.fail(f"{text} is no JSON"))
    found = preflight(load_experiment(path))
    assert values["kind"] == "preflight"
    assert (values["verdict"], values["problem"]) == (found.verdict, "")
    assert Experiment.from_dict(values["experiment"]) == load_experiment(path)
    line, expected = found.line(), found.forecast.line()
    for index, layer in enumerate(values["layers"]):
        assert (layer["index"], layer["name"]) == (index + 1, found.experiment.layer_names[index])
        told = layer["weight_gradient_norm"]
        assert told == {
            "measured": found.measured()[index],
            "forecast": expected.values[index],
            "predicted": line.values[index],
            "low": line.low[index],
            "high": line.high[index],
        }
        assert set(PREDICTED) <= layer.keys()
    # The output layer has no gain.
    assert values["layers"][-1]["gain"]["measured"] == "nan"
    first, last = found.measured()[[0, -1]]
    assert values["first_to_last"]["measured_decades"] == pytest.approx(np.log10(first / last))
    assert values["theory"]["error_decades"] > 0
    [judge] = values["rule_sets"]
    assert (judge["title"], judge["source"]) == ("Mine", "a book")
    [finding] = judge["findings"]
    assert (finding["rule"], finding["severity"], finding["where"]) == ("small", "severe", "hidden 1")
    assert finding["evidence"] == {
        "title": "gradient norm of the weights",
        "plot": "profile",
        "quantity": "weight_gradient_norm",
    }
    assert [each["name"] for each in finding["remedies"]] == ["relu_he", "forget_bias"]
    assert [each["why_not"] for each in finding["remedies"]] == ["", "Only an LSTM has a forget gate."]


def test_values_can_be_changed(run, spec, rules):
    _code, out, _err = run("doctor", spec(), "--set", "hidden=5,5,5", "activation=relu", "--set", "seed=9", "--json")
    experiment = json.loads(out)["experiment"]
    assert (experiment["hidden"], experiment["seed"]) == ([5, 5, 5], 9)
    assert experiment["settings"]["activation"] == "relu"


def test_with_no_theory_the_batch_stands_alone(run, rules):
    code, out, _err = run(
        "doctor", "lstm-adding", "--set", "num_train=100", "num_held_out=0", "--rules", rules(finds=False)
    )
    assert code == 0
    assert "predicted" not in out
    assert "No theory for recurrent networks here. The measured batch stands alone." in out
    assert "Gradient at the first time step by that at the last, 50 steps: recurrent 1 first/last " in out


def test_of_many_layers_both_ends_are_told(run, spec, rules):
    path = spec(hidden=[6] * 60)
    _code, out, _err = run("doctor", path, "--rules", rules(finds=False))
    assert "... 37 more" in out
    assert " 12  hidden 12 " in out
    assert " 13  hidden 13 " not in out
    assert " 61  output " in out
    _code, out, _err = run("doctor", path, "--json")
    assert len(json.loads(out)["layers"]) == 61


def test_where_the_verdict_is_bad_and_no_rule_holds_yet_there_is_advice(run, spec, monkeypatch):
    own = dataclasses.replace(
        load_rules("gradiometer"),
        rules=(
            dataclasses.replace(
                load_rules("gradiometer").rules[0], symptom="vanishing", remedies=("forget_bias", "skip", "relu_he")
            ),
        ),
    )
    monkeypatch.setattr("gradiometer.cli_doctor_values.load_rules", lambda name: own)
    monkeypatch.setattr("gradiometer.cli_doctor.load_rules", lambda name: own)
    _code, out, _err = run("doctor", spec(hidden=[8] * 10))
    assert "  What to do, the best first:\n    1. Skip connections: " in out
    assert "    2. ReLU with He's initialization: " in out
    assert "Forget bias" not in out
    _code, out, _err = run("doctor", spec(initialization="he"), "--set", "activation=relu")
    assert "What to do" not in out


def test_a_batch_of_one_behind_a_batch_norm_is_a_finding(run, spec, rules):
    """Though no network can be made of it."""
    words = ("doctor", spec(batch_size=1), "--set", "normalization=batch", "--rules")
    code, out, err = run(*words, rules())
    assert (code, err) == (1, "")
    assert "  1. severe: BatchNorm of a single example: settings.normalization = 'batch' is not allowed: " in out
    assert "1. Batches of 256: " in out
    code, out, err = run(*words, rules(), "--json")
    [finding] = json.loads(out)["rule_sets"][0]["findings"]
    assert (code, err) == (1, "")
    assert (finding["symptom"], finding["severity"], finding["rule"]) == ("lonely_batch", "severe", "lonely")


def test_a_spec_file_may_itself_be_of_that_kind(run, tmp_path, rules):
    path = tmp_path / "lonely.toml"
    path.write_text('batch_size = 1\n[settings]\nnormalization = "batch"\n', "utf-8")
    code, out, err = run("doctor", path, "--rules", rules())
    assert (code, err) == (1, "")
    assert str(path) in out


def test_where_no_rule_speaks_of_it_the_spec_is_refused_as_ever(run, spec, tmp_path):
    path = tmp_path / "other.toml"
    path.write_text(
        RULES.format(name="a", severity="severe", side="below", limit=1).partition('\n[[rules]]\nname = "lonely"')[0]
    )
    code, out, err = run("doctor", spec(batch_size=1), "--set", "normalization=batch", "--rules", path)
    assert (code, out) == (2, "")
    assert "a batch of 1 has no variance" in err


def test_labels_that_no_output_stands_for(run, spec, rules, examples, monkeypatch):
    labels = examples.targets.copy()
    labels[:200] += 5
    monkeypatch.setattr(Experiment, "load_examples", lambda self: dataclasses.replace(examples, targets=labels))
    code, out, err = run("doctor", spec(), "--rules", rules())
    assert (code, err) == (1, "")
    assert "  The first batch cannot be computed: " in out
    told = " ".join(out.split())
    assert "have a label that does not exist (10, 11, 12, 13, 14): the network puts out 0 to 9, " in told
    assert "severe: Labels out of range" in out
    code, out, _err = run("doctor", spec(), "--rules", rules(), "--json")
    assert code == 1
    assert json.loads(out)["events"][0]["kind"] == "bad_labels"


# --- a recorded session


@pytest.fixture
def recorded(tmp_path):
    """A session with two findings of its own: a severe one that has ended, and one that has not."""

    def write(*, is_open: bool) -> str:
        path = tmp_path / "recorded.gradiometer"
        writer = new_writer(path, EXPERIMENT, rule_set="gradiometer")
        whole = write_session(tmp_path / "other.gradiometer", EXPERIMENT, 30)
        with load_session(whole) as session:
            for row in session.blocks("step", 0, 0, 30)[:, 0]:
                writer.add(StepReport(int(row[0]), row))
        writer.add(
            some_finding(1, 3, symptom="vanishing", severity="severe", has_ended=True, last_step=9, text="Gone.")
        )
        writer.add(
            some_finding(
                2,
                12,
                symptom="saturation",
                severity="severe" if is_open else "warning",
                has_ended=False,
                last_step=29,
                layers=(0, 1),
                remedies=("relu_he", "of another program"),
                text="Saturated.",
            )
        )
        assert writer.close() == ""
        return str(path)

    return write


@pytest.mark.parametrize("is_open", [True, False])
def test_what_was_found_while_it_was_recorded(run, recorded, is_open):
    path = recorded(is_open=is_open)
    code, out, err = run("doctor", path)
    assert (code, err) == (int(is_open), "")
    assert "30 steps, judged while it was recorded" in out
    assert "  1. severe: Gone.\n     since step 3 to step 9, then it ended; told at step " in out
    assert "  2. severe: Saturated." in out or not is_open
    assert "     since step 12 and still at step 29; " in out
    code, out, _err = run("doctor", path, "--json")
    values = json.loads(out)
    with load_session(path) as session:
        findings = session.findings
    assert [each["text"] for each in values["rule_sets"][0]["findings"]] == [each.text for each in findings]
    # A remedy that only another program knows is left out.
    assert [each["name"] for each in values["rule_sets"][0]["findings"][1]["remedies"]] == ["relu_he"]


def test_another_rule_set_judges_anew(run, recorded, rules):
    path = recorded(is_open=True)
    code, out, _err = run("doctor", path, "--rules", rules())
    assert code == 1
    assert "30 steps, judged now" in out
    assert "Gone." not in out
    with load_session(path) as session:
        [finding] = examine(session, load_rules(rules()))
    assert f"  1. severe: {finding.text}" in out.replace("\n     ", " ")
    code, _out, _err = run("doctor", path, "--rules", rules(finds=False))
    assert code == 0


def test_a_file_that_is_older_than_rules_is_judged_now(run, tmp_path):
    path = write_session(tmp_path / "old.gradiometer", EXPERIMENT, 30)
    code, out, err = run("doctor", path, "--json")
    assert err == ""
    values = json.loads(out)
    assert (values["judged"], values["num_steps"]) == ("now", 30)
    assert values["rule_sets"][0]["name"] == "gradiometer"
    assert code in (0, 1)


def test_a_watched_loop(run, tmp_path, rules):
    path = write_watched(tmp_path / "watched.gradiometer", 30)
    code, out, _err = run("doctor", path, "--rules", rules(), "--json")
    assert code == 1
    [finding] = json.loads(out)["rule_sets"][0]["findings"]
    # Nobody knows what its network could be made of.
    assert [each["why_not"] for each in finding["remedies"]] == ["", ""]


def test_nothing_was_found(run, tmp_path):
    path = tmp_path / "empty.gradiometer"
    assert new_writer(path, EXPERIMENT, rule_set="gradiometer").close() == ""
    code, out, _err = run("doctor", path)
    assert code == 0
    assert out.endswith("The rules of Gradiometer find nothing wrong.\n")


def test_a_rule_set_that_is_not_here_any_more_has_its_name_left(run, tmp_path):
    path = tmp_path / "other.gradiometer"
    assert new_writer(path, EXPERIMENT, rule_set="of tomorrow").close() == ""
    _code, out, _err = run("doctor", path)
    assert out.endswith("The rules of of tomorrow find nothing wrong.\n")


# --- who would have said what


def test_all_rule_sets_side_by_side(run, tmp_path, rules, monkeypatch):
    sets = {
        "one": rules(name="one"),
        "two": rules(name="two", severity="warning"),
        "three": rules(name="three", finds=False),
    }
    monkeypatch.setattr(cli_doctor, "rule_set_names", lambda: tuple(sets.values()))
    path = write_session(tmp_path / "a.gradiometer", EXPERIMENT, 60)
    code, out, _err = run("doctor", path, "--rules", "all")
    assert code == 1
    rows = out.splitlines()[4:]
    assert rows[0].split() == ["rules", "of", "severity", "finding", "where", "told", "since", "to", "rule"]
    assert rows[1].split()[:6] == ["Mine", "severe", "Vanishing", "gradient", "hidden", "1"]
    assert rows[1].split()[-1] == "one"
    assert rows[2].split()[1] == "warning"
    assert rows[3].split() == ["Mine", "nothing"]
    _code, out, _err = run("doctor", path, "--rules", "all", "--json")
    assert [len(each["findings"]) for each in json.loads(out)["rule_sets"]] == [1, 1, 0]


def test_every_rule_set_of_ours_judges_a_preset(run):
    code, out, err = run("doctor", "moons", "--rules", "all", "--json")
    assert err == ""
    assert code in (0, 1)
    assert [each["name"] for each in json.loads(out)["rule_sets"]] == list(rule_set_names())


# --- bad input


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("nothing",),
            f"nothing is neither a preset ({', '.join(preset_names())}) nor the path of a .toml file or of a session",
        ),
        (("gone.toml",), "gone.toml cannot be read: No such file or directory"),
        (("gone.gradiometer",), "gone.gradiometer"),
        (("digits", "--rules", "nobody"), "'nobody' is neither a rule set ("),
        (("digits", "--rules", "gone.toml"), "gone.toml cannot be read: "),
        (("digits", "--set", "seed=x"), "seed = 'x' is not allowed: "),
        (("digits", "--set", "depth=3"), "depth is not known: choose one of "),
        (("digits", "--set", "batch_size=0"), "batch_size = 0 is not allowed: "),
        ((), "the following arguments are required: "),
    ],
)
def test_bad_input_is_refused_in_a_sentence(run, words, sentence):
    code, out, err = run("doctor", *words)
    assert (code, out) == (2, "")
    assert err.startswith("gradiometer: error: ")
    assert sentence in err
    assert err.count("\n") == 1


def test_what_is_no_session(run, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("words")
    code, _out, err = run("doctor", path)
    assert (code, err) == (2, f"gradiometer: error: {path} is not a Gradiometer session\n")


def test_a_recorded_session_cannot_be_changed(run, recorded):
    path = recorded(is_open=False)
    code, _out, err = run("doctor", path, "--set", "seed=1")
    assert code == 2
    assert err == f"gradiometer: error: --set is not allowed: {path} is recorded already, give a preset or a spec\n"


def test_a_device_that_is_not_there(run, spec, rules, monkeypatch):
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    code, out, err = run("doctor", spec(), "--set", "device=cuda", "--rules", rules(finds=False))
    assert (code, out) == (2, "")
    assert "device = 'cuda' is not there" in err


def test_a_session_needs_no_torch(tmp_path):
    """And its window none either: seconds go by while torch is imported."""
    path = write_session(tmp_path / "a.gradiometer", EXPERIMENT, 30)
    code = (
        "import sys\nfrom gradiometer import cli\n"
        f"cli.main(['doctor', {str(path)!r}, '--rules', 'gradiometer'])\n"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60).returncode == 0


def test_settings_of_the_end_say_what_can_be_done(run, tmp_path, rules):
    """After a change to ReLU and a new draw by He's law there is nothing of that kind left to do."""
    now = Settings(activation="relu")
    changes = [
        Intervention(5, now, EXPERIMENT.settings, now, ""),
        Intervention(6, Reinitialize(scheme="he", layers=None, seed=1), now, now, ""),
    ]
    path = write_session(tmp_path / "a.gradiometer", EXPERIMENT, 30, others=changes)
    _code, out, _err = run("doctor", path, "--rules", rules(), "--json")
    [finding] = json.loads(out)["rule_sets"][0]["findings"]
    assert finding["remedies"][0]["why_not"].endswith(" already.")
