"""Steps that are measured together: the same numbers as one by one, in order, and none forgotten."""

import dataclasses

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from fitting import SMALLEST
from gradiometer.block import Block
from gradiometer.experiment import Experiment
from gradiometer.families import FAMILIES, Structure
from gradiometer.layout import step_layout
from gradiometer.machine import threads
from gradiometer.network import Network
from gradiometer.probe import Probe
from gradiometer.reports import Event, HistogramReport, Intervention, StepReport
from gradiometer.settings import Settings
from gradiometer.trainer import Trainer

TORCH = {"float32": torch.float32, "float64": torch.float64}


def network_of(dtype: str, widths=(5, 4, 3)) -> Network:
    structure = Structure(hidden=widths[1:-1], shape=widths[:1], num_outputs=widths[-1])
    return Network("mlp", structure, TORCH[dtype], torch.device("cpu"))


def draw_gradients(network: Network, rng: np.random.Generator, scale: float) -> None:
    for parameter in network.used:
        values = scale * rng.normal(size=parameter.shape) * (rng.random(parameter.shape) < 0.8)
        parameter.grad = torch.from_numpy(values).to(parameter.dtype)


def truth(network: Network) -> dict[str, list[float]]:
    """In float64, each value scaled by the largest so that nothing under- or overflows."""

    def norm(gradient: torch.Tensor) -> float:
        values = gradient.numpy().astype(float)
        largest = np.abs(values).max()
        return 0.0 if largest == 0 else float(largest * np.sqrt(((values / largest) ** 2).sum()))

    return {
        "weight_gradient_norm": [norm(layer.weight.grad) for layer in network.layers],
        "bias_gradient_norm": [norm(layer.bias.grad) for layer in network.layers],
    }


@pytest.mark.parametrize("dtype", TORCH)
@pytest.mark.parametrize("normalization", ["none", "batch"])
def test_the_same_rows_as_in_place(dtype, normalization):
    """Of gradients of every magnitude, with a histogram at some steps."""
    network = network_of(dtype)
    network.use(Settings(normalization=normalization))
    block, in_place = Block(Probe(network.tensors, dtype)), Probe(network.tensors, dtype)
    rng = np.random.default_rng(0)
    expected, counts, found = [], {}, []
    for step in range(40):
        scale = 10.0 ** rng.integers(-44, 37) if dtype == "float32" else 10.0 ** rng.integers(-320, 300)
        draw_gradients(network, rng, scale)
        logits = torch.from_numpy(rng.normal(size=(6, 3))).to(TORCH[dtype])
        labels = torch.from_numpy(rng.integers(0, 3, 6))
        accuracy = float((logits.numpy().argmax(axis=1) == labels.numpy()).mean())
        expected.append((in_place.measure(step, 0.5 * step, 1.25, accuracy), truth(network)))
        if step % 3 == 0:
            counts[step] = in_place.counter.count(in_place.weight_gradients())
        block.add(step, 0.5 * step, 1.25, logits, labels, counts=step in counts)
        if block.is_due or step == 39:
            found += block.flush()
    assert list(block.flush()) == []
    rows = [report for report in found if isinstance(report, StepReport)]
    assert [report.step for report in rows] == list(range(40))
    for report, (row, true) in zip(rows, expected, strict=True):
        np.testing.assert_allclose(report.values, row, rtol=1e-5, atol=0)
        for name, values in true.items():
            np.testing.assert_allclose(report.values[in_place.layout.slice(name)], values, rtol=1e-5, atol=0)
    histograms = [report for report in found if isinstance(report, HistogramReport)]
    assert [report.step for report in histograms] == list(counts)
    for report in histograms:
        np.testing.assert_array_equal(report.counts, counts[report.step])
        assert found.index(report) + 1 == [id(each) for each in found].index(id(rows[report.step]))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 0.0])
def test_values_that_are_no_numbers(value):
    network = network_of("float32")
    probe = Probe(network.tensors, "float32")
    block = Block(probe)
    draw_gradients(network, np.random.default_rng(1), 1.0)
    network.layers[0].weight.grad.fill_(0.0)
    network.layers[0].weight.grad[1, 2] = value
    block.add(0, 0.0, 1.0, torch.zeros(2, 3), torch.zeros(2, dtype=torch.int64), counts=False)
    [report] = block.flush()
    np.testing.assert_allclose(report.values, probe.measure(0, 0.0, 1.0, 1.0), rtol=1e-6)


def test_an_accuracy_that_is_known_already():
    """Of answers that are no class for each example, beside one that is."""
    network = network_of("float32")
    block = Block(Probe(network.tensors, "float32"))
    draw_gradients(network, np.random.default_rng(1), 1.0)
    values, numbers = torch.zeros(4, 2), torch.zeros(4, 2)
    block.add(0, 0.0, 1.0, values, numbers, counts=False, accuracy=0.25)
    block.add(1, 0.0, 1.0, torch.zeros(2, 5, 3), torch.zeros(2, 5, dtype=torch.int64), counts=False, accuracy=0.75)
    column = step_layout(2).slice("accuracy")
    assert [report.values[column].item() for report in block.flush()] == [0.25, 0.75]


def test_long_layers_keep_their_digits():
    network = network_of("float32", (784, 300, 2))
    block = Block(Probe(network.tensors, "float32"))
    assert block.can_hold
    draw_gradients(network, np.random.default_rng(2), 1e-3)
    true = truth(network)["weight_gradient_norm"]
    block.add(0, 0.0, 1.0, torch.zeros(2, 2), torch.zeros(2, dtype=torch.int64), counts=False)
    [report] = block.flush()
    norms = report.values[step_layout(2).slice("weight_gradient_norm")]
    np.testing.assert_allclose(norms, true, rtol=1e-5)


def test_a_large_network_is_measured_in_place():
    assert not Block(Probe(network_of("float32", (784, 400, 2)).tensors, "float32")).can_hold


def test_a_step_does_not_wait_for_long(monkeypatch):
    network = network_of("float32")
    block = Block(Probe(network.tensors, "float32"))
    draw_gradients(network, np.random.default_rng(1), 1.0)
    assert not block.is_due
    block.add(0, 0.0, 1.0, torch.zeros(2, 3), torch.zeros(2, dtype=torch.int64), counts=False)
    monkeypatch.setattr("gradiometer.block._LONGEST_S", 1e9)
    assert not block.is_due
    monkeypatch.setattr("gradiometer.block._LONGEST_S", 0.0)
    assert block.is_due
    list(block.flush())
    assert not block.is_due


# In the trainer


SMALL = Experiment(hidden=(12, 12), num_train=256, num_held_out=64, evaluate_every=7, norms_every=1, histogram_every=5)


def reports_of(experiment: Experiment, examples, *, defers: bool, changes=None, steps=60) -> list:
    trainer = Trainer(experiment, examples, defers=defers)
    trainer.schedule.is_due = lambda step: step % 9 == 0
    reports = []
    for step in range(steps):
        trainer.letterbox.extend((changes or {}).get(step, ()))
        reports += trainer.turn()
    reports += trainer.flush()
    trainer.close()
    return reports


@pytest.mark.parametrize("histogram_every", [1, 5])
def test_a_trainer_that_defers_says_the_same(examples, histogram_every):
    experiment = dataclasses.replace(SMALL, histogram_every=histogram_every)
    changes = {
        20: [dataclasses.replace(SMALL.settings, activation="relu", normalization="batch")],
        30: [dataclasses.replace(SMALL.settings, clipping="total", clip_threshold=1e-3)],
        40: [SMALL.settings],
    }
    at_once, late = (reports_of(experiment, examples, defers=defers, changes=changes) for defers in (False, True))
    for kind in (StepReport, Intervention):
        one, other = ([each for each in reports if isinstance(each, kind)] for reports in (at_once, late))
        assert [each.step for each in one] == [each.step for each in other]
    layout = Trainer(experiment, examples).layout
    rows = [
        {report.step: report.values for report in reports if isinstance(report, StepReport)}
        for reports in (at_once, late)
    ]
    for step in range(60):
        for name in layout.columns:
            if name != "elapsed":
                one, other = (each[step][layout.slice(name)] for each in rows)
                np.testing.assert_allclose(other, one, rtol=1e-5, atol=1e-12, err_msg=f"{name} at {step}")
    for kind in ("weight_gradient", "update"):
        one, other = (
            {each.step: each.counts for each in reports if isinstance(each, HistogramReport) and each.kind == kind}
            for reports in (at_once, late)
        )
        assert list(one) == list(other)
        assert all(np.array_equal(one[step], other[step]) for step in one)
    # What a change did stands before the first step that shows it, and behind all earlier ones.
    for intervention in (each for each in late if isinstance(each, Intervention)):
        at = late.index(intervention)
        steps = [(index, each.step) for index, each in enumerate(late) if isinstance(each, StepReport)]
        assert all((index < at) == (step < intervention.step) for index, step in steps)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_trainer_of_any_family_that_defers_says_the_same(family, few_digits):
    """Layers of several weights, and answers of every kind."""
    values = {"num_train": 64, "num_held_out": 16, "batch_size": 8, "evaluate_every": 7, "norms_every": 1}
    experiment = Experiment(family=family, **SMALLEST[family], **values, histogram_every=5)
    examples = experiment.load_examples()
    at_once, late = (reports_of(experiment, examples, defers=defers, steps=24) for defers in (False, True))
    columns = experiment.outline.layouts["step"]
    one, other = (
        np.array([each.values for each in reports if isinstance(each, StepReport)]) for reports in (at_once, late)
    )
    assert one[:, 0].tolist() == other[:, 0].tolist() == list(range(24))
    for name in columns.columns.keys() - {"elapsed"}:
        np.testing.assert_allclose(other[:, columns.slice(name)], one[:, columns.slice(name)], rtol=1e-5, atol=1e-12)
    for kind in ("weight_gradient", "update"):
        one, other = (
            [(each.step, each.counts.tobytes()) for each in said if getattr(each, "kind", "") == kind]
            for said in (at_once, late)
        )
        assert one == other
        assert one


@pytest.mark.parametrize("defers", [False, True])
def test_the_origin_of_a_nan(examples, defers):
    """A loss that is not finite is seen at its own step, while the weights that made it are still there."""
    experiment = dataclasses.replace(SMALL, evaluate_every=1000, histogram_every=1000)
    trainer = Trainer(experiment, examples, defers=defers)
    trainer.schedule.is_due = lambda step: step == 0
    reports = [report for _ in range(5) for report in trainer.turn()]
    with torch.no_grad():
        trainer.network.layers[1].weight[3, 4] = np.nan
    reports += [report for _ in range(5) for report in trainer.turn()]
    reports += trainer.flush()
    trainer.close()
    assert [report.step for report in reports if isinstance(report, StepReport)] == list(range(10))
    [event] = [report for report in reports if isinstance(report, Event)]
    assert (event.step, event.layer) == (5, 1)
    assert event.text == "NaN or Inf first appeared in the values of layer hidden 2 at step 5"


def test_a_gradient_that_breaks_while_the_loss_is_finite(examples):
    """Found when the step is measured, which is later: its row still says in which layer."""
    experiment = dataclasses.replace(SMALL, evaluate_every=1000, histogram_every=1000)
    trainer = Trainer(experiment, examples, defers=True)
    trainer.schedule.is_due = lambda step: step == 0
    list(trainer.turn())
    backward = trainer._backward

    def broken(*given):
        result = backward(*given)
        if trainer.step == 3:
            trainer.network.layers[1].weight.grad[0, 0] = np.inf
            trainer.network.layers[0].weight.grad[0, 0] = np.nan
        return result

    trainer._backward = broken
    trainer._update = lambda: None
    reports = [report for _ in range(6) for report in trainer.turn()] + list(trainer.flush())
    trainer.close()
    [event] = [report for report in reports if isinstance(report, Event)]
    assert event.text == "NaN or Inf first appeared in the gradient of layer hidden 2 at step 3"


# Which steps wait together


# Of every size that the precision has: subnormal ones, whose squares are 0, and huge ones, whose squares are Inf.
SIZES = {"float32": (-45, 38), "float64": (-323, 307)}


@pytest.mark.parametrize("dtype", TORCH)
@given(
    widths=st.lists(st.integers(1, 40), min_size=2, max_size=4).map(tuple),
    num_steps=st.integers(1, 16),
    cuts=st.lists(st.booleans(), min_size=16, max_size=16),
    seed=st.integers(0, 2**32 - 1),
)
def test_a_norm_does_not_depend_on_which_steps_wait_together(dtype, widths, num_steps, cuts, seed):
    """To the last bit, by whatever they were measured with; also NaN and Inf beside them."""
    rng = np.random.default_rng(seed)
    network = network_of(dtype, widths)
    together, apart = (Block(Probe(network.tensors, dtype)) for _ in range(2))
    # What waited before is still in the room of the rows.
    draw_gradients(network, rng, 1e30)
    for block in (together, apart):
        for _ in range(3):
            block.add(0, 0.0, 1.0, torch.zeros(2, 3), torch.zeros(2, dtype=torch.int64), counts=False)
        list(block.flush())
    found: list[list[StepReport]] = [[], []]
    for step in range(num_steps):
        for parameter in network.used:
            # Also within a tensor, and none at all.
            low, high = SIZES[dtype]
            sizes = rng.uniform(low, high) + rng.uniform(-1.0, 0.0, parameter.shape) * rng.choice([0.0, 3.0, 40.0])
            values = np.power(10.0, sizes) * rng.choice([-1.0, 0.0, 1.0], parameter.shape)
            values[rng.random(parameter.shape) < 0.01] = rng.choice([0.0, np.nan, np.inf])
            parameter.grad = torch.from_numpy(values).to(parameter.dtype)
        for number, block in enumerate((together, apart)):
            block.add(step, 0.0, 1.0, torch.zeros(2, 3), torch.zeros(2, dtype=torch.int64), counts=False)
            if number == 1 and cuts[step]:
                found[1] += [each for each in block.flush() if isinstance(each, StepReport)]
    for number, block in enumerate((together, apart)):
        found[number] += [each for each in block.flush() if isinstance(each, StepReport)]
    assert [each.step for each in found[0]] == [each.step for each in found[1]] == list(range(num_steps))
    for one, other in zip(*found, strict=True):
        assert one.values.tobytes() == other.values.tobytes()


@pytest.mark.parametrize("dtype", TORCH)
@pytest.mark.parametrize(("width", "num_threads"), [(1, 1), (17, 1), (300, 1), (17, 2), (120, 2)])
def test_wide_layers_are_added_up_in_one_order(dtype, width, num_threads):
    """Rows long enough that torch adds them up in parts, one of them alone also by several threads."""
    with threads(num_threads):
        rows = rows_measured_together(dtype, width)
    assert len(rows) == 4
    assert all(each == rows[1] for each in rows.values())


def rows_measured_together(dtype: str, width: int) -> dict[int, list[bytes]]:
    """Of the same eight steps, by how many of them wait for each other."""
    network, rng = network_of(dtype, (784, width, 10)), np.random.default_rng(width)
    values = [[torch.from_numpy(rng.normal(size=p.shape)).to(TORCH[dtype]) for p in network.used] for _ in range(8)]
    rows = {}
    for together in (1, 2, 3, 8):
        block, found = Block(Probe(network.tensors, dtype)), []
        assert block.can_hold
        for step, gradients in enumerate(values):
            for parameter, gradient in zip(network.used, gradients, strict=True):
                parameter.grad = gradient
            block.add(step, 0.0, 1.0, torch.zeros(2, 10), torch.zeros(2, dtype=torch.int64), counts=False)
            # A block may hold fewer.
            if (step + 1) % together == 0 or len(block._noted) == len(block._rows):
                found += [report.values.tobytes() for report in block.flush()]
        rows[together] = found + [report.values.tobytes() for report in block.flush()]
    return rows
