"""The families of networks. To add one, write it into a file beside this one and name it here."""

from __future__ import annotations

from gradiometer.families.chain import CHAIN
from gradiometer.families.convolutional import CONVOLUTIONAL
from gradiometer.families.family import Family, LayerPlan, Structure
from gradiometer.families.gru import GRU
from gradiometer.families.lstm import LSTM
from gradiometer.families.mlp import MLP
from gradiometer.families.rnn import RNN
from gradiometer.families.tap import Tap
from gradiometer.families.transformer import TRANSFORMER

FAMILIES: dict[str, Family] = {
    "mlp": MLP,
    "convolutional": CONVOLUTIONAL,
    "rnn": RNN,
    "lstm": LSTM,
    "gru": GRU,
    "transformer": TRANSFORMER,
    "chain": CHAIN,
}

__all__ = ["FAMILIES", "Family", "LayerPlan", "Structure", "Tap"]
