"""Norms of the gradient of the batch-mean loss C, before and after clipping: float64, so that 1e-30 is not zero.

Per layer, [num_layers], over all entries of one tensor: |g| = sqrt(sum_i g_i^2).
"""

from __future__ import annotations

from gradiometer.quantities.quantity import Quantity

gradient_norm = Quantity(
    title="total gradient norm",
    formula="sqrt(sum of squares over all parameters), before clipping",
    reading="What clipping by total norm compares with its threshold.",
    is_log=True,
)
gradient_norm_after_clip = Quantity(
    title="total gradient norm after clipping",
    formula="sqrt(sum of squares over all parameters), as the optimizer sees it",
    reading="It lies below the total norm at every step that was clipped.",
    is_log=True,
)
weight_gradient_norm = Quantity(
    title="weight gradient norm",
    per_layer=True,
    formula="|dC/dW_l|: sqrt(sum of squares) over the layer's weights, before clipping",
    reading=(
        "Layers with a like norm learn at a like speed. One that falls by decades towards the input vanishes on its "
        "way back; one that rises by decades explodes."
    ),
    example="{weight_gradient_norm:.4g} = {weight_gradient_rms:.3g} (rms of a weight's) x sqrt({num_weights:.0f})",
    is_log=True,
)
weight_gradient_norm_after_clip = Quantity(
    title="weight gradient norm after clipping",
    per_layer=True,
    formula="|dC/dW_l| as the optimizer sees it",
    reading="Where it lies below the weight gradient norm, clipping has shortened this layer's step.",
    is_log=True,
)
bias_gradient_norm = Quantity(
    title="bias gradient norm",
    per_layer=True,
    formula="|dC/db_l| over the layer's linear bias, before clipping",
    reading="Behind BatchNorm it is structurally zero, and only rounding is left: read delta there.",
    is_log=True,
)
bias_gradient_norm_after_clip = Quantity(
    title="bias gradient norm after clipping",
    per_layer=True,
    formula="|dC/db_l| as the optimizer sees it",
    reading="Where it lies below the bias gradient norm, clipping has shortened this layer's step.",
    is_log=True,
)
clip_cosine = Quantity(
    title="cosine of the gradient before and after clipping",
    formula="g . g' / (|g| |g'|) over all parameters, g' after clipping; 1 where nothing was clipped",
    reading="Clipping by norm keeps the direction: 1. Clipping by value turns it: the less, the farther it was turned.",
)
clipped_share = Quantity(
    title="share of steps clipped",
    formula="of the last 100 steps, this one included, the share at which clipping changed the gradient",
    reading="Near 1 the threshold, and no longer the learning rate, sets how far each step goes.",
)
weight_gradient_rms = Quantity(
    title="weight gradient per parameter",
    per_layer=True,
    formula="|dC/dW_l| / sqrt(number of weights): the rms of one weight's gradient, before clipping",
    reading="Comparable between layers of different sizes, whose norms grow with the number of their weights.",
    example="{weight_gradient_rms:.3g} = {weight_gradient_norm:.4g} / sqrt({num_weights:.0f})",
    is_log=True,
)
