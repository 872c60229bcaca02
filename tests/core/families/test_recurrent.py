"""What recurrent families share: how data are read, what a level is made of, and how its weights are drawn."""

import math

import pytest
import torch

import passes
from gradiometer.datasets import DataFacts
from gradiometer.experiment import Experiment
from gradiometer.families import FAMILIES, Structure
from gradiometer.families.recurrent import sequence_reader
from gradiometer.fields import FieldError
from gradiometer.network import Network
from gradiometer.settings import Settings

NUM_GATES = {"rnn": 1, "lstm": 4, "gru": 3}
STRUCTURE = Structure(hidden=(6, 5), shape=(8, 3), num_outputs=2)


def test_what_is_read_as_a_sequence():
    read = sequence_reader("gru")
    assert read((50, 2)) == (50, 2)
    # Row by row from the top, all channels of a row at once.
    assert read((3, 10, 7)) == (10, 21)
    with pytest.raises(FieldError, match=r"family = .gru. is not allowed: .* these data are single vectors"):
        read((4,))
    with pytest.raises(FieldError):
        Experiment(family="lstm", data="circles")


@pytest.mark.parametrize("family", NUM_GATES)
def test_the_plan_of_a_level(family):
    gates = NUM_GATES[family]
    first, second, output = FAMILIES[family].plan(STRUCTURE)
    assert (first.name, second.name, output.name) == ("recurrent 1", "recurrent 2", "output")
    assert [each.shape for each in second.maps] == [(gates * 5, 6), (gates * 5, 5)]
    assert [each.has_bias for each in second.maps] == [True, False]
    assert (first.num_weights, first.num_biases) == (gates * 6 * 9, gates * 6)
    # A unit of the neuron picture is one gate of one unit.
    assert (first.num_units, first.num_rows) == (gates * 6, None)
    assert (output.num_units, output.num_rows) == (2, 2)
    assert [len(layer.norms) for layer in (first, second, output)] == [int(family == "rnn")] * 2 + [0]


@pytest.mark.parametrize("family", NUM_GATES)
@pytest.mark.parametrize("scheme", ["xavier", "he", "orthogonal", "normal_fan_in", "pytorch"])
def test_each_gate_is_drawn_as_a_map_of_its_own(family, scheme):
    structure = Structure(hidden=(200,), shape=(4, 100), num_outputs=2)
    network = Network(family, structure, torch.float64, torch.device("cpu"))
    network.initialize(scheme, torch.Generator().manual_seed(0))
    layer = network.layers[0]
    for weight, fan_in in zip(layer.weights, (100, 200), strict=True):
        wanted = {
            "xavier": math.sqrt(2 / (fan_in + 200)),
            "he": math.sqrt(2 / fan_in),
            "orthogonal": 1 / math.sqrt(200),
            "normal_fan_in": 1 / math.sqrt(fan_in),
            # As nn.RNN and its kin: uniform within 1/sqrt(units), whatever a weight reads.
            "pytorch": 1 / math.sqrt(3 * 200),
        }[scheme]
        for part in weight.detach().chunk(NUM_GATES[family]):
            assert float(part.std()) == pytest.approx(wanted, rel=0.02)
            if scheme == "orthogonal":
                torch.testing.assert_close(part.T @ part, torch.eye(fan_in, dtype=torch.float64))
            if scheme == "pytorch":
                assert 0.99 / math.sqrt(200) < float(part.abs().max()) <= 1 / math.sqrt(200)


@pytest.mark.parametrize("family", NUM_GATES)
def test_nothing_is_kept_where_nobody_asks(family):
    network, _ = passes.make_network(family, STRUCTURE)
    inputs = torch.randn(4, 8, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    taps: list = []
    assert torch.equal(network(inputs), network(inputs, taps))
    assert [len(tap.states) for tap in taps] == [len(FAMILIES[family].time_quantities)] * 2 + [0]
    for tap in taps[:2]:
        assert tap.states.keys() == set(FAMILIES[family].time_quantities)
        assert all(len(states) == 8 for states in tap.states.values())


@pytest.mark.parametrize("family", NUM_GATES)
def test_a_level_is_added_where_widths_agree(family):
    structure = Structure(hidden=(3, 4, 4), shape=(5, 3), num_outputs=2)
    network, _ = passes.make_network(family, structure, skip=True)
    assert [layer.skips for layer in network.hidden] == [True, False, True]
    network.use(Settings())
    assert not any(layer.skips for layer in network.hidden)


@pytest.mark.parametrize("family", NUM_GATES)
def test_what_an_experiment_says_of_time(family):
    experiment = Experiment(family=family, data="adding", length=300, loss="squared_error", hidden=(4,))
    outline = experiment.outline
    assert outline.num_steps == 300
    assert len(outline.times) == 128
    assert outline.time_quantities == FAMILIES[family].time_quantities
    counts = outline.layouts["time"].counts
    assert counts == dict.fromkeys(outline.time_quantities, 2 * 128)
    assert isinstance(experiment.known_facts, DataFacts)
    with pytest.raises(FieldError, match="at least one level"):
        Experiment(family=family, data="adding", loss="squared_error", hidden=())
