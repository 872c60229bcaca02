import dataclasses
import json
import math
import os
import platform
import re
import signal
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest
import torch

import gradiometer
from gradiometer import cli
from gradiometer.experiment import Experiment
from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.figures import EVERY_FIGURE, FIGURES
from gradiometer.presets import preset_names
from gradiometer.quantities import HISTOGRAMS, QUANTITIES
from gradiometer.reports import Event, Intervention, Jump
from gradiometer.runner import Runner
from gradiometer.session_file import load_session
from gradiometer.settings import SETTING_FIELDS, Rewrite, Settings
from gradiometer.tables import TABLES, write_table
from gradiometer.verbs import VERBS
from recorded import some_finding, some_trial
from scripted import let_say
from synthetic import write_session, write_watched

SMALL = ("--set", "hidden=8,8", "batch_size=50", "--set", "num_train=200", "num_held_out=50", "evaluate_every=2")
SMALL += ("--set", "norms_every=1")


@pytest.fixture(scope="module")
def session_path(tmp_path_factory) -> Path:
    before = Settings()
    after = dataclasses.replace(before, activation="relu", skip=True)
    others = [
        Intervention(3, after, before, after, "some effect", "the gradient vanishes"),
        Intervention(
            7,
            Rewrite(surgery="skip_at_zero", settings=after),
            after,
            after,
            "",
            kind="exact",
            jump=Jump(0.0, 1.2345e-7, math.inf, math.inf, 0.5, 0.5),
        ),
        some_finding(1, 2, told_step=4, checks=12, layers=(0, 1), value=math.nan),
        some_finding(
            2,
            5,
            last_step=1200,
            has_ended=True,
            checks=1,
            severity="warning",
            symptom="a_new_one",
            layers=(),
            rule="theirs",
            text="A new\none",
            source="",
            remedies=(),
        ),
        Event(6, "non_finite", "NaN or Inf first appeared in the weights of hidden 1 at step 6", 0),
    ]

    def change(layout, row):
        if row[0] >= 6:
            row[layout.slice("weight_gradient_norm").start] = math.nan
            row[layout.slice("loss")] = math.inf

    experiment = Experiment(name="small", hidden=(8, 8), histogram_every=3, evaluate_every=4)
    path = tmp_path_factory.mktemp("cli") / "small.gradiometer"
    return write_session(path, experiment, 10, change_row=change, others=others)


def test_train_records_what_load_session_reads(run, tmp_path):
    path = tmp_path / "a.gradiometer"
    code, out, err = run("train", "nielsen-3", "--set", "num_held_out=50", "--steps", 3, "--out", path)
    assert (code, out.splitlines()[-1].startswith(f"{path}: done, 3 steps, last loss ")) == (0, True)
    assert "nielsen-3" in err
    with gradiometer.load_session(path) as session:
        assert session.layer_names == ("hidden 1", "hidden 2", "hidden 3", "output")
        assert session.quantity("delta_norm").shape == (3, 4)
        assert (session.quantity("delta_norm") > 0).all()
        assert session.steps.tolist() == [0, 1, 2]
        assert session.experiment.steps == 3
        assert session.experiment.batch_size == 1000
        assert float(out.split()[-1]) == pytest.approx(session.loss[-1], rel=1e-5)


def test_settings_and_changes_are_those_asked_for(run, tmp_path):
    path = tmp_path / "a.gradiometer"
    words = ("--at", 2, "activation=relu", "skip=on", "--at", 1, "learning_rate=0.5", "--at", 2, "initialization=he")
    code, _, err = run("train", "digits", *SMALL, "optimizer=adam", *words, "--steps", 4, "--out", path)
    assert code == 0
    with load_session(path) as session:
        assert session.experiment.hidden == (8, 8)
        assert session.experiment.settings.optimizer == "adam"
        assert [(change.step, change.label) for change in session.interventions] == [
            (1, "Learning rate: 0.1 → 0.5"),
            (2, "Activation: Sigmoid → ReLU"),
            (2, "Skip connections: off → on"),
            (2, "Re-initialization: He, all layers"),
        ]
        assert session.interventions[-1].after == Settings(
            optimizer="adam", activation="relu", skip=True, learning_rate=0.5
        )
        assert session.evaluation_steps.tolist() == [0, 2]
    assert "step 2: Activation: Sigmoid → ReLU\n" in err
    assert "step 2: Re-initialization: He, all layers (weights and biases drawn anew, moments cleared)\n" in err


def test_severe_findings_are_told_once_while_it_trains(run, monkeypatch, tmp_path):
    severe, warning = some_finding(1, 1), some_finding(2, 1, severity="warning", text="not so bad")
    let_say(monkeypatch, {1: [severe, warning], 3: [dataclasses.replace(severe, last_step=3)]})
    code, _, err = run("train", "digits", *SMALL, "--steps", 5, "--out", tmp_path / "a.gradiometer")
    assert code == 0
    assert err.count(f"step 3: {severe.text}\n") == 1
    assert "not so bad" not in err
    info = json.loads(run("info", tmp_path / "a.gradiometer", "--json")[1])
    assert (info["rule_set"], [finding["last_step"] for finding in info["findings"]]) == ("gradiometer", [3, 5])


def test_no_findings_are_said_where_somebody_looked(run, monkeypatch, tmp_path, session_path):
    let_say(monkeypatch, {})
    run("train", "digits", *SMALL, "--steps", 2, "--out", tmp_path / "a.gradiometer")
    assert "\nno findings\n" in run("info", tmp_path / "a.gradiometer")[1]
    old = write_session(tmp_path / "old.gradiometer", Experiment(), 3)
    assert "findings" not in run("info", old)[1].splitlines()
    assert "no findings" not in run("info", old)[1]


def test_a_spec_file_and_its_own_number_of_steps(run, tmp_path):
    spec = tmp_path / "mine.toml"
    spec.write_text(
        'name = "mine"\nhidden = [6]\nnum_train = 100\nnum_held_out = 0\nsteps = 2\n[settings]\nactivation = "tanh"\n'
    )
    assert run("train", spec, "--out", tmp_path / "a.gradiometer")[0] == 0
    with load_session(tmp_path / "a.gradiometer") as session:
        assert len(session.steps) == 2
        assert session.experiment.settings.activation == "tanh"


def test_a_single_step_is_no_steps(run, tmp_path):
    path = tmp_path / "a.gradiometer"
    code, out, _ = run("train", "digits", *SMALL, "--steps", 1, "--out", path)
    assert (code, out.startswith(f"{path}: done, 1 step, last loss ")) == (0, True)


def test_a_thousand_steps_where_nothing_is_said(monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(cli, "train", lambda experiment, changes, path, **_: asked.append((experiment, path)) or 0)
    monkeypatch.chdir(tmp_path)
    assert cli.main(["train", "digits", "--set", "name=a / b"]) == 0
    assert cli.main(["train", "nielsen-2"]) == 0
    assert cli.main(["train", "digits", "--steps", "0"]) == 0
    assert [experiment.steps for experiment, _ in asked] == [1000, 500, 0]
    assert re.fullmatch(r"a-b-\d{8}-\d{6}\.gradiometer", str(asked[0][1]))


def test_an_exploding_run_is_told_and_goes_on(run, tmp_path):
    path = tmp_path / "a.gradiometer"
    words = ("learning_rate=1e6", "activation=leaky_relu", "initialization=normal")
    code, out, err = run("train", "digits", *SMALL, *words, "--steps", 12, "--out", path)
    assert code == 0
    assert "12 steps, last loss nan" in out
    assert re.search(r"step \d+: NaN or Inf first appeared ", err)
    assert run("info", path, "--json")[0] == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["train", "digit"], r"digit is neither a preset \(digits, .*nielsen-2, .*\) nor the path of a \.toml file"),
        (["train", "no.toml"], r"no\.toml cannot be read: No such file or directory"),
        (
            ["train", "digits", "--set", "depth=3"],
            r"depth is not known: choose one of name, family, data, .*, weight_decay, lambda",
        ),
        (["train", "digits", "--set", "activation=step"], r"activation = 'step' is not allowed: choose one of sigmoid"),
        (
            ["train", "digits", "--set", "hidden=8,x"],
            r"hidden\[1\] = 'x' is not allowed: a whole number from 1 to 8192",
        ),
        (["train", "digits", "--set", "seed"], r"'seed' is not allowed: write name=value"),
        (["train", "digits", "--steps", "-1"], r"--steps = -1 is not allowed: a whole number from 0 to \d+"),
        (["train", "digits", "--steps", "many"], r"--steps = 'many' is not allowed: a whole number from 0 to \d+"),
        (["train", "digits", "--at", "soon", "skip=on"], r"--at soon is not allowed: give a step first, .*"),
        (["train", "digits", "--at", "-5", "skip=on"], r"step -5 is not allowed: a whole number from 0 on"),
        (["train", "digits", "--at", "5"], r"--at 5 changes nothing: give name=value behind the step"),
        (["train", "digits", "--at", "5", "seed=1"], r"seed cannot change at a step: choose one of activation, .*"),
        (["train", "digits", "--steps", "5", "--at", "5", "skip=on"], r"--at 5 is not allowed: training ends after .*"),
        (["train"], r"the following arguments are required: PRESET\|SPEC\.toml \(see .* train --help\)"),
        (["fly"], r"argument VERB: invalid choice: 'fly' .*"),
        ([], r"the following arguments are required: VERB \(see .* --help\)"),
        (["info", "no.gradiometer"], r"no\.gradiometer cannot be opened: No such file or directory"),
        (["export", "no.gradiometer", "--figure", "all", "--to", "x"], r"no\.gradiometer cannot be opened: .*"),
        (["export", "FILE", "--to", "x.png"], r"one of the arguments --figure --data --tensorboard is required .*"),
        (["export", "FILE", "--figure", "norm", "--to", "x.png"], r"norm is not a figure: choose one of profile, .*"),
        (["export", "FILE", "--figure", "norms", "--to", "x.gif"], r"x\.gif is not the name of a figure: end it in .*"),
        (["export", "FILE", "--figure", "all", "--to", "x", "--format", "gif"], r"--format gif is not known: .*"),
        (["export", "FILE", "--data", "norm", "--to", "x.csv"], r"norm is not a table: choose one of profile, .*"),
        (["export", "FILE", "--data", "norms", "--quantity", "x", "--to", "x.csv"], r"x is not a quantity: .*"),
        (["export", "FILE", "--figure", "heatmap", "--layer", "4", "--to", "x.png"], r"--layer 4 is not there: .*"),
        (["export", "FILE", "--figure", "heatmap", "--layer", "0", "--to", "x.png"], r"--layer 0 is not there: .*"),
        (["export", "FILE", "--figure", "loss", "--size", "9", "--to", "x.png"], r"--size 9 is not allowed: write .*"),
        (["export", "FILE", "--figure", "loss", "--size", "9x9", "--to", "x.png"], r"--size width = 9\.0 is not .*"),
        (["export", "FILE", "--figure", "loss", "--dpi", "x", "--to", "x.png"], r"--dpi = 'x' is not allowed: .*"),
        (["export", "FILE", "--figure", "loss", "--theme", "x", "--to", "x.png"], r"--theme = 'x' is not allowed: .*"),
        (["export", "FILE", "--figure", "loss", "--step", "x", "--to", "x.png"], r"--step = 'x' is not allowed: .*"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(run, monkeypatch, tmp_path, session_path, words, sentence):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*(session_path if word == "FILE" else word for word in words))
    assert (code, out) == (2, "")
    assert re.fullmatch(rf"gradiometer: error: {sentence}.*\n", err)
    assert not list(tmp_path.iterdir()), "nothing was made"


def test_a_bad_spec_is_named_with_its_dotted_name(run, tmp_path):
    spec = tmp_path / "bad.toml"
    spec.write_text("[settings]\nlearning_rate = -1\n")
    code, _, err = run("train", spec)
    assert code == 2
    assert err == (
        f"gradiometer: error: {spec}: settings.learning_rate = -1 is not allowed: a number from 0, at most 1e+06\n"
    )


def test_an_existing_file_is_never_overwritten_by_train(run, session_path):
    before = session_path.read_bytes()
    code, _, err = run("train", "digits", "--out", session_path)
    assert (code, err) == (
        2,
        f"gradiometer: error: {session_path} exists already: choose another name with --out\n",
    )
    assert session_path.read_bytes() == before


def test_what_is_not_a_session_is_refused(run, tmp_path):
    path = tmp_path / "letter.gradiometer"
    path.write_text("Dear reader, " * 50)
    for words in (["info", path], ["export", path, "--data", "loss", "--to", tmp_path / "x.csv"]):
        assert run(*words) == (2, "", f"gradiometer: error: {path} is not a Gradiometer session\n")


def test_a_session_that_cannot_be_made_ends_in_a_sentence(run, tmp_path):
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "a.gradiometer"
    code, out, err = run("train", "digits", *SMALL, "--steps", 2, "--out", path)
    assert (code, out) == (1, "")
    assert err.splitlines()[-1].startswith(f"gradiometer: error: {path} cannot be written: ")


def test_a_training_error_keeps_the_session(run, monkeypatch, tmp_path):
    from gradiometer.trainer import Trainer

    update = Trainer._update

    def fail_at_step_3(trainer):
        if trainer.step == 3:
            raise RuntimeError("out of memory\nand much more")
        update(trainer)

    monkeypatch.setattr(Trainer, "_update", fail_at_step_3)
    path = tmp_path / "a.gradiometer"
    code, out, err = run("train", "digits", *SMALL, "--steps", 9, "--out", path)
    assert code == 1
    assert out.startswith(f"{path}: stopped after 3 steps, last loss ")
    assert err.splitlines()[-1] == "gradiometer: error: Training stopped at step 3: out of memory"
    assert "Traceback" not in err
    with load_session(path) as session:
        # The step whose update failed was measured before.
        assert session.steps.tolist() == [0, 1, 2, 3]
        assert session.events[-1].kind == "error"
    path.unlink()
    _, _, err = run("train", "digits", *SMALL, "--steps", 9, "--out", path, "--trace")
    assert "Traceback" in err
    assert "fail_at_step_3" in err


def test_ctrl_c_stops_the_run_and_keeps_the_session(tmp_path):
    path = tmp_path / "a.gradiometer"
    words = [sys.executable, "-m", "gradiometer", "train", "digits", *SMALL, "--steps", "0", "--out", str(path)]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            deadline = time.monotonic() + 60
            while process.poll() is None and time.monotonic() < deadline:
                if path.exists():
                    with load_session(path) as session:
                        if len(session.steps):
                            break
                time.sleep(0.05)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 130
    found = re.fullmatch(rf"{re.escape(str(path))}: interrupted after (\d+) steps, last loss \S+\n", out)
    assert found, out
    assert "Traceback" not in err
    with load_session(path) as session:
        assert len(session.steps) == int(found[1]) > 0


def test_ctrl_c_before_the_first_step_makes_no_file(run, monkeypatch, tmp_path):
    start = Runner.start

    def interrupted_at_once(runner):
        start(runner)
        signal.raise_signal(signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(Runner, "start", interrupted_at_once)
    monkeypatch.setattr(Runner, "play", lambda runner: None)
    code, out, err = run("train", "digits", *SMALL, "--out", tmp_path / "a.gradiometer")
    assert (code, out) == (130, "")
    assert err.endswith("interrupted before the first step: no file was made\n")
    assert not list(tmp_path.iterdir())
    assert signal.getsignal(signal.SIGINT) is before


def test_info_as_text(run, session_path):
    code, out, err = run("info", session_path)
    assert (code, err) == (0, "")
    for expected in (
        "small  784-8-8-10",
        str(session_path),
        "10 steps, 20 histograms",
        "loss inf, accuracy ",
        "at step 9",
        "at step 8",
        "torch_version none",
        "step 3: Activation: Sigmoid → ReLU; Skip connections: off → on (some effect), because of: the gradient "
        "vanishes\n",
        "step 6: NaN or Inf first appeared in the weights of hidden 1 at step 6",
    ):
        assert expected in out
    assert out[out.index("\nfindings\n") :].split("\n\n")[0].splitlines()[2:] == [
        "  since step 2: Vanishing gradient in hidden 1: ∂C/∂W is 2.5e-09, below 1e-07",
        "    severe, 12 checks agree, 40 times the limit; rule vanishing_first of gradiometer, a paper, §3",
        "    remedies: relu_he, batch_norm",
        "  steps 5 to 1,200, ended: A new one",
        "    warning, 1 check, 40 times the limit; rule theirs of gradiometer",
    ]
    assert "  step 7: exactly\n    exact: output 0, loss NaN, gradient 1.2e-7\n" in out
    assert re.search(r"^  activation +Sigmoid +ReLU$", out, re.MULTILINE)
    assert re.search(r"^ +layers at step 9 .* gain .* update_to_weight$", out, re.MULTILINE)
    assert re.search(r"^  optimizer +SGD$", out, re.MULTILINE)
    assert re.search(r"^  1  hidden 1 +nan ", out, re.MULTILINE)


def test_info_as_json(run, session_path):
    code, out, _ = run("info", session_path, "--json")
    info = json.loads(out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert code == 0
    with load_session(session_path) as session:
        assert info["layers"][2]["delta_norm"] == session.quantity("delta_norm")[-1, 2]
        assert info["held_out_accuracy"] == session.quantity("held_out_accuracy")[-1, 0]
        assert info["experiment"]["hidden"] == [8, 8]
        assert info["layers"][1]["gain"] == session.quantity("gain")[-1, 1]
        assert (info["num_looks"], info["last_look_step"]) == (4, 9)
        rms = session.quantity("weight_gradient_rms")[-1, 1]
        assert info["layers"][1]["weight_gradient_rms"] == rms
        assert info["clipped_share"] == session.quantity("clipped_share")[-1, 0]
        assert info["num_histograms"] == {kind: len(session.histogram_steps(kind)) for kind in HISTOGRAMS}
    assert list(info["num_histograms"].values()) == [4] * len(HISTOGRAMS)
    assert (info["name"], info["structure"], info["watched"]) == ("small", "784-8-8-10", {})
    assert info["layers"][0]["weight_gradient_norm"] == "nan"
    assert info["loss"] == "inf"
    assert (info["num_steps"], info["last_step"], info["held_out_step"]) == (10, 9, 8)
    assert info["settings_at_start"]["activation"] == "sigmoid"
    assert info["settings_now"]["activation"] == "relu"
    change, rewriting = info["interventions"]
    assert change == {
        "step": 3,
        "label": "Activation: Sigmoid → ReLU; Skip connections: off → on",
        "effect": "some effect",
        "because": "the gradient vanishes",
        "kind": "",
        "jump": None,
        "told": "",
    }
    assert (rewriting["kind"], rewriting["told"]) == ("exact", "exact: output 0, loss NaN, gradient 1.2e-7")
    assert (rewriting["jump"]["gradient"], rewriting["jump"]["loss_after"]) == (1.2345e-7, "inf")
    assert info["rule_set"] is None
    assert info["trials"] == []
    first, second = info["findings"]
    assert (first["number"], first["title"], first["where"]) == (1, "Vanishing gradient", "hidden 1 and 2")
    assert (first["layers"], first["value"], first["remedies"]) == ([0, 1], "nan", ["relu_he", "batch_norm"])
    assert (first["first_step"], first["told_step"], first["last_step"]) == (2, 4, 6)
    assert (second["symptom"], second["title"], second["where"]) == ("a_new_one", "A new one", "")
    assert (second["severity"], second["has_ended"]) == ("warning", True)
    assert info["run_on"] == {"torch_version": "none", "gradiometer_version": gradiometer.__version__}


def test_info_of_trials(run, tmp_path):
    path = tmp_path / "tried.gradiometer"
    others = [
        some_trial(1, 2, adopted="ReLU + He"),
        some_trial(2, 5, arms=(), losses=(2.0,), seeds=(0,), steps=1, finding="", control_holds=(), null=None),
    ]
    write_session(path, Experiment(hidden=(8, 8)), 6, others=others)
    code, out, err = run("info", path)
    assert (code, err) == (0, "")
    assert out[out.index("\ntrials\n") :].split("\n\n")[0].splitlines()[2:] == [
        "  trial 1: forked at step 2, 100 steps, 3 orders of the examples, on CPU, because of: Vanishing gradient in "
        "hidden 1 (finding 1)",
        "    The null fork, a branch with no change, coincides with the control bit for bit in 300 measured steps and "
        "in all weights, moments and random states at the end: every difference below is the change's.",
        "    ReLU + He raised the first layer's gradient norm by 4 decades [3.4, 4.6] and lowered the loss by 0.5 ± "
        "0.31 after 100 steps, in 3 of 3 seeds; null fork 0. The finding is gone in 2 of 3 seeds.",
        "    Rate 10 left the first layer's gradient norm without a number and left a loss that is not finite after "
        "100 steps, over 2 seeds; null fork 0; it failed in 1 seed. The finding is gone in 0 of 2 seeds.",
        "    adopted: ReLU + He",
        "  trial 2: forked at step 5, 1 step, 1 order of the examples, on CPU",
        "    adopted: none",
    ]
    info = json.loads(run("info", path, "--json")[1], parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    trial, _other = info["trials"]
    assert (trial["number"], trial["step"], trial["seeds"], trial["adopted"]) == (1, 2, [-1, 0, 1], "ReLU + He")
    assert (trial["null"]["coincides"], trial["told_of_null"][:13]) == (True, "The null fork")
    first, second = trial["arms"]
    assert (first["ratios"], first["course"]["steps"]) == ([4.0, 4.25, 3.75], [2, 52])
    assert first["course"]["loss"][0] == [-0.25, "nan", "nan"]
    assert (first["told_of_finding"], second["ratios"]) == ("gone in 2 of 3 seeds", ["nan", "-inf"])
    assert second["told"].startswith("Rate 10 left the first layer's gradient norm without a number")


def test_info_of_a_session_with_no_steps(run, tmp_path):
    path = write_session(tmp_path / "empty.gradiometer", Experiment(), 0)
    code, out, _ = run("info", path)
    assert code == 0
    assert "0 steps, 0 histograms" in out
    info = json.loads(run("info", path, "--json")[1])
    assert (info["last_step"], info["loss"], info["held_out_loss"]) == (None, None, None)


def test_info_of_a_loop_of_somebodys_own(run, tmp_path):
    """What its program said of it, and no settings, because they stand in that program."""
    path = write_watched(tmp_path / "watched.gradiometer")
    code, out, err = run("info", path)
    assert (code, err) == (0, "")
    for expected in ("mine  conv and lstm", "30 steps, 50 histograms", "model     Net", "optimizer Muon"):
        assert expected in out
    assert re.search(r"^  training +loss [0-9.e-]+ at step 29, after ", out, re.MULTILINE)
    assert "settings" not in out
    assert "held out" not in out
    assert "rounding" not in out
    info = json.loads(run("info", path, "--json")[1], parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert (info["name"], info["structure"]) == ("mine", "conv and lstm")
    assert info["experiment"] is info["settings_at_start"] is info["settings_now"] is info["held_out_step"] is None
    assert info["watched"] == {"model": "Net", "optimizer": "Muon", "watching": "every step"}
    assert [layer["name"] for layer in info["layers"]] == ["0.conv", "lstm", "head"]
    assert info["accuracy"] == "nan"


@pytest.mark.parametrize("kind", HISTOGRAMS)
@pytest.mark.parametrize("name", ["histogram", "heatmap"])
def test_export_of_a_kind_of_histogram(run, session_path, tmp_path, name, kind):
    target, wanted = tmp_path / "a.csv", tmp_path / "b.csv"
    words = ("export", session_path, "--layer", 2, "--histogram", kind)
    assert run(*words, "--data", name, "--to", target) == (0, f"{target}\n", "")
    with load_session(session_path) as session:
        write_table(session, name, wanted, layer=1, histogram=kind)
    assert target.read_text() == wanted.read_text()
    assert run(*words, "--figure", name, "--to", tmp_path / "a.svg")[0] == 0
    assert HISTOGRAMS[kind].title in (tmp_path / "a.svg").read_text()


def test_export_of_an_unknown_kind_of_histogram(run, session_path, tmp_path):
    for what in ("--figure", "--data"):
        suffix = "svg" if what == "--figure" else "csv"
        target = tmp_path / f"a.{suffix}"
        code, out, err = run("export", session_path, what, "heatmap", "--histogram", "bias", "--to", target)
        assert (code, out) == (2, "")
        assert "bias is not a kind of histogram: choose one of weight_gradient, weight, update, pre_activation" in err
        assert not target.exists()


def test_the_help_of_export_lists_the_kinds_of_histograms(run):
    code, out, err = run("export", "--help")
    assert (code, err) == (0, "")
    for kind in HISTOGRAMS:
        assert re.search(rf"^ +{kind} ", out, re.MULTILINE)


@pytest.mark.parametrize("name", FIGURES)
def test_export_of_a_loop_of_somebodys_own(run, tmp_path, name):
    path = write_watched(tmp_path / "watched.gradiometer")
    assert run("export", path, "--figure", name, "--to", tmp_path / "a.svg")[0] == 0
    assert "mine · conv and lstm" in (tmp_path / "a.svg").read_text()


def test_info_calls_rounding_by_its_name(run, tmp_path):
    path = write_session(tmp_path / "a.gradiometer", Experiment(settings=Settings(normalization="batch")), 1)
    assert "theirs is rounding only" in run("info", path)[1]


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_export_of_a_figure(run, session_path, tmp_path, suffix):
    target = tmp_path / "new folder" / f"norms.{suffix}"
    code, out, err = run("export", session_path, "--figure", "norms", "--quantity", "delta_norm", "--to", target)
    assert (code, out, err) == (0, f"{target}\n", "")
    beginnings = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
    assert target.read_bytes().startswith(beginnings[suffix])


def test_export_of_all_figures(run, session_path, tmp_path):
    words = ("--figure", "all", "--format", "svg", "--layer", "hidden 2", "--theme", "dark", "--size", "120x80")
    code, out, _ = run("export", session_path, *words, "--to", tmp_path / "figures")
    assert code == 0
    made = sorted(path.name for path in (tmp_path / "figures").iterdir())
    # This network has neither time steps nor two inputs.
    names = FIGURES.keys() - {"through_time", "time_heatmap", "surface"}
    assert made == sorted(f"small-{name}.svg" for name in names)
    assert len(out.splitlines()) == len(names)
    assert "Weight gradient of hidden 2" in (tmp_path / "figures" / "small-heatmap.svg").read_text("utf-8")


@pytest.mark.parametrize(("layer", "name"), [("3", "output"), ("output", "output"), ("hidden 1", "hidden 1")])
def test_a_layer_is_given_by_number_or_name(run, session_path, tmp_path, layer, name):
    run("export", session_path, "--figure", "histogram", "--layer", layer, "--step", 4, "--to", tmp_path / "a.svg")
    assert f"Weight gradient of {name} at step 3" in (tmp_path / "a.svg").read_text("utf-8")


def test_export_of_data(run, session_path, tmp_path):
    code, out, _ = run("export", session_path, "--data", "bias_gradient_norm", "--to", tmp_path / "a.csv")
    assert (code, out) == (0, f"{tmp_path / 'a.csv'}\n")
    values = np.genfromtxt(tmp_path / "a.csv", delimiter=",", skip_header=1)
    with load_session(session_path) as session:
        np.testing.assert_array_equal(values[:, 1:], session.quantity("bias_gradient_norm"))


def test_an_export_that_cannot_be_written_is_one_sentence(run, session_path, tmp_path):
    code, out, err = run("export", session_path, "--data", "loss", "--to", session_path / "a.csv")
    assert (code, out) == (2, "")
    assert re.fullmatch(r"gradiometer: error: .*a\.csv cannot be written: .*\n", err)


def test_presets_are_listed_with_what_they_do(run):
    code, out, _ = run("presets")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == list(preset_names())
    assert "784-30-30-30-10, sigmoid, sigmoid_cross_entropy, sgd 0.1, batches of 1000 out of 1000, 500 steps" in out


def test_help_names_everything_that_can_be_said(run):
    code, top, _ = run("--help")
    assert code == 0
    for verb in VERBS:
        assert re.search(rf"^ +{verb} ", top, re.MULTILINE)
        code, text, err = run(verb, "--help")
        assert (code, err) == (0, "")
        if verb == "train":
            for name in [*SETTING_FIELDS, *EXPERIMENT_FIELDS, *preset_names(), "initialization"]:
                assert re.search(rf"^  {name} ", text, re.MULTILINE), name
            assert "one of sigmoid, tanh, relu, leaky_relu, elu, gelu, selu" in text
        if verb == "export":
            for name in [*EVERY_FIGURE, *TABLES, *QUANTITIES]:
                assert re.search(rf"^  {name} ", text, re.MULTILINE), name


def test_version(run):
    code, text, err = run("--version")
    assert (code, err) == (0, "")
    first, *rest = text.splitlines()
    assert first == f"gradiometer {gradiometer.__version__}"
    told = {line.split("  ")[0]: line.split("  ")[-1].strip() for line in rest}
    assert told["PyTorch"] == torch.__version__
    assert told["NumPy"] == np.__version__
    assert told["Qt (PySide6)"] == version("PySide6-Essentials")
    assert told["pyqtgraph"] == version("pyqtgraph")
    assert told["Python"] == platform.python_version()
    assert told["CUDA device"].startswith("none") != torch.cuda.is_available()
    assert re.search(r"\d threads?$", told["Processor"])
    assert told["Platform"].startswith(platform.platform())


def test_version_needs_no_qt():
    code = "import sys; from gradiometer import cli; cli.main(['--version']); assert 'PySide6' not in sys.modules"
    result = call("-W", "error", "-c", code)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("gradiometer ")


def test_verbs_are_the_parsers(run):
    _, _, err = run("fly")
    assert all(f"'{verb}'" in err for verb in VERBS)


def call(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **environment},
    )


def test_the_module_is_the_command_by_another_name(session_path):
    result = call("-W", "error", "-m", "gradiometer", "--help")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("usage: python -m gradiometer [-h]")
    assert call("-m", "gradiometer", "info", "nothing").returncode == 2


def test_a_console_without_arrows_gets_a_question_mark(session_path):
    result = call("-m", "gradiometer", "info", str(session_path), PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    assert "Activation: Sigmoid ? ReLU" in result.stdout


def test_looking_and_exporting_need_no_torch(session_path, tmp_path):
    code = (
        "import sys\n"
        "import gradiometer.cli as cli\n"
        "heavy = {'torch', 'matplotlib', 'PySide6', 'tqdm'}\n"
        "assert not heavy & sys.modules.keys()\n"
        "assert cli.main(['info', sys.argv[1]]) == 0\n"
        "assert cli.main(['export', sys.argv[1], '--data', 'loss', '--to', sys.argv[2] + '/a.csv']) == 0\n"
        "assert not heavy & sys.modules.keys()\n"
        "assert cli.main(['export', sys.argv[1], '--figure', 'loss', '--to', sys.argv[2] + '/a.png']) == 0\n"
        "assert not {'torch', 'matplotlib.pyplot', 'PySide6'} & sys.modules.keys()\n"
    )
    result = call("-W", "error", "-c", code, str(session_path), str(tmp_path))
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe that closes early is another matter there")
def test_a_reader_that_has_had_enough_is_no_error(session_path):
    command = f'"{sys.executable}" -m gradiometer info "{session_path}" --json | head -c 1'
    result = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (result.stdout, result.stderr) == ("{", "")


def test_info_of_a_recurrent_network(run, tmp_path):
    """What its gates make meaningless is left out, and its gradient through time is told."""
    path = tmp_path / "lstm.gradiometer"
    words = "family=lstm data=adding length=12 hidden=4 loss=squared_error num_train=50 num_held_out=10 batch_size=10"
    assert run("train", "digits", "--set", *words.split(), "--steps", 3, "--out", path)[0] == 0
    code, out, _ = run("info", path)
    assert code == 0
    assert "LSTM 2-4-1, 12 steps" in out
    assert "\n  forget_bias " in out
    assert "\n  activation " not in out
    info = json.loads(run("info", path, "--json")[1])
    assert "activation" in info["settings_without_meaning"]
    with load_session(path) as session:
        rows = session.quantity("hidden_gradient")[-1].reshape(2, 12)
    [told] = [each for each in info["through_time"] if each["quantity"] == "hidden_gradient"]
    assert (told["layer"], told["first_time"], told["last_time"]) == ("recurrent 1", 1, 12)
    assert (told["first"], told["last"]) == (rows[0, 0], rows[0, -1])
    assert told["told"] == f"first/last {rows[0, 0] / rows[0, -1]:.2g}"
    assert re.search(r"recurrent 1 +hidden_gradient .* first/last ", out)
