"""The benchmark's arithmetic: intervals, verdicts, and rates taken in turns; who is compared, and who is left out."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

PACKAGING = Path(__file__).parent.parent / "packaging"
SCRIPT = PACKAGING / "bench_measure.py"


@pytest.fixture
def measure(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module of its own, so that a test may change it."""
    specification = importlib.util.spec_from_file_location("bench_measure_script", SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    # Its dataclasses look themselves up by name.
    monkeypatch.setitem(sys.modules, "bench_measure_script", module)
    specification.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("low", "value", "high", "budget", "at_least", "verdict"),
    [
        (0.92, 0.95, 0.97, 0.90, True, "met"),
        (0.88, 0.89, 0.91, 0.90, True, "met"),  # not excluded
        (0.80, 0.85, 0.89, 0.90, True, "not met"),
        (0.70, 0.89, 1.10, 0.90, True, "inconclusive"),  # says nothing
        (0.95, 1.20, 1.60, 0.90, True, "met"),  # wide, but all of it good
        (20.0, 25.0, 30.0, 33.0, False, "met"),
        (32.0, 33.5, 35.0, 33.0, False, "met"),
        (35.0, 50.0, 90.0, 33.0, False, "not met"),
        (10.0, 30.0, 90.0, 33.0, False, "inconclusive"),
        (1.0, 1.0, 1.0, None, True, ""),
    ],
)
def test_a_budget_is_met_where_the_interval_does_not_exclude_it(
    measure: ModuleType, low: float, value: float, high: float, budget: float | None, at_least: bool, verdict: str
) -> None:
    assert measure.judge(measure.Figure(value, low, high), budget, at_least=at_least) == verdict


def test_nothing_measured_is_inconclusive(measure: ModuleType) -> None:
    figure = measure.estimate([])
    assert np.isnan(figure.value)
    assert measure.judge(figure, 33.0, at_least=False) == "inconclusive"


def test_the_interval_of_the_median_holds_the_truth_as_often_as_it_says(measure: ModuleType) -> None:
    chance = np.random.default_rng(1)
    samples = chance.normal(0.9, 0.05, size=(200, 25))
    figures = [measure.estimate(row) for row in samples]
    covered = np.mean([figure.low <= 0.9 <= figure.high for figure in figures])
    assert 0.90 <= covered <= 1.0
    assert all(figure.low <= figure.value <= figure.high for figure in figures)


def test_the_95th_percentile(measure: ModuleType) -> None:
    row = measure.time_row("click", [0.010] * 80 + [0.050] * 20, 33.0, worst_ms=100.0)
    assert row.figure.value == pytest.approx(50.0)
    assert row.unit == "ms"
    assert row.verdict == "not met"
    assert "n 100, p50 10, max 50" in row.detail


def test_one_answer_beyond_the_worst_allowed_breaks_the_budget(measure: ModuleType) -> None:
    row = measure.time_row("click", [0.010] * 99 + [0.150], 33.0, worst_ms=100.0)
    assert row.figure.high < 33.0
    assert row.verdict == "not met"


class Clock:
    """Time that goes by only while someone waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self.order: list[str] = []

    def perf_counter(self) -> float:
        return self.now

    monotonic = perf_counter

    def wait(self, seconds: float) -> None:
        self.now += seconds


class Steady:
    """Trains at a constant rate while it plays."""

    ident = None

    def __init__(self, clock: Clock, name: str, rate: float):
        self._clock, self._name, self._rate = clock, name, rate
        self._begun: float | None = None
        self._before = 0.0

    @property
    def step(self) -> int:
        return int(self._steps())

    def _steps(self) -> float:
        return self._before + (0.0 if self._begun is None else (self._clock.now - self._begun) * self._rate)

    def play(self) -> None:
        assert self._begun is None
        self._begun = self._clock.now
        self._clock.order.append(self._name)

    def pause(self) -> None:
        self._before, self._begun = self._steps(), None


@pytest.fixture
def clock(measure: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    fake = SimpleNamespace(perf_counter=made.perf_counter, monotonic=made.monotonic)
    monkeypatch.setattr(measure, "time", fake)
    return made


def test_rates_are_taken_in_turns_and_every_other_pair_in_reverse(measure: ModuleType, clock: Clock) -> None:
    ours, theirs = Steady(clock, "ours", 900.0), Steady(clock, "theirs", 1000.0)
    rates = measure.rates_in_pairs(ours, theirs, 3, 2.0, clock.wait)
    assert clock.order == ["ours", "theirs", "ours", "theirs", "theirs", "ours", "ours", "theirs"]
    for one, other in rates:
        assert one.by_clock == pytest.approx(900.0, rel=1e-3)
        assert other.by_clock == pytest.approx(1000.0, rel=1e-3)
    row = measure.ratio_row("recording", rates, 0.85)
    assert row.figure.value == pytest.approx(0.9, rel=1e-3)
    assert row.verdict == "met"
    assert row.detail.startswith("900 of 1000 steps/s, 3 pairs")


def test_a_trainee_that_never_gets_going_is_named(measure: ModuleType, clock: Clock) -> None:
    with pytest.raises(RuntimeError, match="no 30 steps"):
        measure.wait_for_steps(Steady(clock, "stuck", 0.0), clock.wait)


def test_a_slow_trainee_is_given_more_time(measure: ModuleType, clock: Clock) -> None:
    found = measure.rate(Steady(clock, "slow", 8.0), 1.0, clock.wait)
    assert clock.now > 2.5
    assert found.by_clock == pytest.approx(8.0, rel=0.05)


def test_a_trainee_that_stands_still_has_no_rate(measure: ModuleType, clock: Clock) -> None:
    with pytest.raises(RuntimeError, match=r"no step within 8\.0 s"):
        measure.rate(Steady(clock, "stuck", 0.0), 1.0, clock.wait)


@pytest.fixture
def peers(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """bench_peers with one small network, and with what takes time left out."""
    monkeypatch.syspath_prepend(PACKAGING)
    module = importlib.import_module("bench_peers")
    measure = importlib.import_module("bench_measure")

    def our_row(name: str, experiment: object, watching: Any, *_: object) -> Any:
        return measure.Row(name, measure.Figure(0.8, 0.7, 0.9), budget=watching.budget)

    def rates(loop: Any, *_: object, **__: object) -> list[tuple[Any, Any]]:
        return [(measure.Rate(loop.rate, loop.rate), measure.Rate(100.0, 100.0))] * 3

    monkeypatch.setattr(module, "our_row", our_row)
    monkeypatch.setattr(module, "rates_in_pairs", rates)
    monkeypatch.setattr(module, "memory_row", lambda name, *_: measure.Row(name, measure.Figure(8.0, 8.0, 8.0), "B"))
    monkeypatch.setattr(module, "NETWORKS", (module.tiny_batches,))
    return module


def test_each_peer_has_a_row_or_a_reason(peers: ModuleType, tmp_path: Path) -> None:
    class Fast(peers.PeerLoop):  # type: ignore[misc, name-defined]
        title, measures, rate = "Fast", "little", 20.0

        def look(self, loss: torch.Tensor) -> None:
            with (self._folder / "log").open("ab") as file:
                file.write(bytes(3000))

    class Slow(Fast):
        title, rate = "Slow", 5.0

    class Broken(Fast):
        title = "Broken"

        def prepare(self, model: torch.nn.Module, optimizer: torch.optim.Optimizer) -> None:
            raise OSError("no way\nthe long story")

    class Missing(Fast):
        title, modules = "Missing", ("surely_not_installed",)

    comparison = peers.Comparison(tmp_path, 3, 1.0, [Missing, Slow, Broken, Fast])
    rows = {row.name.strip(): row for row in comparison.rows()}
    network = "784-30-30-30-10"
    assert list(rows) == [
        f"{network}: {what}"
        for what in (
            "ours, default schedule",
            "ours, histograms at every step",
            "ours, everything at every step",
            "Slow",
            "Fast",
            "times faster",
            "memory a weight",
        )
    ]
    assert rows[f"{network}: Slow"].figure.value == pytest.approx(0.05)
    assert rows[f"{network}: Fast"].detail.endswith("3.00 kB a step; little")
    faster = rows[f"{network}: times faster"]
    assert faster.figure.value == pytest.approx(4.0)
    assert faster.verdict == "met"
    assert "against Fast, the fastest of 2" in faster.detail
    assert comparison.left_out == (
        f"not installed: Missing ({peers.INSTALLING}); Broken with {network} (OSError: no way)"
    )


def test_memory_is_counted_once_and_without_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(PACKAGING)
    memory = importlib.import_module("bench_memory")
    numbers, tensor = np.zeros(100), torch.zeros(10)
    parameter = torch.nn.Parameter(torch.zeros(1000))
    probe = SimpleNamespace(numbers=numbers, part=numbers[3:], tensors=[tensor, tensor[1:]], watched=[parameter])
    assert memory.kept_bytes(probe) == 800 + 40
