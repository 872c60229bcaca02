"""Sessions with everything that a report tells of, and with names that mean something to HTML and to typst."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from gradiometer.experiment import Experiment
from gradiometer.library import Labels, write_labels
from gradiometer.report.subject import Subject
from gradiometer.reports import Event, Intervention, Note
from gradiometer.session_editor import set_note
from gradiometer.session_file import load_session
from gradiometer.settings import Reinitialize, Settings
from nasty import NASTY
from recorded import some_finding
from synthetic import write_session, write_watched

EXPERIMENT = Experiment(name="small", hidden=(8, 8), histogram_every=3, evaluate_every=4, steps=30)


def happenings() -> list:
    """Two changes, one of them because of a finding, an event, and three findings."""
    before = Settings()
    relu = dataclasses.replace(before, activation="relu")
    return [
        Intervention(10, relu, before, relu, "moments discarded", "Vanishing gradient in hidden 1 (finding 1)"),
        Intervention(20, Reinitialize(scheme="he", seed=5), relu, relu, ""),
        Event(15, "non_finite", "NaN or Inf first appeared in the weights of hidden 1 at step 15", 0),
        some_finding(1, 3, layers=(0, 1)),
        some_finding(
            2, 8, symptom="loss_flat", severity="warning", measure="loss", layers=(), has_ended=True, last_step=12
        ),
        some_finding(3, 9, symptom="of tomorrow", measure="of tomorrow", remedies=("unheard_of",)),
    ]


@pytest.fixture(scope="session")
def sick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session with all of it."""
    path = write_session(tmp_path_factory.mktemp("sick") / "sick.gradiometer", EXPERIMENT, 30, others=happenings())
    write_labels(path, Labels(title="A sick one", tags=("bad", "deep"), remark="First.\n\nSecond."))
    set_note(path, Note(7, "look here\nand there"))
    return path


@pytest.fixture(scope="session")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session all of whose texts are markup of some kind."""
    experiment = dataclasses.replace(EXPERIMENT, name=NASTY)
    before = Settings()
    relu = dataclasses.replace(before, activation="relu")
    others = [
        Intervention(10, relu, before, relu, NASTY, NASTY),
        Event(11, "error", NASTY + "\x00\x1b", None),
        some_finding(1, 3, text=NASTY, source=NASTY, rule=NASTY),
    ]
    path = write_session(
        tmp_path_factory.mktemp("nasty") / "a_b & $x$ #1 {}.gradiometer", experiment, 12, others=others
    )
    set_note(path, Note(7, NASTY))
    write_labels(path, Labels(title="", tags=("<b>",), remark=NASTY))
    return path


@pytest.fixture(scope="session")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A loop of somebody's own."""
    return write_watched(tmp_path_factory.mktemp("watched") / "watched.gradiometer", 12)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session without a step."""
    return write_session(tmp_path_factory.mktemp("empty") / "empty.gradiometer", EXPERIMENT, 0)


@pytest.fixture(scope="session")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session whose norms, loss and accuracy turn NaN."""

    def change(layout, row):
        if row[0] >= 5:
            row[2:] = np.nan

    path = tmp_path_factory.mktemp("broken") / "broken.gradiometer"
    return write_session(path, dataclasses.replace(EXPERIMENT, seed=1), 12, change_row=change)


@pytest.fixture
def subject(sick: Path) -> Iterator[Subject]:
    """The sick session, open."""
    with load_session(sick) as session:
        yield Subject(session)
