"""What the window takes of one core while nobody touches it and nothing trains."""

from __future__ import annotations

import time
from collections.abc import Iterator

from bench_measure import Figure, Row, judge
from bench_spin import spin, spin_until

from gradiometer.presets import load_experiment
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.main_window import MainWindow

IDLE_BUDGET = 0.02
_STEPS = 300
_SETTLE_S = 3.0


def idle_rows(window: MainWindow, seconds: float) -> Iterator[Row]:
    """Before training, while it is held, behind the start page, and of a saved session."""
    window.new_session(load_experiment("digits"))
    session = window.session
    assert isinstance(session, LiveSession)
    spin_until(lambda: session.is_ready)
    yield _row("ready to train", seconds)
    session.play()
    spin_until(lambda: session.history.steps.num_rows > _STEPS)
    session.pause()
    yield _row("training held", seconds)
    window.start_page.show()
    yield _row("the start page", seconds)
    window.start_page.hide()
    session.stop()
    spin_until(lambda: session.finished is not None and session.path is not None)
    path = session.path
    assert path is not None
    window.new_session(load_experiment("digits"))
    assert window.open_path(path)
    yield _row("a saved session", seconds)


def _row(name: str, seconds: float) -> Row:
    """The whole process's time on all cores, by the time that passes."""
    spin(_SETTLE_S)
    begun, spent = time.perf_counter(), time.process_time()
    spin(seconds)
    share = (time.process_time() - spent) / (time.perf_counter() - begun)
    figure = Figure(share, share, share)
    verdict = judge(figure, IDLE_BUDGET, at_least=False)
    return Row(f"idle: {name}", figure, "", IDLE_BUDGET, False, verdict, f"of one core, over {seconds:.0f} s")
