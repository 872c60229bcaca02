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
from gradiometer.bins import BINS
from gradiometer.clippings import CLIPPINGS
from gradiometer.counter import Counter
from gradiometer.layout import layouts
from gradiometer.looker import Looker, slopes
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.optimizers import OPTIMIZERS
from gradiometer.quantities import HISTOGRAMS, LOOK_QUANTITIES, MOST_UNITS
from gradiometer.quantities.activation import SATURATED_SHARE
from gradiometer.quantities.look import Look
from gradiometer.reports import HistogramReport

TOLERANCE = {"float32": 1e-5, "float64": 1e-10}
SLACK = {"float32": 1e-4, "float64": 1e-9}  # how near to an edge a value of the reference tells nothing


def looked(turn) -> dict[str, np.ndarray]:
    """The quantities of a look by name."""
    layout = layouts(len(turn.layers))["look"]
    assert turn.look is not None
    assert turn.look.step == turn.step
    assert turn.look.values.shape == (layout.width,)
    assert turn.look.values.dtype == np.float64
    return {name: turn.look.values[layout.slice(name)] for name in LOOK_QUANTITIES}


def steepest(activation: str) -> float:
    """The largest slope, by looking for it."""
    return float(np.abs(ref.ACTIVATIONS[activation][1](np.linspace(-10, 10, 400_001))).max())


def expected_look(turn) -> dict[str, np.ndarray]:
    """What the reference says; of the output layer NaN where it has no activation and none behind it."""
    phi, slope = ref.ACTIVATIONS[turn.settings.activation]
    gradients = turn.gradients()
    blocks, logits = turn.forward()
    # A dead network has no signal: 0 / 0.
    with np.errstate(divide="ignore", invalid="ignore"):
        return _expected(turn, gradients, blocks, logits, phi, slope)


def _expected(turn, gradients, blocks, logits, phi, slope) -> dict[str, np.ndarray]:
    signals = gradients.signals
    # Per example: the mean over the batch had divided each of them by its size.
    per_sample = [np.sqrt((((len(signal) * signal) ** 2).sum(axis=1)).mean()) for signal in signals]
    slopes = [slope(block.n) for block in blocks]
    outputs = [*(phi(block.n) for block in blocks), logits]
    weights = [group[0] for group in turn.layers]
    updates = [new[0] - old[0] for new, old in zip(turn.new_layers, turn.layers, strict=True)]
    limit = SATURATED_SHARE * steepest(turn.settings.activation)
    return {
        "delta_per_sample_rms": np.array(per_sample),
        "output_gradient_norm": np.array([ref.norm([each]) for each in gradients.output_gradients]),
        "gain": np.array([*(np.divide(a, b) for a, b in pairwise(per_sample)), math.nan]),
        "gate": np.array([*(np.sqrt((s**2).mean()) for s in slopes), math.nan]),
        "weight_factor": np.array([*(np.sqrt((w**2).sum(axis=1).mean()) for w in weights[1:]), math.nan]),
        "activation_mean": np.array([output.mean() for output in outputs]),
        "activation_std": np.array([output.std() for output in outputs]),
        "saturation": np.array([*((np.abs(s) < limit).mean() for s in slopes), math.nan]),
        "weight_norm": np.array([ref.norm([w]) for w in weights]),
        "update_to_weight": np.array([ref.norm([u]) / ref.norm([w]) for u, w in zip(updates, weights, strict=True)]),
    }


def binned(values: np.ndarray, dtype: str) -> np.ndarray:
    """Of each value, in which power of two it lies: its exponent with its sign, 0 below the smallest normal number."""
    exponents = np.frexp(values)[1].astype(int)
    normal = np.abs(values) >= np.finfo(dtype).tiny
    return np.where(normal, (exponents + 2000) * np.sign(values), 0).astype(int)


def check_counts(counts: np.ndarray, z: np.ndarray, function, dtype: str, slack: float) -> int:
    """Every value of function(z) that stays in its power of two, if z and it move a little, is counted there, and every
    other one somewhere where it can move to. Returns how many stay.
    """
    reach = slack * (np.abs(z) + np.abs(z).max())
    moved = [function(z + shift) * factor for shift in (-reach, 0.0, reach) for factor in (1 - slack, 1 + slack)]
    places = np.stack([binned(each, dtype).ravel() for each in moved])
    least, most = places.min(axis=0), places.max(axis=0)
    is_sure = least == most
    bins = BINS[dtype]
    from_middle = np.arange(bins.num_bins) - bins.middle
    place = np.sign(from_middle) * (bins.min_exponent + np.abs(from_middle) + 2000)
    possible = ((least[~is_sure, None] <= place) & (place <= most[~is_sure, None])).sum(axis=0)
    sure = ref.count_powers(function(z).ravel()[is_sure], dtype)[: bins.num_bins]
    counts = counts[: bins.num_bins].astype(int)
    assert (sure <= counts).all()
    assert (counts <= sure + possible).all()
    assert counts.sum() == z.size
    return int(is_sure.sum())


def check_histograms(turn, dtype: str) -> None:
    """Exact where the trainer's own tensors are at hand; what the reference computed may lie beyond an edge near it."""
    kinds = ("weight", "update", "pre_activation", "activation")
    counts = {kind: turn.histograms[kind].counts for kind in kinds}
    assert all(turn.histograms[kind].step == turn.step for kind in kinds)
    phi = ref.ACTIVATIONS[turn.settings.activation][0]
    weights, new = ([group[0].astype(dtype) for group in layers] for layers in (turn.layers, turn.new_layers))
    blocks, logits = turn.forward()
    inputs = [*(block.n for block in blocks), logits]
    functions = [*(phi for _ in blocks), lambda z: z]
    num_sure = 0
    for layer, z in enumerate(inputs):
        np.testing.assert_array_equal(counts["weight"][layer], ref.count_powers(weights[layer], dtype))
        np.testing.assert_array_equal(counts["update"][layer], ref.count_powers(new[layer] - weights[layer], dtype))
        num_sure += check_counts(counts["pre_activation"][layer], z, lambda z: z, dtype, SLACK[dtype])
        num_sure += check_counts(counts["activation"][layer], z, functions[layer], dtype, SLACK[dtype])
    # The proof that this has compared something.
    assert num_sure > 0.8 * 2 * sum(z.size for z in inputs)


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


@pytest.mark.parametrize(("dtype", "skip"), list(zip(TOLERANCE, [False, True], strict=True)))
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_look_equals_the_reference(watch, activation, normalization, skip, dtype):
    chosen = {"activation": activation, "normalization": normalization, "skip": skip}
    watched = watch(chosen, dtype=dtype, watch_everything=True)
    for turn in watched.turns(3):
        check_look(turn, dtype)
        check_histograms(turn, dtype)


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
    if data.draw(st.booleans()):
        # A skip connection needs two neighbours of one width.
        hidden, chosen["skip"] = (hidden[0], *hidden), True
    dtype = data.draw(st.sampled_from(sorted(TOLERANCE)))
    watched = watch(
        chosen,
        dtype=dtype,
        hidden=hidden,
        batch_size=data.draw(st.integers(2, 40)),
        seed=data.draw(st.integers(0, 99)),
        watch_everything=True,
    )
    for turn in watched.turns(2):
        if dtype == "float64":
            check_look(turn, dtype)
        check_histograms(turn, dtype)


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
        silent = [(np.maximum(block.n, 0) == 0).all(axis=0) for block in turn.forward()[0]]
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
    said = [next(reports) for _ in range(len(HISTOGRAMS) + 3)]
    assert [getattr(report, "stream", "") for report in said[-4:]] == ["", "unit", "look", "step"]
    assert all(isinstance(report, HistogramReport) for report in said[:-3])


def test_nothing_finite_is_looked_at_all_the_same(watch):
    watched = watch({"activation": "relu", "learning_rate": 1e6}, watch_everything=True)
    turns = watched.turns(6)
    assert np.isnan(looked(turns[-1])["activation_mean"]).any()
    assert len(turns[-1].look.values) == layouts(4)["look"].width


# --- a network that lacks something


def look_of(num_layers: int = 3, **replaced) -> Look:
    """One of random tensors, 5 examples; replaced: some of its fields."""
    generator = torch.Generator().manual_seed(0)

    def tensors(rows: int, columns: int = 4) -> list[torch.Tensor]:
        return [torch.randn(rows, columns, generator=generator) for _ in range(num_layers)]

    made = {
        "batch_size": 5,
        "steepest": [0.25] * num_layers,
        "inputs": tensors(5),
        "outputs": tensors(5),
        "deltas": tensors(5),
        "output_gradients": tensors(5),
        "slopes": tensors(5),
        "weights": tensors(4),
        "num_rows": [4] * num_layers,
        "updates": tensors(4),
        "unit_gradients": [each[0] for each in tensors(1)],
        "silent_units": [torch.tensor([True, False, False, True])] * num_layers,
    }
    return Look(**{**made, **replaced})


def make_looker() -> Looker:
    return Looker(Counter("float32", torch.device("cpu")))


def values_of(look: Look) -> dict[str, np.ndarray]:
    row = make_looker().values(7, look, (0.5, 0.25))
    layout = layouts(len(look.weights))["look"]
    assert row.shape == (layout.width,)
    assert row.dtype == np.float64
    return {name: row[layout.slice(name)] for name in layout.columns}


# What each quantity is read from; of the gain and the weight factor those of the layer behind, too.
READ_FROM = {
    "deltas": {"delta_per_sample_rms", "gain"},
    "output_gradients": {"output_gradient_norm"},
    "slopes": {"gate", "saturation"},
    "outputs": {"activation_mean", "activation_std"},
    "weights": {"weight_factor", "weight_norm", "update_to_weight"},
    "num_rows": {"weight_factor"},
    "updates": {"update_to_weight"},
    "silent_units": {"dead_units"},
    "inputs": set(),
    "unit_gradients": set(),
}


@pytest.mark.parametrize("field", READ_FROM)
@pytest.mark.parametrize("layer", range(3))
def test_what_a_layer_does_not_have_is_nan_there_and_nowhere_else(field, layer):
    whole = values_of(look_of())
    assert whole["step"] == 7
    assert (whole["watch_time"], whole["watch_share"]) == (0.5, 0.25)
    without = list(getattr(look_of(), field))
    without[layer] = None
    found = values_of(look_of(**{field: without}))
    for name, values in whole.items():
        missing = {layer} if name in READ_FROM[field] else set()
        if name == "weight_factor" and missing:
            missing = {layer - 1}
        elif name == "gain" and missing:
            missing = {layer, layer - 1}
        expected = values.copy()
        expected[[index for index in missing if index >= 0]] = math.nan
        np.testing.assert_array_equal(found[name], expected, err_msg=name)


def test_nothing_at_all():
    nothing = [None] * 2
    fields = dict.fromkeys(READ_FROM, nothing)
    found = values_of(look_of(2, **fields, steepest=[math.nan] * 2))
    assert all(
        np.isnan(values).all() for name, values in found.items() if name not in ("step", "watch_time", "watch_share")
    )
    assert make_looker().histograms(3, look_of(2, **fields)) == []
    assert np.isnan(make_looker().units(3, look_of(2, **fields))[1:]).all()


def test_tensors_of_no_values():
    """A layer that was frozen, or an empty batch."""
    empty = torch.empty(0, 4)
    found = values_of(look_of(deltas=[empty, *look_of().deltas[1:]], outputs=[empty] * 3))
    assert np.isnan(found["delta_per_sample_rms"][0])
    assert np.isnan(found["activation_mean"]).all()
    assert not np.isnan(found["delta_per_sample_rms"][1:]).any()


def test_a_layer_of_several_weights_of_other_precisions():
    """Joined in one dimension; half precision is squared in float64."""
    weights = [torch.full((6,), 300.0, dtype=torch.float16), torch.ones(2, 2, dtype=torch.bfloat16), torch.ones(3, 4)]
    found = values_of(look_of(weights=weights, num_rows=[None, 2, 3]))
    np.testing.assert_allclose(found["weight_norm"], [math.sqrt(6) * 300, 2.0, math.sqrt(12)])
    np.testing.assert_allclose(found["weight_factor"], [math.sqrt(2), 2.0, math.nan])


def test_the_histograms_of_a_look():
    """One of each kind, of what it says that it counts; None counts for nothing."""
    look = look_of(inputs=[None, *look_of().inputs[1:]])
    reports = make_looker().histograms(11, look)
    tensors = {
        "weight": look.weights,
        "update": look.updates,
        "pre_activation": look.inputs,
        "activation": look.outputs,
    }
    assert [(report.step, report.kind) for report in reports] == [(11, kind) for kind in tensors]
    for report in reports:
        arrays = [[] if each is None else each.numpy() for each in tensors[report.kind]]
        np.testing.assert_array_equal(report.counts, [ref.count_powers(array, "float32") for array in arrays])


def test_the_first_units_of_each_layer():
    """As many as there are columns for; NaN where a layer has fewer."""
    many = torch.arange(float(MOST_UNITS + 5))
    row = make_looker().units(9, look_of(unit_gradients=[many, None, torch.tensor([2.0, -3.0])]))
    assert row.shape == (layouts(3)["unit"].width,)
    assert row[0] == 9
    first, second, third = row[1:].reshape(3, MOST_UNITS)
    np.testing.assert_array_equal(first, np.arange(MOST_UNITS))
    assert np.isnan(second).all()
    np.testing.assert_array_equal(third, [2.0, -3.0, *[math.nan] * (MOST_UNITS - 2)])


def test_the_units_gradients_are_those_of_the_reference(watch):
    chosen = {"activation": "tanh", "normalization": "layer"}
    for turn in watch(chosen, dtype="float64", watch_everything=True, hidden=(40, 12, 12)).turns(3):
        assert turn.units.step == turn.step
        found = turn.units.values[1:].reshape(4, MOST_UNITS)
        for row, delta in zip(found, turn.gradients().delta, strict=True):
            count = min(len(delta), MOST_UNITS)
            np.testing.assert_allclose(row[:count], delta[:count], rtol=1e-9, atol=1e-12 * np.abs(delta).max())
            assert np.isnan(row[count:]).all()


# --- units that are silent


def test_silent_units_are_those_of_the_last_five_looks():
    """Against a plain list; before the fifth look those that have been so from the first one on."""
    rng = np.random.default_rng(0)
    looker, seen = make_looker(), []
    for _ in range(40):
        now = [rng.random(30) < 0.7, rng.random(3) < 0.9]
        seen.append(now)
        found = looker.silent_units([torch.from_numpy(each) for each in now] + [None])
        assert found[2] is None
        for layer in range(2):
            expected = np.all([each[layer] for each in seen[-5:]], axis=0)
            np.testing.assert_array_equal(found[layer].numpy(), expected)
    assert any(np.all([each[1] for each in seen[at : at + 5]], axis=0).any() for at in range(30))


def test_a_layer_that_is_not_always_there_begins_anew():
    looker = make_looker()
    silent = torch.tensor([True, False])
    for _ in range(5):
        assert looker.silent_units([silent])[0].tolist() == [True, False]
    assert looker.silent_units([None]) == [None]
    # Silent once since it came back, and five are needed.
    for expected in (False, False, False, False, True):
        assert looker.silent_units([silent])[0].tolist() == [expected, False]


# --- slopes


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_slopes_are_the_derivative_of_the_activation(activation):
    z = np.linspace(-6, 6, 2001)
    found = slopes(ACTIVATIONS[activation].resolve(), torch.from_numpy(z))
    np.testing.assert_allclose(found.numpy(), ref.ACTIVATIONS[activation][1](z), rtol=1e-9, atol=1e-12)


def test_slopes_leave_no_trace():
    """Whether gradients are switched on or off, of a tensor in the middle of a graph."""
    leaf = torch.randn(3, 4, requires_grad=True)
    z = leaf * 2
    z.retain_grad()
    for mode in (torch.no_grad, torch.enable_grad):
        with mode():
            before = torch.is_grad_enabled()
            found = slopes(torch.tanh, z)
            assert torch.is_grad_enabled() == before
        assert not found.requires_grad
    assert z.grad is leaf.grad is None
    z.sum().backward()
    assert (leaf.grad == 2).all()


def test_slopes_of_a_function_that_is_not_of_torch():
    found = slopes(lambda z: z**3, torch.tensor([1.0, -2.0, 0.0]))
    assert found.tolist() == [3.0, 12.0, 0.0]


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
