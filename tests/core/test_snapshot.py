"""A run that goes on from a snapshot is, to the last bit, the run that never stopped.

What there is to try comes from the registries, so that what is added to them later is tried too.
"""

import dataclasses
import json

import numpy as np
import pytest
import torch

from bit_by_bit import TINY, everything_of, numbers_of, settings, through_a_file, tiny, train
from fitting import SMALLEST, smallest_with
from gradiometer.activations import ACTIVATIONS
from gradiometer.clippings import CLIPPINGS
from gradiometer.datasets import CLASSES, DATASETS, SHARES
from gradiometer.experiment import Experiment
from gradiometer.families import FAMILIES
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.losses import LOSSES
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.optimizers import OPTIMIZERS
from gradiometer.quantities import STREAMS
from gradiometer.reports import Snapshot
from gradiometer.settings import SETTING_FIELDS, Reinitialize, Settings
from gradiometer.snapshot import SnapshotError, State, pack, unpack
from gradiometer.trainer import Trainer

pytestmark = pytest.mark.usefixtures("few_digits")

BEFORE, AFTER = 7, 9


def check_goes_on(experiment: Experiment, *, change: Settings | Reinitialize | None = None) -> None:
    """The same steps, with a snapshot in their middle and without. change: made just before it."""
    columns = experiment.outline.layouts
    assert columns.keys() == STREAMS.keys()
    whole = Trainer(experiment)
    train(whole, BEFORE - 1)
    if change is not None:
        whole.letterbox.append(change)
    train(whole, 1)
    state = through_a_file(whole)
    # What draws without a generator of its own is led astray in between.
    later = [train(whole, AFTER), everything_of(whole), torch.rand(3)]
    torch.manual_seed(999)
    again = Trainer(experiment, state=state)
    assert again.step == BEFORE
    assert again.settings == whole.settings
    redone = [train(again, AFTER), everything_of(again), torch.rand(3)]
    assert numbers_of(redone[0], columns) == numbers_of(later[0], columns)
    assert redone[1].keys() == later[1].keys()
    for name, tensor in later[1].items():
        assert tensor.numpy().tobytes() == redone[1][name].numpy().tobytes(), name
    assert torch.equal(later[2], redone[2])


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_and_normalization(optimizer, normalization):
    check_goes_on(dataclasses.replace(TINY, settings=settings(optimizer=optimizer, normalization=normalization)))


@pytest.mark.parametrize(("data", "standardize"), [*((name, False) for name in DATASETS), ("file", True)])
def test_every_data_set(tmp_path, data, standardize):
    values = smallest_with(data, tmp_path)
    check_goes_on(tiny(values | {"standardize": standardize}, optimizer="momentum", normalization="batch"))


# What may be switched, besides what a family's own tests try one by one.
SWITCHES = {"skip": True, "skip_weight": 0.4, "branch_scale": 0.6, "norm_place": "after", "forget_bias": 1.5}


def test_every_switch_is_tried():
    others = {"activation", "normalization", "clipping", "clip_threshold", "optimizer"}
    assert SWITCHES.keys() | others | {"learning_rate", "momentum", "weight_decay"} == set(SETTING_FIELDS)
    assert SMALLEST.keys() == FAMILIES.keys()


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_every_family_with_all_that_means_something_in_it(family, normalization):
    values = SMALLEST[family] | {"family": family}
    check_goes_on(tiny(values, **SWITCHES, normalization=normalization, optimizer="adam"))


def means_something(family: str, name: str) -> bool:
    return name not in dataclasses.replace(TINY, family=family, **SMALLEST[family]).blocked


@pytest.mark.parametrize(
    ("family", "name"),
    [(family, name) for family in FAMILIES for name in SWITCHES if means_something(family, name)],
)
def test_every_switch_of_every_family_on_the_way(family, name):
    """skip and a normalization are on before, without which some of the others do nothing."""
    before = {"skip": name != "skip", "normalization": "layer", "optimizer": "momentum"}
    experiment = tiny(SMALLEST[family] | {"family": family}, **before)
    after = dataclasses.replace(experiment.settings, **{name: SWITCHES[name]})
    assert after != experiment.settings
    check_goes_on(experiment, change=after)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_drawn_anew_and_in_double_precision(family):
    experiment = tiny(SMALLEST[family] | {"family": family, "dtype": "float64"}, optimizer="rmsprop")
    check_goes_on(experiment, change=Reinitialize(scheme="orthogonal", layers=(0, 1), seed=3))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_switched_on_and_off_on_the_way(optimizer, normalization):
    """The optimizer's moments are then of other parameters than at the start."""
    first = next(name for name in NORMALIZATIONS if name != normalization)
    experiment = dataclasses.replace(TINY, settings=settings(optimizer=optimizer, normalization=first))
    check_goes_on(experiment, change=dataclasses.replace(experiment.settings, normalization=normalization))


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_every_loss_and_precision(loss, dtype):
    """Of classes where it can judge these, and of numbers."""
    data = {CLASSES: "mnist", SHARES: "threshold"}
    kinds = data.keys() & LOSSES[loss].targets
    assert kinds
    for kind in kinds:
        values = {"data": data[kind], "loss": loss, "dtype": dtype, "settings": settings(optimizer="adam")}
        check_goes_on(dataclasses.replace(TINY, **values))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation(activation):
    check_goes_on(dataclasses.replace(TINY, settings=settings(activation=activation, skip=True)))


@pytest.mark.parametrize("clipping", CLIPPINGS)
def test_every_clipping(clipping):
    check_goes_on(
        dataclasses.replace(TINY, settings=settings(clipping=clipping, clip_threshold=0.01, weight_decay=1e-3))
    )


@pytest.mark.parametrize("initialization", INITIALIZATIONS)
def test_drawn_anew_on_the_way(initialization):
    experiment = dataclasses.replace(TINY, initialization=initialization, settings=settings(optimizer="momentum"))
    check_goes_on(experiment, change=Reinitialize(scheme=initialization, layers=(1,), seed=5))


@pytest.mark.parametrize("batch_size", [1, 7, 40])
def test_batches_of_any_size(batch_size):
    """One of all examples is never shuffled; seven leave some out at the end of an epoch."""
    check_goes_on(dataclasses.replace(TINY, batch_size=batch_size))


def test_a_change_of_everything_on_the_way():
    change = settings(activation="relu", normalization="batch", optimizer="adam", clipping="total", skip=True)
    check_goes_on(TINY, change=change)


def test_after_a_nan():
    """What was said already is not said again."""
    check_goes_on(dataclasses.replace(TINY, settings=settings(activation="relu", learning_rate=1e6)))


@pytest.mark.parametrize("forgotten", ["network", "optimizer", "batches", "random", "looker"])
def test_whatever_is_forgotten_shows(monkeypatch, forgotten):
    """So the comparison above compares all of it."""
    experiment = dataclasses.replace(TINY, settings=settings(activation="relu", optimizer="adam"))
    restore = Trainer._restore

    def forget(trainer: Trainer, state: State) -> None:
        fresh = unpack(pack(0, "", Trainer(experiment).state()))
        restore(trainer, state | {forgotten: fresh[forgotten]})

    monkeypatch.setattr(Trainer, "_restore", forget)
    with pytest.raises(AssertionError):
        check_goes_on(experiment)


def test_a_snapshot_stays_as_it_was_taken():
    trainer = Trainer(dataclasses.replace(TINY, settings=settings(optimizer="adam")))
    train(trainer, BEFORE)
    snapshot = pack(trainer.step, "change", trainer.state())
    again = pack(trainer.step, "change", trainer.state())
    train(trainer, 3)
    assert snapshot == again
    assert snapshot.step == BEFORE
    assert snapshot.reason == "change"


def test_time_goes_on_where_it_was():
    trainer = Trainer(TINY)
    trainer.stopwatch.start()
    train(trainer, 2)
    state = through_a_file(trainer)
    again = Trainer(TINY, state=state)
    assert again.stopwatch.elapsed_s == state["elapsed_s"] > 0
    again.stopwatch.start()
    [*_, report] = again.turn()
    assert report.values[1] > state["elapsed_s"]


def test_nothing_but_json_and_numbers():
    trainer = Trainer(TINY)
    train(trainer, 1)
    snapshot = pack(trainer.step, "", trainer.state())
    length = int.from_bytes(snapshot.data[:8], "little")
    header = json.loads(snapshot.data[8 : 8 + length])
    assert "/network/weight_0" in header
    np.testing.assert_array_equal(
        np.frombuffer(snapshot.data, "<f4", 6 * 784, 8 + length + header["/network/weight_0"]["data_offsets"][0]),
        trainer.network.layers[0].weight.detach().numpy().ravel(),
    )


# --- what is no snapshot


def good() -> Snapshot:
    trainer = Trainer(TINY)
    train(trainer, 2)
    return pack(trainer.step, "", trainer.state())


@pytest.mark.parametrize(
    "change",
    [
        {"data": b""},
        {"data": b"\xff" * 40},
        {"data": (2**63 - 1).to_bytes(8, "little") + b"{}"},
        {"data": b"\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94."},
        {"state": ""},
        {"state": "nonsense"},
        {"state": "[" * 100_000},
        {"state": '{"network": {"tensor": "/not there"}}'},
        {"state": '{"network": {"tensor": []}}'},
    ],
)
def test_junk_is_refused_in_a_sentence(change):
    with pytest.raises(SnapshotError, match=r"^the snapshot at step 2 cannot be read \(") as caught:
        unpack(good()._replace(**change))
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["step"], "many"),
        (["elapsed_s"], None),
        (["settings"], {"activation": "magic"}),
        (["settings", "activation"], 5),
        (["network"], {}),
        (["network", "weight_0"], torch.zeros(3)),
        (["optimizer"], [["x", {}]]),
        (["optimizer"], 7),
        (["batches"], {}),
        (["batches", "generator"], torch.zeros(5)),
        (["batches", "position"], 10**9),
        (["random"], None),
        (["random", "cpu"], torch.zeros(3)),
        (["alarms"], []),
        (["clipped"], None),
        (["looker"], {"num_looks": "x"}),
    ],
)
def test_a_state_that_does_not_fit_is_refused_in_a_sentence(path, value):
    state = unpack(good())
    place = state
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(SnapshotError, match=r"^the snapshot does not fit this experiment \(") as caught:
        Trainer(TINY, state=state)
    assert len(str(caught.value).splitlines()) == 1


def test_a_state_of_another_network_is_refused():
    with pytest.raises(SnapshotError, match="size mismatch"):
        Trainer(dataclasses.replace(TINY, hidden=(6, 5)), state=unpack(good()))
