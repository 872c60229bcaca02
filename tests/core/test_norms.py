"""Norms of numbers of any size, type and place, on the CPU and as a graphics card would compute them."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from gradiometer.norms import device_norms, host_norms, norm, readable, row_norms
from numbers_of_any_size import DTYPES, TOLERANCE, assert_same_norm, values_of


@pytest.mark.parametrize("dtype", DTYPES)
@given(data=st.data())
def test_norm_of_hostile_values(dtype, data):
    """Also repeated a thousand times, because long tensors go another way than short ones."""
    values = data.draw(values_of(dtype, data.draw(st.integers(1, 12))))
    for repeated in (values, values.reshape(1, -1), np.tile(values, (1000, 1))):
        assert_same_norm(norm(repeated), repeated, TOLERANCE[dtype])


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("size", [1, 20, 3000, 20_000])
def test_norm_at_every_power_of_ten(dtype, size):
    """Squares of 1e-21 are subnormal in float32: not zero, but far off."""
    normal = np.random.default_rng(0).normal(size=size).clip(-3, 3)
    low, high = (-45, 38) if dtype == "float32" else (-323, 308)
    for exponent in range(low, high):
        values = (float(f"1e{exponent}") * normal).astype(dtype)
        assert_same_norm(norm(values), values, 5e-6)
        half = values.copy()
        half[: size // 2] = 0
        assert_same_norm(norm(half), half, 5e-6)
        # One large entry among small ones.
        half[-1] = 1.0
        assert_same_norm(norm(half), half, 5e-6)


@pytest.mark.parametrize(
    "values", [[], [0.0, -0.0], [1e-45], [3e-45, -3e-45], [1e-23] * 9, [1e30] * 9, [3e38] * 9, [1e-30, 1e30]]
)
@pytest.mark.parametrize("dtype", DTYPES)
def test_norm_of_plain_values(dtype, values):
    array = np.array(values, dtype)
    assert_same_norm(norm(array), array, TOLERANCE[dtype])


# --- gradients of parameters, by either path


def parameter_of(gradient: torch.Tensor | None) -> nn.Parameter:
    """A parameter that has this gradient."""
    if gradient is None:
        return nn.Parameter(torch.zeros(3))
    parameter = nn.Parameter(torch.zeros(gradient.shape, dtype=gradient.dtype))
    parameter.grad = gradient
    return parameter


def on_host(parameters: list[nn.Parameter]) -> list[float]:
    return host_norms(parameters)


def on_device(parameters: list[nn.Parameter]) -> list[float]:
    found = device_norms(parameters)
    assert found.dtype == torch.float64
    assert found.shape == (len(parameters),)
    return found.tolist()


both_paths = pytest.mark.parametrize("path", [on_host, on_device])


@both_paths
@pytest.mark.parametrize("dtype", DTYPES)
@given(data=st.data())
def test_gradients_of_any_size(path, dtype, data):
    """A few at once, of different sizes, and some parameters that have none."""
    arrays = data.draw(
        st.lists(st.one_of(st.none(), st.integers(1, 9).flatmap(lambda n: values_of(dtype, n))), max_size=5)
    )
    arrays.append(data.draw(values_of(dtype, 4)))
    found = path([parameter_of(None if array is None else torch.from_numpy(array.copy())) for array in arrays])
    for actual, array in zip(found, arrays, strict=True):
        if array is None:
            assert math.isnan(actual)
        else:
            assert_same_norm(actual, array, TOLERANCE[dtype])


@both_paths
def test_several_types_at_once(path):
    """Each as exactly as its own type allows; an order that their types do not keep."""
    values = [3.0, -4.0, 12.0, 0.0]
    types = [torch.float64, torch.bfloat16, torch.float32, None, torch.float16, torch.complex128, torch.float64]
    found = path([parameter_of(None if each is None else torch.tensor(values, dtype=each)) for each in types])
    assert [math.isnan(each) for each in found] == [each is None for each in types]
    np.testing.assert_allclose([each for each in found if not math.isnan(each)], 13.0, rtol=1e-12)


@both_paths
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision_is_widened_before_it_is_squared(path, dtype):
    """Squares of float16 overflow from 256 on and vanish below 2e-4; its sums end at 65504."""
    for size in (6e-8, 1e-6, 1e-3, 1.0, 300.0, 60_000.0, 1e-30, 1e30):
        gradient = (torch.randn(5000, generator=torch.Generator().manual_seed(0)).clamp(-1, 1) * size).to(dtype)
        exact = gradient.double().numpy()
        assert_same_norm(*path([parameter_of(gradient)]), exact, 5e-6)


@both_paths
@pytest.mark.parametrize("dtype", [torch.complex64, torch.complex128])
def test_complex_gradients(path, dtype):
    rng = np.random.default_rng(0)
    values = torch.from_numpy(rng.normal(size=(7, 9)) + 1j * rng.normal(size=(7, 9))).to(dtype)
    expected = math.hypot(*values.numpy().real.ravel().tolist(), *values.numpy().imag.ravel().tolist())
    (found,) = path([parameter_of(values)])
    assert found == pytest.approx(expected, rel=5e-6)


@both_paths
def test_a_complex_gradient_that_torch_has_conjugated_lazily(path):
    """What autograd leaves where a parameter was used conjugated: a tensor with the conjugate bit set."""
    parameter = nn.Parameter(torch.tensor([3 + 4j, 5 - 12j]))
    (parameter.conj() * torch.tensor([3 - 4j, 12j])).sum().real.backward()
    assert parameter.grad.is_conj()
    assert path([parameter]) == [13.0]


@both_paths
def test_a_gradient_that_is_itself_differentiable(path):
    """As backward(create_graph=True) leaves it, for a penalty on gradients say."""
    parameter = nn.Parameter(torch.tensor([3.0, 4.0]))
    (gradient,) = torch.autograd.grad((parameter**2).sum() / 2, parameter, create_graph=True)
    parameter.grad = gradient
    assert gradient.requires_grad
    assert path([parameter]) == [5.0]


@both_paths
def test_sparse_gradients(path):
    """Rows that were used twice count with their sum."""
    table = nn.Embedding(10, 2, sparse=True)
    chosen = table(torch.tensor([1, 4, 1]))
    (chosen * torch.tensor([[3.0, 0.0], [0.0, 4.0], [3.0, 0.0]])).sum().backward()
    assert table.weight.grad.is_sparse
    assert path([table.weight]) == [pytest.approx(math.hypot(6.0, 4.0), rel=1e-12)]
    # Nothing that was stored at all.
    empty = parameter_of(None)
    empty.grad = torch.sparse_coo_tensor(size=(3,), check_invariants=True)
    assert path([empty]) == [0.0]


@both_paths
def test_gradients_that_are_not_in_one_piece(path):
    """Transposed, strided, expanded and without a dimension."""
    base = torch.arange(24.0).reshape(4, 6)
    for gradient in (base.T, base[::2, 1::2], base[:, :1].expand(4, 5), torch.tensor(-3.0)):
        assert_same_norm(*path([parameter_of(gradient)]), gradient.numpy(), 1e-6)


@both_paths
def test_reading_changes_no_gradient(path):
    gradients = [torch.randn(4, 3, dtype=each) for each in (torch.float64, torch.float16, torch.complex64)]
    parameters = [parameter_of(gradient) for gradient in gradients]
    before = [gradient.clone() for gradient in gradients]
    path(parameters)
    assert all(torch.equal(parameter.grad, old) for parameter, old in zip(parameters, before, strict=True))
    assert all(parameter.grad is gradient for parameter, gradient in zip(parameters, gradients, strict=True))


def test_what_is_readable_already_is_not_copied():
    for dtype in (torch.float32, torch.float64):
        gradient = torch.ones(3, dtype=dtype)
        assert readable(gradient).data_ptr() == gradient.data_ptr()
        assert readable(gradient).dtype == dtype
    for dtype in (torch.float16, torch.bfloat16):
        wide = readable(torch.tensor([1.5, -6e-8], dtype=dtype))
        assert wide.dtype == torch.float32
        assert wide.tolist() == torch.tensor([1.5, -6e-8], dtype=dtype).tolist()


def test_no_gradient_at_all_on_a_device():
    assert np.isnan(on_device([parameter_of(None), parameter_of(None)])).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_norms_of_rows_of_any_size(dtype):
    """Down to subnormals and up to the largest; a NaN or Inf in one row leaves the others alone."""
    info = np.finfo(dtype)
    sizes = np.array([float(info.smallest_subnormal), float(info.tiny), 1e-30, 1.0, float(info.max) / 4])
    rows = (sizes[:, None] * np.array([3.0, 0.0, -4.0]) / 4.0).astype(dtype)
    rows = np.vstack([rows, np.zeros(3), [1.0, np.inf, 2.0], [1.0, np.nan, np.inf]]).astype(dtype)
    found = row_norms(torch.from_numpy(rows)).numpy()
    assert found.dtype == np.float64
    wanted = [math.hypot(*row) for row in rows[:6].tolist()]
    np.testing.assert_allclose(found[:6], wanted, rtol=1e-14)
    assert found[6] == np.inf
    assert np.isnan(found[7])
