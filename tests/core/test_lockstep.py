"""Forks in lock-step: with no change they are, to the last bit, the run that was never forked.

What there is to try comes from the registries, so that what is added to them later is tried too.
"""

import dataclasses

import numpy as np
import pytest
import torch

from bit_by_bit import TINY, everything_of, numbers_of, settings, through_a_file, tiny, train
from fitting import SMALLEST, smallest_with
from gradiometer.activations import ACTIVATIONS, Activation
from gradiometer.datasets import DATASETS
from gradiometer.experiment import Experiment
from gradiometer.families import FAMILIES
from gradiometer.lockstep import Lockstep
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.optimizers import OPTIMIZERS
from gradiometer.reports import Event, Intervention, LookReport, Report, StepReport
from gradiometer.settings import SETTING_FIELDS, Change, Ramp, Reinitialize, Settings
from gradiometer.snapshot import unpack
from gradiometer.trainer import Trainer
from gradiometer.treatments import BRANCH, Treatment, line_up

pytestmark = pytest.mark.usefixtures("few_digits")

BEFORE, AFTER = 7, 9
CONTROL, TREATED, NULL = range(3)


def forks_of(trainer: Trainer, *changes: Change, null: bool = True) -> Lockstep:
    """A control, a branch with these changes, and a null fork."""
    branches = [Treatment(BRANCH, "treated", changes)]
    state = through_a_file(trainer)
    treatments = line_up(branches, null=null)
    return Lockstep(trainer.experiment, treatments, [state] * len(treatments), trainer.prepared)


def rounds(forks: Lockstep, num_steps: int) -> list[list[Report]]:
    """What each says in so many steps."""
    said: list[list[Report]] = [[] for _ in forks.members]
    for _ in range(num_steps):
        for number, report in forks.turn():
            said[number].append(report)
    for number, report in forks.flush():
        said[number].append(report)
    return said


def tensors_of(forks: Lockstep, number: int) -> dict[str, bytes]:
    """All that a fork is, bit by bit."""
    found = {}

    def collect(value: object, path: str) -> None:
        if isinstance(value, torch.Tensor):
            found[path] = value.detach().contiguous().numpy().tobytes()
        elif isinstance(value, dict):
            for key, each in value.items():
                collect(each, f"{path}/{key}")
        elif isinstance(value, list | tuple):
            for index, each in enumerate(value):
                collect(each, f"{path}/{index}")

    collect(forks.state(number), "")
    return found


def check_null_forks(experiment: Experiment, *changes: Change) -> Lockstep:
    """Control and null fork against a run that goes on by itself; the treated one is another."""
    columns = experiment.outline.layouts
    torch.manual_seed(5)
    alone = Trainer(experiment)
    train(alone, BEFORE)
    forks = forks_of(alone, *changes)
    outside = torch.get_rng_state()
    said = rounds(forks, AFTER)
    # What draws from torch's own generator outside finds it as it was.
    assert torch.equal(torch.get_rng_state(), outside)
    went_on = numbers_of(train(alone, AFTER), columns)
    assert numbers_of(said[CONTROL], columns) == went_on
    assert numbers_of(said[NULL], columns) == went_on
    assert numbers_of(said[TREATED], columns) != went_on
    assert tensors_of(forks, NULL) == tensors_of(forks, CONTROL)
    itself = {name: tensor.numpy().tobytes() for name, tensor in everything_of(alone).items()}
    control = tensors_of(forks, CONTROL)
    # Random states are those of each fork; all the rest is what the run that was never forked has.
    assert {name: each for name, each in control.items() if name in itself} == itself
    assert tensors_of(forks, TREATED) != control
    forks.close()
    return forks


def faster(experiment: Experiment) -> Settings:
    return dataclasses.replace(experiment.settings, learning_rate=0.5 * experiment.settings.learning_rate)


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_null_forks_of_every_optimizer_and_normalization(optimizer, normalization):
    experiment = dataclasses.replace(TINY, settings=settings(optimizer=optimizer, normalization=normalization))
    check_null_forks(experiment, faster(experiment))


@pytest.mark.parametrize(("data", "standardize"), [*((name, False) for name in DATASETS), ("file", True)])
def test_null_forks_on_every_data_set(tmp_path, data, standardize):
    experiment = tiny(smallest_with(data, tmp_path) | {"standardize": standardize}, optimizer="momentum")
    check_null_forks(experiment, faster(experiment))


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("family", FAMILIES)
def test_null_forks_of_every_family_and_normalization(family, normalization):
    experiment = tiny(SMALLEST[family] | {"family": family}, normalization=normalization, optimizer="adam", skip=True)
    check_null_forks(experiment, faster(experiment))


@pytest.mark.parametrize(
    "change",
    [
        Reinitialize(scheme="he", seed=3),
        Ramp(settings=settings(activation="relu"), steps=5),
        settings(normalization="batch", optimizer="rmsprop"),
    ],
)
def test_whatever_the_branch_goes_through(change):
    check_null_forks(dataclasses.replace(TINY, settings=settings()), change)


def test_what_draws_at_random_while_it_trains_draws_the_same_in_each_fork(monkeypatch):
    """Dropout in place of an activation, which draws from torch's own generator at every step."""
    drops = Activation("Dropout", "0 or 2 z", "dropout", 2.0, np.abs, np.abs)
    monkeypatch.setitem(ACTIVATIONS, "dropout", drops)
    monkeypatch.setitem(SETTING_FIELDS["activation"].options, "dropout", "Dropout")
    experiment = dataclasses.replace(TINY, settings=settings(activation="dropout"))
    check_null_forks(experiment, faster(experiment))
    # And it does draw: at another random state other numbers come.
    losses = []
    for seed in (1, 2):
        torch.manual_seed(seed)
        losses.append([report.values[2] for report in train(Trainer(experiment), 2) if isinstance(report, StepReport)])
    assert losses[0] != losses[1]


def test_all_are_measured_at_the_same_steps_however_the_budget_falls():
    """The adaptive schedule decides for all; a change of one of them is looked at in all."""
    experiment = dataclasses.replace(
        TINY, norms_every=0, watch_everything=False, histogram_every=5, settings=settings()
    )
    alone = Trainer(experiment)
    train(alone, 3)
    forks = forks_of(alone)
    said = rounds(forks, 20)
    forks.post(TREATED, faster(experiment))
    for reports, more in zip(said, rounds(forks, 15), strict=True):
        reports.extend(more)
    steps = [[report.step for report in reports if isinstance(report, StepReport)] for reports in said]
    looks = [[report.step for report in reports if isinstance(report, LookReport)] for reports in said]
    assert steps[CONTROL] == steps[TREATED] == steps[NULL]
    assert looks[CONTROL] == looks[TREATED] == looks[NULL]
    assert 23 in looks[CONTROL]


def test_a_further_change_of_one_leaves_the_others_as_they_are():
    experiment = dataclasses.replace(TINY, settings=settings(optimizer="momentum"))
    alone = Trainer(experiment)
    train(alone, BEFORE)
    forks = forks_of(alone, faster(experiment))
    rounds(forks, 4)
    forks.post(TREATED, Reinitialize(scheme="he", seed=1))
    said = rounds(forks, 5)
    assert [report.label for report in said[TREATED] if isinstance(report, Intervention)]
    assert not [report for report in said[CONTROL] + said[NULL] if isinstance(report, Intervention)]
    train(alone, 9)
    itself = {name: tensor.numpy().tobytes() for name, tensor in everything_of(alone).items()}
    control = tensors_of(forks, CONTROL)
    assert {name: each for name, each in control.items() if name in itself} == itself
    assert tensors_of(forks, NULL) == control


@pytest.mark.parametrize("which", [CONTROL, TREATED])
def test_an_error_in_one_ends_that_one_alone(monkeypatch, which):
    """Also where it is the control, whose place at the schedule another one takes."""
    experiment = dataclasses.replace(TINY, settings=settings())
    alone = Trainer(experiment)
    train(alone, BEFORE)
    forks = forks_of(alone, faster(experiment))
    rounds(forks, 2)

    def fail(*_anything: object) -> None:
        raise RuntimeError("out of memory\nand a trace of pages")

    with monkeypatch.context() as broken:
        broken.setattr(forks.members[which].trainer, "_backward", fail)
        said = rounds(forks, 3)
    told = [report for report in said[which] if isinstance(report, Event)]
    assert [event.text for event in told] == [f"This branch stopped at step {BEFORE + 2}: out of memory"]
    assert forks.members[which].error == told[0].text
    assert [member.trainer.step for member in forks.living] == [BEFORE + 5] * 2
    assert [member.seat.leads for member in forks.living] == [True, False]
    rounds(forks, 4)
    train(alone, 9)
    itself = {name: tensor.numpy().tobytes() for name, tensor in everything_of(alone).items()}
    null = tensors_of(forks, NULL)
    assert {name: each for name, each in null.items() if name in itself} == itself


def test_when_all_have_failed_nothing_happens(monkeypatch):
    alone = Trainer(TINY)
    train(alone, 2)
    forks = forks_of(alone)
    for number in range(3):
        forks.fail(number, "broken")
    assert list(forks.turn()) == []
    assert forks.living == []


def test_they_share_the_examples_and_nothing_else():
    alone = Trainer(dataclasses.replace(TINY, settings=settings(optimizer="adam")))
    train(alone, BEFORE)
    forks = forks_of(alone)
    assert len({id(member.trainer.prepared) for member in forks.members}) == 1
    stored: set[int] = set()
    for number in range(3):
        state = forks.state(number)
        here = {each.data_ptr() for each in state["network"].values()}
        for _index, moments in state["optimizer"]:
            here |= {each.data_ptr() for each in moments.values() if isinstance(each, torch.Tensor)}
        assert not here & stored
        stored |= here


def test_the_state_of_one_goes_on_as_that_one_did():
    """Through the bytes of a file, with its own random states."""
    experiment = dataclasses.replace(TINY, settings=settings(optimizer="adam"))
    alone = Trainer(experiment)
    train(alone, BEFORE)
    forks = forks_of(alone, faster(experiment))
    rounds(forks, 4)
    states = [unpack(pack_of(forks, number)) for number in range(3)]
    again = Lockstep(experiment, [member.treatment for member in forks.members], states, alone.prepared, begins=False)
    assert again.step == forks.step
    columns = experiment.outline.layouts
    for mine, theirs in zip(rounds(again, 6), rounds(forks, 6), strict=True):
        assert numbers_of(mine, columns) == numbers_of(theirs, columns)
    for number in range(3):
        assert tensors_of(again, number) == tensors_of(forks, number)


def pack_of(forks: Lockstep, number: int):
    from gradiometer.snapshot import pack

    assert list(forks.flush()) == []
    return pack(forks.step, "pause", forks.state(number))


def test_branches_that_do_not_stand_at_the_same_step_are_a_mistake():
    early = Trainer(TINY)
    train(early, 2)
    one = through_a_file(early)
    train(early, 1)
    with pytest.raises(ValueError, match="same step"):
        Lockstep(TINY, line_up([], null=True), [one, through_a_file(early)], early.prepared)
