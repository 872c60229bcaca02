"""How far a change goes: what is called exact moves no output, and everything else does."""

import dataclasses
import itertools

import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from gradiometer.activations import ACTIVATIONS
from gradiometer.clippings import CLIPPINGS
from gradiometer.effects import DESTRUCTIVE, EFFECTS, EXACT, IMMEDIATE, RAMPED, effect_of
from gradiometer.families import FAMILIES
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.optimizers import OPTIMIZERS
from gradiometer.ramps import RAMPABLE
from gradiometer.reports import Intervention
from gradiometer.settings import SETTING_FIELDS, Asked, Change, Ramp, Reinitialize, Rewrite, Settings
from gradiometer.surgeries import SURGERIES
from gradiometer.trainer import Trainer
from lived_in import live_in, outputs_of, some_inputs
from small_families import make

NUMBERS = {"skip_weight": (0.0, 0.4, 1.0), "branch_scale": (0.0, 0.4, 1.0), "forget_bias": (0.0, 1.5)}
VALUES = {
    "activation": tuple(ACTIVATIONS),
    "normalization": tuple(NORMALIZATIONS),
    "skip": (False, True),
    "norm_place": ("before", "after"),
    "clipping": tuple(CLIPPINGS),
    "clip_threshold": (1.0, 0.1),
    "optimizer": tuple(OPTIMIZERS),
    "learning_rate": (0.1, 0.2),
    "momentum": (0.9, 0.0),
    "weight_decay": (0.0, 0.1),
    **NUMBERS,
}
SETTINGS = st.builds(Settings, **{name: st.sampled_from(values) for name, values in VALUES.items()})
# Where each setting means something.
WHERE = {"norm_place": "transformer", "forget_bias": "lstm"}
LIVED_IN = {family: live_in(make(family)) for family in ("mlp", "transformer", "lstm")}


def outputs_under(family: str, settings: Settings, *, training: bool) -> torch.Tensor:
    network = LIVED_IN[family]
    network.use(settings)
    return outputs_of(network, some_inputs(make(family), 6), training=training)


def test_every_setting_is_tried():
    assert VALUES.keys() == SETTING_FIELDS.keys()


@given(SETTINGS, st.data(), st.sampled_from(list(LIVED_IN)))
def test_what_is_exact_moves_no_output_and_what_is_immediate_does(before, data, family):
    experiment = make(family)
    changed = data.draw(st.sets(st.sampled_from(list(VALUES)), max_size=3))
    after = dataclasses.replace(before, **{name: data.draw(st.sampled_from(VALUES[name])) for name in changed})
    before, after = (experiment.fit_settings(each) for each in (before, after))
    kind = effect_of(after, before)
    # Nothing is added to nothing, so the signal is lost, and so is what acts on it.
    assume(not any(each.skip and each.branch_scale == 0.0 for each in (before, after)))
    pairs = [[outputs_under(family, each, training=training) for each in (before, after)] for training in (True, False)]
    if kind == EXACT:
        assert all(torch.equal(*pair) for pair in pairs)
    else:
        assert kind == IMMEDIATE
        assert not torch.equal(*pairs[0])


def immediate() -> list[tuple[str, str, object, object]]:
    """family, name, value before, value after: each setting from each of its values to each other."""
    return [
        (WHERE.get(name, "mlp"), name, one, two)
        for name, values in VALUES.items()
        for one, two in itertools.permutations(values, 2)
    ]


@pytest.mark.parametrize(("family", "name", "one", "two"), immediate())
def test_each_change_by_itself(family, name, one, two):
    """In a network that has skip connections and a normalization, unless it is about them."""
    base = make(family).fit_settings(Settings(activation="tanh", skip=True, normalization="layer"))
    before, after = (dataclasses.replace(base, **{name: value}) for value in (one, two))
    pair = [outputs_under(family, each, training=True) for each in (before, after)]
    learns = {"clipping", "clip_threshold", "optimizer", "learning_rate", "momentum", "weight_decay"}
    assert effect_of(after, before) == (EXACT if name in learns else IMMEDIATE)
    assert torch.equal(*pair) == (name in learns)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Settings(), Settings()),
        (Settings(skip=False), Settings(skip=False, skip_weight=0.3, branch_scale=2.0)),
        (Settings(skip=False), Settings(skip=True, skip_weight=0.0, branch_scale=1.0)),
        (Settings(skip=True, skip_weight=0.0, branch_scale=1.0), Settings(skip=False, branch_scale=0.2)),
        (Settings(norm_place="before"), Settings(norm_place="after")),
    ],
)
def test_what_nobody_reads_is_exact(before, after):
    assert effect_of(after, before) == EXACT


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Settings(skip=True, skip_weight=0.0, branch_scale=0.5), Settings(skip=False)),
        (Settings(skip=True), Settings(skip=True, skip_weight=0.0)),
        (Settings(normalization="layer"), Settings(normalization="layer", norm_place="after")),
    ],
)
def test_what_is_read_is_not(before, after):
    assert effect_of(after, before) == IMMEDIATE


def test_the_other_kinds():
    before = Settings()
    assert EFFECTS.keys() == {EXACT, RAMPED, IMMEDIATE, DESTRUCTIVE}
    for scheme in INITIALIZATIONS:
        assert effect_of(Reinitialize(scheme=scheme, layers=(0,)), before) == DESTRUCTIVE
    for name in RAMPABLE:
        after = dataclasses.replace(before, **{name: VALUES[name][-1]})
        assert effect_of(Ramp(settings=after, steps=9), before) == RAMPED
    for name, surgery in SURGERIES.items():
        assert effect_of(Rewrite(surgery=name, settings=surgery.after(before)), before) == EXACT


# --- in the trainer: what is declared and what was measured agree


def measured(family: str, before: dict, change: Change | dict) -> Intervention:
    """What a trainer of a few steps says of a change, in float64."""
    trainer = Trainer(make(family, before, evaluate_every=1000))
    for _ in range(3):
        list(trainer.turn())
    if isinstance(change, dict):
        change = dataclasses.replace(trainer.settings, **change)
    trainer.letterbox.append(Asked(change))
    return next(report for report in trainer.turn() if isinstance(report, Intervention))


@pytest.mark.parametrize(
    "change",
    [
        *({"optimizer": name} for name in OPTIMIZERS),
        *({"clipping": name, "clip_threshold": 1e-3} for name in CLIPPINGS),
        {"learning_rate": 3.0, "momentum": 0.0, "weight_decay": 0.1},
        {"skip": True, "skip_weight": 0.0},
        {"skip_weight": 0.3},
    ],
)
def test_what_is_exact_was_measured_to_be(change):
    made = measured("mlp", {}, change)
    assert made.kind == EXACT
    assert made.jump is not None
    assert made.jump[:2] == (0.0, 0.0)
    assert made.jump.loss_before == made.jump.loss_after
    assert made.jump.first_before == made.jump.first_after > 0.0


@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("sigmoid_to_tanh", {"activation": "sigmoid"}),
        ("insert_batch_norm", {"activation": "relu"}),
        ("fold_batch_norm", {"activation": "relu", "normalization": "batch"}),
        ("skip_at_zero", {"activation": "tanh"}),
    ],
)
def test_a_surgery_moves_next_to_nothing(name, before):
    settings = make("mlp", before).settings
    made = measured("mlp", before, Rewrite(surgery=name, settings=SURGERIES[name].after(settings)))
    assert made.kind == EXACT
    assert made.jump is not None
    assert made.jump.output < 1e-9
    assert made.jump.loss_after == pytest.approx(made.jump.loss_before, rel=1e-9)


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_drawn_anew_was_measured_to_move(family):
    made = measured(family, {}, Reinitialize(scheme="xavier", seed=5))
    assert made.kind == DESTRUCTIVE
    assert made.jump is not None
    assert made.jump.output > 1e-2
