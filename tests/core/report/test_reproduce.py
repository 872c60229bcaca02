"""The commands that a report gives are read back by the command line itself."""

import dataclasses
import json
import shlex

import pytest

from gradiometer.changes import parse_changes
from gradiometer.cli_train import parse_at
from gradiometer.experiment import Experiment
from gradiometer.presets import load_experiment, preset_names
from gradiometer.report.document import Code
from gradiometer.report.reproduce import command, reproduce, train_words
from gradiometer.report.subject import Subject
from gradiometer.reports import Intervention
from gradiometer.session_editor import set_texts
from gradiometer.session_file import load_session
from gradiometer.settings import Reinitialize, Settings
from recorded import OF_THE_PLANE, SMALL, THROUGH_TIME
from synthetic import write_session


def read_back(words: list[str]) -> tuple[Experiment, dict]:
    """As `gradiometer train` reads them."""
    words = shlex.split(command(words).replace("\\\n", " "))
    assert words[:2] == ["gradiometer", "train"]
    options: dict[str, list[list[str]]] = {"--set": [], "--at": [], "--steps": [], "--out": []}
    for word in words[3:]:
        if word in options:
            options[word].append([])
            last = options[word][-1]
        else:
            last.append(word)
    experiment = load_experiment(words[2]).with_assignments(word for some in options["--set"] for word in some)
    experiment = dataclasses.replace(experiment, steps=int(options["--steps"][0][0]))
    return experiment, parse_changes(experiment, [parse_at(some) for some in options["--at"]])


@pytest.mark.parametrize(
    "experiment",
    [
        *map(load_experiment, preset_names()),
        SMALL,
        THROUGH_TIME,
        OF_THE_PLANE,
        dataclasses.replace(
            SMALL,
            name='it\'s a "name" with $PATH and `ls` = x',
            hidden=(5, 5),
            weight_scale=0.1 + 0.2,
            watch_everything=True,
            settings=Settings(learning_rate=1 / 3, skip=True, weight_decay=1e-7),
        ),
    ],
    ids=lambda experiment: experiment.name[:20],
)
def test_the_command_says_the_whole_experiment(experiment):
    words, unsaid = train_words(experiment, [], 77)
    assert unsaid == []
    assert read_back(words) == (dataclasses.replace(experiment, steps=77), {})


def test_a_preset_is_called_by_its_name():
    experiment = load_experiment("lstm-adding")
    assert train_words(experiment, [], 50)[0] == ["gradiometer", "train", "lstm-adding", "--steps", "50"]
    changed = dataclasses.replace(experiment, seed=3)
    assert train_words(changed, [], 50)[0][3:5] == ["--set", "seed=3"]


def test_changes():
    start = SMALL.settings
    relu = dataclasses.replace(start, activation="relu", learning_rate=0.1 + 0.2)
    changes = [
        Intervention(10, relu, start, relu, ""),
        Intervention(10, Reinitialize(scheme="he", seed=SMALL.seed), relu, relu, ""),
        Intervention(20, Reinitialize(scheme="he", layers=(0,), seed=SMALL.seed), relu, relu, ""),
        Intervention(21, Reinitialize(scheme="he", seed=99), relu, relu, ""),
        Intervention(22, relu, relu, relu, ""),
        Intervention(30, start, relu, start, ""),
    ]
    words, unsaid = train_words(SMALL, changes, 30)
    _experiment, found = read_back(words)
    assert list(found) == [10]
    assert found[10][-2:] == [relu, Reinitialize(scheme="he", seed=SMALL.seed)]
    assert unsaid == [
        "At step 20: Re-initialization: He, layer 1, with seed 0.",
        "At step 21: Re-initialization: He, all layers, with seed 99.",
        "A change at step 30, behind the last step: activation=sigmoid learning_rate=0.1.",
    ]


def test_a_short_command_is_one_line():
    assert command(["gradiometer", "info", "a b.gradiometer"]) == "gradiometer info 'a b.gradiometer'"
    long = command(["gradiometer", "train", "digits", "--set", "a=" + "x" * 40, "b=" + "y" * 40, "--steps", "3"])
    assert long.splitlines() == [
        "gradiometer train digits \\",
        f"    --set a={'x' * 40} b={'y' * 40} \\",
        "    --steps 3",
    ]


def test_the_section(subject):
    section = reproduce(subject)
    codes = [block.text for block in section.blocks if isinstance(block, Code)]
    assert "--at 10 activation=relu" in codes[0]
    assert "gradiometer doctor sick.gradiometer" in codes[1]
    texts = [item.text for block in section.blocks if block.kind == "bullets" for item in block.items]
    assert "At step 20: Re-initialization: He, all layers, with seed 5." in texts
    assert any("Seed 0 draws" in text for text in texts)


def test_of_a_loop_of_ones_own_nothing_is_promised(watched):
    with load_session(watched) as session:
        section = reproduce(Subject(session))
    assert "its data and its random seeds are needed" in section.blocks[0].text
    assert "train" not in section.blocks[1].text


def test_a_session_of_a_file_that_is_gone(tmp_path):
    (tmp_path / "own.csv").write_text("a,b,label\n" + "".join(f"{i},{i % 3},{i % 2}\n" for i in range(40)))
    experiment = dataclasses.replace(
        SMALL, num_train=20, num_held_out=10, batch_size=5, data="file", file=str(tmp_path / "own.csv")
    )
    path = write_session(tmp_path / "own.gradiometer", experiment, 3)
    (tmp_path / "own.csv").unlink()
    with load_session(path) as session:
        section = reproduce(Subject(session))
    texts = [item.text for block in section.blocks if block.kind == "bullets" for item in block.items]
    assert any(f"{tmp_path / 'own.csv'}, with the checksum {experiment.facts.checksum}" in text for text in texts)
    assert "own.csv" in next(block.text for block in section.blocks if block.kind == "code")


def test_of_a_graphics_card_and_of_a_part_of_another_session(tmp_path):
    path = write_session(tmp_path / "card.gradiometer", dataclasses.replace(SMALL, device="cuda"), 3)
    set_texts(path, {"parent": json.dumps({"id": "1", "file": "old.gradiometer", "step": 1200})})
    with load_session(path) as session:
        section = reproduce(Subject(session))
    texts = [item.text for block in section.blocks if block.kind == "bullets" for item in block.items]
    assert any("adds up in no fixed order" in text for text in texts)
    assert "It was continued from step 1,200 of old.gradiometer; the command makes it from step 0 on." in texts
