"""An independent float64 reference: recurrent networks (Elman RNN, LSTM, GRU) and backpropagation through time.

Plain numpy, derived by hand from the published formulas; nothing is shared with the program under test.
Shapes: N sequences of T time steps; a level (recurrent layer) has H units and reads all h_t of the level below.
test_reference_sequences.py validates every function here against scalar code and central finite differences.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reference import ACTIVATIONS, EPS_NORMALIZATION, Array

GATES = {  # the blocks of H rows in a level's weights and bias, in their order
    "rnn": ("hidden",),
    "lstm": ("input", "forget", "candidate", "output"),
    "gru": ("reset", "update", "candidate"),
}


@dataclass(frozen=True)
class Level:
    """w_x [G*H, fan_in], w_h [G*H, H], the only bias b [G*H]; G gates in the order of GATES. float64.

    scale, shift [H]: of a layer normalization at every step of an Elman RNN, if there is one (Ba et al. 2016, eq. 4).
    """

    w_x: Array
    w_h: Array
    b: Array
    scale: Array | None = None
    shift: Array | None = None

    def __post_init__(self) -> None:
        for array in self.arrays():
            if array.dtype != np.float64:
                raise TypeError(f"the reference works in float64, not {array.dtype}")

    def arrays(self) -> list[Array]:
        """The parameters in the order of the fields, without what is None."""
        return [array for array in (self.w_x, self.w_h, self.b, self.scale, self.shift) if array is not None]


@dataclass(frozen=True)
class Network:
    """cell: a key of GATES; levels from the input; output weights w [K, H] and bias b [K].

    activation: of the Elman RNN alone; forget_bias: a constant added to the LSTM's forget gate, not learned;
    every_step: answers z_t at every h_t of the last level (True) or one at h_T; skip: a level that reads as many values
    as it has units hands on skip_weight x_t + branch_scale h_t instead of h_t (its own recurrence still reads h_t).
    """

    cell: str
    levels: Sequence[Level]
    w: Array
    b: Array
    activation: str = "tanh"
    forget_bias: float = 0.0
    every_step: bool = False
    skip: bool = False
    branch_scale: float = 1.0
    skip_weight: float = 1.0

    def adds(self, number: int) -> bool:
        """Whether level `number` (from 0) hands on its input too."""
        w_x, w_h = self.levels[number].w_x, self.levels[number].w_h
        return self.skip and w_x.shape[1] == w_h.shape[1]


@dataclass(frozen=True)
class Trace:
    """What the backward pass of one level needs, each [T, N, ...]: its input x and, after each time step, h and c
    (LSTM; else empty); z [T, N, G*H], what each gate's function is applied to; for the GRU what W_hn h_{t-1} is, as
    recurrent [T, N, H]; with a normalization z_hat [T, N, H] and inverse_std [T, N, 1] (else empty); what is handed on,
    output [T, N, H]."""

    x: Array
    z: Array
    h: Array
    c: Array
    recurrent: Array
    z_hat: Array
    inverse_std: Array
    output: Array


@dataclass(frozen=True)
class LevelGradients:
    """Gradients of the mean loss, w_x, w_h, b, scale and shift shaped as in Level.

    hidden, cell [T, N, H]: the total derivatives dC/dh_t and dC/dc_t, the direct way and through all later steps and
    the levels above (cell is empty but for the LSTM). signals [T, N, G*H]: dC/dz_t, z_t what each gate's function is
    applied to at time t alone (after a normalization). deltas [T, G, H]: the same, summed over sequences: the gradient
    with respect to a bias at that gate and time.
    """

    w_x: Array
    w_h: Array
    b: Array
    hidden: Array
    cell: Array
    signals: Array
    deltas: Array
    scale: Array | None = None
    shift: Array | None = None

    def arrays(self) -> list[Array]:
        """Ordered as Level.arrays()."""
        return [array for array in (self.w_x, self.w_h, self.b, self.scale, self.shift) if array is not None]


@dataclass(frozen=True)
class SequenceGradients:
    """loss, levels, and the gradients w [K, H] and b [K] of the output layer; b is also its delta."""

    loss: float
    levels: list[LevelGradients]
    w: Array
    b: Array


@dataclass(frozen=True)
class Offsets:
    """Explicit additions that define the derivatives, by level: to z [T, G*H] (the same for all sequences), to h and to
    c [T, N, H] after they are computed and before anything reads them."""

    z: Sequence[Array]
    h: Sequence[Array]
    c: Sequence[Array]


def _gates(network: Network, z: Array) -> list[Array]:
    """The values of the gates from their pre-activations z [..., G*H]; of the GRU's candidate the raw z."""
    sigmoid = ACTIVATIONS["sigmoid"][0]
    parts = np.split(z, len(GATES[network.cell]), axis=-1)
    if network.cell == "rnn":
        return [ACTIVATIONS[network.activation][0](parts[0])]
    if network.cell == "lstm":
        i, f, g, o = parts
        return [sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)]
    r, u, n = parts
    return [sigmoid(r), sigmoid(u), np.tanh(n)]


def run_level(network: Network, number: int, x: Array, offsets: Offsets | None = None) -> Trace:
    """Level `number` (from 0) over its inputs x [T, N, fan_in], from h_0 = c_0 = 0.

    rnn: h_t = phi(W_x x_t + b + W_h h_{t-1}) (Elman 1990). lstm: i, f, o = sigmoid, g = tanh of their z; z_f has the
    forget bias added; c_t = f c_{t-1} + i g, h_t = o tanh(c_t) (Hochreiter & Schmidhuber 1997; Gers et al. 2000). gru:
    r, u = sigmoid, n = tanh(W_xn x + b_n + r (W_hn h_{t-1})), h_t = (1 - u) n + u h_{t-1} (Cho et al. 2014, in the form
    of cuDNN and PyTorch).
    """
    level = network.levels[number]
    num_times, num, _ = x.shape
    width = level.w_h.shape[1]
    h, c = np.zeros((num, width)), np.zeros((num, width))
    kept: list[list[Array]] = [[], [], [], [], [], []]
    for t in range(num_times):
        z = x[t] @ level.w_x.T + level.b
        from_past = h @ level.w_h.T
        recurrent = from_past[:, 2 * width :]
        if network.cell == "gru":
            z[:, : 2 * width] += from_past[:, : 2 * width]
        else:
            z += from_past
        if network.cell == "lstm":
            z[:, width : 2 * width] += network.forget_bias
        z_hat = inverse_std = np.empty(0)
        if level.scale is not None and level.shift is not None:
            centred = z - z.mean(axis=1, keepdims=True)
            inverse_std = 1.0 / np.sqrt((centred**2).mean(axis=1, keepdims=True) + EPS_NORMALIZATION)
            z_hat = centred * inverse_std
            z = level.scale * z_hat + level.shift
        if offsets is not None:
            z = z + offsets.z[number][t]
        if network.cell == "gru":
            z[:, 2 * width :] += _gates(network, z)[0] * recurrent
        gates = _gates(network, z)
        if network.cell == "rnn":
            h = gates[0]
        elif network.cell == "lstm":
            i, f, g, o = gates
            c = f * c + i * g
            if offsets is not None:
                c = c + offsets.c[number][t]
            h = o * np.tanh(c)
        else:
            _, u, n = gates
            h = (1.0 - u) * n + u * h
        if offsets is not None:
            h = h + offsets.h[number][t]
        for values, value in zip(kept, (z, h, c, recurrent, z_hat, inverse_std), strict=True):
            values.append(value)
    z_all, h_all, c_all, recurrent_all, z_hats, inverse_stds = (np.stack(values) for values in kept)
    is_lstm, is_gru = network.cell == "lstm", network.cell == "gru"
    empty = np.empty((0, num, width))
    output = network.skip_weight * x + network.branch_scale * h_all if network.adds(number) else h_all
    cells, recurrents = c_all if is_lstm else empty, recurrent_all if is_gru else empty
    return Trace(x, z_all, h_all, cells, recurrents, z_hats, inverse_stds, output)


def forward(network: Network, x: Array, offsets: Offsets | None = None) -> tuple[list[Trace], Array]:
    """The traces of the levels and the answers z for x [N, T, features]: [N, K], or [N, T, K] at every step."""
    values = np.asarray(x, np.float64).transpose(1, 0, 2)
    traces = []
    for number in range(len(network.levels)):
        traces.append(run_level(network, number, values, offsets))
        values = traces[-1].output
    z = values @ network.w.T + network.b  # [T, N, K]
    return traces, z.transpose(1, 0, 2) if network.every_step else z[-1]


def loss_and_slope(z: Array, targets: npt.NDArray[np.int64] | Array) -> tuple[float, Array]:
    """The loss and its derivative with respect to the answers z [N, K] or [N, T, K].

    Integer targets [N]: softmax cross-entropy, mean over sequences. Integer targets [N, T]: mean over the positions
    asked, target >= 0, of all sequences together. Float targets [N, K]: mean over sequences of sum_k (z_k - y_k)^2 / 2.
    """
    if targets.dtype.kind == "f":
        error: Array = z - targets
        return float((error**2).sum() / (2 * len(z))), error / len(z)
    asked = targets >= 0
    count = int(asked.sum())
    shifted = z - z.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    one_hot = np.eye(z.shape[-1])[np.where(asked, targets, 0)]
    loss = -(log_p * one_hot).sum(axis=-1)[asked].sum() / count
    return float(loss), np.where(asked[..., None], (np.exp(log_p) - one_hot) / count, 0.0)


@dataclass(frozen=True)
class StepBack:
    """What one step back in time gives: signals, dC/dz_t [N, G*H] at the gates' functions; fed and past, dC/d(W_x x_t +
    b) and dC/d(W_h h_{t-1}) [N, G*H]; carried, the part of dC/dh_{t-1} that comes past W_h; cell, the total dC/dc_t,
    and cell_before, the part of dC/dc_{t-1} that comes through c_t; all these [N, H]."""

    signals: Array
    fed: Array
    past: Array
    carried: Array
    cell: Array
    cell_before: Array


def _step_back(network: Network, level: Level, trace: Trace, t: int, d_h: Array, d_c: Array) -> StepBack:
    """From the total dC/dh_t [N, H] and the part of dC/dc_t that comes from c_{t+1}."""
    gates = _gates(network, trace.z[t])
    zeros = np.zeros_like(d_h)
    h_before = trace.h[t - 1] if t else zeros
    if network.cell == "rnn":
        d_n = d_z = d_h * ACTIVATIONS[network.activation][1](trace.z[t])
        if level.scale is not None:
            z_hat = trace.z_hat[t]
            g = d_n * level.scale
            along = z_hat * (g * z_hat).mean(axis=1, keepdims=True)
            d_z = (g - g.mean(axis=1, keepdims=True) - along) * trace.inverse_std[t]
        return StepBack(d_n, d_z, d_z, zeros, zeros, zeros)
    if network.cell == "lstm":
        i, f, g, o = gates
        c_before = trace.c[t - 1] if t else zeros
        squashed = np.tanh(trace.c[t])
        total = d_c + d_h * o * (1.0 - squashed**2)
        parts = [
            total * g * i * (1.0 - i),
            total * c_before * f * (1.0 - f),
            total * i * (1.0 - g**2),
            d_h * squashed * o * (1.0 - o),
        ]
        d_z = np.concatenate(parts, axis=1)
        return StepBack(d_z, d_z, d_z, zeros, total, total * f)
    r, u, n = gates
    d_n = d_h * (1.0 - u) * (1.0 - n**2)  # at the tanh's input, which is where a bias b_n is added
    d_u = d_h * (h_before - n) * u * (1.0 - u)
    d_r = d_n * trace.recurrent[t] * r * (1.0 - r)
    d_z = np.concatenate([d_r, d_u, d_n], axis=1)
    return StepBack(d_z, d_z, np.concatenate([d_r, d_u, d_n * r], axis=1), d_h * u, zeros, zeros)


def _level_backward(network: Network, number: int, trace: Trace, d_output: Array) -> tuple[LevelGradients, Array]:
    """Back through a level from dC/d(what it hands on) [T, N, H]. Returns its gradients and dC/dx [T, N, fan_in]."""
    level = network.levels[number]
    adds = network.adds(number)
    width = level.w_h.shape[1]
    d_h, d_c = np.zeros_like(d_output[0]), np.zeros_like(d_output[0])
    hidden, cell = np.empty_like(d_output), np.empty_like(d_output)
    signals, fed = np.empty_like(trace.z), np.empty_like(trace.z)
    d_w_h = np.zeros_like(level.w_h)
    for t in reversed(range(len(d_output))):
        hidden[t] = d_output[t] * (network.branch_scale if adds else 1.0) + d_h
        back = _step_back(network, level, trace, t, hidden[t], d_c)
        signals[t], fed[t], cell[t] = back.signals, back.fed, back.cell
        d_h, d_c = back.past @ level.w_h + back.carried, back.cell_before
        if t:  # h_0 = 0 adds nothing
            d_w_h += back.past.T @ trace.h[t - 1]
    d_scale = d_shift = None
    if level.scale is not None:
        d_scale, d_shift = (signals * trace.z_hat).sum(axis=(0, 1)), signals.sum(axis=(0, 1))
    weights = np.einsum("tng,tnf->gf", fed, trace.x), d_w_h, fed.sum(axis=(0, 1))
    by_gate = signals.sum(axis=1).reshape(len(signals), len(GATES[network.cell]), width)
    cells = cell if network.cell == "lstm" else cell[:0]
    gradients = LevelGradients(*weights, hidden, cells, signals, by_gate, d_scale, d_shift)
    return gradients, fed @ level.w_x + (network.skip_weight * d_output if adds else 0.0)


def backpropagate(network: Network, x: Array, targets: npt.NDArray[np.int64] | Array) -> SequenceGradients:
    """Backpropagation through time (Werbos 1990) for x [N, T, features]; targets as in loss_and_slope."""
    traces, z = forward(network, x)
    value, d_z = loss_and_slope(z, targets)
    top = traces[-1].output
    d_answers = np.zeros((*top.shape[:2], z.shape[-1]))  # [T, N, K]
    if network.every_step:
        d_answers[:] = d_z.transpose(1, 0, 2)
    else:
        d_answers[-1] = d_z
    d_w, d_b = np.einsum("tnk,tnh->kh", d_answers, top), d_answers.sum(axis=(0, 1))
    direct = d_answers @ network.w
    levels: list[LevelGradients] = []
    for number in reversed(range(len(traces))):
        gradients, direct = _level_backward(network, number, traces[number], direct)
        levels.append(gradients)
    return SequenceGradients(value, levels[::-1], d_w, d_b)
