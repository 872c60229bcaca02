import dataclasses
import subprocess
import sys

import numpy as np
import pytest

from gradiometer.comparison import Comparison
from gradiometer.exports import ExportError
from gradiometer.fields import FieldError
from gradiometer.session_database import SessionFileError
from gradiometer.session_editor import set_texts
from gradiometer.session_file import Branch, load_session
from several import SHALLOW, branch_text, write_eight, write_several, write_trial
from synthetic import write_session


@pytest.fixture
def several(tmp_path):
    with Comparison(write_several(tmp_path)) as comparison:
        yield comparison


def refusal(paths, **options):
    with pytest.raises((FieldError, SessionFileError)) as caught:
        Comparison(paths, **options)
    return str(caught.value)


def test_two_to_eight(tmp_path):
    paths = write_eight(tmp_path, 3)
    assert refusal([]) == "0 session files cannot be compared: give two to eight"
    assert refusal(paths[:1]) == "1 session file cannot be compared: give two to eight"
    assert refusal([*paths, paths[0]]) == "9 session files cannot be compared: give two to eight"
    with Comparison(paths) as comparison:
        assert [side.label for side in comparison.sides] == [f"seed {seed}" for seed in range(8)]
        assert comparison.subject == ("small", "784-4-4-10", "8 sessions compared")
        assert comparison.shown == comparison.sides


def test_the_same_file_twice(tmp_path):
    first, second, _ = write_several(tmp_path)
    link = tmp_path / "link.gradiometer"
    link.symlink_to(first)
    for again in (first, str(first), link):
        assert refusal([first, second, again]) == f"{again} is given twice: a session cannot be compared with itself"
    with Comparison([first, second, link], leave_out=True) as comparison:
        assert len(comparison.sides) == 2
        assert len(comparison.problems) == 1


def test_what_cannot_be_opened(tmp_path):
    first, second, _ = write_several(tmp_path)
    junk, missing = tmp_path / "junk.gradiometer", tmp_path / "missing.gradiometer"
    junk.write_text("junk " * 200)
    assert str(junk) in refusal([first, junk, second])
    assert str(missing) in refusal([missing, second])
    with Comparison([junk, first, missing, second], leave_out=True) as comparison:
        assert [side.session.path for side in comparison.sides] == [first, second]
        assert [str(path) in problem for path, problem in zip((junk, missing), comparison.problems, strict=True)]
    sentence = refusal([junk, first, missing], leave_out=True)
    assert sentence.startswith("There are not two sessions to compare: ")
    assert str(junk) in sentence
    assert str(missing) in sentence
    # No file stays open: Windows would not let go of it, and warnings are errors here.
    first.unlink()


def test_layers_correspond_by_their_distance_from_an_end(several):
    shallow, deep, watched = several.sides
    assert [side.num_layers for side in several.sides] == [3, 6, 3]
    assert several.most_layers == 6
    assert several.usual_layers == (0, 1, -1)
    for side in several.sides:
        assert all(side.layer(place) is not None for place in several.usual_layers)
    assert deep.layer(-6) == 0
    assert shallow.layer(5) is None
    assert watched.layer(-1) == 2


def test_names_of_layers(tmp_path, several):
    assert several.layer_name(0) == "layer 1", "hidden 1 of two, 0.conv of one"
    assert several.layer_name(-1) == "output"
    assert several.layer_name(-2) == "output - 1"
    assert several.layer_name(3) == "hidden 4", "only one has it"
    with Comparison([side.session.path for side in several.sides[:2]]) as two:
        assert two.layer_names() == ("hidden 1", "hidden 2", "layer 3", "hidden 4", "hidden 5", "output")
        assert two.layer_names(from_output=True)[-2:] == ("output - 1", "output")
    paths = [write_session(tmp_path / f"{seed}.gradiometer", SHALLOW, 1, seed=seed) for seed in range(2)]
    with Comparison(paths) as alike:
        assert alike.layer_names() == ("hidden 1", "hidden 2", "output")


@pytest.mark.parametrize(
    ("text", "place"),
    [("1", 0), ("6", 5), ("-1", -1), ("-6", -6), ("output", -1), ("hidden 2", 1), ("hidden 5", 4), ("lstm", 1)],
)
def test_layers_are_found_by_number_or_name(several, text, place):
    assert several.find_layer(text) == place


@pytest.mark.parametrize("text", ["0", "7", "-7", "hidden 9", "", "1.5"])
def test_layers_that_are_not_there(several, text):
    with pytest.raises(ExportError, match=f"--layer {text} is not there: choose 1 to 6 from the input, -1 to -6 from"):
        several.find_layer(text)


def test_spans_and_who_is_left_out(several):
    assert several.span("step") == (0.0, 39.0)
    assert several.span("time") == pytest.approx((0.0, 0.039))
    assert several.span("change") == (-10.0, 19.0)
    assert several.can_align("change")
    labels = [side.label for side in several.sides]
    assert several.left_out("step") == ""
    assert several.left_out("step", 0) == ""
    assert several.left_out("step", 4) == f"without hidden 5: {labels[0]} · {labels[2]}"
    assert several.left_out("change", -1) == f"without a change: {labels[1]} · {labels[2]}"
    several.sides[0].is_shown = False
    assert not several.can_align("change")
    assert several.span("change") == (0.0, 0.0)
    assert several.left_out("step", 4) == f"without hidden 5: {labels[2]}"
    assert several.shown == several.sides[1:]


def test_one_layer_alone(tmp_path):
    one_layer = dataclasses.replace(SHALLOW, hidden=())
    paths = [write_session(tmp_path / f"{seed}.gradiometer", one_layer, 2, seed=seed) for seed in range(2)]
    with Comparison(paths) as comparison:
        assert comparison.usual_layers == (0,)
        assert comparison.layer_names() == ("output",)


def test_it_follows_all_files(tmp_path, several):
    assert not several.follow()
    np.testing.assert_array_equal(several.sides[0].session.steps, np.arange(30))


def test_neither_torch_nor_matplotlib_is_imported():
    code = (
        "import sys, gradiometer.comparison, gradiometer.figures.compare, gradiometer.tables_compare\n"
        "print(*{'torch', 'matplotlib', 'PySide6'} & sys.modules.keys())"
    )
    result = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert (result.stdout.strip(), result.stderr, result.returncode) == ("", "", 0)


# ---------------------------------------------------------------------------------------------------------- trials


def test_a_trial_has_a_control_and_the_names_that_it_gave(tmp_path):
    control, *branches = write_trial(tmp_path, 2, 3)
    with Comparison([*branches, control]) as trial:
        assert trial.is_trial
        assert [side.label for side in trial.sides] == ["cure 1", "cure 2", "cure 3", "null fork", "control"]
        assert trial.control is trial.sides[-1]
        assert trial.others == trial.sides[:-1]
        assert trial.control.branch == Branch("one", "control", "control", 0)
        assert trial.subject == ("small", "784-8-8-10", "5 branches of a trial")
        trial.sides[0].is_shown = trial.control.is_shown = False
        assert trial.others == trial.sides[1:-1]


def test_what_is_no_trial_is_held_against_its_first_session(tmp_path, several):
    assert not several.is_trial
    assert several.control is several.sides[0]
    assert several.others == several.sides[1:]
    control, *branches = write_trial(tmp_path / "trial", 2, 1)
    with Comparison([several.sides[0].session.path, control]) as mixed:
        assert not mixed.is_trial
        assert mixed.control is mixed.sides[1], "it says itself that it is one"
    set_texts(branches[0], branch_text("branch", "of another", 1, group="two"))
    with Comparison([control, *branches]) as mixed:
        assert not mixed.is_trial
    with Comparison([*branches[1:], several.sides[1].session.path]) as rest:
        assert rest.control is rest.sides[0]


def test_each_branch_has_its_colour_whichever_others_are_there(tmp_path, several):
    palette, of_trial = "abcdefgh", "CstuvwxyZ"
    assert several.colors(palette, of_trial) == ("a", "b", "c")
    control, *branches = write_trial(tmp_path / "trial", 2, 2)
    with Comparison([control, *branches]) as trial:
        assert trial.colors(palette, of_trial) == ("C", "s", "t", "u")
    with Comparison([branches[2], control]) as trial:
        assert trial.colors(palette, of_trial) == ("u", "C")
    with Comparison(branches[:2]) as trial:
        assert trial.is_trial
        assert trial.colors(palette, of_trial) == ("a", "b"), "none of them is the control"
    set_texts(branches[0], branch_text("branch", "the same number", 2))
    with Comparison([control, *branches]) as trial:
        assert trial.colors(palette, of_trial) == ("C", "s", "t", "u")


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"group": "a"}', '{"group": "a", "role": "king", "label": "", "number": 1}', "3"]
)
def test_a_branch_that_cannot_be_read(tmp_path, text):
    paths = write_trial(tmp_path, 2, 1)
    set_texts(paths[1], {"branch": text})
    with load_session(paths[1]) as session, pytest.raises(SessionFileError, match="branch of a trial"):
        session.branch  # noqa: B018
    assert str(paths[1]) in refusal(paths)
    with Comparison(paths, leave_out=True) as trial:
        assert len(trial.sides) == 2
        assert str(paths[1]) in trial.problems[0]


def test_branches_without_names_are_called_by_their_roles(tmp_path):
    paths = write_trial(tmp_path, 2, 2)
    for path, role in zip(paths, ("control", "branch", "branch", "null"), strict=True):
        set_texts(path, branch_text(role, " ", 1))
    with Comparison(paths) as trial:
        assert [side.label for side in trial.sides] == ["control", "branch (1)", "branch (2)", "null fork"]
