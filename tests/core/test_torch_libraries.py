"""torch's libraries, loaded before torch is imported."""

from __future__ import annotations

import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from gradiometer import torch_libraries

_SCRIPT = """
import sys
from pathlib import Path
from gradiometer.torch_libraries import load_without_the_lock

load_without_the_lock()
mapped = Path("/proc/self/maps").read_text()
assert "libtorch_cpu.so" in mapped, "not loaded"
assert "torch" not in sys.modules, "imported"
import torch

assert torch.ones(3).sum().item() == 3.0
load_without_the_lock()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the import loads them")
def test_they_are_loaded_and_torch_is_not_imported() -> None:
    subprocess.run([sys.executable, "-c", _SCRIPT], check=True, timeout=120)


def test_what_is_not_there_is_left_to_the_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    asked = []

    def find(name: str) -> ModuleSpec | None:
        asked.append(name)
        spec = ModuleSpec(name, None, origin=str(tmp_path / "torch" / "__init__.py"))
        return spec if len(asked) == 1 else None

    monkeypatch.setattr(torch_libraries, "find_spec", find)
    monkeypatch.setattr(sys, "platform", "linux")
    torch_libraries.load_without_the_lock()
    torch_libraries.load_without_the_lock()
    assert asked == ["torch", "torch"]
