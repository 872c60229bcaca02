"""What must hold of every family: it is looked at without a trace, and every switch works and says why where it cannot.

What there is to try comes from the registries, so that what is added to them later is tried too.
"""

import dataclasses
import itertools

import numpy as np
import pytest
import torch

from gradiometer import block
from gradiometer.datasets import DATASETS
from gradiometer.experiment import Experiment
from gradiometer.families import FAMILIES
from gradiometer.fields import Choice, FieldError, Flag
from gradiometer.losses import LOSSES
from gradiometer.network import Network
from gradiometer.optimizers import OPTIMIZERS
from gradiometer.reports import EvaluationReport, Event, HistogramReport, Intervention, LookReport, StepReport
from gradiometer.settings import SETTING_FIELDS, Reinitialize, Settings
from gradiometer.snapshot import pack, unpack
from gradiometer.trainer import Trainer
from small_families import KINDS, blocked_of, is_allowed, make, structures

pytestmark = pytest.mark.usefixtures("few_digits")


def other_values(name: str, now: object) -> list:
    """What a setting may be changed to."""
    field = SETTING_FIELDS[name]
    if isinstance(field, Choice):
        return [value for value in field.options if value != now]
    if isinstance(field, Flag):
        return [not now]
    return {"clip_threshold": [1e-3], "learning_rate": [0.3], "branch_scale": [0.25], "forget_bias": [2.0]}.get(
        name, [0.5]
    )


# --- looking leaves no trace


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("family", KINDS)
def test_a_step_that_is_looked_at_is_the_step_that_is_not(family, dtype):
    """Parameters, running statistics and losses after some steps, bit by bit."""
    for settings in list(structures(family))[:: 1 if dtype == "float64" else 3]:
        experiment = dataclasses.replace(make(family), settings=settings, dtype=dtype)
        watched = Trainer(dataclasses.replace(experiment, watch_everything=True))
        blind = Trainer(experiment)
        blind.schedule.is_due = lambda step: False
        for _ in range(2):
            reports, fewer = list(watched.turn()), list(blind.turn())
            assert any(isinstance(report, LookReport) for report in reports)
            assert not any(isinstance(report, LookReport) for report in fewer)
            timed = blind.layout.slice("elapsed")
            one, other = reports[-1].values.copy(), fewer[-1].values.copy()
            one[timed] = other[timed] = 0.0
            np.testing.assert_array_equal(one, other)
        states = watched.network.state_dict(), blind.network.state_dict()
        assert states[0].keys() == states[1].keys()
        assert all(torch.equal(states[0][name], states[1][name]) for name in states[0])


# --- parameters that are passed by


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("family", KINDS)
def test_what_is_passed_by_has_no_gradient_and_never_moves(family, optimizer):
    """With a gradient of zero instead of none, momentum and weight decay would move it."""
    for settings in structures(family):
        settings = dataclasses.replace(
            settings, optimizer=optimizer, weight_decay=0.5, learning_rate=0.01, clipping="total"
        )
        trainer = Trainer(make(family, settings.as_dict()))
        before = {name: each.detach().clone() for name, each in trainer.network.named_parameters()}
        used = {id(each) for each in trainer.network.used}
        for _ in range(2):
            list(trainer.turn())
            for name, parameter in trainer.network.named_parameters():
                assert (parameter.grad is not None) == (id(parameter) in used), name
        for name, parameter in trainer.network.named_parameters():
            if id(parameter) not in used:
                assert torch.equal(parameter, before[name]), name
            elif "weight" in name:
                assert not torch.equal(parameter, before[name]), name
        norms = [norm for layer in trainer.network.layers for norm in layer.norms]
        is_on = [id(norm.scale) in used for norm in norms]
        expected = [
            settings.normalization != "none" and not (norm.only_before and settings.norm_place == "after")
            for norm in norms
        ]
        assert is_on == expected


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("family", KINDS)
def test_what_has_been_in_use_and_is_passed_by_stands_still(family, optimizer):
    """After each change of what is in use, too; and the state of such a run can be kept."""
    changes = list(structures(family))
    trainer = Trainer(make(family, {"optimizer": optimizer, "weight_decay": 0.5, "learning_rate": 0.01}))
    for wanted in (*changes, *reversed(changes)):
        now = trainer.settings
        names = ("normalization", "norm_place", "skip")
        trainer.letterbox.append(
            dataclasses.replace(now, clipping="layer", **{name: getattr(wanted, name) for name in names})
        )
        reports = list(trainer.turn())
        assert isinstance(reports[0], Intervention)
        used = {id(each) for each in trainer.network.used}
        by_name = dict(trainer.network.named_parameters())
        passed_by = {name: each.detach().clone() for name, each in by_name.items() if id(each) not in used}
        list(trainer.turn())
        for name, before in passed_by.items():
            assert by_name[name].grad is None, name
            assert torch.equal(by_name[name], before), name
        assert all(each.grad is not None for name, each in by_name.items() if name not in passed_by)
        list(trainer.flush())
        pack(trainer.step, "", trainer.state())


def test_a_normalization_at_another_place_starts_afresh():
    """It scaled something else before: gamma 1, beta 0, no moments."""
    settings = {"normalization": "layer", "optimizer": "adam", "learning_rate": 0.01, "skip": True}
    trainer = Trainer(make("transformer", settings))
    for _ in range(3):
        list(trainer.turn())
    norms = [norm for layer in trainer.network.layers for norm in layer.norms]
    assert all((norm.scale != 1.0).all() for norm in norms)
    for place in ("after", "before"):
        trainer.letterbox.append(dataclasses.replace(trainer.settings, norm_place=place))
        turn = trainer.turn()
        intervention = next(turn)
        assert isinstance(intervention, Intervention)
        assert intervention.effect == "gamma 1, beta 0"
        assert all((norm.scale == 1.0).all() and (norm.shift == 0.0).all() for norm in norms)
        list(turn)
        for norm in norms:
            in_use = place == "before" or not norm.only_before
            assert (trainer.switches.optimizer.state[norm.scale].get("step", 0) == 1) == in_use
    without = Trainer(make("transformer", settings | {"normalization": "none"}))
    without.letterbox.append(dataclasses.replace(without.settings, norm_place="after"))
    assert next(without.turn()).effect == ""


# --- switches, one by one


@pytest.mark.parametrize(("family", "name"), list(itertools.product(KINDS, SETTING_FIELDS)))
def test_every_switch_takes_effect_at_the_next_step(family, name):
    """The loss and gradients of that step are those of a network that was made with the new settings."""
    start = {"normalization": "layer"} if is_allowed(family, Settings(normalization="layer")) else {}
    start |= (
        {"momentum": 0.9, "optimizer": "momentum", "clipping": "total", "clip_threshold": 1e-2}
        if name
        in (
            "momentum",
            "clip_threshold",
        )
        else {}
    )
    start |= {"skip": True} if name in ("skip_weight", "branch_scale") and "skip" not in blocked_of(family) else {}
    experiment = make(family, start)
    blocked = experiment.blocked
    for value in other_values(name, getattr(experiment.settings, name)):
        if name in blocked or f"{name}={value}" in blocked:
            reasons = [blocked[each] for each in (name, f"{name}={value}") if each in blocked]
            with pytest.raises(FieldError) as caught:
                make(family, start | {name: value})
            assert any(reason in str(caught.value) for reason in reasons)
            assert f"settings.{name} = {value!r} is not allowed" in str(caught.value)
            continue
        trainer = Trainer(experiment)
        for _ in range(2):
            list(trainer.turn())
        new = dataclasses.replace(trainer.settings, **{name: value})
        batch = []
        draw = trainer._batches.next
        trainer._batches.next = lambda draw=draw, batch=batch: batch.append(draw()) or batch[-1]
        trainer.letterbox.append(new)
        turn = trainer.turn()
        intervention = next(turn)
        assert isinstance(intervention, Intervention)
        assert (intervention.step, intervention.after, intervention.before) == (2, new, experiment.settings)
        fresh = Network(family, experiment.network, torch.float64, torch.device("cpu"))
        fresh.load_state_dict(trainer.network.state_dict())
        fresh.use(new)
        old = Network(family, experiment.network, torch.float64, torch.device("cpu"))
        old.load_state_dict(trainer.network.state_dict())
        old.use(experiment.settings)
        report = list(turn)[-1]
        inputs, targets = batch[-1]
        loss = LOSSES[experiment.loss].function
        wanted, before = loss(fresh(inputs), targets), loss(old(inputs), targets)
        assert report.values[trainer.layout.slice("loss")].item() == wanted.item()
        wanted.backward()
        norms = report.values[trainer.layout.slice("weight_gradient_norm")]
        for found, layer in zip(norms, fresh.layers, strict=True):
            total = sum(float((weight.grad**2).sum()) for weight in layer.weights)
            assert found == pytest.approx(total**0.5, rel=1e-10)
        if name in ("activation", "skip", "skip_weight", "branch_scale", "norm_place", "forget_bias", "normalization"):
            # The proof that this test could tell a dead switch from a live one.
            assert abs(wanted.item() - before.item()) > 1e-9 * abs(before.item())


@pytest.mark.parametrize("family", KINDS)
def test_weight_decay_acts_on_all_weights_and_on_nothing_else(family):
    """One step with and one without it from the same start: the difference is -rate decay w."""
    allowed = [settings for settings in structures(family) if settings.normalization != "none"]
    chosen = (allowed or list(structures(family)))[0].as_dict() | {"learning_rate": 0.5}
    plain, decayed = Trainer(make(family, chosen)), Trainer(make(family, chosen | {"weight_decay": 0.01}))
    start = {name: each.detach().clone() for name, each in plain.network.named_parameters()}
    list(plain.turn())
    list(decayed.turn())
    theirs = dict(decayed.network.named_parameters())
    weights = {id(each) for layer in plain.network.layers for each in layer.weights}
    assert len(weights) == sum(len(layer.maps) for layer in make(family).layers)
    for name, parameter in plain.network.named_parameters():
        if id(parameter) in weights:
            torch.testing.assert_close(theirs[name] - parameter, -0.5 * 0.01 * start[name], rtol=1e-9, atol=1e-15)
        else:
            assert torch.equal(theirs[name], parameter)


@pytest.mark.parametrize("family", KINDS)
def test_one_layer_is_drawn_anew(family):
    """Its weights and biases alone, without moments; what a normalization has learned stays."""
    allowed = [settings for settings in structures(family) if settings.normalization != "none"]
    chosen = (allowed or list(structures(family)))[0].as_dict() | {"optimizer": "adam", "learning_rate": 0.01}
    experiment = make(family, chosen)
    for index in range(len(experiment.layers)):
        trainer = Trainer(experiment)
        for _ in range(2):
            list(trainer.turn())
        before = {name: each.detach().clone() for name, each in trainer.network.named_parameters()}
        trainer.letterbox.append(Reinitialize(scheme="he", layers=(index,), seed=7))
        turn = trainer.turn()
        intervention = next(turn)
        assert isinstance(intervention, Intervention)
        layer = trainer.network.layers[index]
        drawn = {id(each) for each in (*layer.weights, *layer.biases)}
        for name, parameter in trainer.network.named_parameters():
            assert torch.equal(parameter, before[name]) == (id(parameter) not in drawn), name
        assert all((bias == 0).all() for bias in layer.biases)
        list(turn)
        steps = {id(each): float(trainer.switches.optimizer.state[each]["step"]) for each in trainer.network.used}
        assert {steps[each] for each in drawn} == {1.0}
        assert {count for each, count in steps.items() if each not in drawn} == {3.0}


@pytest.mark.parametrize("family", KINDS)
def test_a_broken_layer_is_named(family):
    """Whichever of its weights it is, in the values of this layer first."""
    experiment = make(family)
    for index, plan in enumerate(experiment.layers):
        for part in range(len(plan.maps)):
            trainer = Trainer(experiment)
            list(trainer.turn())
            layer = trainer.network.layers[index]
            with torch.no_grad():
                layer.weights[part].view(-1)[0] = torch.nan
            inputs, _ = trainer._batches.next()
            buffers = [buffer.clone() for buffer in trainer.network.buffers()]
            assert trainer.network.first_non_finite(inputs) == index
            assert all(torch.equal(a, b) for a, b in zip(buffers, trainer.network.buffers(), strict=True))
            events = [report for report in trainer.turn() if isinstance(report, Event)]
            assert [(event.kind, event.layer) for event in events] == [("non_finite", index)]
            assert f"in the values of layer {plan.name} at step 1" in events[0].text


# --- from end to end


@pytest.mark.parametrize("family", KINDS)
def test_training_says_everything_in_order(family):
    trainer = Trainer(make(family, watch_everything=True))
    outline, layouts = trainer.experiment.outline, trainer.experiment.outline.layouts
    streams = ["unit"]
    streams += ["time"] if FAMILIES[family].time_quantities else []
    streams += ["surface"] if trainer.experiment.data == "moons" else []
    first_loss = None
    for step in range(4):
        reports = list(trainer.turn())
        assert all(report.step == step for report in reports)
        kinds = [report.stream if isinstance(report, LookReport) else type(report).__name__ for report in reports]
        evaluated = ["EvaluationReport"] if step % 2 == 0 else []
        counted = kinds.count("HistogramReport")
        assert kinds == [*evaluated, *["HistogramReport"] * counted, *streams, "look", "StepReport"]
        assert counted in (4, 5)
        for report in reports:
            if isinstance(report, HistogramReport):
                assert len(report.counts) == len(outline.layers)
                continue
            assert report.values.shape == (layouts[report.stream].width,)
            if isinstance(report, LookReport):
                check_row(report, outline, layouts[report.stream])
        [report] = [report for report in reports if isinstance(report, StepReport)]
        loss = report.values[trainer.layout.slice("loss")].item()
        first_loss = loss if first_loss is None else first_loss
        assert np.isfinite(report.values[trainer.layout.slice("delta_norm")]).all()
        assert (report.values[trainer.layout.slice("weight_gradient_norm")] > 0).all()
        [evaluation] = [report for report in reports if isinstance(report, EvaluationReport)] or [None]
        assert evaluation is None or 0.0 <= evaluation.values[2] <= 1.0
    assert loss < 3 * first_loss


def check_row(report: LookReport, outline, layout) -> None:
    if report.stream == "surface":
        assert np.isfinite(report.values).all()
        assert ((report.values[1:] % 1.0) > 0.4).all()
    if report.stream == "time":
        for name in outline.time_quantities:
            values = report.values[layout.slice(name)].reshape(len(outline.layers), -1)
            assert values.shape[1] == outline.num_steps
            assert np.isfinite(values[:-1]).all()
            assert (values[:-1] >= 0).all()
            assert values[:-1].max() > 0
            assert np.isnan(values[-1]).all()
    if report.stream == "look":
        for name in ("delta_per_sample_rms", "output_gradient_norm", "weight_norm", "update_to_weight"):
            values = report.values[layout.slice(name)]
            assert np.isfinite(values).all(), name
            assert (values > 0).all(), name


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("family", KINDS)
def test_steps_that_wait_to_be_measured_say_the_same(family, dtype, monkeypatch):
    """Rows to rounding, histograms exactly: of layers of several weights too."""
    # A busy machine must not end their waiting.
    monkeypatch.setattr(block, "_LONGEST_S", 60.0)
    said = []
    for defers in (False, True):
        trainer = Trainer(make(family, dtype=dtype, histogram_every=1, evaluate_every=1000), defers=defers)
        trainer.schedule.is_due = lambda step: False
        reports = [report for _ in range(7) for report in trainer.turn()]
        assert trainer.block.is_empty != defers
        reports += trainer.flush()
        trainer.close()
        said.append(reports)
    rows = [np.array([report.values for report in reports if isinstance(report, StepReport)]) for reports in said]
    assert len(rows[0]) == len(rows[1]) == 7
    timed = trainer.layout.slice("elapsed")
    for each in rows:
        each[:, timed] = 0.0
    np.testing.assert_allclose(rows[1], rows[0], rtol=1e-5 if dtype == "float32" else 1e-12)
    counts = [[report.counts for report in reports if isinstance(report, HistogramReport)] for reports in said]
    assert len(counts[0]) == 7
    np.testing.assert_array_equal(counts[0], counts[1])


@pytest.mark.parametrize("family", KINDS)
def test_a_run_goes_on_from_its_state_as_if_it_had_never_stopped(family):
    experiment = make(family, {"optimizer": "adam", "learning_rate": 0.01}, watch_everything=True)
    whole, first = Trainer(experiment), Trainer(experiment)
    for _ in range(3):
        list(whole.turn())
        list(first.turn())
    second = Trainer(experiment, state=unpack(pack(3, "", first.state())))
    for _ in range(3):
        list(whole.turn())
        list(second.turn())
    ours, theirs = whole.network.state_dict(), second.network.state_dict()
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)


# --- what it says of itself


@pytest.mark.parametrize("family", KINDS)
def test_what_a_family_says_of_itself(family):
    """Texts for a person, data and settings that go together."""
    kind = FAMILIES[family]
    assert kind.title
    assert kind.help.endswith(".")
    assert kind.hidden_help.endswith(".")
    assert set(kind.data) <= DATASETS.keys()
    known = {*SETTING_FIELDS, *(f"{name}={value}" for name in SETTING_FIELDS for value in other_values(name, None))}
    blocked = make(family).blocked
    assert set(blocked) <= known
    assert all(reason.endswith(".") for reason in blocked.values())
    begun = Experiment().for_family(family)
    assert (begun.family, begun.data, begun.hidden) == (family, kind.data[0], kind.hidden)
