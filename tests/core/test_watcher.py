"""A loop of the user's own: what is recorded equals independent computations, and watching changes nothing."""

import copy
import itertools
import logging
import math
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import nn

import gradiometer
import reference as ref
from gradiometer import load_session
from gradiometer.quantities import LOOK_QUANTITIES, STEP_QUANTITIES
from gradiometer.reports import EvaluationReport, Event, HistogramReport, LookReport, StepReport
from gradiometer.session_file import Session
from gradiometer.session_writer import StorageError
from gradiometer.watcher import Watch
from recorded import some_finding
from scripted import let_say

ACTIVATIONS: dict[str, Callable[[], nn.Module]] = {
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "relu": lambda: nn.ReLU(inplace=True),
    "leaky_relu": lambda: nn.LeakyReLU(0.01, True),
    "elu": nn.ELU,
    "gelu": nn.GELU,
    "selu": nn.SELU,
}
NORMS: dict[str, Callable[[int], nn.Module]] = {
    "none": lambda width: nn.Identity(),
    "batch": nn.BatchNorm1d,
    "layer": nn.LayerNorm,
}


class Block(nn.Module):
    """Linear, normalization, activation and, where widths match and it is wanted, the input added."""

    def __init__(self, fan_in: int, fan_out: int, activation: str, normalization: str, skip: bool):
        super().__init__()
        self.linear = nn.Linear(fan_in, fan_out)
        self.norm = NORMS[normalization](fan_out)
        self.phi = ACTIVATIONS[activation]()
        self.skip = skip and fan_in == fan_out

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        z = self.linear(x)
        # An Identity puts out its very input, so that the activation still takes what the layer put out.
        out = self.phi(self.norm(z))
        return out + x if self.skip else out


def mlp(widths: list[int], activation: str, normalization: str = "none", skip: bool = False) -> nn.Sequential:
    pairs = list(pairwise(widths))
    blocks = [Block(a, b, activation, normalization, skip) for a, b in pairs[:-1]]
    return nn.Sequential(*blocks, nn.Linear(*pairs[-1]))


def parameters_of(model: nn.Sequential) -> ref.Parameters:
    """The same numbers for the reference."""

    def double(tensor: torch.Tensor) -> np.ndarray:
        return tensor.detach().double().numpy().copy()

    linears = [*(block.linear for block in model[:-1]), model[-1]]
    norms = [block.norm for block in model[:-1] if not isinstance(block.norm, nn.Identity)]
    return ref.Parameters(
        [double(each.weight) for each in linears],
        [double(each.bias) for each in linears],
        [double(each.weight) for each in norms],
        [double(each.bias) for each in norms],
    )


def last(session: Session, name: str) -> np.ndarray:
    return session.quantity(name)[-1]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.gradiometer"


class Batch:
    def __init__(self, size: int, fan_in: int, classes: int, dtype: torch.dtype, seed: int = 0):
        generator = torch.Generator().manual_seed(seed)
        self.x = torch.randn(size, fan_in, generator=generator, dtype=torch.float64).to(dtype)
        self.y = torch.randint(0, classes, (size,), generator=generator)


# Numbers


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_random_networks_equal_the_reference(tmp_path, data):
    """Over depth, width, activation, batch, normalization and skip: every quantity, in float64."""
    activation = data.draw(st.sampled_from(sorted(ACTIVATIONS)))
    normalization = data.draw(st.sampled_from(sorted(NORMS)))
    skip = data.draw(st.booleans())
    widths = [5, *data.draw(st.lists(st.integers(2, 16), min_size=1, max_size=5)), 4]
    size = data.draw(st.integers(2, 30))
    torch.manual_seed(data.draw(st.integers(0, 99)))
    model = mlp(widths, activation, normalization, skip).double()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    batch = Batch(size, 5, 4, torch.float64)
    path = tmp_path / f"{len(list(tmp_path.iterdir()))}.gradiometer"
    with gradiometer.watch(model, optimizer=optimizer, path=path, watch_everything=True) as watch:
        for _ in range(2):
            before = parameters_of(model)
            optimizer.zero_grad()
            loss = F.cross_entropy(model(batch.x), batch.y)
            loss.backward()
            watch.step(loss)
            optimizer.step()
    after = parameters_of(model)
    options = {"activation": activation, "normalization": normalization, "skip": skip}
    x, y = batch.x.numpy(), batch.y.numpy()
    truth = ref.backpropagate(before, x, y, **options, loss="softmax_cross_entropy")
    blocks, logits = ref.forward(before, x, **options)
    phi, slope = ref.ACTIVATIONS[activation]
    per_sample = [np.sqrt(((size * signal) ** 2).sum(axis=1).mean()) for signal in truth.signals]
    outputs = [*(phi(block.n) for block in blocks), logits]
    expected = {
        "loss": [truth.loss],
        "gradient_norm": [ref.norm([array for group in truth.layers() for array in group])],
        "weight_gradient_norm": [ref.norm([w]) for w in truth.weights],
        "weight_gradient_rms": [np.sqrt((w**2).mean()) for w in truth.weights],
        "delta_norm": [ref.norm([d]) for d in truth.delta],
        "delta_per_sample_rms": per_sample,
        "gate": [*(np.sqrt((slope(block.n) ** 2).mean()) for block in blocks), math.nan],
        "weight_factor": [*(np.sqrt((w**2).sum(axis=1).mean()) for w in before.weights[1:]), math.nan],
        "activation_std": [output.std() for output in outputs],
        "weight_norm": [ref.norm([w]) for w in before.weights],
        "update_to_weight": [
            ref.norm([new - old]) / ref.norm([old]) for new, old in zip(after.weights, before.weights, strict=True)
        ],
    }
    with gradiometer.load_session(path) as session:
        assert len(session.layer_names) == len(widths) - 1
        for name, values in expected.items():
            np.testing.assert_allclose(last(session, name), values, rtol=1e-8, atol=1e-13, err_msg=name)
        with np.errstate(divide="ignore", invalid="ignore"):
            gains = [*(np.divide(a, b) for a, b in pairwise(per_sample)), math.nan]
        np.testing.assert_allclose(last(session, "gain"), gains, rtol=1e-8)
        mean = [output.mean() for output in outputs]
        np.testing.assert_allclose(last(session, "activation_mean"), mean, atol=1e-9)
        # Linear biases behind a batch normalization have rounding only.
        if normalization != "batch":
            biases = [ref.norm([b]) for b in truth.biases]
            np.testing.assert_allclose(last(session, "bias_gradient_norm"), biases, rtol=1e-8, atol=1e-15)
        assert all(layer.has_hidden_bias == (normalization == "batch") for layer in session.outline.layers[:-1])


class Convolutional(nn.Module):
    """Convolutions with and without normalization, an activation in place, a skip connection added in place."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(1, 6, 3, stride=2)
        self.conv1 = nn.Conv2d(6, 6, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(6)
        self.conv2 = nn.Conv2d(6, 6, 3, padding=1)
        self.norm2 = nn.GroupNorm(2, 6)
        self.phi = nn.ReLU(inplace=True)
        self.head = nn.Linear(6, 4)
        # Added where delta is defined, at the activation's input; zero, and only for the independent computation.
        self.added: dict[str, torch.Tensor] = {}

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = torch.tanh(self._with("stem", self.stem(x)))
        out = self.phi(self._with("conv1", self.norm1(self.conv1(x))))
        out = self._with("conv2", self.norm2(self.conv2(out)))
        out += x
        return self._with("head", self.head(self.phi(out).mean((2, 3))))

    def _with(self, name: str, z: torch.Tensor) -> torch.Tensor:
        return z + self.added[name] if name in self.added else z


def test_a_convolutional_network(path):
    """Delta and per-example delta against zeros that are added where they are defined."""
    torch.manual_seed(3)
    model = Convolutional().double()
    twin = copy.deepcopy(model)
    x, y = torch.randn(7, 1, 14, 14, dtype=torch.float64), torch.randint(0, 4, (7,))
    with gradiometer.watch(model, path=path, watch_everything=True) as watch:
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        watch.step(loss)
    shapes = {"stem": (7, 6, 6, 6), "conv1": (7, 6, 6, 6), "conv2": (7, 6, 6, 6), "head": (7, 4)}
    twin.added = {name: torch.zeros(shape, dtype=torch.float64, requires_grad=True) for name, shape in shapes.items()}
    F.cross_entropy(twin(x), y).backward()
    signals = [each.grad.numpy() for each in twin.added.values()]
    with gradiometer.load_session(path) as session:
        assert session.layer_names == tuple(shapes)
        assert [layer.num_units for layer in session.outline.layers] == [6, 6, 6, 4]
        assert [layer.has_hidden_bias for layer in session.outline.layers] == [False, False, False, False]
        sums = [np.sqrt((signal.sum(axis=(0, *range(2, signal.ndim))) ** 2).sum()) for signal in signals]
        np.testing.assert_allclose(last(session, "delta_norm"), sums, rtol=1e-10)
        per_sample = [np.sqrt(((7 * s.reshape(7, -1)) ** 2).sum(axis=1).mean()) for s in signals]
        np.testing.assert_allclose(last(session, "delta_per_sample_rms"), per_sample, rtol=1e-10)
        gradients = [getattr(twin, name).weight.grad.numpy() for name in shapes]
        np.testing.assert_allclose(
            last(session, "weight_gradient_norm"), [np.sqrt((g**2).sum()) for g in gradients], rtol=1e-10
        )
        every = [p.grad.numpy() for p in twin.parameters()]
        assert last(session, "gradient_norm")[0] == pytest.approx(np.sqrt(sum((g**2).sum() for g in every)), rel=1e-10)
        # The gate of the last activation is that of its true input, the sum with the skip connection.
        with torch.no_grad():
            seen: dict[str, torch.Tensor] = {}
            hooks = [
                module.register_forward_hook(lambda m, given, out, name=name: seen.__setitem__(name, out.clone()))
                for name, module in (("stem", twin.stem), ("norm1", twin.norm1), ("norm2", twin.norm2))
            ]
            twin(x)
            for hook in hooks:
                hook.remove()
        stem = torch.tanh(seen["stem"])
        shares = [((1 - stem**2) ** 2).mean(), (seen["norm1"] > 0).double().mean()]
        shares.append((seen["norm2"] + stem > 0).double().mean())
        np.testing.assert_allclose(last(session, "gate")[:3], [math.sqrt(float(share)) for share in shares], rtol=1e-10)
        rows = [np.sqrt((g.detach().numpy() ** 2).sum() / len(g)) for g in (model.conv1.weight, model.conv2.weight)]
        np.testing.assert_allclose(last(session, "weight_factor")[:2], rows, rtol=1e-10)
        assert session.histogram(1, "activation")[0].sum() == 7 * 6 * 36


def train(model, optimizer, batch, watch=None, steps=6, clip=None, accumulate=1):
    for _ in range(steps):
        optimizer.zero_grad()
        for part in range(accumulate):
            chosen = slice(part, None, accumulate)
            loss = F.cross_entropy(model(batch.x[chosen]), batch.y[chosen]) / accumulate
            loss.backward()
        if watch is not None:
            watch.step(loss)
        if clip is not None:
            clip(model)
        optimizer.step()


@pytest.mark.parametrize("everything", [True, False])
def test_watching_changes_nothing(path, everything):
    """Bit for bit, with dropout's random numbers and momenta in play."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(5, 8), nn.ReLU(inplace=True), nn.Dropout(0.3), nn.BatchNorm1d(8), nn.Linear(8, 4))
    twin, batch = copy.deepcopy(model), Batch(16, 5, 4, torch.float32)
    torch.manual_seed(1)
    optimizer = torch.optim.Adam(model.parameters())
    with gradiometer.watch(model, optimizer=optimizer, path=path, watch_everything=everything) as watch:
        train(model, optimizer, batch, watch, steps=20)
    torch.manual_seed(1)
    train(twin, torch.optim.Adam(twin.parameters()), batch, steps=20)
    for mine, theirs in zip(model.state_dict().values(), twin.state_dict().values(), strict=True):
        assert torch.equal(mine, theirs)
    assert not any(module._forward_hooks or module._forward_pre_hooks for module in model.modules())


def test_gradients_that_are_accumulated(path, tmp_path):
    """Four parts that lead to one update are one batch: the same numbers as of the whole."""
    torch.manual_seed(0)
    model = mlp([5, 8, 8, 4], "tanh").double()
    twin, batch = copy.deepcopy(model), Batch(24, 5, 4, torch.float64)
    for each, file, parts in ((model, path, 4), (twin, tmp_path / "whole.gradiometer", 1)):
        optimizer = torch.optim.SGD(each.parameters(), lr=0.1)
        with gradiometer.watch(each, optimizer=optimizer, path=file, watch_everything=True) as watch:
            train(each, optimizer, batch, watch, steps=3, accumulate=parts)
    with gradiometer.load_session(path) as one, gradiometer.load_session(tmp_path / "whole.gradiometer") as other:
        assert list(one.steps) == [0, 1, 2]
        for name in {**STEP_QUANTITIES, **LOOK_QUANTITIES}:
            if name not in ("elapsed", "loss", "watch_time", "watch_share"):
                np.testing.assert_allclose(
                    one.quantity(name), other.quantity(name), rtol=1e-9, atol=1e-14, err_msg=name
                )
        assert not one.events


def clip_value(model):
    nn.utils.clip_grad_value_(model.parameters(), 1e-3)


def clip_norm(model):
    nn.utils.clip_grad_norm_(model.parameters(), 1e-2)


@pytest.mark.parametrize("clip", [clip_value, clip_norm])
def test_before_and_after_clipping(path, clip):
    torch.manual_seed(0)
    model, batch = mlp([5, 8, 8, 4], "tanh").double(), Batch(24, 5, 4, torch.float64)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with gradiometer.watch(model, optimizer=optimizer, path=path, watch_everything=True) as watch:
        train(model, optimizer, batch, watch, steps=2)
        train(model, optimizer, batch, watch, steps=2, clip=clip)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(batch.x), batch.y)
        loss.backward()
        plain = [parameter.grad.clone() for parameter in model.parameters()]
        watch.step(loss)
        clip(model)
        clipped = [parameter.grad.clone() for parameter in model.parameters()]
        optimizer.step()

    def norm(tensors):
        return math.sqrt(sum(float((each**2).sum()) for each in tensors))

    with gradiometer.load_session(path) as session:
        assert last(session, "gradient_norm")[0] == pytest.approx(norm(plain), rel=1e-12)
        assert last(session, "gradient_norm_after_clip")[0] == pytest.approx(norm(clipped), rel=1e-12)
        weights, biases = [norm([each]) for each in clipped[0::2]], [norm([each]) for each in clipped[1::2]]
        np.testing.assert_allclose(last(session, "weight_gradient_norm_after_clip"), weights, rtol=1e-12)
        np.testing.assert_allclose(last(session, "bias_gradient_norm_after_clip"), biases, rtol=1e-12)
        product = sum(float((one * two).sum()) for one, two in zip(plain, clipped, strict=True))
        cosine = product / norm(plain) / norm(clipped)
        assert last(session, "clip_cosine")[0] == pytest.approx(cosine, abs=1e-12)
        assert (cosine < 0.99) == (clip is clip_value)
        np.testing.assert_allclose(session.quantity("clipped_share")[:, 0], [0, 0, 1 / 3, 2 / 4, 3 / 5])


def test_the_angle_of_clipping_between_looks(path):
    """Without copies of the gradients it is known only where all tensors were scaled alike."""
    torch.manual_seed(0)
    model, batch = mlp([5, 8, 8, 4], "tanh"), Batch(24, 5, 4, torch.float32)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with gradiometer.watch(model, optimizer=optimizer, path=path, norms_every=1) as watch:
        clips = itertools.cycle([clip_norm, clip_value])
        train(model, optimizer, batch, watch, steps=9, clip=lambda model: next(clips)(model))
    with gradiometer.load_session(path) as session:
        cosine, looks = session.quantity("clip_cosine")[:, 0], set(session.look_steps.tolist())
        for step in session.steps.tolist():
            if step % 2 == 0:
                assert cosine[step] == pytest.approx(1.0, abs=1e-6)
            elif step in looks:
                assert 0 < cosine[step] < 0.99
            else:
                assert math.isnan(cosine[step])


def test_clipping_that_wipes_the_gradient_is_said_once(path):
    model, batch = mlp([5, 8, 4], "tanh"), Batch(24, 5, 4, torch.float32)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)

    def wipe(model):
        for parameter in model.parameters():
            parameter.grad.mul_(0.0)

    with gradiometer.watch(model, optimizer=optimizer, path=path) as watch:
        train(model, optimizer, batch, watch, steps=5, clip=wipe)
    with gradiometer.load_session(path) as session:
        assert [(event.step, event.kind) for event in session.events] == [(0, "clipped_away")]


# What the rules say


def test_what_is_found_is_recorded(path, monkeypatch):
    first, later = some_finding(1, 0), some_finding(1, 0, last_step=3, has_ended=True)
    made = let_say(monkeypatch, {1: [first], 3: [later]}, at_last=[some_finding(2)])
    model, batch = mlp([5, 8, 4], "tanh"), Batch(24, 5, 4, torch.float32)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with gradiometer.watch(model, optimizer=optimizer, path=path, norms_every=1) as watch:
        train(model, optimizer, batch, watch, steps=5)
        watch.evaluation(0.5, 0.25)
    with gradiometer.load_session(path) as session:
        assert session.findings == (later, some_finding(2))
        assert session.inputs is None
        assert session.meta["rule_set"] == "gradiometer"
        [diagnosis] = made
        assert (diagnosis.outline, diagnosis.experiment, diagnosis.inputs) == (session.outline, None, None)
        rows = [report.values for report in diagnosis.heard if isinstance(report, StepReport)]
        np.testing.assert_array_equal(np.array(rows), session.blocks("step", 0, 0, 5)[:, 0])
        looks = [r.step for r in diagnosis.heard if isinstance(r, LookReport) and r.stream == "look"]
        assert looks == session.look_steps.tolist()
        assert [report.kind for report in diagnosis.heard if isinstance(report, HistogramReport)]
        assert [report.step for report in diagnosis.heard if isinstance(report, EvaluationReport)] == [5]


def test_a_diagnosis_that_fails_leaves_a_whole_file(path, monkeypatch):
    let_say(monkeypatch, {2: ZeroDivisionError("a bug")})
    model, batch = mlp([5, 8, 4], "tanh"), Batch(24, 5, 4, torch.float32)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with (
        pytest.raises(ZeroDivisionError),
        gradiometer.watch(model, optimizer=optimizer, path=path, norms_every=1) as watch,
    ):
        train(model, optimizer, batch, watch, steps=5)
    with gradiometer.load_session(path) as session:
        assert session.has_ended
        assert [event.text for event in session.events] == ["Training stopped at step 2: a bug"]


@pytest.mark.parametrize(("size", "mode", "is_said"), [(1, True, True), (2, True, False), (1, False, False)])
def test_a_batch_of_one_behind_a_batch_normalization_is_said_once(path, size, mode, is_said):
    torch.manual_seed(0)
    model = nn.Sequential(nn.Conv2d(1, 3, 2), nn.BatchNorm2d(3), nn.ReLU(), nn.Flatten(), nn.Linear(12, 2))
    model[1].train(mode)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    with gradiometer.watch(model, optimizer=optimizer, path=path, watch_everything=True) as watch:
        for _ in range(4):
            optimizer.zero_grad()
            loss = model(torch.randn(size, 1, 3, 3)).square().mean()
            loss.backward()
            watch.step(loss)
            optimizer.step()
    with gradiometer.load_session(path) as session:
        said = [event for event in session.events if event.kind == "lonely_batch"]
        text = "BatchNorm2d in layer 0 trains on a batch of one example at step 0"
        assert said == ([Event(0, "lonely_batch", text, 0)] if is_said else [])


# Mixed precision


class Scaled(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(5, 8), nn.Linear(8, 4)

    def forward(self, x):
        return self.second(torch.tanh(self.first(x)))


@pytest.mark.parametrize("unscale", ["never", "before step", "after step"])
def test_the_true_gradient_of_a_scaled_loss(path, tmp_path, unscale):
    torch.manual_seed(0)
    model, batch = Scaled(), Batch(16, 5, 4, torch.float32)
    twin = copy.deepcopy(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    scaler = torch.amp.GradScaler("cpu", init_scale=3000.0)
    with gradiometer.watch(model, optimizer=optimizer, scaler=scaler, path=path, watch_everything=True) as watch:
        for _ in range(4):
            optimizer.zero_grad()
            loss = F.cross_entropy(model(batch.x), batch.y)
            scaler.scale(loss).backward()
            if unscale == "before step":
                scaler.unscale_(optimizer)
            watch.step(loss)
            if unscale == "after step":
                scaler.unscale_(optimizer)
            scaler.step(optimizer)
            scaler.update()
    plain = torch.optim.SGD(twin.parameters(), lr=0.1)
    with gradiometer.watch(twin, optimizer=plain, path=tmp_path / "plain.gradiometer", watch_everything=True) as watch:
        train(twin, plain, batch, watch, steps=4)
    with gradiometer.load_session(path) as scaled, gradiometer.load_session(tmp_path / "plain.gradiometer") as true:
        for name in {**STEP_QUANTITIES, **LOOK_QUANTITIES}:
            if name not in ("elapsed", "watch_time", "watch_share"):
                one, other = scaled.quantity(name), true.quantity(name)
                np.testing.assert_allclose(one, other, rtol=2e-5, atol=1e-6, err_msg=name)
        for layer in range(2):
            counts, other = scaled.histogram(layer)[0], true.histogram(layer)[0]
            # A value near an edge may fall to either side of it; a scale left in would move all by 11 bins.
            assert np.abs(counts - other).sum() <= 0.05 * other.sum()
        assert not scaled.events


def test_autocast(path):
    """Half precision inside, float32 parameters: the recorded norms are of the parameters' own gradients."""
    torch.manual_seed(0)
    model, batch = Scaled(), Batch(16, 5, 4, torch.float32)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with gradiometer.watch(model, optimizer=optimizer, path=path, watch_everything=True) as watch:
        with torch.autocast("cpu", torch.bfloat16):
            loss = F.cross_entropy(model(batch.x), batch.y)
        loss.backward()
        watch.step(loss)
        norms = [float(layer.weight.grad.double().norm()) for layer in (model.first, model.second)]
        optimizer.step()
    with gradiometer.load_session(path) as session:
        np.testing.assert_allclose(last(session, "weight_gradient_norm"), norms, rtol=1e-6)
        assert np.isfinite(last(session, "gate")[0])


def test_a_step_that_the_scaler_leaves_out(path):
    model, batch = Scaled(), Batch(16, 5, 4, torch.float32)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    scaler = torch.amp.GradScaler("cpu", init_scale=2.0**127)
    with gradiometer.watch(model, optimizer=optimizer, scaler=scaler, path=path, watch_everything=True) as watch:
        for _ in range(3):
            optimizer.zero_grad()
            # Ends in Inf once it is scaled.
            loss = 1e3 * F.cross_entropy(model(batch.x), batch.y)
            scaler.scale(loss).backward()
            watch.step(loss)
            scaler.step(optimizer)
            scaler.update(2.0**127)
    with gradiometer.load_session(path) as session:
        assert list(session.steps) == [0, 1, 2]
        assert np.isnan(session.quantity("update_to_weight")).all()
        assert not np.isfinite(session.quantity("gradient_norm")).any()
        [event] = session.events
        assert event.kind == "non_finite"
        assert "a scaler leaves such a step out" in event.text


# Networks that are not plain


def record(model, path, loss_of, steps=3, **options) -> Session:
    """Watch some steps of plain gradient descent."""
    trainable = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.SGD(trainable, lr=0.01)
    with gradiometer.watch(model, optimizer=optimizer, path=path, watch_everything=True, **options) as watch:
        for _ in range(steps):
            optimizer.zero_grad()
            loss = loss_of(model)
            loss.backward()
            watch.step(loss)
            optimizer.step()
    return gradiometer.load_session(path)


def test_frozen_layers_and_parameters_without_gradient(path):
    model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 4), nn.Linear(4, 2))
    model[0].requires_grad_(False)
    model.unused = nn.Linear(7, 7)
    x = torch.randn(5, 3)
    with record(model, path, lambda model: model[3](model[2](model[1](model[0](x)))).square().mean()) as session:
        assert session.layer_names == ("0", "2", "3", "unused")
        norms = last(session, "weight_gradient_norm")
        assert list(np.isnan(norms)) == [True, False, False, True]
        biases = last(session, "bias_gradient_norm")
        total = math.sqrt(np.nansum(norms**2) + np.nansum(biases**2))
        assert last(session, "gradient_norm")[0] == pytest.approx(total, rel=1e-6)
        assert not np.isnan(last(session, "weight_norm")).any()
        assert session.histogram(0)[0].sum() == 0
        assert "not measured: 0: frozen, so without gradient" in [event.text for event in session.events]


def test_shared_parameters_count_once(path):
    class Tied(nn.Module):
        def __init__(self):
            super().__init__()
            self.embed, self.out = nn.Embedding(11, 6), nn.Linear(6, 11)
            self.out.weight = self.embed.weight

        def forward(self, tokens):
            return self.out(torch.tanh(self.embed(tokens)))

    model, tokens = Tied(), torch.randint(0, 11, (4, 7))
    with record(model, path, lambda model: F.cross_entropy(model(tokens).flatten(0, 1), tokens.flatten())) as session:
        assert session.layer_names == ("embed", "out")
        assert math.isnan(last(session, "weight_gradient_norm")[1])
        parts = [last(session, "weight_gradient_norm")[0], last(session, "bias_gradient_norm")[1]]
        assert last(session, "gradient_norm")[0] == pytest.approx(math.hypot(*parts), rel=1e-6)
        assert [event.text for event in session.events] == [
            "not measured: out: weight is embed.weight, whose gradient is measured there"
        ]
        assert session.outline.layers[0].num_weights == 66
        assert session.outline.layers[1].num_weights == 0


def test_sparse_gradients(path):
    model = nn.Sequential(nn.Embedding(50, 3, sparse=True), nn.Linear(3, 2))
    tokens = torch.tensor([[1, 1, 4], [4, 9, 1]])
    dense = copy.deepcopy(model)
    dense[0].sparse = False
    dense(tokens).square().mean().backward()
    with record(model, path, lambda model: model(tokens).square().mean(), steps=1) as session:
        expected = [float(dense[0].weight.grad.double().norm()), float(dense[1].weight.grad.double().norm())]
        np.testing.assert_allclose(last(session, "weight_gradient_norm"), expected, rtol=1e-6)
        # 47 of the 50 rows have no entry at all: exact zeros.
        assert session.histogram(0)[0].sum() == 150
        assert session.specials(0)[0, 0] == 141


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision(path, dtype):
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)).to(dtype)
    x = torch.randn(5, 3, dtype=dtype)
    gradients = []

    def loss_of(model):
        loss = (model(x) * 1e-3).float().square().mean()
        gradients.append(loss)
        return loss

    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    with gradiometer.watch(model, optimizer=optimizer, path=path, watch_everything=True) as watch:
        loss = loss_of(model)
        loss.backward()
        true = [layer.weight.grad.double() for layer in (model[0], model[2])]
        watch.step(loss)
        optimizer.step()
    with gradiometer.load_session(path) as session:
        np.testing.assert_allclose(
            last(session, "weight_gradient_norm"), [float(each.norm()) for each in true], rtol=1e-6, atol=0
        )
        assert session.outline.dtype == "float32"
        assert session.outline.layers[0].smallest == {torch.float16: "6e-8", torch.bfloat16: "9e-41"}[dtype]
        for layer, each in enumerate(true):
            assert session.specials(layer)[0, 0] == int((each == 0).sum())


def test_complex_parameters(path):
    class Complex(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.randn(4, 3, dtype=torch.complex64))

        def forward(self, x):
            return (x.to(torch.complex64) @ self.weight.T).abs()

    model, x = Complex(), torch.randn(6, 3)
    with record(model, path, lambda model: model(x).square().mean(), steps=1) as session:
        gradient = model.weight.grad.numpy().astype(complex)
        expected = np.sqrt((np.abs(gradient) ** 2).sum())
        assert last(session, "weight_gradient_norm")[0] == pytest.approx(expected, rel=1e-6)
        assert session.histogram(0)[0].sum() == 24


def test_mixed_single_and_double_precision(path):
    class Mixed(nn.Module):
        def __init__(self):
            super().__init__()
            self.one, self.two = nn.Linear(3, 4), nn.Linear(4, 2).double()

        def forward(self, x):
            return self.two(self.one(x).double())

    model, x = Mixed(), torch.randn(6, 3)
    with record(model, path, lambda model: model(x).square().mean(), steps=1) as session:
        expected = [float(layer.weight.grad.double().norm()) for layer in (model.one, model.two)]
        np.testing.assert_allclose(last(session, "weight_gradient_norm"), expected, rtol=1e-6)
        assert session.outline.dtype == "float64"
        assert [layer.smallest for layer in session.outline.layers] == ["1e-45", "1e-323"]
        assert [int(session.histogram(layer)[0].sum()) for layer in (0, 1)] == [12, 8]


def test_empty_layers(path):
    class Empty(nn.Module):
        def __init__(self):
            super().__init__()
            self.real, self.empty = nn.Linear(3, 2), nn.Linear(0, 2, bias=False)

        def forward(self, x):
            return self.real(x) + self.empty(x[:, :0])

    with pytest.warns(UserWarning, match="zero-element"):
        model = Empty()
    x = torch.randn(6, 3)
    with record(model, path, lambda model: model(x).square().mean()) as session:
        assert session.layer_names == ("real", "empty")
        assert math.isnan(last(session, "weight_gradient_norm")[1])
        assert math.isfinite(last(session, "gradient_norm")[0])
        assert [event.text for event in session.events] == ["not measured: empty: without entries, so without gradient"]


def test_a_layer_used_twice_in_a_pass(path):
    class Twice(nn.Module):
        def __init__(self):
            super().__init__()
            self.shared, self.out = nn.Linear(4, 4), nn.Linear(4, 2)

        def forward(self, x):
            return self.out(torch.tanh(self.shared(torch.tanh(self.shared(x)))))

    model, x = Twice().double(), torch.randn(6, 4, dtype=torch.float64)
    with record(model, path, lambda model: model(x).square().mean(), steps=1) as session:
        # torch has added the gradients of both uses: they are the true ones.
        expected = [float(layer.weight.grad.norm()) for layer in (model.shared, model.out)]
        np.testing.assert_allclose(last(session, "weight_gradient_norm"), expected, rtol=1e-10)
        assert math.isnan(last(session, "delta_per_sample_rms")[0])
        assert math.isnan(last(session, "gain")[0])
        assert session.histogram(0, "activation")[0].sum() == 2 * 24
        [event] = session.events
        assert event.text.startswith("not measured: shared: used more than once in a pass")


def test_recurrent_layers(path):
    class Recurrent(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm = nn.LSTM(3, 5, num_layers=2, batch_first=True, bidirectional=True)
            self.out = nn.Linear(10, 2)

        def forward(self, x):
            return self.out(self.lstm(x)[0][:, -1])

    model, x = Recurrent(), torch.randn(6, 9, 3)
    with record(model, path, lambda model: model(x).square().mean(), steps=1) as session:
        levels = ("lstm level 1", "lstm level 1 reverse", "lstm level 2", "lstm level 2 reverse")
        assert session.layer_names == (*levels, "out")
        lstm = model.lstm
        for layer, suffix in enumerate(("l0", "l0_reverse", "l1", "l1_reverse")):
            weights = [getattr(lstm, f"weight_{kind}_{suffix}").grad.double() for kind in ("ih", "hh")]
            biases = [getattr(lstm, f"bias_{kind}_{suffix}").grad.double() for kind in ("ih", "hh")]
            expected = math.hypot(*(float(each.norm()) for each in weights))
            assert last(session, "weight_gradient_norm")[layer] == pytest.approx(expected, rel=1e-6)
            # The bias of the input stands at the gates' pre-activations: delta, per gate and over all time steps.
            assert last(session, "delta_norm")[layer] == pytest.approx(float(biases[0].norm()), rel=1e-6)
            assert session.histogram(layer)[0].sum() == sum(each.numel() for each in weights)
        assert np.isnan(last(session, "delta_per_sample_rms")[:4]).all()
        assert any("the inside of LSTM is not seen" in event.text for event in session.events)


def test_a_transformer_block(path):
    torch.manual_seed(0)
    model = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, batch_first=True, norm_first=True)
    x = torch.randn(3, 5, 8)
    with record(model, path, lambda model: model(x).square().mean(), steps=1) as session:
        parameters = dict(model.named_parameters())
        for layer, name in enumerate(session.layer_names):
            weight = parameters.get(f"{name}.weight", parameters.get(f"{name}.in_proj_weight"))
            expected = float(weight.grad.double().norm())
            assert last(session, "weight_gradient_norm")[layer] == pytest.approx(expected, rel=1e-6)
        total = math.sqrt(sum(float(each.grad.double().square().sum()) for each in parameters.values()))
        assert last(session, "gradient_norm")[0] == pytest.approx(total, rel=1e-6)
        assert set(session.layer_names) == {
            "norm1", "self_attn", "self_attn.out_proj", "norm2", "linear1", "linear2",
        }  # fmt: skip
        assert session.layer_names[0] == "norm1"


def test_parameters_of_the_model_itself_and_custom_modules(path):
    class Gain(nn.Module):
        def __init__(self):
            super().__init__()
            self.scale = nn.Parameter(torch.ones(4))

        def forward(self, x):
            return torch.sin(self.scale * x)

    class Whole(nn.Module):
        def __init__(self):
            super().__init__()
            self.token = nn.Parameter(torch.randn(1, 4))
            self.gain, self.out = Gain(), nn.Linear(4, 2)

        def forward(self, x):
            return self.out(self.gain(x + self.token))

    model, x = Whole(), torch.randn(6, 4)
    with record(model, path, lambda model: model(x).square().mean(), steps=1) as session:
        assert session.layer_names == ("Whole", "gain", "out")
        expected = [float(each.grad.double().norm()) for each in (model.token, model.gain.scale, model.out.weight)]
        np.testing.assert_allclose(last(session, "weight_gradient_norm"), expected, rtol=1e-6)
        # What a module of one's own puts out may be anything, so it is not called a pre-activation.
        assert math.isnan(last(session, "delta_per_sample_rms")[1])
        assert session.histogram(1, "pre_activation")[0].sum() == 0


def test_small_gradients_do_not_read_zero(path):
    model = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2))
    x = torch.randn(5, 3)
    with record(model, path, lambda model: 1e-33 * model(x).square().mean(), steps=1) as session:
        expected = [float(layer.weight.grad.double().norm()) for layer in model]
        np.testing.assert_allclose(last(session, "weight_gradient_norm"), expected, rtol=1e-5, atol=0)
        assert 0 < max(expected) < 1e-30


def test_nan_is_named(path):
    model, x = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2)), torch.randn(5, 3)
    losses = iter([1.0, 1.0, math.nan, math.nan])
    with record(model, path, lambda model: next(losses) * model(x).square().mean(), steps=4) as session:
        assert list(session.steps) == [0, 1, 2, 3]
        [event] = session.events
        assert (event.step, event.kind) == (2, "non_finite")
        assert event.text == "NaN or Inf first appeared in the loss at step 2"


# The loop


def test_held_out_examples_and_accuracy(path):
    model, batch = mlp([5, 8, 4], "tanh"), Batch(24, 5, 4, torch.float32)
    with gradiometer.watch(model, path=path) as watch:
        loss = F.cross_entropy(model(batch.x), batch.y)
        loss.backward()
        watch.step(loss, accuracy=0.25)
        watch.evaluation(torch.tensor(2.5), 0.5)
        watch.step(1.5)
    with gradiometer.load_session(path) as session:
        assert session.quantity("accuracy")[0, 0] == 0.25
        assert math.isnan(session.quantity("accuracy")[1, 0])
        assert session.loss[1] == 1.5
        assert list(session.evaluation_steps) == [1]
        assert session.quantity("held_out_loss")[0, 0] == 2.5


def test_looks_are_spaced(path):
    """By default few steps are looked at, and each stored value knows its step."""
    model, batch = mlp([5, 8, 4], "tanh"), Batch(24, 5, 4, torch.float32)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with gradiometer.watch(model, optimizer=optimizer, path=path, histogram_every=20) as watch:
        train(model, optimizer, batch, watch, steps=100)
    with gradiometer.load_session(path) as session:
        assert list(session.look_steps[:3]) == [0, 1, 2]
        assert 4 <= len(session.look_steps) < 60
        assert list(session.histogram_steps()) == [0, 20, 40, 60, 80]
        assert list(session.histogram_steps("update")) == list(session.look_steps)


def test_an_error_in_the_loop_is_kept(path):
    model, batch = mlp([5, 8, 4], "tanh"), Batch(24, 5, 4, torch.float32)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

    def fail() -> None:
        with gradiometer.watch(model, optimizer=optimizer, path=path) as watch:
            train(model, optimizer, batch, watch, steps=3)
            raise RuntimeError("out of chalk\nand more")

    with pytest.raises(RuntimeError, match="out of chalk"):
        fail()
    with gradiometer.load_session(path) as session:
        assert [event.text for event in session.events] == ["Training stopped at step 3: out of chalk"]
    assert not any(module._forward_hooks for module in model.modules())


def test_an_evaluation_between_steps_is_not_taken_for_training(path):
    """With no gradients wanted, or not led to an update: counts and deltas are of the training pass alone."""
    torch.manual_seed(0)
    model, batch = mlp([5, 8, 4], "tanh").double(), Batch(24, 5, 4, torch.float64)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
    with gradiometer.watch(model, optimizer=optimizer, path=path, watch_everything=True) as watch:
        for _ in range(2):
            with torch.no_grad():
                model(batch.x[:5])
            train(model, optimizer, batch, watch, steps=1)
    with gradiometer.load_session(path) as session:
        assert session.histogram(0, "activation")[0].sum(axis=1).tolist() == [24 * 8] * 2
        deltas = session.quantity("delta_per_sample_rms")
        np.testing.assert_array_equal(deltas[0], deltas[1])


def test_storage_that_fails_is_logged(path, monkeypatch, caplog):
    model, batch = mlp([5, 8, 4], "tanh"), Batch(24, 5, 4, torch.float32)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    watch = Watch(model, path, optimizer=optimizer)
    train(model, optimizer, batch, watch, steps=2)
    monkeypatch.setattr(watch._writer, "close", lambda: "FILE lacks the newest steps")
    with caplog.at_level(logging.WARNING, "gradiometer"):
        watch.close()
        watch.close()
    assert caplog.messages == ["FILE lacks the newest steps"]


# Bad input


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"model": 3}, "model = int is not allowed: give a torch.nn.Module"),
        ({"model": nn.ReLU()}, "ReLU has no parameters: there is nothing to watch"),
        ({"model": nn.LazyLinear(3)}, ".weight has no shape yet: run one batch through the model before watching it"),
        ({"optimizer": "sgd"}, "optimizer = str is not allowed: give a torch.optim.Optimizer"),
        (
            {"scaler": torch.amp.GradScaler("cpu")},
            "scaler is not allowed without optimizer: gradients are unscaled for each optimizer",
        ),
        ({"histogram_every": 0}, "histogram_every = 0 is not allowed: at least 1"),
        ({"watch_share": -1.0}, "watch_share = -1.0 is not allowed: at least 0"),
    ],
)
def test_what_cannot_be_watched(path, options, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        gradiometer.watch(**{"model": nn.Linear(2, 2), "path": path, **options})
    assert not path.exists()


def test_a_file_that_exists_is_left_alone(path):
    path.write_text("mine")
    with pytest.raises(StorageError, match="exists already: choose another name"):
        gradiometer.watch(nn.Linear(2, 2), path=path)
    assert path.read_text() == "mine"


def test_a_name_without_suffix(tmp_path):
    with gradiometer.watch(nn.Linear(2, 2), path=tmp_path / "run") as watch:
        assert watch.path == tmp_path / "run.gradiometer"


def test_a_step_without_gradient(path):
    model = nn.Linear(2, 2)
    watch = gradiometer.watch(model, path=path)
    with watch, pytest.raises(ValueError, match="no parameter has a gradient: call watch"):
        watch.step(1.0)


@pytest.mark.parametrize("set_to_none", [True, False])
def test_a_step_after_the_update(path, set_to_none):
    model, batch = nn.Linear(5, 4), Batch(8, 5, 4, torch.float32)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with gradiometer.watch(model, optimizer=optimizer, path=path) as watch:
        train(model, optimizer, batch, steps=2)
        with pytest.raises(ValueError, match="the optimizer has stepped already"):
            watch.step(1.0)
        # Steps that were not watched are no mistake.
        optimizer.zero_grad(set_to_none=set_to_none)
        train(model, optimizer, batch, watch, steps=1)
    with gradiometer.load_session(path) as session:
        assert list(session.steps) == [0]


def test_a_compiled_model_is_watched_from_outside(path):
    """Hooks inside would be ignored or make torch compile anew; compiling itself is not what is tested."""
    model, batch = mlp([5, 8, 4], "tanh"), Batch(24, 5, 4, torch.float32)
    compiled = torch.compile(model, backend="eager")
    optimizer = torch.optim.SGD(compiled.parameters(), lr=0.1)
    with gradiometer.watch(compiled, optimizer=optimizer, path=path, watch_everything=True) as watch:
        loss = F.cross_entropy(model(batch.x), batch.y)
        loss.backward()
        watch.step(loss)
        optimizer.step()
    with gradiometer.load_session(path) as session:
        assert session.layer_names == ("0.linear", "1")
        assert np.isfinite(last(session, "weight_gradient_norm")).all()
        assert np.isfinite(last(session, "update_to_weight")).all()
        assert np.isnan(last(session, "gate")).all()
        assert "the model is compiled" in session.events[0].text


def test_examples_are_counted_where_the_model_is_given_them(path):
    """Also where time comes first inside, and where the input has a name."""

    class TimeFirst(nn.Module):
        def __init__(self):
            super().__init__()
            self.embed, self.gru, self.out = nn.Embedding(9, 4), nn.GRU(4, 5), nn.Linear(5, 9)

        def forward(self, *, tokens):
            return self.out(self.gru(self.embed(tokens.T))[0][-1])

    torch.manual_seed(0)
    model, tokens = TimeFirst().double(), torch.randint(0, 9, (6, 11))
    twin = copy.deepcopy(model)
    z = twin.out(twin.gru(twin.embed(tokens.T))[0][-1])
    (gradient,) = torch.autograd.grad(F.cross_entropy(z, tokens[:, 0]), z)
    expected = float(((6 * gradient) ** 2).sum(dim=1).mean().sqrt())
    with record(model, path, lambda model: F.cross_entropy(model(tokens=tokens), tokens[:, 0]), steps=1) as session:
        assert last(session, "delta_per_sample_rms")[2] == pytest.approx(expected, rel=1e-12)


def test_evaluations_before_the_first_step_and_several_in_a_row(path):
    """A step has one at most, or the file could not be read; the last one counts."""
    model, batch = nn.Linear(5, 4), Batch(8, 5, 4, torch.float32)
    with gradiometer.watch(model, path=path, norms_every=1) as watch:
        watch.evaluation(9.0, 0.1)
        watch.evaluation(8.0, 0.2)
        for step in range(3):
            loss = F.cross_entropy(model(batch.x), batch.y)
            loss.backward()
            watch.step(loss)
            if step > 0:
                watch.evaluation(5.0, 0.3)
                watch.evaluation(4.0 - step, 0.4)
    with gradiometer.load_session(path) as session:
        assert session.evaluation_steps.tolist() == [0, 2, 3]
        assert session.quantity("held_out_loss")[:, 0].tolist() == [8.0, 3.0, 2.0]
        assert session.quantity("held_out_accuracy")[:, 0].tolist() == [0.2, 0.4, 0.4]


def test_a_file_that_would_grow_too_fast_is_thinned_and_says_so(tmp_path, monkeypatch):
    """At 1 MB an hour, where a commit comes with nearly every step."""
    monkeypatch.setattr("gradiometer.session_writer.COMMIT_EVERY_S", 0.0)
    model = nn.Sequential(nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 2))
    path = tmp_path / "run.gradiometer"
    with gradiometer.watch(model, path=path, watch_everything=True, most_mb_per_hour=1.0) as watch:
        for _ in range(400):
            model.zero_grad()
            loss = model(torch.randn(5, 4)).square().sum()
            loss.backward()
            watch.step(loss)
    with load_session(path) as session:
        [event, *_] = [event for event in session.events if event.kind == "thinned"]
        assert event.text.startswith("so that the file grows by at most 1 MB an hour, one in ")
        assert (session.steps < event.step).sum() == event.step
        assert (session.steps > event.step).sum() < 0.6 * (400 - event.step)
        assert session.num_rows["look"] == session.num_rows["step"]


def test_a_limit_of_no_size_is_refused(tmp_path):
    with pytest.raises(ValueError, match="most_mb_per_hour = 0 is not allowed: at least 1"):
        gradiometer.watch(nn.Linear(2, 2), path=tmp_path / "a", most_mb_per_hour=0)
