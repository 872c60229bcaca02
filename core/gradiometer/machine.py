"""What numbers depend on besides the network and its data: texts for the session file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager

import torch
from torch import Tensor


def device_name(device: torch.device) -> str:
    """`CPU`, or the graphics card's name."""
    return torch.cuda.get_device_name(device) if device.type == "cuda" else "CPU"


def describe_machine(device: torch.device) -> dict[str, str]:
    """Where it runs: device, torch, its threads, and what the processor can do."""
    return {
        "device_name": device_name(device),
        "torch_version": torch.__version__,
        "num_threads": str(torch.get_num_threads()),
        "cpu_capability": torch.backends.cpu.get_cpu_capability(),
    }


def session_threads() -> int:
    """How many a session is computed with: a core is left to the window, and the numbers are the same without one."""
    return max(1, (os.cpu_count() or 2) - 1)


_MOST_THREADS = 1024


def threads_of(meta: Mapping[str, str]) -> int:
    """With how many to go on with a session, from its texts: sums depend on how many threads make them."""
    text = meta.get("num_threads", "")
    is_told = text.isdecimal() and 0 < int(text) <= _MOST_THREADS
    return int(text) if is_told else session_threads()


@contextmanager
def threads(number: int) -> Iterator[None]:
    """Let torch compute with so many."""
    before = torch.get_num_threads()
    torch.set_num_threads(number)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def one_thread() -> AbstractContextManager[None]:
    """Sums in a fixed order give the same numbers everywhere, and small networks gain nothing from more threads."""
    return threads(1)


def differences(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Why numbers computed now may differ from those computed before in their last bits: one phrase for each reason.

    before, now: of `describe_machine`; what is not known of before is passed over.
    """
    names = {"device_name": "the device", "torch_version": "PyTorch", "num_threads": "the number of threads"}
    names["cpu_capability"] = "what the processor can do"
    changed = [
        f"{title} was {before[key]} and is {now[key]}"
        for key, title in names.items()
        if key in before and before[key] != now[key]
    ]
    if now["device_name"] != "CPU":
        changed.append("a graphics card adds up in no fixed order")
    return changed


def random_state(device: torch.device) -> dict[str, Tensor | None]:
    """Of torch's own generators, which whatever draws without one of its own draws from; copies."""
    on_card = torch.cuda.get_rng_state(device) if device.type == "cuda" else None
    return {"cpu": torch.get_rng_state(), "cuda": on_card}


def restore_random_state(state: dict[str, Tensor | None], device: torch.device) -> None:
    """Set torch's own generators. Raises KeyError, TypeError or RuntimeError for what is no state."""
    if state["cpu"] is not None:
        torch.set_rng_state(state["cpu"])
    on_card = state["cuda"]
    if device.type == "cuda" and on_card is not None:
        torch.cuda.set_rng_state(on_card, device)
