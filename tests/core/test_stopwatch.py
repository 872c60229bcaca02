"""Training time without pauses, on a clock that the test turns."""

from gradiometer.stopwatch import Stopwatch


def test_the_stopwatch_counts_while_it_runs(monkeypatch):
    now = 100.0
    monkeypatch.setattr("gradiometer.stopwatch.time.perf_counter", lambda: now)
    watch = Stopwatch()
    assert watch.elapsed_s == 0.0
    watch.start()
    now += 2.0
    watch.start()  # a second start changes nothing
    now += 1.0
    assert watch.elapsed_s == 3.0
    watch.stop()
    now += 50.0
    assert watch.elapsed_s == 3.0
    watch.stop()
    watch.start()
    now += 0.5
    assert watch.elapsed_s == 3.5
