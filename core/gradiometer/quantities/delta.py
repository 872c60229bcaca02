"""delta: the gradient with respect to a bias added at the activation's input, after a normalization.

With z_l [batch, N_l] the activation's input (of the output layer: the logits), C the mean over a batch of B examples of
the cost C_i, and dC/dz_l [batch, N_l].
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from gradiometer.quantities.look import each, ratio
from gradiometer.quantities.quantity import Quantity

if TYPE_CHECKING:
    from torch import Tensor

    from gradiometer.quantities.look import Look


def _per_sample_rms(look: Look) -> Sequence[Tensor | None]:
    # dC_i/dz = B dC/dz of example i, so the mean over i of its square is B times the sum of squares of dC/dz.
    root = look.batch_size**0.5
    return [None if norm is None else root * norm for norm in look.delta_norms]


def _gain(look: Look) -> Sequence[Tensor | None]:
    return [*(ratio(own, behind) for own, behind in pairwise(look.delta_norms)), None]


delta_norm = Quantity(
    title="delta norm (speed of learning)",
    per_layer=True,
    formula="|dC/dbeta_l| for a bias beta_l added at the activation's input",
    source="Nielsen, Neural Networks and Deep Learning, chapter 5",
    reading="Nielsen's speed of learning: by how much the loss falls when the layer's biases move.",
    is_log=True,
)
delta_per_sample_rms = Quantity(
    title="delta per example",
    per_layer=True,
    formula="sqrt(mean over examples i of |dC_i/dz_l|^2)",
    source="Schoenholz et al. 2017 (arXiv 1611.01232), section 5",
    reading="The signal that comes back to the layer for a single example, before examples cancel in the batch's mean.",
    is_log=True,
    measure=_per_sample_rms,
)
output_gradient_norm = Quantity(
    title="gradient of the output",
    per_layer=True,
    formula="|dC/dx_l| for what the layer hands on, x_l, a skip connection added",
    source="Xiong et al. 2020 (arXiv 2002.04745), section 3, for the blocks of a Transformer",
    reading="What reaches a block from behind. Skip connections keep it up, however many blocks there are.",
    is_log=True,
    measure=lambda look: each(look.norm, look.output_gradients),
)
unit_gradient = Quantity(
    title="gradient of each unit",
    per_unit=True,
    formula="dC/dbeta_j for a bias beta_j added at the input of unit j: the mean over the batch",
    source="Nielsen, chapter 5: the bars dC/db of the neuron picture",
    reading="How fast each neuron learns, and in which direction. Short bars in early layers: these hardly learn.",
    measure=lambda look: look.unit_gradients,
)
gain = Quantity(
    title="gain",
    per_layer=True,
    formula="delta per example of layer l / that of layer l + 1",
    source="Nielsen, chapter 5: w sigma'(z)",
    reading=(
        "What one layer does to the signal on its way back. 1 keeps it; 0.25 makes it a millionth after ten layers. "
        "Gate times weight factor is about the gain: the smaller of the two kills the signal."
    ),
    example=(
        "{gain:.3g} = {delta_per_sample_rms:.3g} / {delta_per_sample_rms_behind:.3g}; "
        "gate {gate:.3g}, weight factor {weight_factor:.3g}"
    ),
    is_log=True,
    guide=1.0,
    measure=_gain,
)
