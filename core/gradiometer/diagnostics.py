"""What somebody who looks into a problem has to know of the program and of its machine, as texts by name."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from gradiometer.wording_of_errors import first_line

_MISSING = "not installed"
# Title -> the distribution whose version it is. Qt and its binding bear the same number.
_LIBRARIES = {
    "PyTorch": "torch",
    "Qt (PySide6)": "PySide6-Essentials",
    "pyqtgraph": "pyqtgraph",
    "NumPy": "numpy",
    "matplotlib": "matplotlib",
}
_CPU_INFO = Path("/proc/cpuinfo")
NOT_ASKED = "not asked: PyTorch is not loaded yet"


def versions() -> dict[str, str]:
    """Of the program, Python and the libraries that its numbers and pictures come from. Imports none of them."""
    return {"Python": platform.python_version(), **{title: version_of(name) for title, name in _LIBRARIES.items()}}


def version_of(distribution: str) -> str:
    """Of an installed distribution, else that there is none."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return _MISSING


def machine_facts(*, loads_torch: bool) -> dict[str, str]:
    """The system, the processor, and the graphics card that PyTorch sees.

    loads_torch: import PyTorch to ask it, which takes a second or two; else it is asked where it is loaded already.
    """
    number = os.cpu_count() or 1
    threads = f"{number} thread" if number == 1 else f"{number} threads"
    return {
        "Platform": platform.platform(),
        "Processor": f"{_processor()}, {threads}",
        "CUDA device": _cuda(loads_torch=loads_torch),
    }


def describe(facts: Mapping[str, str]) -> str:
    """A line for each fact, all of which begin at the same place."""
    width = max(map(len, facts))
    return "\n".join(f"{name:{width}}  {fact}" for name, fact in facts.items())


def _processor() -> str:
    try:
        lines = _CPU_INFO.read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    for line in lines:
        name, _, value = line.partition(":")
        if name.strip() == "model name" and value.strip():
            return value.strip()
    return platform.processor() or platform.machine()


def _cuda(*, loads_torch: bool) -> str:
    # Not before it is whole: to import what another thread imports is to wait for it.
    if not loads_torch and not hasattr(sys.modules.get("torch"), "cuda"):
        return NOT_ASKED
    try:
        import torch
    except (ImportError, OSError) as error:
        # What is broken of it, a missing library for instance, is what a person wants to know here.
        return f"unknown: PyTorch cannot be loaded ({first_line(error)})"
    if torch.cuda.is_available():
        names = (torch.cuda.get_device_name(index) for index in range(torch.cuda.device_count()))
        return f"{', '.join(names)} (CUDA {torch.version.cuda})"
    return "none" if torch.version.cuda else "none: this PyTorch is built for the processor alone"
