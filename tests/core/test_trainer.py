"""The training loop against the independent reference: every switch, flipped between two steps."""

import dataclasses
import itertools

import numpy as np
import pytest
import torch

import reference as ref
from fitting import SMALLEST, fits
from gradiometer.activations import ACTIVATIONS
from gradiometer.clippings import CLIPPINGS
from gradiometer.datasets import CLASSES, DATASETS, DataSpec
from gradiometer.experiment import Experiment
from gradiometer.families import FAMILIES
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.losses import LOSSES
from gradiometer.network import Network
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.optimizers import OPTIMIZERS
from gradiometer.quantities import HISTOGRAMS
from gradiometer.reports import (
    EvaluationReport,
    Event,
    HistogramReport,
    Intervention,
    LookReport,
    StepReport,
)
from gradiometer.settings import SETTING_FIELDS, Asked, Reinitialize, Settings
from gradiometer.taps import grid_points, surface_row
from gradiometer.trainer import Trainer

RELATIVE = {"float32": 1e-5, "float64": 1e-10}  # what a figure may differ from the reference by
FAR_APART = 1e-3  # two figures that a switch tells apart differ by at least this share
# Names whose change shows in the forward pass, in the clipped gradient or only in the update.
SHOWS_IN_GRADIENT = {"activation", "normalization", "skip", "skip_weight", "branch_scale"}
SHOWS_AFTER_CLIP = {"clipping", "clip_threshold"}
DIGIT_LOSSES = [name for name, loss in LOSSES.items() if CLASSES in loss.targets]
# Settings that mean nothing in a multilayer perceptron: the network, its settings, and the value they change to.
ELSEWHERE = {
    "norm_place": (
        {"family": "transformer", "hidden": (8, 8), "heads": 2},
        {"normalization": "layer", "skip": True, "activation": "relu"},
        "after",
    ),
    "forget_bias": ({"family": "lstm", "hidden": (6, 5)}, {}, 2.5),
}


def other(registry, name: str) -> str:
    return next(candidate for candidate in registry if candidate != name)


def switch_cases():
    """(before, after) for every value of every setting; names come from the registries, so additions are covered."""
    cases = {}
    for name in ACTIVATIONS:
        cases[f"activation={name}"] = {"activation": other(ACTIVATIONS, name)}, {"activation": name}
    for name in NORMALIZATIONS:
        # A normalization takes up with fresh parameters, so moments are looked at in a test of their own.
        before = {"normalization": other(NORMALIZATIONS, name), "optimizer": "sgd"}
        cases[f"normalization={name}"] = before, {"normalization": name}
    for skip in (False, True):
        cases[f"skip={skip}"] = {"skip": not skip}, {"skip": skip}
    for weight in (0.0, 0.3, 1.0):
        cases[f"skip_weight={weight}"] = {"skip": True, "skip_weight": 0.7}, {"skip_weight": weight}
    for scale in (0.0, 0.3, 1.0):
        cases[f"branch_scale={scale}"] = {"skip": True, "branch_scale": 0.7}, {"branch_scale": scale}
    for name in CLIPPINGS:
        before = {"clipping": other(CLIPPINGS, name), "clip_threshold": 1e-3}
        cases[f"clipping={name}"] = before, {"clipping": name}
        if CLIPPINGS[name].function is not None:
            before = {"clipping": name, "clip_threshold": 2e-3}
            cases[f"clip_threshold under {name}"] = before, {"clip_threshold": 1e-3}
    for name in OPTIMIZERS:
        before = {"optimizer": other(OPTIMIZERS, name), "learning_rate": 0.01}
        cases[f"optimizer={name}"] = before, {"optimizer": name}
        cases[f"learning_rate under {name}"] = {"optimizer": name, "learning_rate": 0.01}, {"learning_rate": 0.02}
        cases[f"weight_decay under {name}"] = {"optimizer": name, "learning_rate": 0.01}, {"weight_decay": 1.0}
        before = {"optimizer": name, "learning_rate": 0.01, "weight_decay": 1.0}
        cases[f"no weight_decay under {name}"] = before, {"weight_decay": 0.0}
    cases["momentum"] = {"optimizer": "momentum", "momentum": 0.9}, {"momentum": 0.3}
    cases["momentum=0"] = {"optimizer": "momentum", "momentum": 0.9}, {"momentum": 0.0}
    return cases


SWITCHES = switch_cases()


def assert_report(turn, tolerance: float, settings: Settings | None = None) -> None:
    """The step's report holds what the reference computes for its weights and its batch."""
    expected = turn.expected(settings)
    settings = settings or turn.settings
    for quantity, value in expected.items():
        actual = turn.value(quantity)
        if quantity.startswith("bias_gradient_norm") and NORMALIZATIONS[settings.normalization].hides_bias:
            # Behind a normalization that subtracts the mean, all but the output's are zero up to rounding.
            assert (actual[:-1] < tolerance * expected["weight_gradient_norm"][:-1]).all()
            actual, value = actual[-1:], value[-1:]
        np.testing.assert_allclose(actual, value, rtol=tolerance, err_msg=quantity)
    assert turn.value("step") == turn.step_report.step


def distance(layers: ref.Layers, others: ref.Layers) -> float:
    """How far parameters are apart: the largest over the arrays of |a - b| / |b|, where |b| is not nearly zero."""
    return max(
        ref.norm([a - b]) / max(ref.norm([b]), 1e-3)
        for group, other_group in zip(layers, others, strict=True)
        for a, b in zip(group, other_group, strict=False)
    )


def relative(values: ref.Array, others: ref.Array) -> float:
    return float(np.max(np.abs(values - others) / np.abs(others)))


def test_every_setting_has_a_switch_case():
    changed = {name for _, after in SWITCHES.values() for name in after}
    assert changed | ELSEWHERE.keys() == set(SETTING_FIELDS)
    assert not changed & ELSEWHERE.keys()


@pytest.mark.parametrize("dtype", RELATIVE)
@pytest.mark.parametrize("case", SWITCHES)
def test_a_switch_takes_effect_at_exactly_the_next_step(watch, case, dtype):
    before, after = SWITCHES[case]
    watched = watch({"optimizer": "momentum", **before}, dtype=dtype, initialization="xavier", seed=3)
    tolerance = RELATIVE[dtype]
    state = None
    for turn in watched.turns(2):
        assert_report(turn, tolerance)
        expected, state = turn.updated(state=state)
        assert distance(turn.new_layers, expected) < tolerance
    old = watched.trainer.settings
    new = dataclasses.replace(old, **after)

    watched.post(new)
    turn = watched.turn()

    assert [type(report) for report in turn.reports] == [Intervention, StepReport]
    intervention = turn.reports[0]
    assert (intervention.step, turn.step_report.step) == (2, 2)
    assert (intervention.command, intervention.before, intervention.after) == (new, old, new)
    assert_report(turn, tolerance, new)
    kept = state
    if new.optimizer != old.optimizer or new.normalization != old.normalization:
        state = None
    expected, state = turn.updated(new, state)
    assert distance(turn.new_layers, expected) < tolerance
    turns = [turn]
    # The switch stays where it was put.
    for later in watched.turns(2):
        assert_report(later, tolerance, new)
        expected, state = later.updated(new, state)
        assert distance(later.new_layers, expected) < tolerance
        turns.append(later)

    # The proof that this test could tell a dead switch from a live one.
    without, with_ = turn.expected(old), turn.expected(new)
    (name,) = after
    if name in SHOWS_IN_GRADIENT:
        assert relative(turn.value("weight_gradient_norm"), without["weight_gradient_norm"]) > FAR_APART
        assert relative(turn.value("delta_norm"), without["delta_norm"]) > FAR_APART
        assert relative(turn.value("loss"), without["loss"]) > 10 * RELATIVE["float32"]
    else:
        np.testing.assert_array_equal(with_["gradient_norm"], without["gradient_norm"])
        apart = []
        for each in turns:
            unswitched, kept = each.updated(old, kept)
            apart.append(distance(each.new_layers, unswitched))
        # Momentum's first step is SGD's, so optimizers may take a step more to part.
        assert (max(apart) if name == "optimizer" else apart[0]) > 10 * RELATIVE["float32"]
    if name in SHOWS_AFTER_CLIP:
        quantity = "weight_gradient_norm_after_clip"
        assert relative(turn.value(quantity), without[quantity]) > FAR_APART


def weight_norms_of(experiment: Experiment, settings: Settings, turn) -> ref.Array:
    """Of the weights' gradients, by a network that has always had these settings and has never trained."""
    network = Network(experiment.family, experiment.network, torch.float64, torch.device("cpu"))
    network.use(settings)
    with torch.no_grad():
        for layer, arrays in zip(network.layers, turn.layers, strict=True):
            for parameter, array in zip(layer.parameters, arrays, strict=True):
                parameter.copy_(torch.from_numpy(array))
    outputs = network(torch.from_numpy(turn.inputs).reshape(-1, *experiment.network.shape))
    LOSSES[experiment.loss].function(outputs, torch.from_numpy(turn.labels)).backward()
    return np.array([ref.norm([weight.grad.numpy() for weight in layer.weights]) for layer in network.layers])


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_switch_of_other_families_takes_effect_at_exactly_the_next_step(watch, name):
    values, before, after = ELSEWHERE[name]
    watched = watch(before, **values, dtype="float64", initialization="xavier")
    experiment, old = watched.trainer.experiment, watched.trainer.settings
    new = dataclasses.replace(old, **{name: after})
    assert new != old
    for turn in watched.turns(2):
        np.testing.assert_allclose(
            turn.value("weight_gradient_norm"), weight_norms_of(experiment, old, turn), rtol=1e-10
        )
    watched.post(new)
    turns = watched.turns(3)
    assert [type(report) for report in turns[0].reports] == [Intervention, StepReport]
    assert (turns[0].reports[0].step, turns[0].step_report.step) == (2, 2)
    for turn in turns:
        found = turn.value("weight_gradient_norm")
        np.testing.assert_allclose(found, weight_norms_of(experiment, new, turn), rtol=1e-10)
        # The proof that this test could tell a dead switch from a live one.
        assert relative(found, weight_norms_of(experiment, old, turn)) > FAR_APART


@pytest.mark.parametrize("dtype", RELATIVE)
@pytest.mark.parametrize("scheme", INITIALIZATIONS)
def test_a_reinitialization_takes_effect_at_exactly_the_next_step(watch, scheme, dtype):
    watched = watch(dtype=dtype, initialization=other(INITIALIZATIONS, scheme))
    watched.turns(2)
    before = watched.layers()
    watched.post(Reinitialize(scheme=scheme, seed=11))
    turn = watched.turn()

    assert [type(report) for report in turn.reports] == [Intervention, StepReport]
    intervention = turn.reports[0]
    assert (intervention.step, intervention.command) == (2, Reinitialize(scheme=scheme, seed=11))
    assert intervention.before == intervention.after == watched.trainer.settings
    assert_report(turn, RELATIVE[dtype])
    unchanged = dataclasses.replace(turn, layers=before).expected()
    assert relative(turn.value("weight_gradient_norm"), unchanged["weight_gradient_norm"]) > FAR_APART
    assert distance(turn.layers, before) > 0.1


@pytest.mark.parametrize(
    ("activation", "normalization", "skip", "loss"),
    list(itertools.product(ACTIVATIONS, NORMALIZATIONS, (False, True), DIGIT_LOSSES)),
)
def test_every_combination_from_the_start(watch, activation, normalization, skip, loss):
    settings = {"activation": activation, "normalization": normalization, "skip": skip}
    watched = watch(settings, loss=loss, dtype="float64", hidden=(9, 9, 7), initialization="xavier")
    for turn in watched.turns(2):
        assert_report(turn, 1e-10)
        expected, _ = turn.updated()
        assert distance(turn.new_layers, expected) < 1e-10


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_clipping_and_decay_together_follow_the_reference(watch, optimizer, normalization):
    """Layers' norms take in scale and shift; decay is added behind the clipping and touches weight matrices only."""
    for clipping in CLIPPINGS:
        settings = {"clipping": clipping, "clip_threshold": 0.01, "optimizer": optimizer, "weight_decay": 0.1}
        settings |= {"normalization": normalization, "learning_rate": 0.01, "activation": "tanh"}
        watched = watch(settings, dtype="float64", initialization="he")
        state = None
        for turn in watched.turns(3):
            assert_report(turn, 1e-10)
            expected, state = turn.updated(state=state)
            actual = turn.new_layers
            if NORMALIZATIONS[normalization].hides_bias:
                # RMSprop and Adam blow rounding errors up to full steps: two programs differ in them.
                actual, expected = ([[g[0], *g[2:]] for g in layers] for layers in (actual, expected))
            assert distance(actual, expected) < 1e-10


def test_weight_decay_shrinks_weights_and_leaves_biases_alone(watch):
    """One step with and one without decay from the same weights: the difference is -lr decay w, for weights only."""
    settings = {"learning_rate": 0.5, "normalization": "layer"}
    plain = watch(settings, dtype="float64").turn()
    decayed = watch({**settings, "weight_decay": 0.01}, dtype="float64").turn()
    for start, without, with_decay in zip(plain.layers, plain.new_layers, decayed.new_layers, strict=True):
        np.testing.assert_allclose(with_decay[0] - without[0], -0.5 * 0.01 * start[0], rtol=1e-9, atol=1e-15)
        for a, b in zip(without[1:], with_decay[1:], strict=True):
            np.testing.assert_array_equal(a, b)


# ----------------------------------------------------------------------------- passed-by parameters, moments


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("has_been_on", [False, True])
def test_a_passed_by_parameter_never_moves(watch, optimizer, has_been_on):
    """With a gradient of zero instead of none, momentum and weight decay would move it."""
    settings = {"optimizer": optimizer, "momentum": 0.9, "weight_decay": 0.5, "clipping": "layer"}
    watched = watch({**settings, "normalization": "batch" if has_been_on else "none", "learning_rate": 0.01})
    hidden = watched.trainer.network.layers[:-1]
    if has_been_on:
        before = watched.layers()
        watched.turns(3)
        assert distance([g[2:] for g in watched.layers()[:-1]], [g[2:] for g in before[:-1]]) > 1e-4
        watched.post({"normalization": "none"})
    watched.turn()
    norms = [norm for layer in hidden for norm in layer.norms]
    assert len(norms) == len(hidden)
    passed_by = [t.clone() for norm in norms for t in (norm.scale, norm.shift)]
    running = [t.clone() for norm in norms for t in (norm.running_mean, norm.running_var)]
    before = watched.layers()
    for _ in range(4):
        watched.turn()
        assert all(norm.scale.grad is None and norm.shift.grad is None for norm in norms)
    assert distance([g[:2] for g in watched.layers()], [g[:2] for g in before]) > 1e-4
    now = [t for norm in norms for t in (norm.scale, norm.shift)]
    assert all(torch.equal(a, b) for a, b in zip(passed_by, now, strict=True))
    now = [t for norm in norms for t in (norm.running_mean, norm.running_var)]
    assert all(torch.equal(a, b) for a, b in zip(running, now, strict=True))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(("first", "second"), [("none", "batch"), ("none", "layer"), ("batch", "layer")])
def test_a_normalization_starts_afresh(watch, optimizer, first, second):
    """gamma 1, beta 0, running statistics 0 and 1, and no moments, also where the same one was on before."""
    settings = {"optimizer": optimizer, "learning_rate": 0.01, "normalization": second}
    watched = watch(settings, dtype="float64")
    watched.turns(3)
    watched.post({"normalization": first})
    watched.turns(2)
    watched.post({"normalization": second})

    intervention = next(watched.reports)
    assert isinstance(intervention, Intervention)
    assert "gamma 1, beta 0" in intervention.effect
    assert ("running statistics start afresh" in intervention.effect) == (second == "batch")
    for layer in watched.trainer.network.layers[:-1]:
        [norm] = layer.norms
        assert (norm.scale == 1).all()
        assert (norm.shift == 0).all()
        assert (norm.running_mean == 0).all()
        assert (norm.running_var == 1).all()
    state = None
    for turn in watched.turns(2):
        expected, state = turn.updated(state=state)
        for actual, wanted in zip(turn.new_layers[:-1], expected[:-1], strict=True):
            np.testing.assert_allclose(actual[2], wanted[2], rtol=1e-9)
            np.testing.assert_allclose(actual[3], wanted[3], rtol=1e-7, atol=1e-12)


def test_running_statistics_follow_the_batches(watch):
    """running <- 0.9 running + 0.1 batch, with the unbiased variance (what torch.nn.BatchNorm1d documents)."""
    watched = watch({"normalization": "batch", "activation": "tanh"}, dtype="float64")
    turns = watched.turns(3)
    hidden = watched.trainer.network.layers[:-1]
    means, variances = [0.0] * len(hidden), [1.0] * len(hidden)
    for turn in turns:
        for index, block in enumerate(turn.forward()[0]):
            z = block.x @ turn.layers[index][0].T + turn.layers[index][1]
            means[index] = 0.9 * means[index] + 0.1 * z.mean(axis=0)
            variances[index] = 0.9 * variances[index] + 0.1 * z.var(axis=0, ddof=1)
    for layer, mean, variance in zip(hidden, means, variances, strict=True):
        np.testing.assert_allclose(layer.norms[0].running_mean, mean, rtol=1e-10)
        np.testing.assert_allclose(layer.norms[0].running_var, variance, rtol=1e-10)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_changing_the_optimizer_and_back_discards_its_moments(watch, optimizer):
    watched = watch({"optimizer": optimizer, "learning_rate": 0.01}, dtype="float64")
    state = None
    for turn in watched.turns(4):
        _, state = turn.updated(state=state)
    watched.post({"optimizer": other(OPTIMIZERS, optimizer)}, {"optimizer": optimizer})
    turn = watched.turn()
    assert [r.effect for r in turn.of_kind(Intervention)] == ["the optimizer starts with no moments"] * 2
    fresh, _ = turn.updated()
    assert distance(turn.new_layers, fresh) < 1e-10
    if optimizer != "sgd":
        kept, _ = turn.updated(state=state)
        assert distance(turn.new_layers, kept) > 1e-5


@pytest.mark.parametrize("optimizer", [name for name in OPTIMIZERS if name != "sgd"])
def test_a_change_of_anything_else_keeps_the_moments(watch, optimizer):
    watched = watch({"optimizer": optimizer, "learning_rate": 0.01}, dtype="float64")
    state = None
    for turn in watched.turns(3):
        _, state = turn.updated(state=state)
    watched.post({"activation": "tanh"}, {"learning_rate": 0.02}, {"clipping": "total"}, {"skip": True})
    turn = watched.turn()
    assert [r.effect for r in turn.of_kind(Intervention)] == [""] * 4
    expected, _ = turn.updated(state=state)
    assert distance(turn.new_layers, expected) < 1e-10
    fresh, _ = turn.updated()
    assert distance(turn.new_layers, fresh) > 1e-5


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("chosen", [None, (1,), (0, 3)])
def test_reinitialization_redraws_and_forgets_the_chosen_layers_only(watch, optimizer, chosen):
    settings = {"optimizer": optimizer, "learning_rate": 0.01, "normalization": "layer"}
    watched = watch(settings, dtype="float64")
    state = None
    for turn in watched.turns(3):
        _, state = turn.updated(state=state)
    before = watched.layers()
    watched.post(Reinitialize(scheme="he", layers=chosen, seed=5))
    turn = watched.turn()

    kept, _ = turn.updated(state=state)
    # Scale and shift are not redrawn, so they keep their moments in redrawn layers too.
    fresh, _ = turn.updated()
    for index, actual in enumerate(turn.new_layers):
        redrawn = chosen is None or index in chosen
        assert (distance([turn.layers[index][:2]], [before[index][:2]]) > 0.1) == redrawn
        np.testing.assert_array_equal(turn.layers[index][1] == 0, redrawn)
        for old, new in zip(before[index][2:], turn.layers[index][2:], strict=True):
            np.testing.assert_array_equal(old, new)
        expected = (fresh[index][:2] if redrawn else kept[index][:2]) + kept[index][2:]
        assert distance([actual], [expected]) < 1e-10
        if optimizer != "sgd":
            wrong = (kept[index][:2] if redrawn else fresh[index][:2]) + kept[index][2:]
            assert distance([actual], [wrong]) > 1e-5


def test_a_weight_scale_is_of_the_first_weights_alone(watch):
    plain, scaled = watch(), watch(weight_scale=3.0)
    for one, two in zip(plain.layers(), scaled.layers(), strict=True):
        np.testing.assert_allclose(two[0], 3.0 * one[0], rtol=1e-6)
        np.testing.assert_array_equal(two[1], one[1])
    for watched in (plain, scaled):
        watched.post(Reinitialize(scheme="he", seed=5))
    for one, two in zip(plain.turn().layers, scaled.turn().layers, strict=True):
        np.testing.assert_array_equal(two[0], one[0])


def test_reinitialization_by_seed(watch):
    drawn = {}
    for seed in (1, 2):
        for steps_before in (0, 2):
            watched = watch()
            watched.turns(steps_before)
            watched.post(Reinitialize(scheme="pytorch", seed=seed))
            drawn[seed, steps_before] = watched.turn().layers
    assert distance(drawn[1, 0], drawn[1, 2]) == 0
    assert distance(drawn[2, 0], drawn[2, 2]) == 0
    assert distance(drawn[1, 0], drawn[2, 0]) > 0.1


def test_a_change_says_what_it_shall_cure(watch):
    watched = watch()
    relu = dataclasses.replace(watched.trainer.settings, activation="relu")
    drawn = Reinitialize(scheme="he")
    watched.trainer.letterbox.extend([Asked(relu, "it vanishes"), Asked(drawn, "and does not learn"), drawn])
    said = watched.turn().of_kind(Intervention)
    assert [(change.command, change.because) for change in said] == [
        (relu, "it vanishes"),
        (drawn, "and does not learn"),
        (drawn, ""),
    ]


def test_the_inputs_are_those_of_the_first_thousand_training_examples(watch):
    images = ref.mnist(1000)[0]
    # Of pairs of different examples: from all products, those of an example with itself left out.
    products = images @ images.T / images.shape[1]
    found = watch(num_train=2000).trainer.data.inputs
    assert found.mean == pytest.approx(images.mean(), rel=1e-6)
    assert found.mean_square == pytest.approx((images**2).mean(), rel=1e-6)
    assert found.pair_product == pytest.approx(products[~np.eye(1000, dtype=bool)].mean(), rel=1e-5)
    assert (found.least, found.largest) == (0.0, 1.0)


# ------------------------------------------------------------------------------------- several changes at once


def test_several_changes_at_one_step_in_the_order_given(watch):
    watched = watch()
    watched.turn()
    start = watched.trainer.settings
    relu = dataclasses.replace(start, activation="relu")
    adam = dataclasses.replace(relu, optimizer="adam")
    tanh = dataclasses.replace(start, activation="tanh")
    commands = [
        relu,
        Reinitialize(scheme="he", seed=1),
        adam,
        Reinitialize(scheme="xavier", layers=(0,), seed=2),
        tanh,
        tanh,
    ]
    watched.post(*commands)
    turn = watched.turn()
    assert [type(report) for report in turn.reports] == [Intervention] * 6 + [StepReport]
    interventions = turn.reports[:-1]
    assert [i.command for i in interventions] == commands
    assert [i.step for i in interventions] == [1] * 6
    assert [(i.before, i.after) for i in interventions] == [
        (start, relu),
        (relu, relu),
        (relu, adam),
        (adam, adam),
        (adam, tanh),
        (tanh, tanh),
    ]
    assert_report(turn, 1e-5, tanh)
    expected, _ = turn.updated(tanh)  # the last word was sgd
    assert distance(turn.new_layers, expected) < 1e-5
    assert not watched.trainer.letterbox
    assert watched.turn().of_kind(Intervention) == []


def test_the_order_of_changes_matters(watch):
    """Two re-initializations: the later one wins."""
    layers = []
    for schemes in (("he", "normal"), ("normal", "he"), ("normal",)):
        watched = watch()
        watched.post(*(Reinitialize(scheme=scheme, seed=4) for scheme in schemes))
        layers.append(watched.turn().layers)
    assert distance(layers[1], layers[2]) > 0.1
    watched = watch()
    watched.post(Reinitialize(scheme="he", seed=4))
    assert distance(layers[1], watched.turn().layers) == 0
    assert distance(layers[0], layers[2]) == 0


def test_a_change_posted_while_a_turn_is_under_way_waits_or_joins(watch):
    """Posted behind an intervention it joins that step, posted behind the step's report it takes the next one."""
    watched = watch()
    reports = watched.trainer.reports()
    watched.post({"activation": "relu"})
    first = next(reports)
    assert isinstance(first, Intervention)
    watched.post({"skip": True})
    second = next(reports)
    assert isinstance(second, Intervention)
    assert second.step == 0
    assert isinstance(next(reports), EvaluationReport)
    watched.post({"clipping": "value"})
    kinds = []
    while not kinds or kinds[-1] is not StepReport:
        kinds.append(type(next(reports)))
    assert kinds == [*[HistogramReport] * len(HISTOGRAMS), LookReport, LookReport, StepReport]
    third = next(reports)
    assert isinstance(third, Intervention)
    assert (third.step, third.before.clipping, third.after.clipping) == (1, "off", "value")


# ----------------------------------------------------------------------------------------------- NaN and Inf


def broken_layers(watched) -> list[int]:
    gradients = [layer.weight.grad for layer in watched.trainer.network.layers]
    return [index for index, gradient in enumerate(gradients) if not gradient.isfinite().all()]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
@pytest.mark.parametrize("layer", range(4))
def test_a_broken_weight_is_named_once(watch, layer, value):
    """ReLU hands on what it is given, so the first output that is not finite is the broken layer's own."""
    watched = watch({"activation": "relu"}, initialization="he", evaluate_every=1000)
    watched.turns(3)
    with torch.no_grad():
        # Every unit is hit, through the bias: a pixel of 0 times Inf would be NaN and hide the sign.
        watched.trainer.network.layers[layer].bias.fill_(value)
    turns = watched.turns(4)
    if value < 0 and layer < 3:
        # ReLU cuts -Inf off: nothing in this network is not finite then but the bias itself.
        assert all(turn.of_kind(Event) == [] for turn in turns)
        return
    assert [type(report) for report in turns[0].reports] == [Event, StepReport]
    event = turns[0].reports[0]
    assert (event.step, event.kind, event.layer) == (3, "non_finite", layer)
    assert watched.trainer.network.layers[layer].name in event.text
    assert "in the values of layer" in event.text
    assert "step 3" in event.text
    assert [turn.of_kind(Event) for turn in turns[1:]] == [[], [], []]
    assert [turn.step_report.step for turn in turns] == [3, 4, 5, 6]
    assert not np.isfinite(turns[0].value("loss"))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_single_broken_weight_is_found(watch, value):
    watched = watch({"activation": "tanh", "normalization": "layer"}, dtype="float64")
    watched.turn()
    with torch.no_grad():
        watched.trainer.network.layers[2].weight[5, 7] = value
    turns = watched.turns(3)
    events = [event for turn in turns for event in turn.of_kind(Event)]
    assert [(event.step, event.layer) for event in events] == [(1, 2)]


def test_a_backward_born_overflow_names_the_layer_where_it_began(watch):
    """Forward all is zero and finite; going back, delta passes 3e38 between the second and the first hidden layer."""
    watched = watch({"activation": "tanh"}, hidden=(12, 12, 12, 12))
    watched.turn()
    layers = watched.trainer.network.layers
    with torch.no_grad():
        for layer in layers[:-1]:
            layer.bias.zero_()
        layers[0].weight.zero_()
        layers[1].weight.zero_()
        layers[2].weight.fill_(1e25)
        layers[3].weight.fill_(1e25)
    turns = watched.turns(3)
    assert np.isfinite(turns[0].value("loss"))
    events = [event for turn in turns for event in turn.of_kind(Event)]
    assert [(event.step, event.kind, event.layer) for event in events] == [(1, "non_finite", 1)]
    assert "in the gradient of layer hidden 2 at step 1" in events[0].text


def test_an_infinite_weight_behind_a_sigmoid_breaks_the_layer_before_it(watch):
    """The sigmoid makes 1 of Inf, so the outputs stay finite; Inf times its slope of 0 is the NaN further back."""
    watched = watch({"activation": "sigmoid"})
    watched.turn()
    with torch.no_grad():
        watched.trainer.network.layers[1].weight.fill_(float("inf"))
    turns = watched.turns(2)
    assert np.isfinite(turns[0].value("loss"))
    events = [event for turn in turns for event in turn.of_kind(Event)]
    assert [(event.step, event.layer) for event in events] == [(1, 0)]
    assert "in the gradient of layer hidden 1" in events[0].text


@pytest.mark.parametrize("dtype", RELATIVE)
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_a_run_that_blows_up_goes_on(watch, dtype, normalization):
    """A huge learning rate; the event stands at the first step whose report is not finite, and there is only one."""
    watched = watch({"activation": "relu", "normalization": normalization}, dtype=dtype, initialization="he")
    for group in watched.trainer.switches.optimizer.param_groups:
        group["lr"] = {"float32": 1e30, "float64": 1e250}[dtype]  # past what the settings allow
    turns = watched.turns(40)
    assert [turn.step for turn in turns] == list(range(40))
    finite = [bool(np.isfinite(turn.step_report.values).all()) for turn in turns]
    assert not all(finite)
    first = finite.index(False)
    events = [event for turn in turns for event in turn.of_kind(Event)]
    assert [(event.step, event.kind) for event in events] == [(first, "non_finite")]


def test_a_finite_row_whose_sum_overflows_is_no_event(watch):
    """float64 holds norms of 1e308 each; their sum is Inf, but nothing in the network is."""
    norms = []
    for size in (1.0, None):
        watched = watch({"activation": "tanh", "learning_rate": 0.0}, dtype="float64", hidden=(12, 12))
        layers = watched.trainer.network.layers
        with torch.no_grad():
            layers[0].weight.zero_()
            layers[0].bias.zero_()
            layers[1].bias.zero_()
            layers[1].weight.fill_(size or 1e308 / norms[0])
        turn = watched.turn()
        norms.append(turn.value("weight_gradient_norm")[0])
    assert norms[1] == pytest.approx(1e308)
    assert turn.of_kind(Event) == []


def test_a_reinitialization_heals_and_the_next_break_is_told_again(watch):
    watched = watch({"activation": "tanh"})
    for step in (1, 4):
        watched.turn()
        with torch.no_grad():
            watched.trainer.network.layers[1].weight.fill_(float("nan"))
        turn = watched.turn()
        assert [(event.step, event.layer) for event in turn.of_kind(Event)] == [(step, 1)]
        watched.post(Reinitialize(scheme="xavier", seed=step))
        healed = watched.turn()
        assert healed.of_kind(Event) == []
        assert_report(healed, 1e-5)


# ------------------------------------------------------------------------------------------------ deep sigmoid


def deep(watch, dtype: str):
    settings = {"activation": "sigmoid"}
    return watch(settings, hidden=(30,) * 59, initialization="pytorch", dtype=dtype, histogram_every=1)


def test_sixty_sigmoid_layers_in_float64(watch):
    for turn in deep(watch, "float64").turns(2):
        norms = turn.value("weight_gradient_norm")
        assert norms[0] < 1e-49
        assert (np.diff(norms)[1:50] > 0).all()  # the first layer has more inputs
        assert_report(turn, 1e-6)


def test_sixty_sigmoid_layers_in_float32_have_no_false_zero(watch):
    """A reported zero means that every entry is zero, and no entry is where float32 could hold the true one."""
    watched = deep(watch, "float32")
    turn = watched.turn()
    reported = turn.value("weight_gradient_norm")
    true = turn.expected()["weight_gradient_norm"]
    assert true[0] < 1e-40
    held = np.array([ref.norm([layer.weight.grad.numpy().astype(float)]) for layer in watched.trainer.network.layers])
    np.testing.assert_allclose(reported, held, rtol=1e-6)
    # Norms of squares under 1e-45, where a float32 sum of squares says zero.
    starved = (true > 1e-36) & (true < 1e-24)
    assert starved.sum() > 5
    np.testing.assert_allclose(reported[starved], true[starved], rtol=1e-3)
    # 900 entries: the largest of them can be held while the norm is above some 1e-44.
    assert (reported[true > 3e-44] > 0).all()
    assert reported[0] == 0.0
    zeros = turn.histogram[0, -4:]
    assert zeros.tolist() == [watched.trainer.network.layers[0].weight.numel(), 0, 0, 0]


# --------------------------------------------------------------------------------------------- order of batches


def test_batches_are_the_digits_and_independent_of_the_first_weights(watch):
    """Whatever the weights are drawn from, the same examples come in the same order; pixels and labels belong
    together as in the original files."""
    images, labels = ref.mnist(256)
    by_pixels = {image.tobytes(): int(label) for image, label in zip(images, labels, strict=True)}
    orders = []
    for scheme in INITIALIZATIONS:
        watched = watch(initialization=scheme, dtype="float64")
        turns = watched.turns(8)
        seen = [row.tobytes() for turn in turns for row in turn.inputs]
        assert set(seen) == set(by_pixels)
        assert [by_pixels[row] for row in seen] == [label for turn in turns for label in turn.labels]
        orders.append(seen)
    assert all(order == orders[0] for order in orders)
    other_seed = watch(seed=1, dtype="float64").turns(8)
    assert [row.tobytes() for turn in other_seed for row in turn.inputs] != orders[0]


def test_a_full_batch_is_not_shuffled(watch):
    images, labels = ref.mnist(50)
    for turn in watch(num_train=50, batch_size=50, dtype="float64").turns(2):
        np.testing.assert_array_equal(turn.inputs, images)
        np.testing.assert_array_equal(turn.labels, labels)


def same_row(one, two) -> bool:
    """Two turns, bit for bit, but for the time."""
    keep = np.ones(one.layout.width, bool)
    keep[one.layout.slice("elapsed")] = False
    rows = [turn.step_report.values[keep].tobytes() for turn in (one, two)]
    return rows[0] == rows[1] and (
        (one.histogram is None and two.histogram is None) or np.array_equal(one.histogram, two.histogram)
    )


@pytest.mark.parametrize("dtype", RELATIVE)
def test_two_runs_are_bit_identical(watch, dtype):
    settings = {"optimizer": "adam", "normalization": "batch", "activation": "relu", "clipping": "total"}
    one, two = (watch(settings, dtype=dtype, histogram_every=3, seed=5) for _ in range(2))
    for step in range(20):
        if step == 10:
            for watched in (one, two):
                watched.post({"skip": True}, Reinitialize(scheme="orthogonal", layers=(1, 2), seed=9))
        torch.rand(3)  # the global generator is none of theirs
        first, second = one.turn(), two.turn()
        assert same_row(first, second)
        assert distance(first.new_layers, second.new_layers) == 0
    another = watch(settings, dtype=dtype, histogram_every=3, seed=6).turn()
    assert distance(another.layers, watch(settings, dtype=dtype, seed=5).turn().layers) > 0.1


# ------------------------------------------------------------------------------------------------- held out


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("skip", [False, True])
@pytest.mark.parametrize("loss", DIGIT_LOSSES)
def test_held_out_examples_are_looked_at_when_due(watch, examples, normalization, skip, loss):
    """Of a normalization over the batch, the running statistics are used, folded here into weights and biases."""
    settings = {"activation": "tanh", "normalization": normalization, "skip": skip}
    watched = watch(settings, evaluate_every=3, dtype="float64", loss=loss, num_held_out=70)
    images = examples.inputs[-70:].reshape(70, -1) / 255.0
    labels = examples.targets[-70:]
    network = watched.trainer.network
    for step in range(7):
        norms = [layer.norms[0] for layer in network.layers[:-1]]
        running = [(norm.running_mean.numpy().copy(), norm.running_var.numpy().copy()) for norm in norms]
        turn = watched.turn()
        assert turn.step == step
        evaluations = turn.of_kind(EvaluationReport)
        assert len(evaluations) == (step % 3 == 0)
        for evaluation in evaluations:
            parameters, options = turn.parameters(turn.settings), {"normalization": normalization, "skip": skip}
            if normalization == "batch":
                folded = []
                for (w, b, scale, shift), (mean, var) in zip(turn.layers[:-1], running, strict=True):
                    factor = scale / np.sqrt(var + 1e-5)
                    folded.append([w * factor[:, None], (b - mean) * factor + shift])
                parameters = ref.Parameters.from_layers([*folded, turn.layers[-1]])
                options["normalization"] = "none"
            _, outputs = ref.forward(parameters, images, activation="tanh", **options)
            expected = ref.loss_and_slope(loss, outputs, labels)[0]
            accuracy = (outputs.argmax(1) == labels).mean()
            np.testing.assert_allclose(evaluation.values, [step, expected, accuracy], rtol=1e-10)
            assert turn.reports.index(evaluation) == len(turn.reports) - 2


def test_more_held_out_examples_than_fit_in_one_pass(watch, examples):
    watched = watch(num_held_out=2300)
    turn = watched.turn()
    (evaluation,) = turn.of_kind(EvaluationReport)
    images, labels = examples.inputs[-2300:].reshape(2300, -1) / 255.0, examples.targets[-2300:]
    _, outputs = ref.forward(
        turn.parameters(turn.settings), images, activation="sigmoid", normalization="none", skip=False
    )
    expected = ref.loss_and_slope("softmax_cross_entropy", outputs, labels)[0]
    np.testing.assert_allclose(evaluation.values, [0, expected, (outputs.argmax(1) == labels).mean()], rtol=1e-5)


def judged(loss: str, outputs: ref.Array, targets: np.ndarray) -> tuple[float, float]:
    """Loss and share of right answers, of outputs of any kind."""
    if targets.ndim == 2 and targets.dtype == np.int64:
        asked = targets >= 0
        outputs, targets = outputs[asked], targets[asked]
    value = ref.loss_and_slope(loss, outputs, targets)[0]
    if targets.dtype == np.int64:
        return value, (outputs.argmax(axis=1) == targets).mean()
    right = np.abs(outputs - targets) < 0.04 if loss == "squared_error" else (outputs > 0) == (targets > 0.5)
    return value, right.all(axis=1).mean()


@pytest.mark.parametrize("family", FAMILIES)
def test_loss_and_accuracy_of_every_kind_of_answer(family, few_digits, monkeypatch):
    """Of the batch, and of held-out examples that do not fit into one pass."""
    monkeypatch.setattr("gradiometer.trainer._EVALUATION_BATCH", 30)
    values = {"num_train": 64, "num_held_out": 70, "batch_size": 16, "norms_every": 1, "dtype": "float64"}
    experiment = Experiment(family=family, **SMALLEST[family], **values, settings=Settings(learning_rate=0.01))
    examples = experiment.load_examples()
    trainer = Trainer(experiment, examples)
    taken = trainer._batches.next
    batch: list = []
    trainer._batches.next = lambda: batch.append(taken()) or batch[-1]
    parts = [(examples.inputs[-70:], examples.targets[-70:])]
    with torch.no_grad():
        scale = 255.0 if examples.inputs.dtype == np.uint8 else 1.0
        inputs = torch.from_numpy(parts[0][0] / scale).double().reshape(70, *experiment.network.shape)
        outputs = trainer.network(inputs).numpy()
    before = {name: value.clone() for name, value in trainer.network.state_dict().items()}
    reports = list(trainer.turn())
    [evaluation] = [report for report in reports if isinstance(report, EvaluationReport)]
    expected = judged(experiment.loss, outputs, parts[0][1].astype(np.result_type(parts[0][1], np.int64)))
    np.testing.assert_allclose(evaluation.values, [0, *expected], rtol=1e-9)
    report = reports[-1]
    assert isinstance(report, StepReport)
    trainer.network.load_state_dict(before)
    with torch.no_grad():
        outputs = trainer.network(batch[0][0]).numpy()
    value, accuracy = judged(experiment.loss, outputs, batch[0][1].numpy())
    layout = trainer.layout
    np.testing.assert_allclose(report.values[layout.slice("loss")], value, rtol=1e-9)
    np.testing.assert_allclose(report.values[layout.slice("accuracy")], accuracy, rtol=1e-9)


@pytest.mark.parametrize("data", [name for name in DATASETS if name not in ("file", "mnist_pixels")])
@pytest.mark.parametrize("family", FAMILIES)
def test_every_network_trains_on_all_data_that_it_can_read(family, data, few_digits):
    """With every loss that can judge them; what is reported has the columns of its outline, and is finite."""
    facts = DATASETS[data].facts(DataSpec(length=21))
    if not fits(family, facts):
        return
    values = SMALLEST[family] | {"data": data, "length": 21, "num_train": 24, "num_held_out": 8, "batch_size": 6}
    for loss in (name for name, each in LOSSES.items() if facts.targets in each.targets):
        experiment = Experiment(family=family, **values | {"loss": loss}, watch_everything=True)
        trainer = Trainer(experiment)
        reports = [report for _ in range(2) for report in trainer.turn()]
        layouts = experiment.outline.layouts
        rows = [report for report in reports if isinstance(report, StepReport | EvaluationReport | LookReport)]
        streams = [report.stream for report in rows]
        at_looks = [name for name in ("unit", "time", "surface", "look") if layouts[name].width > 1]
        assert streams == ["evaluation", *at_looks, "step", *at_looks, "step"]
        for report in rows:
            assert report.values.shape == (layouts[report.stream].width,)
            assert report.values.dtype == np.float64
        for report in (report for report in rows if report.stream in ("step", "surface", "evaluation")):
            assert np.isfinite(report.values).all()


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_looking_at_held_out_examples_changes_nothing(watch, normalization):
    settings = {"normalization": normalization, "optimizer": "adam", "learning_rate": 0.01}
    looked, not_looked = (watch(settings, num_held_out=num, evaluate_every=2, histogram_every=1) for num in (64, 0))
    for step in range(6):
        norms = [layer.norms[0] for layer in looked.trainer.network.layers[:-1]]
        running = [norm.running_mean.clone() for norm in norms]
        if step == 4:
            evaluation = next(looked.reports)
            assert isinstance(evaluation, EvaluationReport)
            assert all(torch.equal(a, norm.running_mean) for a, norm in zip(running, norms, strict=True))
        one, two = looked.turn(), not_looked.turn()
        assert not two.of_kind(EvaluationReport)
        assert same_row(one, two)
        assert distance(one.new_layers, two.new_layers) == 0
    assert all(
        torch.equal(a.norms[0].running_var, b.norms[0].running_var)
        and torch.equal(a.norms[0].running_mean, b.norms[0].running_mean)
        for a, b in zip(looked.trainer.network.layers[:-1], not_looked.trainer.network.layers[:-1], strict=True)
    )


# --------------------------------------------------------------------------------------------------- the rest


def copies(turn) -> dict[str, np.ndarray]:
    return {kind: report.counts.copy() for kind, report in turn.histograms.items()}


def test_a_report_is_never_written_again(watch):
    watched = watch({"clipping": "total", "clip_threshold": 1e-3}, histogram_every=1, watch_everything=True)
    turns = watched.turns(3)
    kept = [(turn.step_report.values.copy(), copies(turn)) for turn in turns]
    assert len(kept[0][1]) == len(HISTOGRAMS)
    watched.post({"activation": "relu"}, Reinitialize(scheme="he"))
    watched.turns(3)
    for turn, (values, histograms) in zip(turns, kept, strict=True):
        np.testing.assert_array_equal(turn.step_report.values, values)
        for kind, counts in histograms.items():
            np.testing.assert_array_equal(turn.histograms[kind].counts, counts)


def test_histograms_come_when_due(watch):
    turns = watch(histogram_every=3).turns(7)
    assert [turn.step for turn in turns if turn.histogram is not None] == [0, 3, 6]


def test_a_step_is_the_last_to_report_and_its_histograms_stand_before_it(watch):
    """That of the gradient first, those of a look before the look: who reads on until the step's report has all."""
    reports = watch(histogram_every=2, evaluate_every=4, watch_everything=True).reports
    for step in range(5):
        turn = []
        while not turn or not isinstance(turn[-1], StepReport):
            turn.append(next(reports))
        assert all(report.step == step for report in turn)
        said = [report.kind if isinstance(report, HistogramReport) else report.stream for report in turn]
        evaluation = ["evaluation"] if step % 4 == 0 else []
        assert said == [*evaluation, *HISTOGRAMS, "unit", "look", "step"]


def test_histograms_of_a_look_come_with_looks_alone(watch):
    watched = watch(histogram_every=10**6, num_held_out=0)
    watched.trainer.schedule.is_due = lambda step: step in (2, 3)
    for turn in watched.turns(6):
        assert (turn.look is not None) == (turn.step in (2, 3))
        expected = set(HISTOGRAMS) - {"weight_gradient"} if turn.look is not None else set()
        assert set(turn.histograms) - {"weight_gradient"} == expected
        for kind, report in turn.histograms.items():
            assert (report.step, report.kind) == (turn.step, kind)
            assert report.counts.dtype == np.uint32


def test_what_a_person_asks_for_is_counted_at_the_next_step(watch):
    watched = watch(histogram_every=10**6, num_held_out=0)
    watched.trainer.schedule.is_due = lambda step: False
    assert list(watched.turn().histograms) == ["weight_gradient"]
    assert not watched.turn().histograms
    watched.trainer.histogram_asked = True
    assert list(watched.turn().histograms) == list(HISTOGRAMS)
    assert not watched.turn().histograms


# ----------------------------------------------------------------------------------------- how often it was clipped


def was_clipped(turn) -> bool:
    """Whether the reference's clipping changes the reference's gradient."""
    layers = turn.gradients().layers()
    clipped = ref.clip(layers, turn.settings.clipping, turn.settings.clip_threshold)
    pairs = zip(layers, clipped, strict=True)
    return any(not np.array_equal(a, b) for one, two in pairs for a, b in zip(one, two, strict=True))


@pytest.mark.parametrize("clipping", [name for name, kind in CLIPPINGS.items() if kind.function is not None])
def test_the_share_of_the_last_hundred_steps_that_were_clipped(watch, clipping):
    """Over 260 steps, with clipping switched on and off, and with a threshold that some steps reach."""
    watched = watch({"clipping": "off", "clip_threshold": 1e-3}, num_held_out=0, watch_share=0.0, dtype="float64")
    watched.trainer.schedule.is_due = lambda step: False
    switches = {
        7: {"clipping": clipping},
        60: {"clipping": "off"},
        75: {"clipping": clipping, "clip_threshold": 1e6},
        90: {"clip_threshold": 1e-3},
        130: lambda turn: {"clip_threshold": typical_size(turn, clipping)},
        185: {"clipping": "off"},
    }
    clipped: list[bool] = []
    turn = None
    for step in range(300):
        if step in switches:
            change = switches[step]
            watched.post(change(turn) if callable(change) else change)
        turn = watched.turn()
        clipped.append(was_clipped(turn))
        window = clipped[-100:]
        assert turn.value("clipped_share").item() == pytest.approx(sum(window) / len(window), abs=1e-12)
    between = clipped[130:185]
    assert not any(clipped[:7] + clipped[60:90] + clipped[185:])
    assert all(clipped[7:60] + clipped[90:130])
    assert 0 < sum(between) < len(between)
    assert turn.value("clipped_share").item() == 0


def typical_size(turn, clipping: str) -> float:
    """A threshold that about half of the steps reach: of norms a usual one, of values about the largest."""
    layers = turn.gradients().layers()
    if clipping == "value":
        return max(float(np.abs(array).max()) for group in layers for array in group)
    if clipping == "layer":
        return max(ref.norm(group) for group in layers)
    return ref.norm([array for group in layers for array in group])


def test_cuda_that_is_not_there_is_one_sentence(examples, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(RuntimeError, match=r"device = 'cuda' is not there: .* choose cpu$"):
        Trainer(Experiment(device="cuda", num_train=256, num_held_out=0), examples)


def test_what_a_run_depends_on_besides_its_experiment(watch):
    trainer = watch().trainer
    machine = trainer.describe_machine()
    assert machine["torch_version"] == torch.__version__
    assert machine["num_threads"] == str(torch.get_num_threads())
    assert machine["device_name"] == trainer.device_name == "CPU"
    assert machine["cpu_capability"]


def test_elapsed_is_in_the_report(watch):
    watched = watch()
    watched.trainer.stopwatch._before = 12.5
    assert watched.turn().value("elapsed") == 12.5


def test_a_decision_surface_is_that_of_the_state_before_the_update():
    experiment = dataclasses.replace(
        Experiment(data="moons", hidden=(6,), num_train=40, num_held_out=0, batch_size=40, seed=3),
        settings=Settings(activation="tanh", learning_rate=50.0),
    )
    trainer = Trainer(experiment)
    points = grid_points(experiment.known_facts.box, torch.zeros(0))
    expected = surface_row(0, trainer.network, points)
    [found] = [report for report in trainer.turn() if isinstance(report, LookReport) and report.stream == "surface"]
    np.testing.assert_array_equal(found.values, expected)
    assert not np.allclose(surface_row(0, trainer.network, points)[1:], expected[1:])
