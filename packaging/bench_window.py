"""What the window costs and how it answers, in a process of its own: bench_window.py RESULT.json [options]."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from unittest.mock import patch

import numpy as np
import PySide6
from bench_answers import KINDS, Answers, Flips, Hand, on_painted
from bench_browser import browser_rows
from bench_deep import deep_layers, spread_docks
from bench_idle import idle_rows
from bench_long import NUM_EARLIER, late_start
from bench_measure import Row, rates_in_pairs, ratio_row, time_row
from bench_soak import soak_rows
from bench_spin import spin, spin_until
from bench_training import few_layers, many_layers, running, without_evaluation
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from gradiometer.experiment import Experiment
from gradiometer.runner import Runner
from gradiometer_desktop import files
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.main_window import MainWindow

WINDOW_BUDGET = 0.85
ANSWER_BUDGET_MS, WORST_ANSWER_MS = 33.0, 100.0
DEEP_BUDGET, DEEP_ANSWER_BUDGET_MS = 0.80, 50.0
FRESH_BUDGET_MS = {"5 layers": 150.0, "32 layers": 300.0}
FLIP_BUDGET_MS = 50.0


@dataclasses.dataclass(frozen=True)
class Amounts:
    """How much is measured."""

    pairs: int
    seconds: float
    warm_up_s: float
    answers: int
    flips: int


FULL = Amounts(pairs=11, seconds=1.5, warm_up_s=4.0, answers=60, flips=30)
QUICK = Amounts(pairs=3, seconds=0.7, warm_up_s=2.0, answers=8, flips=8)


class LiveTrainee:
    """A session of the window as what rates are taken of."""

    def __init__(self, session: LiveSession):
        self._session = session
        self.play, self.pause = session.play, session.pause
        self.ident = session._runner.ident

    @property
    def step(self) -> int:
        return self._session._runner.step


class Redraws:
    """The age of what is on the screen: new data wait for the next redraw, and that for the end of its paints.

    ages: from the moment when one redraw took its data to the end of the last paint of the redraw behind it, in s.
    """

    def __init__(self, window: MainWindow):
        self.ages: list[float] = []
        self._taken: float | None = None
        self._painted = 0.0
        self._before: float | None = None
        self._begin = window.governor.begin
        window.governor.begin = self._begun  # type: ignore[method-assign]
        for plot in window.plots.values():
            for canvas in plot.canvases:
                on_painted(canvas, self._has_painted)

    def pause(self) -> None:
        """What comes next does not follow what was before."""
        self._taken = self._before = None

    def _begun(self, now: float, spent: float) -> None:
        self._begin(now, spent)
        taken = time.perf_counter()
        if self._taken is not None and self._painted > self._taken:
            if self._before is not None:
                self.ages.append(self._painted - self._before)
            self._before = self._taken
        self._taken = taken

    def _has_painted(self) -> None:
        self._painted = time.perf_counter()


@contextmanager
def shown_window(folder: Path) -> Iterator[MainWindow]:
    """The real window with its default layout, which records into a folder of its own."""
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    with patch.object(files, "sessions_folder", lambda: folder / "sessions"):
        window = MainWindow(settings)
        window.resize(1280, 800)
        window.show()
        spin(0.5)
        try:
            yield window
        finally:
            window.close()


def open_session(window: MainWindow, experiment: Experiment) -> LiveSession:
    """A new session, ready to train."""
    window.new_session(experiment)
    session = window.session
    assert isinstance(session, LiveSession)
    spin_until(lambda: session.is_ready)
    return session


def window_rows(folder: Path, name: str, experiment: Experiment, amounts: Amounts) -> Iterator[Row]:
    """The window drawing against a run without one while the window idles; and how old what it shows is."""
    plain = without_evaluation(experiment)
    headless = Runner(plain, folder / "headless.gradiometer", with_window=False)
    with shown_window(folder) as window, running(headless):
        live = LiveTrainee(open_session(window, plain))
        redraws = Redraws(window)

        def wait(seconds: float) -> None:
            spin(seconds)
            if not window.session or not window.session.is_playing:
                redraws.pause()

        rates = rates_in_pairs(live, headless, amounts.pairs, amounts.seconds, wait)
        yield ratio_row(f"window {name}", rates, WINDOW_BUDGET)
        yield time_row(f"new data on the screen {name}", redraws.ages, FRESH_BUDGET_MS[name])


def deep_rows(amounts: Amounts) -> Iterator[Row]:
    """64 hidden layers, every dock beside the others on a large screen: speed against headless, and answers."""
    name = "64 layers, every dock"
    plain = without_evaluation(deep_layers())
    with tempfile.TemporaryDirectory(prefix="gradiometer-bench-") as where:
        folder = Path(where)
        headless = Runner(plain, folder / "headless.gradiometer", with_window=False)
        with shown_window(folder) as window, running(headless):
            spread_docks(window)
            session = open_session(window, plain)
            rates = rates_in_pairs(LiveTrainee(session), headless, amounts.pairs, amounts.seconds, spin)
            yield ratio_row(f"window {name}", rates, DEEP_BUDGET)
            session.play()
            answers = Answers(window)
            answers.begin()
            spin(amounts.warm_up_s)
            answers.forget()
            spin_until(lambda: all(len(seconds) >= amounts.answers for seconds in answers.seconds.values()))
            answers.end()
            for kind in KINDS:
                yield time_row(f"{kind} to paint {name}", answers.seconds[kind], DEEP_ANSWER_BUDGET_MS)


def answer_rows(folder: Path, name: str, experiment: Experiment, amounts: Amounts) -> Iterator[Row]:
    """Click, hover, pan and zoom while it trains; the deep network has many steps behind it."""
    late = len(experiment.hidden) > 10
    with late_start() if late else nullcontext(), shown_window(folder) as window:
        session = open_session(window, experiment)
        session.play()
        least = NUM_EARLIER if late else 0
        spin_until(lambda: session.history.steps.num_rows > least + 30)
        answers = Answers(window)
        answers.begin()
        spin(amounts.warm_up_s)
        answers.forget()
        spin_until(lambda: all(len(seconds) >= amounts.answers for seconds in answers.seconds.values()))
        answers.end()
        shown = f"{name}, {session.history.steps.num_rows:.0e} steps" if late else name
        for kind in KINDS:
            row = time_row(
                f"{kind} to paint {shown}", answers.seconds[kind], ANSWER_BUDGET_MS, worst_ms=WORST_ANSWER_MS
            )
            lost = answers.num_lost[kind]
            yield dataclasses.replace(row, detail=row.detail + (f", {lost} never answered" if lost else ""))


def flip_rows(folder: Path, name: str, experiment: Experiment, amounts: Amounts) -> Iterator[Row]:
    """A switch of the panel to its marker, beyond the step that it has to wait for."""
    with shown_window(folder) as window:
        session = open_session(window, experiment)
        session.play()
        spin_until(lambda: session.history.steps.num_rows > 30)
        values = ("tanh", experiment.settings.activation)
        flips = Flips(window, "activation", values)
        hand = Hand(flips.flip)
        spin_until(lambda: len(flips.seconds) >= amounts.flips)
        hand.end()
        elapsed = session.history.view("elapsed", 0, np.inf, 10**9).low[:, 0]
        step_s = float(np.median(np.diff(elapsed)))
        row = time_row(f"flip to marker {name}", [s - step_s for s in flips.seconds], FLIP_BUDGET_MS)
        yield dataclasses.replace(row, detail=f"{row.detail}, without {1000 * step_s:.1f} ms of its step")


NETWORKS = {"5 layers": few_layers, "32 layers": many_layers}
MEASURES = {"window": window_rows, "answers": answer_rows, "flip": flip_rows}


def all_rows(names: set[str], amounts: Amounts) -> Iterator[Row]:
    """The rows of the measurements that are wanted, of both networks, with files in temporary folders."""
    for network, make in NETWORKS.items():
        for name, measure in MEASURES.items():
            if name in names:
                with tempfile.TemporaryDirectory(prefix="gradiometer-bench-") as folder:
                    yield from measure(Path(folder), network, make(), amounts)
    if "idle" in names:
        with tempfile.TemporaryDirectory(prefix="gradiometer-bench-") as folder, shown_window(Path(folder)) as window:
            yield from idle_rows(window, 5.0 if amounts is QUICK else 20.0)
    if "deep" in names:
        yield from deep_rows(amounts)
    if "soak" in names:
        with tempfile.TemporaryDirectory(prefix="gradiometer-bench-") as folder, shown_window(Path(folder)) as window:
            yield from soak_rows(window, Path(folder), 200_000 if amounts is QUICK else 1_000_000)
    if "browser" in names:
        with tempfile.TemporaryDirectory(prefix="gradiometer-bench-") as folder:
            yield from browser_rows(Path(folder), 3 if amounts is QUICK else 7)


def main(arguments: list[str]) -> None:
    """Write rows and what they were measured with as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("result", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="window,answers,flip")
    options = parser.parse_args(arguments)
    application = QApplication(["gradiometer"])
    rows = []
    for row in all_rows(set(options.only.split(",")), QUICK if options.quick else FULL):
        print(f"{row.name}: {row.figure.value:.3g} {row.unit}, {row.detail}", file=sys.stderr, flush=True)
        rows.append(dataclasses.asdict(row))
    qt = f"PySide6 {PySide6.__version__} ({application.platformName()})"
    options.result.write_text(json.dumps({"rows": rows, "qt": qt}), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
