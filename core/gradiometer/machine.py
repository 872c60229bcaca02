"""What numbers depend on besides the network and its data: texts for the session file."""

from __future__ import annotations

import torch


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
