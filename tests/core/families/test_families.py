"""The registry of families: each can be written into a file and read back, and one more is one file and one line."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from gradiometer.experiment import Experiment
from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.families import FAMILIES, Structure, Tap
from gradiometer.families.family import Family, flat, never
from gradiometer.families.mlp import MLP
from gradiometer.fields import FieldError
from gradiometer.history import History
from gradiometer.network import Network
from gradiometer.reports import LookReport, StepReport
from gradiometer.runner import Runner
from gradiometer.session_check import check_session
from gradiometer.session_file import load_session
from gradiometer.settings import Settings
from gradiometer.trainer import Trainer
from small_families import KINDS, make

pytestmark = pytest.mark.usefixtures("few_digits")


def test_every_family_is_tried():
    assert KINDS.keys() == FAMILIES.keys()


@pytest.mark.parametrize("family", KINDS)
def test_a_session_is_written_and_read_back(family, tmp_path):
    write_and_read(make(family, watch_everything=True, steps=5), tmp_path)


def write_and_read(experiment: Experiment, folder: Path) -> None:
    """Run it into a file: what the file gives back is what the trainer said."""
    path = folder / "session.gradiometer"
    runner = Runner(experiment, path)
    runner.play()
    runner.start()
    runner.join(60)
    assert runner.finished is not None
    assert runner.finished.error == ""
    said = [message for message in runner.messages if isinstance(message, LookReport | StepReport)]
    assert check_session(path).problems == []
    with load_session(path) as session:
        assert session.experiment == experiment
        assert session.outline == experiment.outline
        layouts = experiment.outline.layouts
        for stream in ("step", "look", "unit", "time", "surface"):
            rows = np.array([report.values for report in said if report.stream == stream])
            assert len(rows) == (5 if layouts[stream].width > 1 else 0)
            for name in layouts[stream].columns:
                if name != "step":
                    found = session.quantity(name)
                    np.testing.assert_array_equal(found.reshape(len(rows), -1), rows[:, layouts[stream].slice(name)])


# --- one family more


def toy_outputs(network: Network, signal: torch.Tensor, taps: list[Tap] | None) -> Iterator[torch.Tensor]:
    """Hidden layers that put out the square of what the activation gives."""
    for layer in network.hidden:
        z = torch.nn.functional.linear(signal, layer.weight, layer.bias)
        activated = network.activate(z)
        signal = activated**2
        if taps is not None:
            taps.append(Tap((z,), (activated,), (signal,)))
        yield signal
    layer = network.layers[-1]
    logits = torch.nn.functional.linear(signal, layer.weight, layer.bias)
    if taps is not None:
        taps.append(Tap((logits,), (logits,), (logits,), is_activated=False))
    yield logits


def toy_blocked(structure: Structure) -> dict[str, str]:
    names = ("normalization", "skip", "skip_weight", "branch_scale", "norm_place", "forget_bias")
    return dict.fromkeys(names, "A toy has none of this.")


TOY = Family(
    title="Toy",
    help="For this test.",
    hidden_help="Any widths.",
    read=flat,
    check=never,
    plan=MLP.plan,
    describe=lambda structure: f"toy of {len(structure.hidden)}",
    outputs=toy_outputs,
    blocked=toy_blocked,
    data=("moons",),
    hidden=(6, 6),
    settings={"activation": "tanh"},
)


@pytest.fixture
def toy(monkeypatch) -> str:
    """A family more, as one line in FAMILIES makes it."""
    monkeypatch.setitem(FAMILIES, "toy", TOY)
    # Made of FAMILIES when the program starts.
    monkeypatch.setitem(EXPERIMENT_FIELDS["family"].options, "toy", TOY.title)
    return "toy"


def test_a_family_is_one_file_and_one_line(toy, tmp_path):
    """A new one trains, is looked at, is written and read back, with nothing else told of it."""
    plain = Experiment(family=toy, data="moons", hidden=(6, 6), num_train=500, num_held_out=100, dtype="float64")
    assert plain.structure == "toy of 2"
    assert plain.layer_names == ("hidden 1", "hidden 2", "output")
    experiment = dataclasses.replace(
        plain, watch_everything=True, steps=5, settings=Settings(activation="tanh", learning_rate=0.3)
    )
    write_and_read(experiment, tmp_path)
    with pytest.raises(FieldError, match="A toy has none of this"):
        dataclasses.replace(plain, settings=Settings(skip=True))

    trainer = Trainer(dataclasses.replace(experiment, watch_everything=False, initialization="xavier", norms_every=1))
    history = History.live(experiment)
    before = trainer._evaluate().values
    for _ in range(300):
        history.append(trainer.turn())
    after = trainer._evaluate().values
    assert after[1] < before[1] / 2
    assert after[2] > 0.85
    assert history.steps.num_rows == 300


def test_a_toys_gradients_are_those_of_its_formula(toy):
    """By hand for one hidden unit: dC/db = 2 tanh(z) tanh'(z) w_2 dC/dz_2."""
    structure = Structure(hidden=(1,), shape=(1,), num_outputs=1)
    network = Network(toy, structure, torch.float64, torch.device("cpu"))
    network.use(Settings(activation="tanh"))
    with torch.no_grad():
        for layer, weight in zip(network.layers, (0.7, -1.2), strict=True):
            layer.weight.fill_(weight)
            layer.bias.fill_(0.1)
    answer = network(torch.tensor([[0.5]], dtype=torch.float64))
    (0.5 * answer.square().sum()).backward()
    activated = np.tanh(0.7 * 0.5 + 0.1)
    expected = -1.2 * activated**2 + 0.1
    assert answer.item() == pytest.approx(expected, rel=1e-14)
    wanted = expected * -1.2 * 2 * activated * (1 - activated**2)
    assert network.layers[0].bias.grad.item() == pytest.approx(wanted, rel=1e-13)
