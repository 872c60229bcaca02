"""The outline of a network: what files and plots have to know of it, whoever trains it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import groupby
from typing import Any, Self

from gradiometer.bins import BINS
from gradiometer.layout import MOST_LAYERS, Layout, layouts
from gradiometer.quantities import MOST_TIMES, TIME_QUANTITIES

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
    layers: from the input on; num_steps: time steps of a sequence that recurrent layers go through, 0 where there is no
    time; time_quantities: what is measured at each; has_surface: whether two inputs make a decision surface.
    """

    name: str
    structure: str
    dtype: str
    layers: tuple[LayerOutline, ...]
    num_steps: int = 0
    time_quantities: tuple[str, ...] = ()
    has_surface: bool = False

    @property
    def times(self) -> tuple[int, ...]:
        """The time steps that are kept, from 1 on: all, or MOST_TIMES of them, the first and the last among these."""
        if self.num_steps <= MOST_TIMES:
            return tuple(range(1, self.num_steps + 1))
        return tuple(1 + round(index * (self.num_steps - 1) / (MOST_TIMES - 1)) for index in range(MOST_TIMES))

    @property
    def layouts(self) -> dict[str, Layout]:
        """The columns of every stream."""
        return layouts(len(self.layers), len(self.times), self.time_quantities, has_surface=self.has_surface)

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
        num_steps, has_surface = values.get("num_steps", 0), values.get("has_surface", False)
        at_times = tuple(name for name in values.get("time_quantities", ()) if name in TIME_QUANTITIES)
        name, structure = str(values["name"]), str(values["structure"])
        outline = cls(name, structure, values["dtype"], layers, num_steps, at_times, has_surface)
        if outline.dtype not in BINS or not 0 < len(layers) <= MOST_LAYERS:
            raise ValueError(f"{len(layers)} layers of {outline.dtype!r}")
        if type(num_steps) is not int or num_steps < 0 or type(has_surface) is not bool:
            raise ValueError(f"{num_steps!r} time steps, a surface: {has_surface!r}")
        if len(set(at_times)) < len(at_times):
            raise ValueError(f"{at_times} at each time step")
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
