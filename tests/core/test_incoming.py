"""Incoming weights: from a network that trains and from a snapshot, of every family, and of no more than there is."""

import dataclasses
import json
import subprocess
import sys

import numpy as np
import pytest
import safetensors.numpy
import torch

from gradiometer.experiment import Experiment
from gradiometer.incoming import incoming_of, stored_weights
from gradiometer.network import Network
from gradiometer.reports import Snapshot
from gradiometer.snapshot import pack

FAMILIES = {
    "mlp": {"hidden": (8, 6)},
    "convolutional": {"hidden": (3, 4)},
    "lstm": {"hidden": (5,), "data": "mnist_rows"},
    "transformer": {"hidden": (8, 8), "data": "mnist_rows", "heads": 2},
}


def experiment_of(family, dtype="float32"):
    return Experiment(family=family, dtype=dtype, num_train=200, num_held_out=50, **FAMILIES[family])


def network_of(experiment):
    network = Network(experiment.family, experiment.network, getattr(torch, experiment.dtype), torch.device("cpu"))
    network.initialize("xavier", torch.Generator().manual_seed(3))
    return network


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("family", FAMILIES)
def test_of_a_network_and_of_its_snapshot(family, dtype):
    experiment = experiment_of(family, dtype)
    network = network_of(experiment)
    snapshot = pack(7, "test", {"step": 7, "network": network.state_dict()})
    stored = safetensors.numpy.load(snapshot.data)
    for index, plan in enumerate(experiment.layers):
        each = plan.maps[plan.delta_map]
        name = f"/network/weight_{index}" + (f"_{each.key}" if each.key else "")
        values = stored_weights(snapshot, index, plan)
        assert values.dtype == np.float64
        np.testing.assert_array_equal(values, stored[name])
        for unit in (0, len(values) - 1):
            found = incoming_of(network, 7, index, unit)
            assert found is not None
            assert found[:3] == (7, index, unit)
            assert found.values.dtype == np.float64
            np.testing.assert_array_equal(found.values, stored[name][unit])
        assert incoming_of(network, 7, index, len(values)) is None
    assert incoming_of(network, 7, len(experiment.layers), 0) is None
    assert incoming_of(network, 7, -1, 0) is None
    assert incoming_of(network, 7, 0, -1) is None


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_what_was_told_stays_when_the_network_goes_on(dtype):
    network = network_of(experiment_of("mlp", dtype))
    found = incoming_of(network, 0, 0, 1)
    assert found is not None
    before = found.values.copy()
    with torch.no_grad():
        network.layers[0].weight.add_(1.0)
    np.testing.assert_array_equal(found.values, before)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff" * 8,
        (2).to_bytes(8, "little") + b"{}",
        (2).to_bytes(8, "little") + b"[]",
        (3).to_bytes(8, "little") + b"\xff\xff\xff",
        safetensors.numpy.save({"/network/weight_0": np.zeros((2, 2), np.float32)}),
        safetensors.numpy.save({"/network/weight_0": np.zeros((8, 784), np.int32)}),
    ],
)
def test_what_is_no_snapshot_is_refused_in_a_sentence(data):
    plan = experiment_of("mlp").layers[0]
    with pytest.raises(ValueError, match="the snapshot at step 7 cannot be read"):
        stored_weights(Snapshot(7, "test", "{}", data), 0, plan)


def test_a_table_of_contents_that_lies_is_refused():
    plan = experiment_of("mlp").layers[0]
    data = safetensors.numpy.save({"/network/weight_0": np.zeros((8, 784), np.float32)})
    begin = 8 + int.from_bytes(data[:8], "little")
    table = json.loads(data[8:begin])
    for offsets in ([0, 10**9], [10**6, 10**6 + 8 * 784 * 4], [-40, 8 * 784 * 4 - 40], [0.5, 1], [0]):
        table["/network/weight_0"]["data_offsets"] = offsets
        text = json.dumps(table).encode()
        lie = len(text).to_bytes(8, "little") + text + data[begin:]
        with pytest.raises(ValueError, match="cannot be read"):
            stored_weights(Snapshot(7, "test", "{}", lie), 0, plan)


def test_pytorch_is_not_needed_to_read_them():
    code = "import sys, gradiometer.incoming, gradiometer.history; assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_messages_are_frozen():
    found = incoming_of(network_of(experiment_of("mlp")), 0, 0, 1)
    with pytest.raises(AttributeError):
        found.step = 3
    assert not dataclasses.is_dataclass(found)
