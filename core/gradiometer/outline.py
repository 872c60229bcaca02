"""The outline of a network: what files and plots have to know of it, whoever trains it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import groupby
from typing import Any, Self

from gradiometer.bins import BINS
from gradiometer.layout import MOST_LAYERS

SMALLEST = {
    "float16": "6e-8",
    "bfloat16": "9e-41",
    "float32": "1e-45",
    "float64": "1e-323",
}
"""Below what an exact zero of a type may really lie: its smallest subnormal. From the coarsest on."""
_COMPLEX = {"complex64": "float32", "complex128": "float64"}
_MOST_SPELLED_OUT = 6


@dataclass(frozen=True, slots=True)
class LayerOutline:
    """One layer. num_weights: entries of its weights; num_units: values that it puts out for one example (of a
    convolution: channels), 0 where that is not known; dtype: of its parameters; has_hidden_bias: whether a
    normalization takes its bias's influence away, whatever the settings.
    """

    name: str
    num_weights: int
    num_units: int
    dtype: str
    has_hidden_bias: bool = False

    @property
    def smallest(self) -> str:
        """Below what an exact zero of this layer may really lie."""
        return SMALLEST[_real(self.dtype)]


@dataclass(frozen=True, slots=True)
class Outline:
    """name: of the session; structure: in a few characters; dtype: of the histograms' bins, the widest of any layer;
    layers: from the input on.
    """

    name: str
    structure: str
    dtype: str
    layers: tuple[LayerOutline, ...]

    @property
    def layer_names(self) -> tuple[str, ...]:
        return tuple(layer.name for layer in self.layers)

    @property
    def smallest(self) -> str:
        """Below what an exact zero of any layer may really lie."""
        return coarsest([self])

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """The inverse; what it does not know is left out.

        Raises ValueError, KeyError, TypeError or AttributeError for junk.
        """
        known = {field.name for field in fields(LayerOutline)}
        layers = tuple(
            LayerOutline(**{name: value for name, value in layer.items() if name in known})
            for layer in values["layers"]
        )
        outline = cls(str(values["name"]), str(values["structure"]), values["dtype"], layers)
        if outline.dtype not in BINS or not 0 < len(layers) <= MOST_LAYERS:
            raise ValueError(f"{len(layers)} layers of {outline.dtype!r}")
        for layer in layers:
            is_sound = isinstance(layer.name, str) and _real(layer.dtype) in SMALLEST
            counts = (layer.num_weights, layer.num_units)
            if not is_sound or not all(type(count) is int and count >= 0 for count in counts):
                raise ValueError(f"{layer!r}")
        return outline


def coarsest(outlines: Iterable[Outline]) -> str:
    """Below what an exact zero of any layer of these networks may really lie."""
    dtypes = (_real(layer.dtype) for outline in outlines for layer in outline.layers)
    return SMALLEST[min(dtypes, key=list(SMALLEST).index)]


def _real(dtype: str) -> str:
    """The type of a complex number's parts."""
    return _COMPLEX.get(dtype, dtype)


def describe_widths(widths: Sequence[int]) -> str:
    """`784-30-30-10`; many equal widths in a row as `784-(30)x31-10`."""
    parts = []
    for width, group in groupby(widths):
        count = len(list(group))
        parts.append(f"({width})x{count}" if count > _MOST_SPELLED_OUT else "-".join([str(width)] * count))
    return "-".join(parts)
