"""The two factors of the gain: Nielsen's w sigma'(z), layer by layer.

phi: the activation; z_l [batch, N_l]: its input; W_{l+1} [N_{l+1}, N_l]: the weights of the layer behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gradiometer.quantities.look import each
from gradiometer.quantities.quantity import Quantity

if TYPE_CHECKING:
    from torch import Tensor

    from gradiometer.quantities.look import Look


def _gate(look: Look) -> Sequence[Tensor | None]:
    return each(lambda slope: look.norm(slope) / slope.numel() ** 0.5, look.slopes)


def _weight_factor(look: Look) -> Sequence[Tensor | None]:
    behind = zip(look.weight_norms[1:], look.num_rows[1:], strict=True)
    return [*(None if norm is None or rows is None else norm / rows**0.5 for norm, rows in behind), None]


gate = Quantity(
    title="gate",
    per_layer=True,
    formula="rms(phi'(z_l)) over units and examples",
    source="Nielsen, chapter 5: sigma'(z), at most 1/4",
    reading="How far the activation lets the signal through. A sigmoid's is 0.25 at best, near 0 where it saturates.",
    example="gate {gate:.3g}, weight factor {weight_factor:.3g}; gain {gain:.3g}",
    is_log=True,
    guide=1.0,
    measure=_gate,
)
weight_factor = Quantity(
    title="weight factor",
    per_layer=True,
    formula="|W_{l+1}|_F / sqrt(N_{l+1}): the rms length of the rows of the layer behind",
    source="Schoenholz et al. 2017 (arXiv 1611.01232): sigma_w",
    reading="How much the weights behind the layer lengthen the signal on its way back.",
    example="weight factor {weight_factor:.3g}, gate {gate:.3g}; gain {gain:.3g}",
    is_log=True,
    guide=1.0,
    measure=_weight_factor,
)
