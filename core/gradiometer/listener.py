"""Listens to the passes of a user's network: what each module puts out, which activation takes it, and the gradient
that comes back. Nothing is changed: no random number is drawn and no value written.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode
from torch.utils.hooks import RemovableHandle

_WORDS = """
    celu elu gelu hardsigmoid hardswish hardtanh leaky_relu logsigmoid mish relu relu6 selu sigmoid silu softplus
    softsign tanh tanhshrink
"""
_ACTIVATION_NAMES = _WORDS.split()
_NAMED = [getattr(home, name, None) for home in (nn.functional, torch, Tensor) for name in _ACTIVATION_NAMES]
_IN_PLACE = [getattr(home, f"{name}_", None) for home in (nn.functional, torch, Tensor) for name in _ACTIVATION_NAMES]
_ACTIVATIONS = {function for function in (*_NAMED, *_IN_PLACE) if function is not None}
_SUMS = {torch.add, Tensor.add, Tensor.add_, Tensor.__add__, Tensor.__radd__, Tensor.__iadd__}


@dataclass(eq=False)
class Call:
    """One call of a module.

    given: its first argument; output: what it put out, the tensor itself; value: a copy from before anybody could write
    into it; gradient: of the loss with respect to it, once the backward pass came by; applied: phi with its further
    arguments, where an activation took the output, itself or with a skip connection added; z, activated: that
    function's input and output.
    """

    module: nn.Module
    given: Tensor | None
    output: Tensor
    value: Tensor
    gradient: Tensor | None = None
    applied: Callable[[Tensor], Tensor] | None = None
    z: Tensor | None = None
    activated: Tensor | None = None


class Listener:
    """model: whose passes are told apart; passes: the calls of each pass since `start`, in the order of their ends;
    num_examples: of all passes together, the first dimension of what the model was given; begun: the modules in the
    order in which they were called; spent_s: what listening took.
    """

    def __init__(self, model: nn.Module):
        self._model = model
        self._handles: list[RemovableHandle] = []
        self._mode: _ActivationMode | None = None
        self.passes: list[list[Call]] = []
        self.num_examples = 0
        self.begun: list[nn.Module] = []
        self.spent_s = 0.0

    @property
    def is_listening(self) -> bool:
        return bool(self._handles)

    def start(self, modules: Sequence[nn.Module]) -> None:
        """Listen to these modules from the next pass on."""
        self.passes, self.begun, self.num_examples, self.spent_s = [], [], 0, 0.0
        self._handles = [self._model.register_forward_pre_hook(self._pass_begins, with_kwargs=True)]
        for module in modules:
            self._handles.append(module.register_forward_pre_hook(lambda module, _given: self.begun.append(module)))
            self._handles.append(module.register_forward_hook(self._called))
        # Also where the pass raises.
        self._handles.append(self._model.register_forward_hook(self._pass_ends, always_call=True))

    def stop(self) -> None:
        """Stop listening; what was heard stays."""
        for handle in self._handles:
            handle.remove()
        self._handles = []
        self._leave()

    def forget(self) -> None:
        """Let go of what was heard."""
        self.passes, self.begun = [], []

    def _pass_begins(self, _module: nn.Module, given: tuple[Any, ...], named: dict[str, Any]) -> None:
        if torch.is_grad_enabled():
            tensors = (each for each in (*given, *named.values()) if isinstance(each, Tensor) and each.dim())
            self.num_examples += len(next(tensors, ()))
            self._leave()
            self.passes.append([])
            self._mode = _ActivationMode(self)
            self._mode.__enter__()  # type: ignore[no-untyped-call]

    def _pass_ends(self, _module: nn.Module, _given: Any, _output: Any) -> None:
        self._leave()

    def _leave(self) -> None:
        if self._mode is not None:
            mode, self._mode = self._mode, None
            mode.__exit__(None, None, None)  # type: ignore[no-untyped-call]

    def _called(self, module: nn.Module, given: tuple[Any, ...], output: Any) -> None:
        # What is evaluated without gradients, between two steps, is no part of the training.
        if not torch.is_grad_enabled():
            return
        begun_s = time.perf_counter()
        if isinstance(output, tuple) and output and isinstance(output[0], Tensor):
            # A recurrent module puts out its last state too.
            output = output[0]
        if isinstance(output, Tensor) and output.is_floating_point():
            first = given[0] if given and isinstance(given[0], Tensor) else None
            call = Call(module, first, output, output.detach().clone())
            if output.requires_grad:
                output.register_hook(lambda gradient: _keep(call, gradient))  # type: ignore[no-untyped-call]
            if not self.passes:
                # Modules that are called by themselves, with no pass through the whole model.
                self.passes.append([])
            self.passes[-1].append(call)
        self.spent_s += time.perf_counter() - begun_s


def _keep(call: Call, gradient: Tensor) -> None:
    call.gradient = gradient.detach()


class _ActivationMode(TorchFunctionMode):
    """Sees which elementwise function takes what a module put out, be it a module or a function call."""

    def __init__(self, listener: Listener):
        super().__init__()
        self._listener = listener
        # Sums of a module's output and a skip connection, and whose output it was.
        self._sums: list[tuple[Tensor, Call]] = []

    def __torch_function__(
        self, function: Any, types: Any, given: tuple[Any, ...] = (), named: dict[str, Any] | None = None
    ) -> Any:
        named = named or {}
        if function in _SUMS:
            call = self._call_of(given[0]) or (self._call_of(given[1]) if len(given) > 1 else None)
            output = function(*given, **named)
            if call is not None:
                self._sums.append((output, call))
            return output
        call = self._call_of(given[0]) if function in _ACTIVATIONS and given else None
        if call is None:
            return function(*given, **named)
        begun_s = time.perf_counter()
        # A copy, because the function may write into its input.
        call.z = given[0].detach().clone()
        # Of a copy again: a leaf that wants a gradient must not be written into.
        call.applied = lambda z: function(z.clone(), *given[1:], **named)
        self._listener.spent_s += time.perf_counter() - begun_s
        output = function(*given, **named)
        call.activated = output.detach().clone()
        return output

    def _call_of(self, values: Any) -> Call | None:
        """Whose output this very tensor is."""
        if not isinstance(values, Tensor) or not self._listener.passes:
            return None
        for call in reversed(self._listener.passes[-1]):
            if call.output is values:
                return call
        return next((call for output, call in reversed(self._sums) if output is values), None)
