"""What is heard in a pass, also where values are written over afterwards."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from gradiometer.listener import Listener


class Net(nn.Module):
    def __init__(self, phi):
        super().__init__()
        self.one, self.two = nn.Linear(3, 4), nn.Linear(4, 2)
        self.phi = phi

    def forward(self, x):
        return self.two(self.phi(self.one(x)))


@pytest.fixture
def x():
    torch.manual_seed(0)
    return torch.randn(5, 3)


def heard(model: Net, x: torch.Tensor) -> list:
    listener = Listener(model)
    listener.start([model.one, model.two])
    model(x).square().sum().backward()
    listener.stop()
    [calls] = listener.passes
    assert listener.begun == [model.one, model.two]
    return calls


@pytest.mark.parametrize(
    ("phi", "plain"),
    [
        (nn.ReLU(), torch.relu),
        (nn.ReLU(inplace=True), torch.relu),
        (F.relu, torch.relu),
        (lambda z: F.relu(z, inplace=True), torch.relu),
        (lambda z: z.relu_(), torch.relu),
        (torch.sigmoid, torch.sigmoid),
        (lambda z: z.tanh(), torch.tanh),
        (nn.LeakyReLU(0.2, True), lambda z: F.leaky_relu(z, 0.2)),
        (nn.GELU("tanh"), lambda z: F.gelu(z, approximate="tanh")),
        (nn.Softplus(2.0), lambda z: F.softplus(z, 2.0)),
    ],
)
def test_an_activation_by_any_name(x, phi, plain):
    """As a module, a function or a method, in place or not: z, phi(z), dC/dz, and phi itself to be applied again."""
    model = Net(phi)
    first, second = heard(model, x)
    z = F.linear(x, model.one.weight, model.one.bias).detach().requires_grad_()
    F.linear(plain(z), model.two.weight, model.two.bias).square().sum().backward()
    torch.testing.assert_close(first.z, z.detach())
    torch.testing.assert_close(first.value, z.detach())
    torch.testing.assert_close(first.activated, plain(z).detach())
    torch.testing.assert_close(first.gradient, z.grad)
    torch.testing.assert_close(first.applied(z.detach()), plain(z).detach())
    assert second.applied is None


def test_other_functions_are_no_activations(x):
    first, _ = heard(Net(lambda z: torch.sin(z)), x)
    assert first.applied is None
    assert first.gradient is not None


def test_a_sum_with_a_skip_connection(x):
    class Skips(Net):
        def forward(self, x):
            out = self.one(x)
            out += 1.5
            return self.two(torch.relu(out))

    model = Skips(None)
    first, _ = heard(model, x)
    z = F.linear(x, model.one.weight, model.one.bias).detach()
    torch.testing.assert_close(first.value, z)
    torch.testing.assert_close(first.z, z + 1.5)


def test_a_pass_that_fails_leaves_nothing_behind(x):
    def fail(_z):
        raise RuntimeError("not today")

    model = Net(fail)
    listener = Listener(model)
    listener.start([model.one])
    with pytest.raises(RuntimeError, match="not today"):
        model(x)
    # The mode is left: functions are not seen any more.
    before = len(listener.passes[0])
    torch.relu(model.one(x))
    assert listener.passes[0][before - 1].applied is None
    listener.stop()
    assert not listener.is_listening
    assert not model._forward_hooks
    assert not model._forward_pre_hooks
    assert not model.one._forward_hooks


def test_passes_without_gradients_are_not_heard(x):
    model = Net(torch.relu)
    listener = Listener(model)
    listener.start([model.one])
    with torch.no_grad():
        model(x)
    assert listener.passes == []
    model(x)
    assert [len(calls) for calls in listener.passes] == [1]
    listener.forget()
    assert listener.passes == []
    listener.stop()
