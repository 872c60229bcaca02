"""Counts are exact: against a count by numpy's frexp, whatever the type, the sizes and what was counted before."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

import reference as ref
from gradiometer.bins import BINS, SPECIALS
from gradiometer.counter import Counter
from numbers_of_any_size import DTYPES, values_of

CPU = torch.device("cpu")


def make(dtype: str) -> Counter:
    return Counter(dtype, CPU)


def expected(layers: list, dtype: str, divisor: float = 1.0) -> np.ndarray:
    """By the reference, from each layer's values widened to float64."""
    rows = []
    for values in layers:
        flat = np.empty(0) if values is None else np.asarray(values)
        if np.iscomplexobj(flat):
            flat = np.stack([flat.real, flat.imag])
        rows.append(ref.count_powers(flat.astype(dtype) / np.dtype(dtype).type(divisor), dtype))
    return np.stack(rows)


def check(counts: np.ndarray, wanted: np.ndarray) -> None:
    assert counts.dtype == np.uint32
    np.testing.assert_array_equal(counts, wanted)


def arrays_of(dtype: str):
    """A few layers: of no values, of some, or with nothing there at all."""
    layer = st.one_of(st.none(), st.integers(0, 12).flatmap(lambda size: values_of(dtype, size)))
    return st.lists(layer, min_size=1, max_size=5)


@pytest.mark.parametrize("dtype", DTYPES)
@given(data=st.data())
def test_any_values_of_any_layers_one_after_another(dtype, data):
    """The same counter for all, as in a run: what it remembers of sizes and its memory must not show."""
    counter = make(dtype)
    for layers in data.draw(st.lists(arrays_of(dtype), min_size=1, max_size=6)):
        tensors = [None if values is None else torch.from_numpy(values.copy()) for values in layers]
        check(counter.count(tensors), expected(layers, dtype))


@pytest.mark.parametrize("dtype", DTYPES)
def test_every_edge_and_its_neighbours(dtype):
    bins = BINS[dtype]
    # The outermost is one past the largest number.
    edges = np.array([edge for edge in bins.edges.tolist() if abs(edge) <= float(np.finfo(dtype).max)], dtype)
    inwards, outwards = (np.nextafter(edges, edges.dtype.type(to)) for to in (0.0, math.inf))
    values = np.concatenate([edges, inwards, outwards, -outwards, [np.finfo(dtype).max]]).astype(dtype)
    assert len(np.unique(values)) > 4 * bins.num_exponents
    check(make(dtype).count([torch.from_numpy(values)]), expected([values], dtype))


@pytest.mark.parametrize("dtype", DTYPES)
def test_zeros_subnormals_inf_and_nan_are_told_apart_layer_by_layer(dtype):
    tiny = float(np.finfo(dtype).tiny)
    layers = [
        torch.tensor([0.0, -0.0, 1.0], dtype=DTYPES[dtype]),
        torch.tensor([tiny / 2, -tiny / 4, tiny, -tiny], dtype=DTYPES[dtype]),
        torch.tensor([math.inf, -math.inf, math.inf], dtype=DTYPES[dtype]),
        torch.tensor([math.nan, -math.nan, math.nan, math.nan], dtype=DTYPES[dtype]),
        torch.tensor([0.0, tiny / 8, math.inf, math.nan], dtype=DTYPES[dtype]),
    ]
    counts = make(dtype).count(layers).astype(int)
    special = counts[:, -len(SPECIALS) :]
    assert SPECIALS == ("zero", "subnormal", "infinite", "nan")
    assert special.tolist() == [[2, 0, 0, 0], [0, 2, 0, 0], [0, 0, 3, 0], [0, 0, 0, 4], [1, 1, 1, 1]]
    in_bins = counts[:, : BINS[dtype].num_bins]
    assert in_bins.sum(axis=1).tolist() == [3, 4, 0, 0, 2]
    assert in_bins[:, BINS[dtype].middle].tolist() == [2, 2, 0, 0, 2]
    check(counts.astype(np.uint32), expected([each.numpy() for each in layers], dtype))


NARROW = [torch.float16, torch.bfloat16, torch.float32, torch.complex64]


@pytest.mark.parametrize(
    ("bins", "dtype"),
    [
        *(("float32", dtype) for dtype in NARROW),
        *(("float64", dtype) for dtype in (*NARROW, torch.float64, torch.complex128)),
    ],
)
def test_narrower_types_are_widened_exactly(bins, dtype):
    generator = torch.Generator().manual_seed(0)
    sizes = torch.exp2(torch.empty(400).uniform_(-30, 14, generator=generator))
    values = (torch.randn(400, generator=generator) * sizes).to(dtype)
    values[:5] = torch.tensor([0.0, 6e-8, -6e-8, math.inf, math.nan]).to(dtype)
    if dtype.is_complex:
        values = values * torch.exp(1j * torch.arange(400.0)).to(dtype)
    wide = values.to(torch.complex128 if dtype.is_complex else torch.float64).numpy()
    check(make(bins).count([values, None, values[7:]]), expected([wide, None, wide[7:]], bins))


def test_layers_of_different_types_at_once():
    values = [3.0, -0.25, 0.0, 1e-7]
    types = [torch.float16, torch.float64, torch.bfloat16, torch.float32]
    layers = [torch.tensor(values, dtype=each) for each in types]
    check(make("float64").count(layers), expected([each.double().numpy() for each in layers], "float64"))


def test_a_complex_tensor_that_torch_has_conjugated_lazily():
    values = torch.tensor([3 + 4j, -0.5 - 12j])
    check(make("float32").count([values.conj()]), expected([np.conj(values.numpy())], "float32"))


@pytest.mark.parametrize("layers", [[None], [None, None], [torch.empty(0)], [None, torch.empty(0, 7), None]])
def test_nothing_to_count(layers):
    counts = make("float32").count(layers)
    assert counts.shape == (len(layers), BINS["float32"].num_bins + len(SPECIALS))
    assert not counts.any()


def test_values_of_any_shape_and_order_in_memory():
    base = torch.randn(6, 8, generator=torch.Generator().manual_seed(1))
    layers = [base.T, base[::2, 1::3], base[:, :1].expand(6, 4), torch.tensor(-2.5), base.reshape(2, 3, 8)]
    check(make("float32").count(layers), expected([each.numpy() for each in layers], "float32"))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("divisor", [2.0, 65536.0, 0.5, 3.0, 1e-3])
def test_all_values_are_divided(dtype, divisor):
    rng = np.random.default_rng(0)
    arrays = [rng.normal(size=300).astype(dtype), np.zeros(4, dtype), (1e-30 * rng.normal(size=70)).astype(dtype)]
    layers = [torch.from_numpy(array.copy()) for array in arrays]
    counter = make(dtype)
    check(counter.count(layers, divisor), expected(arrays, dtype, divisor))
    # The values themselves stay, and so does the next count.
    assert all(np.array_equal(layer.numpy(), array) for layer, array in zip(layers, arrays, strict=True))
    check(counter.count(layers), expected(arrays, dtype))


def test_what_was_divided_in_half_precision_is_wider_than_it():
    """A scaled gradient of 1e-3 by 65536 lies below float16, and not below its bins."""
    values = torch.full((5,), 1e-3, dtype=torch.float16)
    counts = make("float32").count([values], 65536.0)
    check(counts, expected([values.double().numpy()], "float32", 65536.0))
    assert counts[0, BINS["float32"].middle] == 0


@pytest.mark.parametrize("dtype", DTYPES)
def test_sizes_that_grow_shrink_and_come_back(dtype):
    """More different sets of sizes than are remembered, in any order, each with its own values."""
    rng = np.random.default_rng(0)
    sets = [tuple(rng.integers(0, 40, rng.integers(1, 6))) for _ in range(14)]
    counter = make(dtype)
    for round_ in range(60):
        sizes = sets[0] if round_ % 3 == 0 else sets[rng.integers(len(sets))]
        arrays = [np.exp2(rng.uniform(-40, 40, size)).astype(dtype) * rng.choice([-1, 1]) for size in sizes]
        check(counter.count([torch.from_numpy(array) for array in arrays]), expected(arrays, dtype))


def test_layers_change_places():
    """The same number of values in all, split otherwise."""
    counter = make("float32")
    values = np.array([1.0, -2.0, 0.0, 8.0, math.nan, 0.5], np.float32)
    for first in (2, 4, 0, 6, 2):
        parts = [values[:first], values[first:]]
        check(counter.count([torch.from_numpy(part.copy()) for part in parts]), expected(parts, "float32"))


def test_earlier_counts_stay_as_they_are():
    counter = make("float32")
    first = counter.count([torch.ones(5), torch.zeros(3)])
    kept = first.copy()
    counter.count([torch.full((5,), 8.0), torch.ones(3)])
    np.testing.assert_array_equal(first, kept)


def test_only_a_few_sets_of_sizes_are_remembered():
    """Offsets are as many as values, so batches that always differ must not fill the memory."""
    counter = make("float32")
    for size in range(1, 100):
        counter.count([torch.ones(size)])
    assert len(counter._offsets) == 8


def test_a_tensor_that_needs_gradients_is_counted_and_left_alone():
    values = torch.tensor([1.0, 2.0], requires_grad=True)
    doubled = values * 2
    check(make("float32").count([values, doubled]), expected([[1.0, 2.0], [2.0, 4.0]], "float32"))
    doubled.sum().backward()
    assert values.grad.tolist() == [2.0, 2.0]
