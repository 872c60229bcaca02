"""An independent float64 reference: a Transformer encoder, pre-LN or post-LN, forward and backward.

Plain numpy, derived by hand from the published formulas; nothing is shared with the program under test.
Shapes: N sequences of T positions, width d; queries, keys, values [N, heads, T, d / heads]. All positions see each
other.
test_reference_attention.py validates every function here against scalar code and central finite differences.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from reference import ACTIVATIONS, EPS_NORMALIZATION, Array
from reference_sequences import loss_and_slope

Cache = dict[str, Array]  # what the backward pass of a part needs, by name


@dataclass(frozen=True)
class Block:
    """Parameters of one block: queries, keys and values w_qkv [3d, d], b_qkv [3d] in this order; w_out [d, d], b_out
    [d]; MLP w_up [4d, d], b_up [4d], w_down [d, 4d], b_down [d]; LN1's scale_1, shift_1 and LN2's scale_2, shift_2 [d].

    Gradients come as Blocks too. float64.
    """

    w_qkv: Array
    b_qkv: Array
    w_out: Array
    b_out: Array
    w_up: Array
    b_up: Array
    w_down: Array
    b_down: Array
    scale_1: Array
    shift_1: Array
    scale_2: Array
    shift_2: Array

    def __post_init__(self) -> None:
        for array in self.arrays():
            if array.dtype != np.float64:
                raise TypeError(f"the reference works in float64, not {array.dtype}")

    def arrays(self) -> list[Array]:
        """The parameters in the order of the fields."""
        return [getattr(self, field.name) for field in fields(self)]


@dataclass(frozen=True)
class Transformer:
    """w_in [d, features], b_in [d]: the embedding; blocks; scale, shift [d] of the LN before the output (pre-LN alone);
    w [K, d], b [K]: the output.

    pre: LN in front of each branch (Xiong et al. 2020), else behind each sum (Vaswani et al. 2017). normalized False:
    no LN anywhere. skip False: what a branch gives, alone and unscaled. every_step: answers at every position, else one
    from the mean over positions.
    """

    w_in: Array
    b_in: Array
    blocks: Sequence[Block]
    scale: Array
    shift: Array
    w: Array
    b: Array
    num_heads: int
    activation: str = "relu"
    pre: bool = True
    normalized: bool = True
    skip: bool = True
    branch_scale: float = 1.0
    every_step: bool = False
    skip_weight: float = 1.0


@dataclass(frozen=True)
class BlockGradients:
    """parameters: gradients as a Block; those of an LN not in use are 0.

    signals_up [N, T, 4d], signals_output [N, T, d]: dC/d(MLP's pre-activation) and dC/d(block's output);
    delta_up [4d], delta_output [d]: their sums over sequences and positions, the gradients with respect to a bias added
    there. delta_up is the gradient of b_up.
    """

    parameters: Block
    signals_up: Array
    signals_output: Array
    delta_up: Array
    delta_output: Array


@dataclass(frozen=True)
class TransformerGradients:
    """Gradients of the mean loss, shaped as in Transformer; those of an LN not in use are 0. b_in is the embedding's
    delta, b the output's."""

    loss: float
    w_in: Array
    b_in: Array
    blocks: list[BlockGradients]
    scale: Array
    shift: Array
    w: Array
    b: Array


def positions(num_positions: int, width: int) -> Array:
    """PE[t, 2i] = sin(t / 10000^(2i/d)), PE[t, 2i+1] = cos of the same, t from 0 (Vaswani et al. 2017, section 3.5)."""
    pair = np.arange(width) // 2
    angle = np.arange(num_positions)[:, None] / 10000.0 ** (2.0 * pair / width)
    return np.where(np.arange(width) % 2 == 0, np.sin(angle), np.cos(angle))


def _add_up(d_z: Array, x: Array) -> tuple[Array, Array]:
    """Gradients of W [fan_out, fan_in] and b [fan_out] of z = x W^T + b, summed over all leading axes."""
    rows = d_z.reshape(-1, d_z.shape[-1])
    return rows.T @ x.reshape(-1, x.shape[-1]), rows.sum(axis=0)


def layer_norm(x: Array, scale: Array, shift: Array) -> tuple[Array, Cache]:
    """scale (x - mean) / sqrt(var + eps) + shift over the last axis, biased variance (Ba et al. 2016, eq. 3)."""
    centred = x - x.mean(axis=-1, keepdims=True)
    inverse_std = 1.0 / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPS_NORMALIZATION)
    z_hat = centred * inverse_std
    return scale * z_hat + shift, {"z_hat": z_hat, "inverse_std": inverse_std, "scale": scale}


def layer_norm_backward(d_n: Array, cache: Cache) -> tuple[Array, Array, Array]:
    """dC/dx, dC/dscale, dC/dshift from dC/dn; the formula of reference.backpropagate."""
    z_hat = cache["z_hat"]
    leading = tuple(range(d_n.ndim - 1))
    g = d_n * cache["scale"]
    d_x = g - g.mean(axis=-1, keepdims=True) - z_hat * (g * z_hat).mean(axis=-1, keepdims=True)
    return d_x * cache["inverse_std"], (d_n * z_hat).sum(axis=leading), d_n.sum(axis=leading)


def _split(x: Array, num_heads: int) -> Array:
    """[N, T, d] to [N, heads, T, d / heads]; head 0 has the first features."""
    num, num_positions, width = x.shape
    return x.reshape(num, num_positions, num_heads, width // num_heads).transpose(0, 2, 1, 3)


def _join(x: Array) -> Array:
    """The inverse of _split."""
    num, num_heads, num_positions, size = x.shape
    return x.transpose(0, 2, 1, 3).reshape(num, num_positions, num_heads * size)


def attention(x: Array, block: Block, num_heads: int) -> tuple[Array, Cache]:
    """Multi-head self-attention of x [N, T, d]: softmax(Q K^T / sqrt(d / heads)) V, then w_out (section 3.2)."""
    q, k, v = (_split(part, num_heads) for part in np.split(x @ block.w_qkv.T + block.b_qkv, 3, axis=-1))
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    mixed = _join(weights @ v)
    return mixed @ block.w_out.T + block.b_out, {"x": x, "q": q, "k": k, "v": v, "weights": weights, "mixed": mixed}


def attention_backward(d_output: Array, block: Block, cache: Cache) -> tuple[Array, dict[str, Array]]:
    """dC/dx and the gradients of the four attention parameters by name.

    Through a softmax p: dC/dscore = p (dC/dp - sum p dC/dp).
    """
    q, k, v, p = cache["q"], cache["k"], cache["v"], cache["weights"]
    w_out, b_out = _add_up(d_output, cache["mixed"])
    d_mixed = _split(d_output @ block.w_out, q.shape[1])
    d_p = d_mixed @ v.transpose(0, 1, 3, 2)
    d_scores = p * (d_p - (p * d_p).sum(axis=-1, keepdims=True)) / np.sqrt(q.shape[-1])
    d_q, d_k = d_scores @ k, d_scores.transpose(0, 1, 3, 2) @ q
    d_v = p.transpose(0, 1, 3, 2) @ d_mixed
    d_qkv = np.concatenate([_join(part) for part in (d_q, d_k, d_v)], axis=-1)
    w_qkv, b_qkv = _add_up(d_qkv, cache["x"])
    return d_qkv @ block.w_qkv, {"w_qkv": w_qkv, "b_qkv": b_qkv, "w_out": w_out, "b_out": b_out}


def _mlp(x: Array, block: Block, activation: str, offset: Array | float) -> tuple[Array, Cache]:
    z = x @ block.w_up.T + block.b_up + offset
    activated = ACTIVATIONS[activation][0](z)
    return activated @ block.w_down.T + block.b_down, {"x": x, "z": z, "activated": activated}


def _mlp_backward(
    d_output: Array, block: Block, activation: str, cache: Cache
) -> tuple[Array, Array, dict[str, Array]]:
    """dC/dx, dC/dz at the pre-activation and the gradients of the four MLP parameters by name."""
    w_down, b_down = _add_up(d_output, cache["activated"])
    d_z = d_output @ block.w_down * ACTIVATIONS[activation][1](cache["z"])
    w_up, b_up = _add_up(d_z, cache["x"])
    return d_z @ block.w_up, d_z, {"w_up": w_up, "b_up": b_up, "w_down": w_down, "b_down": b_down}


@dataclass(frozen=True)
class Offsets:
    """Explicit biases that define the deltas, by block: up [4d] at the MLP's pre-activation, output [d]."""

    up: Sequence[Array]
    output: Sequence[Array]


@dataclass(frozen=True)
class BlockTrace:
    """Caches of a block's parts; norm_1, norm_2 empty if not normalized; output [N, T, d]."""

    attention: Cache
    mlp: Cache
    norm_1: Cache
    norm_2: Cache
    output: Array


def forward(
    network: Transformer, x: Array, offsets: Offsets | None = None
) -> tuple[list[BlockTrace], Cache, Array, Array]:
    """The blocks' traces, the cache of the last LN (empty if none), what the output layer reads and the answers z.

    x [N, T, features]; z [N, K], or [N, T, K] at every step. With branch_scale s and skip_weight k
    a block is pre: k x + s Attn(LN1(x)), then k x + s MLP(LN2(x)); post: LN1(k x + s Attn(x)), then
    LN2(k x + s MLP(x)).
    """
    pre, post = network.pre and network.normalized, not network.pre and network.normalized
    signal = np.asarray(x, np.float64) @ network.w_in.T + network.b_in
    signal = signal + positions(signal.shape[1], signal.shape[2])
    traces: list[BlockTrace] = []

    def join(kept: Array, branch: Array) -> Array:
        return network.skip_weight * kept + network.branch_scale * branch if network.skip else branch

    for number, block in enumerate(network.blocks):
        norm_1: Cache = {}
        norm_2: Cache = {}
        given = signal
        if pre:
            given, norm_1 = layer_norm(signal, block.scale_1, block.shift_1)
        branch, attended = attention(given, block, network.num_heads)
        signal = join(signal, branch)
        if post:
            signal, norm_1 = layer_norm(signal, block.scale_1, block.shift_1)
        given = signal
        if pre:
            given, norm_2 = layer_norm(signal, block.scale_2, block.shift_2)
        branch, mlp = _mlp(given, block, network.activation, 0.0 if offsets is None else offsets.up[number])
        signal = join(signal, branch)
        if post:
            signal, norm_2 = layer_norm(signal, block.scale_2, block.shift_2)
        if offsets is not None:
            signal = signal + offsets.output[number]
        traces.append(BlockTrace(attended, mlp, norm_1, norm_2, signal))
    last_norm: Cache = {}
    if pre:
        signal, last_norm = layer_norm(signal, network.scale, network.shift)
    read = signal if network.every_step else signal.mean(axis=1)
    return traces, last_norm, read, read @ network.w.T + network.b


def _block_backward(
    network: Transformer, block: Block, trace: BlockTrace, signals_output: Array
) -> tuple[BlockGradients, Array]:
    """Back through a block from dC/d(its output). Returns its gradients and dC/d(its input), [N, T, d]."""
    found = {field.name: np.zeros_like(getattr(block, field.name)) for field in fields(block)}
    factor = network.branch_scale if network.skip else 1.0

    def through_norm(number: int, d_n: Array) -> Array:
        cache = trace.norm_1 if number == 1 else trace.norm_2
        if not cache:
            return d_n
        d_x, found[f"scale_{number}"], found[f"shift_{number}"] = layer_norm_backward(d_n, cache)
        return d_x

    # Each half: the sum's derivative, then the branch's, then both meet at the half's input.
    d_sum = signals_output if network.pre else through_norm(2, signals_output)
    d_given, d_z, gradients = _mlp_backward(factor * d_sum, block, network.activation, trace.mlp)
    found |= gradients
    d_given = through_norm(2, d_given) if network.pre else d_given
    d_middle = d_given + network.skip_weight * d_sum if network.skip else d_given

    d_sum = d_middle if network.pre else through_norm(1, d_middle)
    d_given, gradients = attention_backward(factor * d_sum, block, trace.attention)
    found |= gradients
    d_given = through_norm(1, d_given) if network.pre else d_given
    d_input = d_given + network.skip_weight * d_sum if network.skip else d_given
    deltas = d_z.sum(axis=(0, 1)), signals_output.sum(axis=(0, 1))
    return BlockGradients(Block(**found), d_z, signals_output, *deltas), d_input


def backpropagate(network: Transformer, x: Array, targets: npt.NDArray[np.int64] | Array) -> TransformerGradients:
    """Gradients of the mean loss for x [N, T, features]; targets as in reference_sequences.loss_and_slope."""
    x = np.asarray(x, np.float64)
    traces, last_norm, read, z = forward(network, x)
    value, d_answers = loss_and_slope(z, targets)
    d_w, d_b = _add_up(d_answers, read)
    signals = d_answers @ network.w
    if not network.every_step:
        num_positions = x.shape[1]
        signals = np.repeat(signals[:, None, :] / num_positions, num_positions, axis=1)
    d_scale, d_shift = np.zeros_like(network.scale), np.zeros_like(network.shift)
    if last_norm:
        signals, d_scale, d_shift = layer_norm_backward(signals, last_norm)
    blocks: list[BlockGradients] = []
    for block, trace in zip(reversed(network.blocks), reversed(traces), strict=True):
        gradients, signals = _block_backward(network, block, trace, signals)
        blocks.append(gradients)
    w_in, b_in = _add_up(signals, x)
    return TransformerGradients(value, w_in, b_in, blocks[::-1], d_scale, d_shift, d_w, d_b)
