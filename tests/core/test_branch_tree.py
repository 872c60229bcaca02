"""Who came from whom: a tree of every folder, whatever its files say of each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.branch_tree import Node, grow_forest, lineage, natural, walk
from gradiometer.library import Summary
from gradiometer.session_file import Parent
from gradiometer.session_format import SUFFIX

FOLDER = Path("runs")


def session(
    name: str, parent: str = "", step: int = 0, through: str = "", *, id: str = "", folder: Path = FOLDER
) -> Summary:
    """One whose id is its name where none is given, and that came from the session of such a name."""
    told = Parent(parent, parent + SUFFIX, step, through) if parent else None
    return Summary(path=folder / (name + SUFFIX), name="digits", id=id or name, parent=told)


def lines(nodes: tuple[Node, ...]) -> list[str]:
    """A line a node, indented; one that is not there in brackets."""
    told = []
    for depth, node in walk(nodes):
        name = node.name.removesuffix(SUFFIX)
        origin = "" if node.parent is None else f" {node.parent.step}{node.parent.way}"
        told.append("  " * depth + (name if node.summary is not None else f"({name})") + origin)
    return told


def test_children_stand_in_the_order_of_steps_and_then_of_names() -> None:
    forest = grow_forest(
        [
            session("late", "root", 900),
            session("run-10", "root", 40, "ReLU"),
            session("run-2", "root", 40, "control"),
            session("grandchild", "run-2", 50),
            session("root"),
            session("Alone"),
        ]
    )
    assert lines(forest) == [
        "Alone",
        "root",
        "  run-2 40 as the control",
        "    grandchild 50",
        "  run-10 40 through ReLU",
        "  late 900",
    ]


def test_an_ancestor_that_is_not_there_is_known_by_its_name() -> None:
    forest = grow_forest(
        [session("b", "gone", 7), session("a", "gone", 9), session("c", "a", 3), session("d", "other", 1)]
    )
    assert lines(forest) == ["(gone)", "  b 7", "  a 9", "    c 3", "(other)", "  d 1"]
    gone = forest[0]
    assert (gone.summary, gone.path, gone.parent) == (None, None, None)


def test_a_copy_stands_beside_its_original_and_children_below_the_one_that_was_told() -> None:
    child = session("child", "run", 5)
    copies = [
        session("run", "root", 3),
        session("run copy", "root", 3, id="run"),
        session("another", "root", 3, id="run"),
    ]
    assert lines(grow_forest([*copies, child, session("root")])) == [
        "root",
        "  another 3",
        "  run 3",
        "    child 5",
        "  run copy 3",
    ]
    # The one that was told has been taken away, or has another name by now.
    assert lines(grow_forest([*copies[1:], child])) == ["(root)", "  another 3", "    child 5", "  run copy 3"]


def test_a_session_without_an_id_is_found_by_its_name() -> None:
    nameless = Summary(path=FOLDER / "old.gradiometer", name="digits")
    child = Summary(path=FOLDER / "new.gradiometer", name="digits", id="1", parent=Parent("", "old.gradiometer", 4))
    assert lines(grow_forest([nameless, child])) == ["old", "  new 4"]
    stray = Summary(path=FOLDER / "stray.gradiometer", name="digits", id="2", parent=Parent("", "gone.gradiometer", 4))
    assert lines(grow_forest([nameless, stray])) == ["(gone)", "  stray 4", "old"]
    # Nor is it its own parent.
    itself = Summary(path=FOLDER / "x.gradiometer", name="digits", parent=Parent("", "x.gradiometer", 4))
    assert lines(grow_forest([itself])) == ["(x)", "  x 4"]


def test_trials_hang_below_their_session() -> None:
    trials = FOLDER / "run.trials"
    forest = grow_forest([session("run"), session("1-a", "run", 50, "control", folder=trials)])
    assert lines(forest) == ["run", "  1-a 50 as the control"]
    assert forest[0].children[0].path == trials / "1-a.gradiometer"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([session("a", "a", 3)], ["a"]),
        ([session("b", "a", 3), session("a", "b", 4)], ["a", "  b 3"]),
        (
            [session("b", "c", 1), session("c", "d", 2), session("d", "b", 3), session("a", "d", 4)],
            ["b", "  d 3", "    c 2", "    a 4"],
        ),
    ],
)
def test_a_circle_begins_with_its_first_session(told: list[Summary], expected: list[str]) -> None:
    assert lines(grow_forest(told)) == expected
    assert lines(grow_forest(told[::-1])) == expected


def test_a_session_that_was_continued_very_often() -> None:
    chain = [session("0")] + [session(str(number), str(number - 1), number) for number in range(1, 3000)]
    forest = grow_forest(chain)
    assert [depth for depth, _node in walk(forest)] == list(range(3000))
    assert [node.name for node in lineage(forest, chain[-1].path)] == [f"{number}{SUFFIX}" for number in range(3000)]


def test_the_lineage_of_a_session() -> None:
    forest = grow_forest([session("a"), session("b", "a", 1), session("c", "a", 2), session("d", "c", 3), session("e")])
    assert [node.name[0] for node in lineage(forest, FOLDER / "d.gradiometer")] == ["a", "c", "d"]
    assert [node.name[0] for node in lineage(forest, FOLDER / "e.gradiometer")] == ["e"]
    assert lineage(forest, FOLDER / "f.gradiometer") == lineage((), FOLDER) == ()


def test_names_are_sorted_by_their_numbers() -> None:
    names = ["a-2", "A-10", "a-02b", "a", "b", "10", "9", "a-²"]
    assert sorted(names, key=natural) == ["9", "10", "a", "a-2", "a-02b", "A-10", "a-²", "b"]
    assert natural("9" * 10_000) < natural("1" * 10_001)


IDS = st.sampled_from(["", *"abcde"])
PARENTS = st.none() | st.builds(
    Parent,
    IDS,
    st.sampled_from(["1.gradiometer", "2.gradiometer", "gone"]),
    st.integers(-2, 3),
    st.sampled_from(["", "x"]),
)
SESSIONS = st.builds(
    lambda folder, number, id, parent: Summary(path=folder / f"{number}{SUFFIX}", name="s", id=id, parent=parent),
    st.sampled_from([FOLDER, FOLDER / "1.trials"]),
    st.integers(1, 6),
    IDS,
    PARENTS,
)


@given(told=st.lists(SESSIONS, unique_by=lambda each: each.path, max_size=12), random=st.randoms(use_true_random=False))
def test_every_session_stands_there_once_whatever_the_files_say(told: list[Summary], random: object) -> None:
    forest = grow_forest(told)
    nodes = [node for _depth, node in walk(forest)]
    assert sorted(node.path for node in nodes if node.summary is not None) == sorted(each.path for each in told)
    assert all(node.children and node.parent is None for node in nodes if node.summary is None)
    ids = {each.id for each in told}
    for node in nodes:
        steps = [child.parent.step for child in node.children]
        assert steps == sorted(steps)
        for child in node.children:
            # Each hangs where its file says, by the id where there is one.
            assert child.parent == child.summary.parent
            if node.summary is None:
                assert child.parent.id not in ids or not child.parent.id
            else:
                assert child.parent.id == node.summary.id
        if node.summary is not None and node.summary.parent is None:
            assert node in forest
    for each in told:
        assert lineage(forest, each.path)[-1].summary is each
    random.shuffle(told)
    assert grow_forest(told) == forest
