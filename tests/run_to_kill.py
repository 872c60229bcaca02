"""A real run in a process that is to be killed (see core/test_kill.py), and a reader that gives it no rest.

Processes are forked off one that has imported torch already, which takes longer than what they are made for.
"""

import dataclasses
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

from gradiometer import trainer
from gradiometer.presets import load_experiment
from gradiometer.runner import Runner
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import load_session

assert trainer.torch


def run(path: str, said: Connection, steps: int = 0) -> None:
    """Train, and say every 20 ms how many steps were made, and when. steps: 0 without end."""
    experiment = dataclasses.replace(
        load_experiment("digits"),
        num_train=500,
        num_held_out=100,
        norms_every=1,
        histogram_every=1,
        evaluate_every=50,
        steps=steps,
    )
    runner = Runner(experiment, Path(path), with_window=False)
    runner.play()
    runner.start()
    pause = threading.Event()
    while runner.is_alive():
        said.send((runner.step, time.monotonic()))
        pause.wait(0.02)
    said.send((runner.step, time.monotonic()))
    said.send(runner.finished.error)


def follow(path: str, said: Connection) -> None:
    """Read a session as fast as it goes until its writer has ended; says how often, how many steps, and what failed."""
    num_reads, num_steps, failures = 0, 0, []
    with load_session(path) as session:
        while not session.has_ended:
            try:
                session.refresh()
                num_steps = len(session.steps)
                session.histogram(0)
                num_reads += 1
            except SessionFileError as error:
                failures.append(str(error))
        num_steps = len(session.steps)
    said.send((num_reads, num_steps, failures))
