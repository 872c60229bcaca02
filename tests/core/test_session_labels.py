import dataclasses

import pytest

from gradiometer.experiment import Experiment
from gradiometer.session_file import load_session
from gradiometer.session_labels import label_sessions
from gradiometer.settings import Settings
from several import SHALLOW, change_to_relu, write_several
from synthetic import write_session, write_watched


def labels_of(folder, *experiments, others=None):
    others = others or [()] * len(experiments)
    sessions = [
        load_session(write_session(folder / f"{index}.gradiometer", experiment, 2, others=other))
        for index, (experiment, other) in enumerate(zip(experiments, others, strict=True))
    ]
    labels = label_sessions(sessions)
    for session in sessions:
        session.close()
    assert len(set(labels)) == len(labels)
    return labels


def changed(settings=None, **values) -> Experiment:
    return dataclasses.replace(SHALLOW, **values, settings=Settings(**(settings or {})))


@pytest.mark.parametrize(
    ("experiments", "labels"),
    [
        ([changed(name="a"), changed(name="b")], ("a", "b")),
        ([changed(), changed({"activation": "relu"})], ("Sigmoid", "ReLU")),
        ([changed(), changed({"learning_rate": 0.5})], ("rate 0.1", "rate 0.5")),
        ([changed(seed=1), changed(seed=2)], ("seed 1", "seed 2")),
        ([changed(), changed(hidden=(8, 8, 8))], ("3 layers", "4 layers")),
        ([changed(), changed(hidden=(8, 9))], ("784-8-8-10", "784-8-9-10")),
        ([changed(), changed(dtype="float64")], ("float32", "float64")),
        ([changed(), changed(batch_size=7)], ("batch size 32", "batch size 7")),
        ([changed(), changed()], ("0", "1")),
        (
            [changed(name="a"), changed(name="b"), changed({"activation": "relu"}, name="b")],
            ("a", "b: Sigmoid", "b: ReLU"),
        ),
        # Each has the words without which it could be another one.
        (
            [changed(), changed(seed=2), changed({"activation": "relu"}), changed({"activation": "tanh"}, seed=2)],
            ("Sigmoid, seed 0", "Sigmoid, seed 2", "ReLU", "Tanh"),
        ),
    ],
)
def test_labels_say_what_differs(tmp_path, experiments, labels):
    assert labels_of(tmp_path, *experiments) == labels


def test_a_change_tells_apart(tmp_path):
    labels = labels_of(tmp_path, SHALLOW, SHALLOW, SHALLOW, others=[(), [change_to_relu(1)], [change_to_relu(0)]])
    assert labels == ("unchanged", "ReLU at 1", "ReLU at 0")


def test_long_names_are_cut_and_stay_different(tmp_path):
    name = "the same beginning " * 9
    labels = labels_of(tmp_path, changed(name=f"{name} a"), changed(name=f"{name} b"))
    assert all(len(label) < 50 for label in labels)
    assert [label[-3:] for label in labels] == ["(1)", "(2)"]


def test_files_of_one_name_in_two_folders(tmp_path):
    paths = [write_session(tmp_path / folder / "a.gradiometer", SHALLOW, 1) for folder in ("x", "y")]
    sessions = [load_session(path) for path in paths]
    assert label_sessions(sessions) == ("in x", "in y")
    for session in sessions:
        session.close()


def test_a_watched_loop_and_a_title(tmp_path):
    shallow, deep, watched = (load_session(path) for path in write_several(tmp_path))
    other = load_session(write_watched(tmp_path / "other.gradiometer", 3))
    assert label_sessions([shallow, deep, watched]) == ("small: Sigmoid", "small: ReLU", "mine")
    assert label_sessions([watched, other]) == ("watched", "other")
    watched.meta = {**watched.meta, "title": "my title"}
    assert watched.title == "my title"
    assert label_sessions([watched, other]) == ("my title", "mine")
    for session in (shallow, deep, watched, other):
        session.close()
