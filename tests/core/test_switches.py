"""What the trainer's own tests leave open: changes that are refused, moments that are cleared or copied, and ramps."""

import copy
import dataclasses

import pytest
import torch

from gradiometer.experiment import Experiment
from gradiometer.optimizers import OPTIMIZERS
from gradiometer.plans import Recorded
from gradiometer.reports import Event, Intervention
from gradiometer.settings import Change, Ramp, Reinitialize, Rewrite, Settings
from gradiometer.snapshot import SnapshotError, pack, unpack
from gradiometer.surgeries import SURGERIES
from gradiometer.trainer import Trainer
from short_runs import content_of
from small_families import make

TINY = Experiment(data="moons", hidden=(5, 5), num_train=40, num_held_out=10, batch_size=8, evaluate_every=1000)
WITH_MOMENTS = [name for name in OPTIMIZERS if name != "sgd"]
PLAN = Recorded(looks=set(), counts=set(), measures=range(1000))


def trainer_of(experiment: Experiment = TINY, steps: int = 0, **settings: object) -> Trainer:
    chosen = dataclasses.replace(experiment.settings, **settings)
    trainer = Trainer(dataclasses.replace(experiment, settings=chosen), schedule=PLAN)
    for _ in range(steps):
        list(trainer.turn())
    return trainer


def turned(trainer: Trainer, *changes: Change) -> list:
    trainer.letterbox.extend(changes)
    return [each for each in trainer.turn() if isinstance(each, Event | Intervention)]


def weights(trainer: Trainer) -> list[bytes]:
    return [parameter.detach().numpy().tobytes() for parameter in trainer.network.parameters()]


# --- what is refused


def refused(settings: Settings) -> dict[str, tuple[Change, str]]:
    def rewrite(name: str) -> Rewrite:
        return Rewrite(surgery=name, settings=SURGERIES[name].after(settings))

    layer = dataclasses.replace(settings, normalization="layer")
    return {
        "a ramp of what has no degrees": (Ramp(settings=layer, steps=5), "normalization cannot be changed little by "),
        "a surgery on another activation": (rewrite("sigmoid_to_tanh"), "rewrite = 'sigmoid_to_tanh' is not allowed: "),
        "no normalization to fold": (rewrite("fold_batch_norm"), "rewrite = 'fold_batch_norm' is not allowed: "),
        "skips that are there already": (rewrite("skip_at_zero"), "rewrite = 'skip_at_zero' is not allowed: "),
    }


@pytest.mark.parametrize("case", refused(Settings()))
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_refused_change_is_an_event_and_training_goes_on_as_if_it_had_not_been(case, optimizer):
    values = {"activation": "relu", "skip": True, "optimizer": optimizer, "learning_rate": 0.01}
    asked, left = trainer_of(steps=3, **values), trainer_of(steps=3, **values)
    change, sentence = refused(asked.settings)[case]
    relu = dataclasses.replace(asked.settings, momentum=0.5)
    # What stands behind it in the letterbox is made all the same.
    said, also = turned(asked, change, relu), turned(left, relu)
    assert [(type(each), each.step) for each in said] == [(Event, 3), (Intervention, 3)]
    assert said[0].kind == "refused"
    assert said[0].text.startswith(sentence)
    assert len(said[0].text.splitlines()) == 1
    assert said[1:] == also
    for trainer in (asked, left):
        for _ in range(4):
            list(trainer.turn())
    assert weights(asked) == weights(left)
    assert content_of(asked.state()) == content_of(left.state())


def test_a_ramp_of_an_activation_cannot_turn_off_on_its_way():
    """From between two functions no ramp begins; what is set at once is there, and once it has arrived all is free."""
    trainer = trainer_of(steps=2, activation="sigmoid")
    tanh, relu = (dataclasses.replace(trainer.settings, activation=name) for name in ("tanh", "relu"))
    turned(trainer, Ramp(settings=tanh, steps=5))
    [told] = turned(trainer, Ramp(settings=relu, steps=5))
    assert told == Event(3, "refused", "Activation is on its way until step 7: change it at once, or wait until then")
    assert trainer.settings == tanh
    [made] = turned(trainer, relu)
    assert made.effect == "Activation was on its way, and is there at once"
    turned(trainer, Ramp(settings=tanh, steps=2))
    list(trainer.turn())
    # At the very step at which it is no longer on its way.
    arrived, made = turned(trainer, Ramp(settings=relu, steps=2))
    assert (arrived.kind, made.kind) == ("ramped", "ramped")


def test_a_surgery_is_of_the_settings_that_are_in_force_by_then():
    """It was asked for before another change was made that came first."""
    trainer = trainer_of(steps=2, activation="sigmoid")
    asked_for = trainer.settings
    faster = dataclasses.replace(asked_for, learning_rate=0.5)
    rewrite = Rewrite(surgery="sigmoid_to_tanh", settings=SURGERIES["sigmoid_to_tanh"].after(asked_for))
    _, made = turned(trainer, faster, rewrite)
    assert made.after == dataclasses.replace(faster, activation="tanh")
    assert trainer.settings.learning_rate == 0.5


@pytest.mark.parametrize(
    ("on_its_way", "surgery"),
    [
        ({"activation": "sigmoid"}, "sigmoid_to_tanh"),
        ({"skip": False}, "skip_at_zero"),
        ({"momentum": 0.1}, "skip_at_zero"),
    ],
)
def test_no_surgery_while_something_is_on_its_way(on_its_way, surgery):
    before = (
        {"activation": "relu", "skip": True}
        if "activation" in on_its_way
        else {"activation": "sigmoid", "skip": "skip" in on_its_way}
    )
    before |= {"skip": False} if surgery == "sigmoid_to_tanh" else {}
    trainer = trainer_of(steps=1, **before)
    goal = dataclasses.replace(trainer.settings, **on_its_way)
    turned(trainer, Ramp(settings=goal, steps=4))
    [event] = turned(trainer, Rewrite(surgery=surgery, settings=SURGERIES[surgery].after(goal)))
    assert event.kind == "refused"
    assert event.text.startswith(f"rewrite = {surgery!r} is not allowed while a ramp is under way: ")
    assert trainer.switches.ramps
    for _ in range(4):
        list(trainer.turn())
    [made] = turned(trainer, Rewrite(surgery=surgery, settings=SURGERIES[surgery].after(goal)))
    assert isinstance(made, Intervention)


# --- moments


@pytest.mark.parametrize("optimizer", WITH_MOMENTS)
@pytest.mark.parametrize(
    ("family", "surgery", "settings"),
    [
        ("mlp", "sigmoid_to_tanh", {"activation": "sigmoid"}),
        ("transformer", "sigmoid_to_tanh", {"activation": "sigmoid", "normalization": "layer", "skip": True}),
        ("mlp", "insert_batch_norm", {"activation": "relu"}),
        ("mlp", "fold_batch_norm", {"activation": "relu", "normalization": "batch"}),
        ("mlp", "skip_at_zero", {"activation": "tanh"}),
    ],
)
def test_a_surgery_clears_the_moments_of_what_it_rewrote_and_of_nothing_else(family, surgery, settings, optimizer):
    experiment = make(family, settings | {"optimizer": optimizer, "learning_rate": 0.01})
    trainer = trainer_of(experiment, steps=3)
    names = {parameter: name for name, parameter in trainer.network.named_parameters()}
    values = {name: parameter.detach().clone() for parameter, name in names.items()}
    switches = trainer.switches
    moments = {names[parameter]: copy.deepcopy(state) for parameter, state in switches.optimizer.state.items()}
    change = Rewrite(surgery=surgery, settings=SURGERIES[surgery].after(trainer.settings))
    made = switches.apply(change, trainer.step, *trainer._batches.peek())
    changed = {name for parameter, name in names.items() if not torch.equal(parameter, values[name])}
    assert (changed == set()) == (surgery == "skip_at_zero")
    # Of a Transformer's maps two in each block are rewritten.
    assert family != "transformer" or 0 < len(changed) < len(moments) / 2
    now = {names[parameter]: state for parameter, state in switches.optimizer.state.items()}
    assert now.keys() == moments.keys() - changed
    for name, state in now.items():
        assert all(torch.equal(torch.as_tensor(state[key]), torch.as_tensor(was)) for key, was in moments[name].items())
    assert ("their moments cleared" in made.effect) == bool(changed)


@pytest.mark.parametrize("optimizer", WITH_MOMENTS)
@pytest.mark.parametrize("other", OPTIMIZERS)
def test_another_optimizer_in_the_middle_of_a_ramp(optimizer, other):
    """It takes up the rate where that stands, starts with no moments, and the ramp goes on."""
    trainer = trainer_of(steps=2, optimizer=optimizer, learning_rate=0.1, momentum=0.8)
    goal = dataclasses.replace(trainer.settings, learning_rate=1e-3, momentum=0.4)
    turned(trainer, Ramp(settings=goal, steps=4))
    list(trainer.turn())
    [made] = turned(trainer, dataclasses.replace(goal, optimizer=other))
    is_new = other != optimizer
    assert made.effect == ("the optimizer starts with no moments" if is_new else "")
    for index, t in enumerate((0.75, 1.0, 1.0)):
        [group] = trainer.switches.optimizer.param_groups
        assert type(trainer.switches.optimizer) is type(OPTIMIZERS[other].build(trainer.network.used, 0.1, 0.1))
        assert group["lr"] == pytest.approx(0.1 * 100.0**-t, rel=1e-12)
        if other == "momentum":
            assert group["momentum"] == pytest.approx(0.8 - 0.4 * t, rel=1e-12)
        if "step" in (state := next(iter(trainer.switches.optimizer.state.values()), {})):
            assert int(state["step"]) == index + 1 + (0 if is_new else 4)
        list(trainer.turn())
    assert not trainer.switches.ramps
    assert trainer.settings == dataclasses.replace(goal, optimizer=other)


@pytest.mark.parametrize("optimizer", WITH_MOMENTS)
def test_two_that_were_restored_from_one_state_share_nothing(optimizer):
    source = trainer_of(steps=3, optimizer=optimizer, learning_rate=0.01)
    state = source.state()
    before = content_of(state)
    experiment = source.experiment
    first, second = (Trainer(experiment, state=state, schedule=PLAN, prepared=source.prepared) for _ in range(2))
    places = []
    for trainer in (source, first, second):
        tensors = [*trainer.network.state_dict().values()]
        tensors += [
            each
            for moments in trainer.switches.optimizer.state.values()
            for each in moments.values()
            if isinstance(each, torch.Tensor)
        ]
        assert len(tensors) > len(list(trainer.network.parameters()))
        places.append({tensor.data_ptr() for tensor in tensors})
    assert not places[0] & places[1]
    assert not places[0] & places[2]
    assert not places[1] & places[2]
    for _ in range(3):
        list(first.turn())
    # Neither the state nor the other one has moved by that.
    assert content_of(state) == before
    assert content_of(second.state()) == before
    for _ in range(3):
        list(second.turn())
    assert weights(first) == weights(second)


# --- what a state says of ramps


def state_with(ramps: object) -> dict:
    return unpack(pack(2, "", {**trainer_of(steps=2).state(), "ramps": ramps}))


def test_a_state_of_an_older_program_has_none():
    state = state_with({})
    del state["ramps"]
    trainer = Trainer(TINY, state=state)
    assert trainer.switches.ramps == {}
    list(trainer.turn())
    assert trainer.step == 3


@pytest.mark.parametrize(
    "ramps",
    [
        {"magic": [0.1, 1, 5]},
        {"batch_size": [8, 1, 5]},
        {"momentum": [0.1, 1]},
        {"momentum": [0.1, 1, 0]},
        {"momentum": [0.1, 1, -3]},
        {"momentum": ["much", 1, 5]},
        {"momentum": [0.1, "x", 5]},
        {"momentum": [0.1, 1, "x"]},
        {"momentum": 7},
        {"activation": ["magic", 1, 5]},
        {"learning_rate": [-1.0, 1, 5]},
        {"learning_rate": [float("nan"), 1, 5]},
        ["momentum"],
        7,
    ],
)
def test_ramps_that_cannot_be_are_refused_in_a_sentence(ramps):
    with pytest.raises(SnapshotError, match=r"^the snapshot does not fit this experiment \(") as caught:
        Trainer(TINY, state=state_with(ramps))
    assert len(str(caught.value).splitlines()) == 1


def test_layers_that_are_drawn_anew_are_looked_at_again():
    """A broken network is told of once; drawn anew it may break again."""
    trainer = trainer_of(steps=1, activation="relu")
    with torch.no_grad():
        trainer.network.layers[0].bias.fill_(float("nan"))
    assert [each.kind for each in turned(trainer)] == ["non_finite"]
    assert turned(trainer) == []
    [made] = turned(trainer, Reinitialize(scheme="he", seed=1))
    assert isinstance(made, Intervention)
    with torch.no_grad():
        trainer.network.layers[0].bias.fill_(float("nan"))
    assert [each.kind for each in turned(trainer)] == ["non_finite"]
