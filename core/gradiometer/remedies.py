"""Remedies: what can be done about a finding, in the running network where that is possible, else in a new session.

To add one, add one entry to REMEDIES, and where no maker of remedy.py fits, the function that it names.
"""

from __future__ import annotations

from gradiometer.remedy import (
    CLIP_NORM,
    CLIP_VALUE,
    LARGE_BATCH,
    MOMENTUM,
    TIMES,
    USUAL_RATES,
    Remedy,
    adam,
    branch_scale,
    change,
    clip,
    float64,
    forget_bias,
    larger_batch,
    larger_threshold,
    lstm,
    momentum,
    no_clipping,
    shallower,
    standardize,
    times,
)

REMEDIES: dict[str, Remedy] = {
    "relu_he": Remedy(
        title="ReLU with He's initialization",
        reason="A ReLU that is on passes the gradient whole, and weights of variance 2/fan_in keep its size from layer "
        "to layer (He et al. 2015).",
        propose=change("he", activation="relu"),
    ),
    "selu": Remedy(
        title="SELU with Xavier's initialization",
        reason="SELUs bring their outputs to mean 0 and variance 1 by themselves, given no biases and weights of "
        "variance 1/fan_in (Klambauer et al. 2017): Xavier's, where a layer is as wide as what it reads.",
        propose=change("xavier", activation="selu"),
    ),
    "tanh_xavier": Remedy(
        title="Tanh with Xavier's initialization",
        reason="Around 0 tanh has slope 1, four times the sigmoid's steepest, and Xavier's law keeps its inputs there "
        "(Glorot & Bengio 2010).",
        propose=change("xavier", activation="tanh"),
    ),
    "leaky_relu": Remedy(
        title="LeakyReLU",
        reason="It passes a hundredth of the gradient where a ReLU is off, so units can come back (Maas et al. 2013).",
        propose=change(activation="leaky_relu"),
    ),
    "elu": Remedy(
        title="ELU",
        reason="It has a slope below 0 too, and outputs whose mean is close to 0 (Clevert et al. 2016).",
        propose=change(activation="elu"),
    ),
    "gelu": Remedy(
        title="GELU",
        reason="A smooth ReLU with a slope below 0 too, so units seldom die (Hendrycks & Gimpel 2016).",
        propose=change(activation="gelu"),
    ),
    "batch_norm": Remedy(
        title="BatchNorm",
        reason="It brings what every unit reads to mean 0 and variance 1 over the batch, where activations have slope "
        "(Ioffe & Szegedy 2015).",
        propose=change(normalization="batch"),
    ),
    "layer_norm": Remedy(
        title="LayerNorm",
        reason="It brings what a layer reads to mean 0 and variance 1 over its units, however small the batch "
        "(Ba et al. 2016).",
        propose=change(normalization="layer"),
    ),
    "skip": Remedy(
        title="Skip connections",
        reason="The gradient comes back past each block as well, so that no product of many factors is left "
        "(He et al. 2016).",
        propose=change(skip=True, skip_weight=1.0),
    ),
    "branch_scale": Remedy(
        title="Branches x 1/sqrt(number of branches)",
        reason="With skip connections, the sum of so many branches then keeps the size of one, however many there are.",
        propose=branch_scale,
    ),
    "pre_ln": Remedy(
        title="LayerNorm in front of branches (pre-LN)",
        reason="What passes by the branches is then not normalized at every block, and the gradient comes back whole "
        "(Xiong et al. 2020).",
        propose=change(norm_place="before", normalization="layer"),
    ),
    "forget_bias": Remedy(
        title="Forget bias ln T",
        reason="A cell then keeps its content for about as many steps T as a sequence has (Tallec & Ollivier 2018).",
        propose=forget_bias,
    ),
    "he": Remedy(
        title="He's initialization",
        reason="Weights of variance 2/fan_in make up for the half that a ReLU cuts off (He et al. 2015).",
        propose=change("he"),
    ),
    "xavier": Remedy(
        title="Xavier's initialization",
        reason="Weights of variance 2/(fan_in + fan_out) keep signal and gradient at about their size "
        "(Glorot & Bengio 2010).",
        propose=change("xavier"),
    ),
    "orthogonal": Remedy(
        title="Orthogonal initialization",
        reason="An orthogonal matrix keeps the length of what passes it in both directions (Saxe et al. 2014).",
        propose=change("orthogonal"),
    ),
    "clip_norm": Remedy(
        title=f"Clip the total norm at {CLIP_NORM:g}",
        reason="A gradient that is too long is shortened, and its direction kept (Pascanu et al. 2013).",
        propose=clip("total", CLIP_NORM),
    ),
    "clip_value": Remedy(
        title=f"Clip values at {CLIP_VALUE:g}",
        reason="No weight's gradient is larger then (AutoTrainer draws the threshold from 9 to 10).",
        propose=clip("value", CLIP_VALUE),
    ),
    "no_clipping": Remedy(
        title="No clipping",
        reason="The gradient reaches the optimizer whole.",
        propose=no_clipping,
    ),
    "larger_threshold": Remedy(
        title=f"Clip threshold x {TIMES:g}",
        reason="Only gradients far larger than the usual ones are clipped then.",
        propose=larger_threshold,
    ),
    "lr_up": Remedy(
        title=f"Learning rate x {TIMES:g}",
        reason="Updates too small to matter become larger.",
        propose=times("learning_rate", TIMES),
    ),
    "lr_down": Remedy(
        title=f"Learning rate x {1 / TIMES:g}",
        reason="Updates that leap over the valley become smaller.",
        propose=times("learning_rate", 1 / TIMES),
    ),
    "adam": Remedy(
        title=f"Adam with rate {USUAL_RATES['adam']:g}",
        reason="It divides each weight's step by the size of its own gradients, so layers with small ones learn as "
        "fast (Kingma & Ba 2015, whose rate this is).",
        propose=adam,
    ),
    "momentum": Remedy(
        title=f"Momentum {MOMENTUM:g}",
        reason="Steps that agree add up, and steps to and fro cancel (Polyak 1964); the rate is lowered as much as "
        "they add up.",
        propose=momentum,
    ),
    "larger_batch": Remedy(
        title=f"Batches of {LARGE_BATCH}",
        reason="The mean over more examples scatters less, as 1/sqrt(batch size).",
        propose=larger_batch,
    ),
    "standardize": Remedy(
        title="Standardize inputs",
        reason="Inputs of mean 0 and variance 1 keep the first layer where it has slope (LeCun et al. 1998).",
        propose=standardize,
    ),
    "shallower": Remedy(
        title="Half as many hidden layers",
        reason="The gradient is a product of a factor for each layer, and there are half as many.",
        propose=shallower,
    ),
    "lstm": Remedy(
        title="LSTM in place of the plain recurrent network",
        reason="A cell hands the gradient back through time along a sum, and not a product (Hochreiter & Schmidhuber "
        "1997).",
        propose=lstm,
    ),
    "float64": Remedy(
        title="Precision float64",
        reason="Float32 ends near 1e-45 and 3e38, float64 near 1e-324 and 2e308: what broke off there goes on.",
        propose=float64,
    ),
}
"""By the names under which rules call them."""
