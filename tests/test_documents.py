"""The examples in the documents do what the documents say."""

import dataclasses
import itertools
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
import torch

import gradiometer
from gradiometer.experiment import Experiment
from gradiometer.families import FAMILIES
from gradiometer.lessons import load_lesson
from gradiometer.rules import OURS, load_rules
from gradiometer.settings import SETTING_FIELDS

ROOT = Path(__file__).parents[1]


@pytest.fixture
def _few_threads():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.mark.usefixtures("_few_threads")
def test_the_loop_of_ones_own_in_the_readme(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    [code] = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert 0 < code.count("# new") < 10
    torch.manual_seed(0)
    exec(compile(code, "README.md", "exec"), {"__name__": "readme"})
    with gradiometer.load_session("cnn.gradiometer") as session:
        assert session.layer_names == ("0", "2.conv1", "2.conv2", "3.conv1", "3.conv2", "6")
        assert session.steps[-1] >= 90
        assert not session.events
        assert np.isfinite(session.quantity("weight_gradient_norm")).all()
        assert np.isfinite(session.quantity("gain")[:, :-1]).all()
        assert session.loss[-1] < session.loss[0]


def test_the_table_of_floors_is_the_contract():
    """Every module of the core stands in both, once, and the rows of the table follow the contract's order."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    [layers] = [contract["layers"] for contract in contracts if contract.get("containers") == ["gradiometer"]]
    floors = [[name.strip() for name in layer.split("|")] for layer in layers]
    folder = Path(gradiometer.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} | {path.parent.name for path in folder.glob("*/__init__.py")}
    assert sorted(name for floor in floors for name in floor) == sorted(modules - {"__init__"})

    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8").partition("## The floors of the core")[2].partition("\n## ")[0]
    cells = [line.split("|")[2] for line in text.splitlines() if line.startswith("| ") and "`" in line]
    rows = [[name.rstrip("/") for name in re.findall(r"`([^`]+)`", cell)] for cell in cells]
    assert sorted(name for row in rows for name in row) == sorted(modules - {"__init__"})
    floor_of = {name: index for index, floor in enumerate(floors) for name in floor}
    for above, below in itertools.pairwise(rows):
        assert max(floor_of[name] for name in above) < min(floor_of[name] for name in below), (above, below)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_table_of_families_and_settings(family):
    """What ARCHITECTURE.md says works, works; `yes` of a structure whose widths match."""
    lines = (ROOT / "ARCHITECTURE.md").read_text("utf-8").partition("## Families of networks")[2].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    column = rows[0].index(family)
    experiment = Experiment().for_family(family)
    if family != "chain":
        experiment = dataclasses.replace(experiment, hidden=experiment.hidden[-1:] * 4)
    told = {name.strip(): row[column] for row in rows[1 : 1 + 9] for name in row[0].split(",")}
    assert told.keys() - {
        "normalization: batch",
        "normalization: layer",
        "re-initialization",
    } == SETTING_FIELDS.keys() - {"normalization"}
    for name, cell in told.items():
        setting, _, value = name.partition(": ")
        is_blocked = setting in experiment.blocked or f"{setting}={value}" in experiment.blocked
        assert cell.startswith("no" if is_blocked else "yes"), (name, cell)


def test_the_worked_example_of_a_lesson(tmp_path):
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## A worked example: a new lesson")[2]
    code = text.partition("`gradiometer lesson 11`")[0]
    lines = re.findall(r"^    .*$|^$", code, re.MULTILINE)
    (tmp_path / "11-mine.toml").write_text("\n".join(line.removeprefix("    ") for line in lines), "utf-8")
    (tmp_path / "11-mine.md").write_text("What it is about.", "utf-8")
    lesson = load_lesson(str(tmp_path / "11-mine.toml"))
    assert [run.title for run in lesson.runs] == ["Rate 3"]
    assert lesson.runs[0].experiment.settings.learning_rate == 3.0
    assert [check.expected for check in lesson.checks] == [1.0]


def test_the_worked_example_of_a_rule(tmp_path):
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## A worked example: a rule of one's own")[2]
    lines = re.findall(r"^    .*$|^$", text.partition("`gradiometer doctor")[0], re.MULTILINE)
    (tmp_path / "mine.toml").write_text("\n".join(line.removeprefix("    ") for line in lines), "utf-8")
    ours, mine = load_rules(OURS), load_rules(str(tmp_path / "mine.toml"))
    [shouting] = [each for each in mine.rules if each.name == "shouting"]
    assert shouting.conditions[0].above == 50
    assert {each.name for each in ours.rules} - {each.name for each in mine.rules} == {"spiked"}


def test_the_worked_example_of_a_quantity():
    """Its definition stands in CONTRIBUTING.md; what it says of two layers is worked out by hand here."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## A worked example: a new quantity")[2]
    lines = re.findall(r"^    .*$|^$", text.partition("and in `quantities/__init__.py`")[0], re.MULTILINE)
    code = "\n".join(line.removeprefix("    ") for line in lines)
    names: dict = {}
    head = "from __future__ import annotations\nfrom gradiometer.quantities.quantity import Quantity\n"
    exec(compile(head + code, "CONTRIBUTING.md", "exec"), names)

    class Look:
        weights = (torch.tensor([[1.0, -1.0], [2.0, 0.5]]), None, torch.tensor([1.0]))
        updates = (torch.tensor([[-2.0, 0.5], [-1.0, -0.6]]), None, torch.tensor([0.0]))

    turned, missing, still = names["turned"].measure(Look)
    assert float(turned) == 0.5
    assert missing is None
    assert float(still) == 0.0
    assert names["turned"].per_layer
