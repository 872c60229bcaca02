"""The plans of the trials by which rule sets are judged: which factors are combined, and how often.

What a plan is meant to show decides nothing: a verdict comes from the outcome alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

OTHER_FAMILY = "convolutional"
"""Of which nothing may be looked at when rules are tuned."""

MNIST = "data=mnist"
MOONS = "data=moons num_train=1000"
CIRCLES = "data=circles num_train=1000"
ROWS = "data=mnist_rows"
ADDING = "data=adding length=12 num_train=4000 loss=squared_error"
DATA = (MNIST, MOONS, CIRCLES)
CURVED = ("activation=relu", "activation=leaky_relu", "activation=elu", "activation=gelu", "activation=selu")
ALL_ACTIVATIONS = (*CURVED, "activation=tanh", "activation=sigmoid")
ALL_LAWS = tuple(
    f"initialization={law}" for law in ("normal", "normal_fan_in", "xavier", "he", "orthogonal", "pytorch")
)
GOOD_LAWS = ALL_LAWS[2:5]
SGD, MOMENTUM, ADAM, RMSPROP = "optimizer=sgd", "optimizer=momentum", "optimizer=adam", "optimizer=rmsprop"


def rates(optimizer: str, *values: str) -> tuple[str, ...]:
    """An optimizer at several learning rates."""
    return tuple(f"{optimizer} learning_rate={value}" for value in values)


@dataclass(frozen=True)
class Plan:
    """name: what its trials are meant to show; count: of them; factors: each with levels, which are words."""

    name: str
    count: int
    factors: Mapping[str, Sequence[str]]


def plan(name: str, count: int, **factors: Sequence[str]) -> Plan:
    """Of perceptrons on any of the usual data, unless the factors say otherwise."""
    defaults = {"family": ("family=mlp",), "data": DATA, "width": ("20", "32", "64")}
    return Plan(name, count, {**defaults, **factors})


SANE = (*rates(SGD, "0.1"), *rates(MOMENTUM, "0.02"), *rates(ADAM, "0.001", "0.003"))
OF_RECURRENT = (
    "family=rnn activation=tanh initialization=orthogonal",
    "family=gru initialization=xavier",
    "family=lstm initialization=xavier forget_bias=1",
    "family=rnn activation=relu initialization=orthogonal",
    "family=gru initialization=pytorch",
    "family=lstm initialization=orthogonal",
)
RAW = (
    "data=file file=digits-0-to-255.npz num_train=2000",
    "data=file file=moons-far-away.npz num_train=1000",
    "data=file file=circles-tiny.npz num_train=1000",
    "data=file file=moons-wide.npz num_train=1000",
)

PLANS = (
    # Where faults are looked for.
    plan(
        "sigmoid-depth",
        14,
        depth=("4", "5", "6", "8", "12", "20"),
        activation=("activation=sigmoid",),
        law=ALL_LAWS[1:],
        rate=(*rates(SGD, "0.1", "0.5"), *rates(MOMENTUM, "0.05"), *rates(ADAM, "0.001", "0.003")),
    ),
    plan(
        "fading-weights",
        14,
        depth=("10", "15", "20", "30", "45", "60"),
        activation=(*CURVED, "activation=tanh"),
        law=("initialization=pytorch", "initialization=normal_fan_in", "initialization=xavier"),
        rate=SANE,
    ),
    plan(
        "growing-weights",
        14,
        depth=("3", "5", "8", "12", "20", "30"),
        activation=ALL_ACTIVATIONS,
        law=("initialization=normal",),
        rate=(*rates(SGD, "0.01", "0.1"), *rates(MOMENTUM, "0.01"), *rates(ADAM, "0.001")),
    ),
    plan(
        "rate-too-high",
        20,
        depth=("3", "4", "6", "10"),
        activation=ALL_ACTIVATIONS,
        law=GOOD_LAWS,
        norm=("", "", "normalization=batch", "normalization=layer"),
        rate=(
            *rates(SGD, "3", "10", "100"),
            *rates(MOMENTUM, "1", "10"),
            *rates(ADAM, "0.1", "0.3", "1"),
            *rates(RMSPROP, "0.1", "1"),
        ),
    ),
    plan(
        "rate-too-low",
        10,
        depth=("3", "4", "6", "10"),
        activation=ALL_ACTIVATIONS,
        law=GOOD_LAWS,
        norm=("", "normalization=batch"),
        rate=(*rates(SGD, "1e-4", "1e-5", "1e-6"), *rates(MOMENTUM, "1e-6"), *rates(ADAM, "1e-6", "1e-7")),
    ),
    plan(
        "dead-relu",
        12,
        depth=("3", "5", "8", "12"),
        activation=("activation=relu",),
        law=("initialization=he", "initialization=pytorch", "initialization=xavier"),
        rate=(*rates(ADAM, "0.03", "0.1", "0.3"), *rates(SGD, "1", "3"), *rates(MOMENTUM, "0.3")),
    ),
    plan(
        "saturated",
        10,
        data=(MNIST,),
        width=("64",),
        depth=("3", "4", "6", "10"),
        activation=("activation=sigmoid", "activation=tanh"),
        law=("initialization=normal",),
        rate=SANE,
    ),
    plan(
        "wiped-by-clipping",
        10,
        depth=("3", "4", "6", "10"),
        activation=CURVED,
        law=GOOD_LAWS,
        rate=(*rates(SGD, "0.1"), *rates(MOMENTUM, "0.02")),
        clip=(
            "clipping=total clip_threshold=1e-6",
            "clipping=total clip_threshold=1e-4",
            "clipping=layer clip_threshold=1e-5",
            "clipping=value clip_threshold=1e-7",
        ),
    ),
    plan(
        "raw-inputs",
        12,
        data=RAW,
        depth=("3", "4", "6"),
        activation=ALL_ACTIVATIONS,
        law=(*GOOD_LAWS, "initialization=pytorch"),
        rate=SANE,
    ),
    plan(
        "decay-too-strong",
        6,
        depth=("3", "4", "6"),
        activation=ALL_ACTIVATIONS,
        law=GOOD_LAWS,
        rate=(
            *(f"{rate} weight_decay=0.3" for rate in SANE[:2]),
            *(f"{rate} weight_decay=1" for rate in SANE[:3]),
            f"{SANE[0]} weight_decay=0.03",
        ),
    ),
    plan(
        "recurrent-ill",
        24,
        family=(
            "family=rnn activation=tanh",
            "family=rnn activation=relu",
            "family=rnn activation=sigmoid",
            "family=gru",
            "family=lstm",
        ),
        data=(ROWS, ADDING),
        width=("20", "32"),
        depth=("1", "1", "2"),
        law=ALL_LAWS,
        rate=(
            *rates(SGD, "0.1", "10", "1e-5"),
            *rates(ADAM, "0.003", "1", "1e-6"),
            *rates(MOMENTUM, "3"),
            f"{SGD} learning_rate=0.1 clipping=total clip_threshold=1e-5",
        ),
    ),
    # Where none are.
    plan(
        "plain",
        14,
        depth=("3", "4", "5"),
        activation=(*CURVED, "activation=tanh"),
        law=(*GOOD_LAWS, "initialization=pytorch"),
        rate=SANE,
    ),
    plan(
        "deep-well-drawn",
        14,
        depth=("10", "15", "20", "30", "45", "60"),
        pair=(
            "activation=tanh initialization=orthogonal",
            "activation=relu initialization=he",
            "activation=leaky_relu initialization=he",
            "activation=selu initialization=xavier",
            "activation=gelu initialization=he",
            "activation=elu initialization=orthogonal",
        ),
        rate=(*rates(ADAM, "0.001", "0.0005"), *rates(SGD, "0.02"), *rates(MOMENTUM, "0.003")),
        type=("", "", "dtype=float64"),
    ),
    plan(
        "normalized",
        16,
        depth=("4", "8", "15", "30"),
        activation=ALL_ACTIVATIONS,
        law=ALL_LAWS,
        norm=("normalization=batch", "normalization=layer"),
        rate=(*rates(SGD, "0.1"), *rates(MOMENTUM, "0.02"), *rates(ADAM, "0.003", "0.01")),
    ),
    plan(
        "skips",
        14,
        depth=("10", "20", "40", "60"),
        activation=ALL_ACTIVATIONS,
        law=GOOD_LAWS,
        skip=("skip=on branch_scale=0.2", "skip=on branch_scale=0.1", "skip=on branch_scale=0.2 normalization=layer"),
        rate=(*rates(ADAM, "0.001", "0.003"), *rates(SGD, "0.05")),
    ),
    plan(
        "small-loss",
        8,
        depth=("3", "4", "5"),
        activation=(*CURVED, "activation=tanh"),
        law=GOOD_LAWS,
        loss=("loss=quadratic", "loss=sigmoid_cross_entropy"),
        rate=(*rates(SGD, "0.5"), *rates(MOMENTUM, "0.1"), *rates(ADAM, "0.003")),
    ),
    plan(
        "converged",
        8,
        data=(MOONS, CIRCLES),
        depth=("3", "5", "8"),
        activation=(*CURVED, "activation=tanh"),
        law=GOOD_LAWS,
        rate=(*rates(ADAM, "0.01"), *rates(MOMENTUM, "0.1"), *rates(SGD, "0.5")),
    ),
    plan(
        "sigmoid-sane",
        10,
        depth=("3", "4", "5"),
        activation=("activation=sigmoid",),
        law=(*GOOD_LAWS, "initialization=normal_fan_in"),
        norm=("", "normalization=batch", ""),
        rate=rates(ADAM, "0.01", "0.003", "0.02"),
    ),
    plan(
        "clipped-in-vain",
        8,
        depth=("3", "4", "6"),
        activation=(*CURVED, "activation=tanh"),
        law=GOOD_LAWS,
        rate=(
            f"{ADAM} learning_rate=0.003 clipping=total clip_threshold=0.001",
            f"{ADAM} learning_rate=0.003 clipping=layer clip_threshold=0.01",
            f"{SGD} learning_rate=0.3 clipping=total clip_threshold=0.5",
            f"{MOMENTUM} learning_rate=0.05 clipping=value clip_threshold=0.01",
        ),
    ),
    plan(
        "batches",
        8,
        depth=("3", "4", "6"),
        activation=(*CURVED, "activation=tanh"),
        law=GOOD_LAWS,
        size=("batch_size=4", "batch_size=8", "batch_size=256", "batch_size=1000"),
        rate=(*rates(ADAM, "0.002"), *rates(SGD, "0.05")),
    ),
    plan(
        "recurrent-sane",
        16,
        family=OF_RECURRENT,
        data=(ROWS, ADDING),
        width=("24", "32"),
        depth=("1", "1", "2"),
        rate=(
            f"{ADAM} learning_rate=0.01 clipping=total clip_threshold=1",
            f"{ADAM} learning_rate=0.005",
            f"{ADAM} learning_rate=0.003 clipping=total clip_threshold=1",
        ),
    ),
    plan(
        "raw-inputs-normalized",
        6,
        data=RAW,
        depth=("3", "4", "6"),
        activation=ALL_ACTIVATIONS,
        law=GOOD_LAWS,
        norm=("normalization=batch",),
        rate=(*rates(ADAM, "0.003"), *rates(SGD, "0.1")),
    ),
    # The family that no rule is tuned on: some of all of these.
    plan(
        "convolutional-sane",
        18,
        family=(f"family={OTHER_FAMILY}",),
        data=(MNIST,),
        depth=("3", "5", "8", "11"),
        activation=(*CURVED, "activation=tanh"),
        law=GOOD_LAWS,
        norm=("normalization=batch", "normalization=layer", "normalization=batch skip=on"),
        rate=(*rates(ADAM, "0.003", "0.01"), *rates(MOMENTUM, "0.05"), *rates(SGD, "0.3")),
    ),
    plan(
        "convolutional-ill",
        18,
        family=(f"family={OTHER_FAMILY}",),
        data=(MNIST,),
        depth=("3", "5", "8", "11"),
        activation=ALL_ACTIVATIONS,
        law=ALL_LAWS,
        rate=(
            *rates(ADAM, "0.003", "0.3", "1e-6"),
            *rates(MOMENTUM, "3"),
            *rates(SGD, "0.1", "1e-5"),
            f"{SGD} learning_rate=0.1 clipping=total clip_threshold=1e-6",
        ),
    ),
)
