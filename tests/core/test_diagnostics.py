"""What is told of the program and its machine: short, true, and without loading anything that was not asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from gradiometer import diagnostics
from gradiometer.diagnostics import describe, machine_facts, version_of, versions


def test_what_is_not_installed_is_said():
    assert version_of("no-such-distribution-anywhere") == "not installed"
    assert versions()["PyTorch"].startswith("2.")


def test_neither_torch_nor_qt_is_loaded_to_name_versions():
    code = (
        "import sys\n"
        "from gradiometer.diagnostics import machine_facts, versions\n"
        "facts = versions() | machine_facts(loads_torch=False)\n"
        "assert facts['CUDA device'] == 'not asked: PyTorch is not loaded yet', facts\n"
        "assert not {'torch', 'PySide6', 'pyqtgraph', 'matplotlib'} & set(sys.modules)\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


@pytest.mark.skipif(torch.cuda.is_available(), reason="a machine without a card")
@pytest.mark.parametrize(
    ("built_for", "said"), [(None, "none: this PyTorch is built for the processor alone"), ("12.6", "none")]
)
def test_no_card(monkeypatch, built_for, said):
    monkeypatch.setattr(torch.version, "cuda", built_for)
    assert machine_facts(loads_torch=True)["CUDA device"] == said
    assert machine_facts(loads_torch=False)["CUDA device"] == said


def test_cards_are_named(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda index: f"Card {index}")
    monkeypatch.setattr(torch.version, "cuda", "12.6")
    assert machine_facts(loads_torch=True)["CUDA device"] == "Card 0, Card 1 (CUDA 12.6)"


def test_a_broken_pytorch_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    told = machine_facts(loads_torch=True)["CUDA device"]
    assert told.startswith("unknown: PyTorch cannot be loaded (")


def test_the_processor(monkeypatch, tmp_path: Path):
    told = tmp_path / "cpuinfo"
    told.write_text("processor\t: 0\nmodel name\t: Abacus 3\nmodel name\t: Abacus 4\n", "utf-8")
    monkeypatch.setattr(diagnostics, "_CPU_INFO", told)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert machine_facts(loads_torch=False)["Processor"] == "Abacus 3, 1 thread"
    monkeypatch.setattr(diagnostics, "_CPU_INFO", tmp_path / "none")
    monkeypatch.setattr("platform.processor", lambda: "")
    monkeypatch.setattr("platform.machine", lambda: "abc64")
    assert machine_facts(loads_torch=False)["Processor"] == "abc64, 1 thread"


def test_lines_begin_at_the_same_place():
    assert describe({"a": "1", "longer": "2"}) == "a       1\nlonger  2"
