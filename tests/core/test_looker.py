"""A closer look: every quantity equals an independent float64 computation, and looking changes nothing."""

import math
from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import reference as ref
from gradiometer.activations import ACTIVATIONS
from gradiometer.clippings import CLIPPINGS
from gradiometer.layout import layouts
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.optimizers import OPTIMIZERS
from gradiometer.quantities import LOOK_QUANTITIES
from gradiometer.quantities.activation import SATURATED_SHARE
from gradiometer.reports import StepReport

TOLERANCE = {"float32": 1e-5, "float64": 1e-10}


def looked(turn) -> dict[str, np.ndarray]:
    """The quantities of a look by name."""
    layout = layouts(len(turn.layers))["look"]
    assert turn.look is not None
    assert turn.look.step == turn.step
    assert turn.look.values.shape == (layout.width,)
    return {name: turn.look.values[layout.slice(name)] for name in LOOK_QUANTITIES}


def steepest(activation: str) -> float:
    """The largest slope, by looking for it."""
    return float(np.abs(ref.ACTIVATIONS[activation][1](np.linspace(-10, 10, 400_001))).max())


def expected_look(turn) -> dict[str, np.ndarray]:
    """What the reference says; of the output layer NaN where it has no activation and none behind it."""
    phi, slope = ref.ACTIVATIONS[turn.settings.activation]
    signals = turn.gradients().signals
    blocks, logits = ref.forward(
        turn.parameters(turn.settings),
        turn.inputs,
        activation=turn.settings.activation,
        normalization=turn.settings.normalization,
        skip=turn.settings.skip,
    )
    # A dead network has no signal: 0 / 0.
    with np.errstate(divide="ignore", invalid="ignore"):
        return _expected(turn, signals, blocks, logits, phi, slope)


def _expected(turn, signals, blocks, logits, phi, slope) -> dict[str, np.ndarray]:
    # Per example: the mean over the batch had divided each of them by its size.
    per_sample = [np.sqrt((((len(signal) * signal) ** 2).sum(axis=1)).mean()) for signal in signals]
    slopes = [slope(block.n) for block in blocks]
    outputs = [*(phi(block.n) for block in blocks), logits]
    weights = [group[0] for group in turn.layers]
    updates = [new[0] - old[0] for new, old in zip(turn.new_layers, turn.layers, strict=True)]
    limit = SATURATED_SHARE * steepest(turn.settings.activation)
    return {
        "delta_per_sample_rms": np.array(per_sample),
        "gain": np.array([*(np.divide(a, b) for a, b in pairwise(per_sample)), math.nan]),
        "gate": np.array([*(np.sqrt((s**2).mean()) for s in slopes), math.nan]),
        "weight_factor": np.array([*(np.sqrt((w**2).sum(axis=1).mean()) for w in weights[1:]), math.nan]),
        "activation_mean": np.array([output.mean() for output in outputs]),
        "activation_std": np.array([output.std() for output in outputs]),
        "saturation": np.array([*((np.abs(s) < limit).mean() for s in slopes), math.nan]),
        "weight_norm": np.array([ref.norm([w]) for w in weights]),
        "update_to_weight": np.array([ref.norm([u]) / ref.norm([w]) for u, w in zip(updates, weights, strict=True)]),
    }


def check_look(turn, dtype: str) -> None:
    actual, expected = looked(turn), expected_look(turn)
    for name, values in expected.items():
        tolerance = TOLERANCE[dtype]
        # The difference of two weights that hardly differ has few right digits in float32; what the update was in
        # exact numbers is checked in float64.
        if name == "update_to_weight" and dtype == "float32":
            tolerance = 1e-3
        # Positive and negative activations cancel in their mean, so it is as exact as they are.
        slack = tolerance * expected["activation_std"].max() if name == "activation_mean" else 0.0
        np.testing.assert_allclose(actual[name], values, rtol=tolerance, atol=slack, err_msg=name)


@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("skip", [False, True])
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_look_equals_the_reference(watch, activation, normalization, skip, dtype):
    chosen = {"activation": activation, "normalization": normalization, "skip": skip}
    watched = watch(chosen, dtype=dtype, watch_everything=True)
    for turn in watched.turns(3):
        check_look(turn, dtype)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_random_networks(watch, data):
    """Over depth, width (LayerNorm of a single unit is constant), activation, batch, normalization and the rest."""
    chosen = {
        "activation": data.draw(st.sampled_from(sorted(ACTIVATIONS))),
        "normalization": data.draw(st.sampled_from(sorted(NORMALIZATIONS))),
        "clipping": data.draw(st.sampled_from(sorted(CLIPPINGS))),
        "clip_threshold": data.draw(st.sampled_from([1e-3, 0.1, 10.0])),
        "optimizer": data.draw(st.sampled_from(sorted(OPTIMIZERS))),
        "learning_rate": 0.01,
    }
    hidden = tuple(data.draw(st.lists(st.integers(2, 20), min_size=1, max_size=5)))
    watched = watch(
        chosen,
        dtype="float64",
        hidden=hidden,
        batch_size=data.draw(st.integers(2, 40)),
        seed=data.draw(st.integers(0, 99)),
        watch_everything=True,
    )
    for turn in watched.turns(2):
        check_look(turn, "float64")


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_steepest_slope(activation):
    assert ACTIVATIONS[activation].steepest == pytest.approx(steepest(activation), rel=1e-4)


def test_gate_times_weight_factor_is_about_the_gain(watch):
    """Nielsen's w sigma'(z): for wide layers of independent weights the two factors multiply."""
    watched = watch({}, hidden=(120,) * 6, watch_everything=True)
    values = looked(watched.turn())
    product = values["gate"] * values["weight_factor"]
    np.testing.assert_allclose(values["gain"][:-1], product[:-1], rtol=0.25)
    assert (values["gain"][:-1] < 0.3).all()


def test_units_that_put_out_nothing_for_five_looks_are_dead(watch):
    watched = watch({"activation": "relu", "learning_rate": 0.0}, watch_everything=True)
    layer = watched.trainer.network.layers[1]
    with torch.no_grad():
        layer.bias[:3] = -1e6
    for number in range(8):
        turn = watched.turn()
        silent = [(np.maximum(block.n, 0) == 0).all(axis=0) for block in turn.blocks()]
        history = [silent] if number == 0 else [*history, silent]  # noqa: F821 - made in the first round
        expected = [np.all([now[index] for now in history[-5:]], axis=0).mean() for index in range(3)]
        dead = looked(turn)["dead_units"]
        np.testing.assert_allclose(dead[:-1], expected)
        assert dead[1] >= 3 / 12
        assert math.isnan(dead[-1])
    with torch.no_grad():
        layer.bias[:3] = 5.0
    assert looked(watched.turn())["dead_units"][1] == pytest.approx(dead[1] - 3 / 12)


def test_a_vanished_signal_is_not_zero(watch):
    """Sixty sigmoid layers: squares of 1e-51 lie far below the smallest float32, and of 1e-200 below float64."""
    watched = watch({}, hidden=(12,) * 60, dtype="float64", initialization="pytorch", watch_everything=True)
    turn = watched.turn()
    actual, expected = looked(turn), expected_look(turn)
    assert 0 < actual["delta_per_sample_rms"][0] < 1e-40
    np.testing.assert_allclose(actual["delta_per_sample_rms"], expected["delta_per_sample_rms"], rtol=1e-6)
    assert (actual["gain"][:-1] > 0).all()


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_looking_changes_nothing(watch, normalization, optimizer):
    chosen = {"normalization": normalization, "optimizer": optimizer, "activation": "tanh", "clipping": "value"}
    often, never = watch(chosen, watch_everything=True), watch(chosen)
    never.trainer.schedule.is_due = lambda _step: False
    for _ in range(6):
        one, two = often.turn(), never.turn()
        assert one.look is not None
        assert two.look is None
        elapsed = one.layout.columns["elapsed"][0]
        same = np.delete(one.step_report.values, elapsed), np.delete(two.step_report.values, elapsed)
        np.testing.assert_array_equal(*same)
        for group, other in zip(one.new_layers, two.new_layers, strict=True):
            for array, same_array in zip(group, other, strict=True):
                np.testing.assert_array_equal(array, same_array)


def test_a_look_comes_before_its_steps_report(watch):
    reports = watch(num_held_out=0).trainer.reports()
    kinds = [type(next(reports)).__name__ for _ in range(2)]
    assert kinds == ["LookReport", StepReport.__name__]


def test_nothing_finite_is_looked_at_all_the_same(watch):
    watched = watch({"activation": "relu", "learning_rate": 1e6}, watch_everything=True)
    turns = watched.turns(6)
    assert np.isnan(looked(turns[-1])["activation_mean"]).any()
    assert len(turns[-1].look.values) == layouts(4)["look"].width


# --- clipping


@pytest.mark.parametrize("dtype", TOLERANCE)
def test_an_overflowing_norm_wipes_the_gradient_and_that_is_said_once(watch, dtype):
    """torch's norm is in the network's precision, and its scale is threshold / norm: 1 / inf is nothing."""
    size = {"float32": 1e30, "float64": 1e200}[dtype]
    watched = watch({"clipping": "total"}, dtype=dtype)
    turns = [watched.turn()]
    loss = watched.trainer._loss
    watched.trainer._loss = lambda logits, labels: loss(logits, labels) * size
    turns += watched.turns(3)
    events = [report for turn in turns for report in turn.of_kind(object) if getattr(report, "kind", "")]
    assert [(event.kind, event.step) for event in events] == [("clipped_away", 1)]
    assert "its norm was" in events[0].text
    assert turns[1].value("gradient_norm").item() > size / 1e3
    assert turns[1].value("gradient_norm_after_clip").item() == 0
    assert math.isnan(turns[1].value("clip_cosine").item())
