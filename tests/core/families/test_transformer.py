"""The Transformer encoder and all that is looked at in it, against the reference and PyTorch's own module."""

import dataclasses
import itertools

import numpy as np
import pytest
import torch

import passes
import reference as ref
import reference_attention as attn
import reference_sequences as seq
from gradiometer.activations import ACTIVATIONS
from gradiometer.experiment import Experiment
from gradiometer.families import FAMILIES, Structure
from gradiometer.families.transformer import positions
from gradiometer.fields import FieldError
from gradiometer.settings import Settings
from passes import Inside

NUM, STEPS = 3, 4
# As many features as there are time steps in a batch: see `batch`.
STRUCTURE = Structure(hidden=(4, 4), shape=(STEPS, NUM * STEPS), num_outputs=3, heads=2)
AT_EACH_STEP = dataclasses.replace(STRUCTURE, answers_each_step=True)
MAPS = ("weight 0", "bias 0", "weight 1", "bias 1", "weight 2", "bias 2", "weight 3", "bias 3")
NORMS = ("scale 0", "shift 0", "scale 1", "shift 1")


def batch(structure: Structure):
    """Each time step of each sequence shows a 1 in a place of its own, so that the gradient of the embedding's weights
    is, column by column, the gradient of what it puts out there.
    """
    x = np.eye(NUM * STEPS).reshape(NUM, STEPS, NUM * STEPS)
    rng = np.random.default_rng(2)
    if structure.answers_each_step:
        return x, rng.integers(-1, 3, (NUM, STEPS))
    return x, rng.integers(0, 3, NUM)


def reference_of(network, settings: Settings) -> attn.Transformer:
    blocks = [
        attn.Block(*passes.arrays(*(each for pair in layer.maps for each in pair)), *both_norms(layer))
        for layer in network.layers[1:-1]
    ]
    embedding, output = network.layers[0], network.layers[-1]
    return attn.Transformer(
        *passes.arrays(embedding.weight, embedding.bias),
        blocks,
        *passes.norm_arrays(output),
        *passes.arrays(output.weight, output.bias),
        network.structure.heads,
        settings.activation,
        settings.norm_place == "before",
        settings.normalization == "layer",
        settings.skip,
        settings.branch_scale,
        network.structure.answers_each_step,
        settings.skip_weight,
    )


def both_norms(layer):
    return [*passes.norm_arrays(layer, 0), *passes.norm_arrays(layer, 1)]


def check(network, settings: Settings) -> None:
    """Answers, loss, all gradients and all that a look says."""
    reference, (x, targets) = reference_of(network, settings), batch(network.structure)
    done = passes.run_pass(network, settings, x, targets, "softmax_cross_entropy")
    traces, _, _, answers = attn.forward(reference, x)
    gradients = attn.backpropagate(reference, x, targets)
    passes.same(done.logits, answers)
    assert done.loss == pytest.approx(gradients.loss, rel=1e-12)
    embedding, *blocks, output = network.layers
    passes.check_gradients(embedding, {"weight 0": gradients.w_in, "bias 0": gradients.b_in})
    names = (*MAPS, *NORMS) if reference.normalized else MAPS
    for layer, wanted in zip(blocks, gradients.blocks, strict=True):
        passes.check_gradients(layer, dict(zip(names, wanted.parameters.arrays(), strict=False)))
    wanted = {"weight 0": gradients.w, "bias 0": gradients.b}
    if reference.normalized and reference.pre:
        wanted |= {"scale 0": gradients.scale, "shift 0": gradients.shift}
    passes.check_gradients(output, wanted)
    passes.check_used(network)

    phi, slope = ref.ACTIVATIONS[settings.activation]
    z = x @ reference.w_in.T + reference.b_in
    handed_on = gradients.w_in.T.reshape(NUM, STEPS, -1)
    inside = [Inside(z, z, handed_on, handed_on, gradients.b_in, None)]
    for trace, each in zip(traces, gradients.blocks, strict=True):
        z = trace.mlp["z"]
        inside.append(Inside(z, phi(z), each.signals_up, each.signals_output, each.delta_up, slope(z)))
    _, last = seq.loss_and_slope(answers, targets)
    passes.check_inside(done, [*inside, Inside(answers, answers, last, last, gradients.b, None)])
    for tap, trace in zip(done.taps[1:], traces, strict=False):
        passes.same(tap.output[0], trace.output)


@pytest.mark.parametrize(
    ("place", "normalization", "skip", "structure"),
    list(itertools.product(("before", "after"), ("layer", "none"), (False, True), (STRUCTURE, AT_EACH_STEP))),
)
def test_answers_gradients_and_all_that_is_looked_at(place, normalization, skip, structure):
    chosen = {"norm_place": place, "normalization": normalization, "skip": skip, "activation": "gelu"}
    scales = {"branch_scale": 0.6, "skip_weight": 0.7} if skip else {}
    check(*passes.make_network("transformer", structure, **chosen, **scales))


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("heads", [1, 4])
def test_every_activation_and_number_of_heads(activation, heads):
    structure = dataclasses.replace(STRUCTURE, heads=heads)
    check(*passes.make_network("transformer", structure, activation=activation, normalization="layer", skip=True))


def test_a_place_that_changes_leaves_nothing_behind():
    """The output's normalization has a gradient while it is in use, and none as soon as it is passed by."""
    network, settings = passes.make_network("transformer", STRUCTURE, normalization="layer", skip=True)
    for place in ("before", "after", "before"):
        settings = dataclasses.replace(settings, norm_place=place)
        network.use(settings)
        # As the trainer does before each step.
        for parameter in network.used:
            parameter.grad = None
        check(network, settings)


@pytest.mark.parametrize("pre", [True, False])
@pytest.mark.parametrize("activation", ["relu", "gelu"])
def test_as_pytorchs_own_module(pre, activation):
    network, settings = passes.make_network(
        "transformer",
        STRUCTURE,
        activation=activation,
        normalization="layer",
        skip=True,
        norm_place="before" if pre else "after",
    )
    x, targets = batch(STRUCTURE)
    names = [
        *(f"{part}{kind}" for part in ("self_attn.in_proj_", "self_attn.out_proj.") for kind in ("weight", "bias")),
        *(f"linear{index}.{kind}" for index in (1, 2) for kind in ("weight", "bias")),
        *(f"norm{index}.{kind}" for index in (1, 2) for kind in ("weight", "bias")),
    ]
    embedding, *blocks, output = network.layers
    modules = []
    for layer in blocks:
        module = torch.nn.TransformerEncoderLayer(
            4, 2, 16, dropout=0.0, activation=activation, batch_first=True, norm_first=pre, dtype=torch.float64
        )
        tensors = [
            *(each for pair in layer.maps for each in pair),
            *(each for n in layer.norms for each in (n.scale, n.shift)),
        ]
        module.load_state_dict({name: each.detach().clone() for name, each in zip(names, tensors, strict=True)})
        modules.append((module, tensors))
    done = passes.run_pass(network, settings, x, targets, "softmax_cross_entropy")

    functional = torch.nn.functional
    signal = functional.linear(torch.from_numpy(x), embedding.weight.detach(), embedding.bias.detach())
    signal = signal + torch.from_numpy(attn.positions(STEPS, 4))
    for (module, _), tap in zip(modules, done.taps[1:], strict=False):
        signal = module(signal)
        passes.same(tap.output[0], signal.detach().numpy())
    if pre:
        norm = output.norms[0]
        signal = functional.layer_norm(signal, (4,), norm.scale.detach(), norm.shift.detach())
    answers = functional.linear(signal.mean(dim=1), output.weight.detach(), output.bias.detach())
    loss = functional.cross_entropy(answers, torch.from_numpy(targets))
    loss.backward()
    assert done.loss == pytest.approx(loss.item(), rel=1e-12)
    for module, tensors in modules:
        theirs = dict(module.named_parameters())
        scale = max(float(each.grad.abs().max()) for each in tensors)
        for name, ours in zip(names, tensors, strict=True):
            passes.same(ours.grad, theirs[name].grad.numpy(), name, scale)


@pytest.mark.parametrize(("num_steps", "width"), [(1, 1), (7, 5), (30, 8)])
def test_positions_are_the_published_sines(num_steps, width):
    np.testing.assert_allclose(positions(num_steps, width), attn.positions(num_steps, width), atol=1e-14)


# --- what it is made of


def test_its_plan():
    plan = FAMILIES["transformer"].plan(STRUCTURE)
    assert [layer.name for layer in plan] == ["embedding", "block 1", "block 2", "output"]
    assert [each.shape for each in plan[1].maps] == [(12, 4), (4, 4), (16, 4), (4, 16)]
    assert [layer.num_weights for layer in plan] == [48, 192, 192, 12]
    assert [layer.num_units for layer in plan] == [4, 16, 16, 3]
    assert [len(layer.norms) for layer in plan] == [0, 2, 2, 1]
    assert FAMILIES["transformer"].describe(STRUCTURE) == "Transformer 12-4-4-3, 4 steps"


def test_what_it_may_be():
    make = {"family": "transformer", "data": "mnist_rows"}
    for hidden in ((), (8, 16)):
        with pytest.raises(FieldError, match="one or more blocks of one width"):
            Experiment(**make, hidden=hidden)
    with pytest.raises(FieldError, match=r"heads = 3 is not allowed: .* 8 is no multiple"):
        Experiment(**make, hidden=(8, 8), heads=3)
    with pytest.raises(FieldError, match="it reads sequences or images, and these data are single vectors"):
        Experiment(family="transformer", data="moons", hidden=(8,))
    with pytest.raises(FieldError, match="choose LayerNorm"):
        Experiment(**make, hidden=(8,), settings=Settings(normalization="batch"))
    assert Experiment(family="transformer", data="mnist", hidden=(8,)).network.shape == (28, 28)
