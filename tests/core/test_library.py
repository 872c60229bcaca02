"""A folder of sessions: what each is in short, what stays known from one start to the next, and a person's labels."""

import dataclasses
import json
import math
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gradiometer.envelope import Blocks
from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError
from gradiometer.layout import Layout
from gradiometer.library import (
    Labels,
    Library,
    Summary,
    describe_events,
    describe_findings,
    duplicate,
    folder_of,
    read_labels,
    summarize,
    write_labels,
)
from gradiometer.reports import Event, Intervention
from gradiometer.session_database import SessionFileError
from gradiometer.session_editor import set_texts
from gradiometer.session_file import Parent, Session, load_session
from gradiometer.session_format import SUFFIX
from gradiometer.session_lock import lock_of
from gradiometer.session_storage import StorageError
from gradiometer.settings import Settings
from recorded import SMALL, some_finding
from synthetic import WATCHED, write_session, write_watched

LABELS = Labels(title="größer, 2nd try", tags=("relu", "to show"), remark="line 1\nline 2\t→ ∂C/∂W")


def put(name: str, *values: float) -> Callable[[Layout, np.ndarray], None]:
    """Alters a row: these values in the columns of a quantity."""

    def change(layout: Layout, row: np.ndarray) -> None:
        row[layout.slice(name)] = values

    return change


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three sessions, written at three known moments, and what is none of ours."""
    made = tmp_path / "sessions"
    made.mkdir()
    for index, name in enumerate(("old", "middle", "new")):
        path = write_session(made / f"{name}{SUFFIX}", SMALL, 10 * (index + 1), seed=index)
        os.utime(path, (1000.0 + index, 1000.0 + index))
    (made / "notes.txt").write_text("none of ours")
    (made / f".new{SUFFIX}.77.partial").write_bytes(b"being made")
    (made / f"folder{SUFFIX}").mkdir()
    return made


@pytest.fixture
def cache_path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "sessions.json"


def read_all(library: Library) -> dict[str, Summary]:
    """Everything that is in the folder, by name."""
    scan = library.scan()
    summaries = {summary.path.stem: summary for summary in scan.summaries}
    return summaries | {path.stem: library.read(path) for path in scan.unread}


# Summaries


def test_a_summary_says_what_the_file_holds(tmp_path: Path) -> None:
    before, after = Settings(), Settings(activation="relu")
    others = [
        Intervention(3, after, before, after, ""),
        Event(5, "clipped_away", "clipping wiped the gradient"),
        some_finding(1, 4),
    ]
    path = write_session(tmp_path / f"one{SUFFIX}", dataclasses.replace(SMALL, name="ten"), 25, others=others)
    summary = summarize(path)
    with load_session(path) as session:
        assert (summary.name, summary.structure) == ("ten", session.outline.structure)
        assert summary.num_steps == session.steps[-1] + 1 == 25
        assert summary.loss == session.loss[-1]
        assert summary.accuracy == session.quantity("accuracy")[-1, 0]
        assert summary.held_out_accuracy == session.quantity("held_out_accuracy")[-1, 0]
        assert summary.profile == tuple(session.quantity("weight_gradient_norm")[-1])
    assert summary.num_changes == 1
    assert summary.findings == "clipped away at step 5; Vanishing gradient from step 4"
    assert summary.labels == Labels()
    assert summary.title == "ten"
    assert abs(summary.created - time.time()) < 60
    assert summary.date == summary.created
    assert (summary.size_bytes, summary.modified_ns) == (path.stat().st_size, path.stat().st_mtime_ns)
    assert (summary.is_watched, summary.is_read, summary.problem) == (False, True, "")


def test_a_watched_loop_has_no_accuracy_and_nothing_held_out(tmp_path: Path) -> None:
    summary = summarize(write_watched(tmp_path / f"mine{SUFFIX}"))
    assert (summary.name, summary.structure, summary.is_watched) == (WATCHED.name, WATCHED.structure, True)
    assert len(summary.profile) == len(WATCHED.layers)
    assert math.isnan(summary.accuracy)
    assert math.isnan(summary.held_out_accuracy)


def test_a_session_before_its_first_step(tmp_path: Path) -> None:
    summary = summarize(write_session(tmp_path / f"empty{SUFFIX}", SMALL, 0))
    assert (summary.num_steps, summary.profile, summary.problem) == (0, (), "")
    assert math.isnan(summary.loss)


@pytest.mark.parametrize("created", ["", "yesterday", "9999999-01-01"])
def test_a_session_without_a_date_has_that_of_its_file(tmp_path: Path, created: str) -> None:
    path = write_session(tmp_path / f"one{SUFFIX}", SMALL, 1)
    set_texts(path, {"created": created})
    os.utime(path, (5000.0, 5000.0))
    summary = summarize(path)
    assert summary.problem == ""
    assert math.isnan(summary.created)
    assert summary.date == 5000.0


def test_a_file_that_cannot_be_read_is_listed_with_its_reason(folder: Path, cache_path: Path) -> None:
    whole = (folder / f"new{SUFFIX}").read_bytes()
    (folder / f"cut{SUFFIX}").write_bytes(whole[: len(whole) // 2])
    (folder / f"text{SUFFIX}").write_text("no session")
    (folder / f"nothing{SUFFIX}").touch()
    summaries = read_all(Library(folder, cache_path))
    for name, reason in (("cut", "truncated"), ("text", "not a Gradiometer session"), ("nothing", "is empty")):
        summary = summaries[name]
        assert reason in summary.problem
        assert str(summary.path) in summary.problem
        assert len(summary.problem.splitlines()) == 1
        assert (summary.title, summary.num_steps, summary.is_read) == (name, 0, True)
    assert summaries["new"].num_steps == 30


def test_a_file_that_goes_while_it_is_read_has_a_problem_and_is_gone_at_the_next_look(
    folder: Path, cache_path: Path
) -> None:
    library = Library(folder, cache_path)
    (first, *_) = library.scan().unread
    first.unlink()
    assert "No such file" in library.read(first).problem
    assert first not in [summary.path for summary in library.scan().summaries]


def test_findings_name_what_comes_first_and_how_often() -> None:
    events = [
        Event(0, "not_measured", "not measured: the model is compiled"),
        Event(4, "clipped_away", "clipping wiped the gradient"),
        Event(9, "non_finite", "NaN or Inf first appeared in the gradient of layer 3", 2),
        Event(12, "clipped_away", "clipping wiped the gradient"),
        Event(20, "non_finite", "NaN or Inf first appeared in the loss"),
        Event(31, "error", "Training stopped at step 31: out of memory"),
    ]
    assert describe_events(events) == (
        "NaN or Inf from step 9; clipped away 2 times, first at step 4; error at step 31"
    )
    assert describe_events(events[:2]) == "clipped away at step 4"
    assert describe_events(events[:1]) == describe_events([]) == ""


def test_severe_findings_are_named_by_symptom() -> None:
    """Each once, since when; until when only where all of its kind have ended. What an event says is not said twice."""
    findings = [
        some_finding(1, 9, last_step=20, has_ended=True),
        some_finding(2, 7, last_step=30),
        some_finding(3, 1, severity="warning", symptom="dead_units"),
        some_finding(4, 1, symptom="non_finite"),
        some_finding(5, 40, last_step=50, has_ended=True, symptom="exploding"),
        some_finding(6, 60, last_step=70, has_ended=True, symptom="exploding"),
        some_finding(7, 80, symptom="a_new_one"),
    ]
    assert describe_findings(findings) == (
        "Vanishing gradient from step 7; Exploding gradient from step 40 to 70; A new one from step 80"
    )
    assert describe_findings([]) == describe_findings(findings[2:4]) == ""


def test_of_a_long_session_the_newest_rows_alone_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_session(tmp_path / f"long{SUFFIX}", SMALL, 3000, with_look_histograms=False)
    asked: list[tuple[int, int]] = []
    blocks = Session.blocks

    def note(self: Session, stream: str, level: int, first: int, last: int) -> Blocks:
        asked.append((first, last))
        return blocks(self, stream, level, first, last)

    monkeypatch.setattr(Session, "blocks", note)
    for name in ("quantity", "histogram", "histogram_rows", "histogram_steps"):
        monkeypatch.setattr(Session, name, None)
    assert summarize(path).num_steps == 3000
    assert asked == [(2999, 3000), (149, 150)]


# The folder


def test_the_folder_is_listed_at_once_and_read_after_that(folder: Path, cache_path: Path) -> None:
    library = Library(folder, cache_path)
    scan = library.scan()
    assert [summary.path.stem for summary in scan.summaries] == ["new", "middle", "old"]
    assert [path.stem for path in scan.unread] == ["new", "middle", "old"]
    assert all(not summary.is_read and summary.size_bytes > 0 for summary in scan.summaries)
    assert [summary.date for summary in scan.summaries] == [1002.0, 1001.0, 1000.0]
    for path in scan.unread:
        library.read(path)
    again = library.scan()
    assert again.unread == ()
    assert [summary.num_steps for summary in again.summaries] == [30, 20, 10]


def test_only_what_has_changed_is_read_again(folder: Path, cache_path: Path) -> None:
    library = Library(folder, cache_path)
    read_all(library)
    write_labels(folder / f"old{SUFFIX}", LABELS)
    (folder / f"middle{SUFFIX}").unlink()
    write_session(folder / f"newest{SUFFIX}", SMALL, 5)
    scan = library.scan()
    assert {path.stem for path in scan.unread} == {"old", "newest"}
    summaries = {summary.path.stem: summary for summary in scan.summaries}
    assert summaries.keys() == {"old", "new", "newest"}
    # Until it is read again, what was known stands there.
    assert (summaries["old"].num_steps, summaries["old"].labels) == (10, Labels())
    assert library.read(folder / f"old{SUFFIX}").labels == LABELS


def test_what_is_known_stays_for_the_next_start(folder: Path, cache_path: Path) -> None:
    numbers = (0.0, math.inf, math.nan)
    write_session(folder / f"broken{SUFFIX}", SMALL, 3, change_row=put("weight_gradient_norm", *numbers))
    write_session(folder / f"nan{SUFFIX}", SMALL, 3, change_row=put("loss", math.nan))
    write_labels(folder / f"old{SUFFIX}", LABELS)
    first = Library(folder, cache_path)
    known = read_all(first)
    first.save()
    scan = Library(folder, cache_path).scan()
    assert scan.unread == ()
    kept = {summary.path.stem: summary for summary in scan.summaries}
    # As texts, because a NaN is not equal to itself.
    assert {name: repr(summary) for name, summary in kept.items()} == {
        name: repr(summary) for name, summary in known.items()
    }
    assert repr(kept["broken"].profile) == "(0.0, inf, nan)"
    assert kept["old"].labels == LABELS


def test_where_sessions_came_from_stays_known_too(folder: Path, cache_path: Path) -> None:
    parent = Parent("1", "gone.gradiometer", 40, "ReLU, He's initialization")
    set_texts(folder / f"old{SUFFIX}", {"parent": json.dumps(parent._asdict())})
    first = Library(folder, cache_path)
    read_all(first)
    first.save()
    kept = {summary.path.stem: summary for summary in Library(folder, cache_path).scan().summaries}
    assert (kept["old"].parent, kept["new"].parent) == (parent, None)
    with load_session(folder / f"old{SUFFIX}") as session:
        assert kept["old"].id == session.meta["id"]
    cache = json.loads(cache_path.read_text())
    # As a program that knew neither left it.
    cache |= {"version": 2, "sessions": [{**each} for each in cache["sessions"]]}
    for each in cache["sessions"]:
        del each["id"], each["parent"]
    cache_path.write_text(json.dumps(cache))
    assert len(Library(folder, cache_path).scan().unread) == 3


def test_trials_are_told_apart_from_what_is_listed(folder: Path, cache_path: Path) -> None:
    old, inner = folder / f"old{SUFFIX}", folder / "old.trials" / "relu.trials"
    for target in (folder / "old.trials", inner, folder / "others"):
        target.mkdir()
        shutil.copy(old, target / f"relu{SUFFIX}")
    # It would be gone round for ever.
    (folder / "round.trials").symlink_to(folder, target_is_directory=True)
    library = Library(folder, cache_path)
    scan = library.scan()
    assert [summary.path.stem for summary in scan.summaries] == ["new", "middle", "old"]
    assert {summary.path for summary in scan.trials} == {
        folder / "old.trials" / f"relu{SUFFIX}",
        inner / f"relu{SUFFIX}",
    }
    # What a person sees listed is read first.
    assert {path.parent.name for path in scan.unread[3:]} == {"old.trials", "relu.trials"}
    for path in scan.unread:
        assert library.read(path).num_steps > 0
    library.save()
    again = Library(folder, cache_path).scan()
    assert again.unread == ()
    assert {summary.path: summary.num_steps for summary in again.trials} == {
        folder / "old.trials" / f"relu{SUFFIX}": 10,
        inner / f"relu{SUFFIX}": 10,
    }
    shutil.rmtree(folder / "old.trials")
    assert library.scan().trials == ()
    assert folder_of(inner / "a") == folder_of(folder / "old.trials" / "a") == folder_of(folder / "a") == folder


def test_a_library_may_keep_nothing(folder: Path) -> None:
    library = Library(folder, None)
    assert len(read_all(library)) == 3
    library.save()
    assert library.scan().unread == ()


def test_what_could_not_be_read_is_tried_again_when_asked_and_at_the_next_start(folder: Path, cache_path: Path) -> None:
    hidden = folder / f"hidden{SUFFIX}"
    hidden.write_text("no session")
    first = Library(folder, cache_path)
    read_all(first)
    assert first.scan().unread == ()
    assert first.scan(retry=True).unread == (hidden,)
    first.save()
    assert Library(folder, cache_path).scan().unread == (hidden,)


@pytest.mark.parametrize(
    "change",
    [
        lambda cache: "{",
        lambda cache: "\0" * 100,
        lambda cache: "[" * 100_000,
        lambda cache: json.dumps([]),
        lambda cache: json.dumps({**cache, "version": 0}),
        lambda cache: json.dumps({**cache, "folder": "/elsewhere"}),
        lambda cache: json.dumps({**cache, "sessions": {}, "version": None}),
        lambda cache: json.dumps({**cache, "sessions": [1, *cache["sessions"]]}),
    ],
)
def test_a_damaged_or_foreign_cache_is_made_anew(folder: Path, cache_path: Path, change: Callable[[dict], str]) -> None:
    first = Library(folder, cache_path)
    read_all(first)
    first.save()
    whole = cache_path.read_text()
    cache_path.write_text(change(json.loads(whole)))
    second = Library(folder, cache_path)
    assert len(second.scan().unread) == 3
    read_all(second)
    second.save()
    assert cache_path.read_text() == whole


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("path", "../elsewhere.gradiometer"),
        ("path", 7),
        ("name", None),
        ("loss", "0.5"),
        ("num_steps", 1.5),
        ("num_steps", True),
        ("profile", "abc"),
        ("profile", [1, 2]),
        ("labels", {"title": 5, "tags": [], "remark": ""}),
        ("labels", {"title": "x" * 300, "tags": [], "remark": ""}),
        ("labels", []),
        ("unknown", 1),
        ("id", None),
        ("parent", []),
        ("parent", {"id": "1", "file": "a"}),
        ("parent", {"id": "1", "file": "a", "step": 3.0, "through": ""}),
        ("parent", {"id": "1", "file": "a", "step": 3, "through": "", "more": 1}),
        ("path", "elsewhere/a.gradiometer"),
        ("path", "../a.trials/a.gradiometer"),
    ],
)
def test_a_summary_of_another_shape_is_not_believed(folder: Path, cache_path: Path, name: str, value: object) -> None:
    first = Library(folder, cache_path)
    read_all(first)
    first.save()
    cache = json.loads(cache_path.read_text())
    cache["sessions"][1][name] = value
    cache_path.write_text(json.dumps(cache))
    assert len(Library(folder, cache_path).scan().unread) == 3


def test_a_cache_that_cannot_be_written_is_done_without(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    library = Library(folder, tmp_path / "file" / "sessions.json")
    assert len(read_all(library)) == 3
    library.save()


def test_nothing_new_is_not_written(folder: Path, cache_path: Path) -> None:
    first = Library(folder, cache_path)
    read_all(first)
    first.save()
    cache_path.unlink()
    first.scan()
    first.save()
    assert not cache_path.exists()
    (folder / f"old{SUFFIX}").unlink()
    first.scan()
    first.save()
    assert len(json.loads(cache_path.read_text())["sessions"]) == 2


def test_a_folder_that_is_missing_is_empty_and_one_that_is_none_has_a_problem(tmp_path: Path) -> None:
    scan = Library(tmp_path / "nowhere", tmp_path / "cache.json").scan()
    assert (scan.summaries, scan.unread, scan.problem) == ((), (), "")
    (tmp_path / "file").touch()
    scan = Library(tmp_path / "file", tmp_path / "cache.json").scan()
    assert scan.problem == f"{tmp_path / 'file'} cannot be read: Not a directory"


def test_neither_torch_nor_qt_is_imported() -> None:
    code = "import sys, gradiometer.library; assert not {'torch', 'PySide6'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", code], check=True)


# Labels


def test_labels_go_into_the_file_and_come_back(tmp_path: Path) -> None:
    path = write_session(tmp_path / f"one{SUFFIX}", SMALL, 3)
    write_labels(path, LABELS)
    summary = summarize(path)
    assert summary.labels == LABELS
    assert summary.title == LABELS.title
    write_labels(path, Labels())
    summary = summarize(path)
    assert summary.labels == Labels()
    assert summary.title == SMALL.name


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"title": "x" * 201}, "title has 201 characters, and may have 200"),
        ({"title": "two\nlines"}, r"title holds '\n'"),
        ({"title": "two\u2028lines"}, "title holds"),
        ({"remark": "x" * 10_001}, "remark has 10,001 characters"),
        ({"remark": "bell \a"}, "remark holds"),
        ({"remark": "half \ud800"}, "remark holds"),
        ({"tags": tuple("abcdefghijklmnopqrstu")}, "tags are 21, and may be 20"),
        ({"tags": ("x" * 41,)}, "has 41 characters, and may have 40"),
        ({"tags": ("a,b",)}, "without a comma"),
        ({"tags": (" ",)}, "a word or a few"),
    ],
)
def test_labels_have_limits(values: dict, problem: str) -> None:
    with pytest.raises(FieldError) as caught:
        Labels(**values)
    assert problem in str(caught.value)


@pytest.mark.parametrize("tags", ["", "{", "7", "null", '"relu"', "[1]", json.dumps(["x" * 50]), "[" * 100_000])
def test_labels_that_another_program_wrote_wrongly_are_left_out(tags: str) -> None:
    meta = {"title": "two\nlines", "tags": tags, "remark": "fine", "experiment": "{}"}
    assert read_labels(meta) == Labels(remark="fine")


def test_no_labels_where_a_file_cannot_be_changed(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no session")
    with pytest.raises(SessionFileError):
        write_labels(tmp_path / "text", LABELS)
    path = write_session(tmp_path / f"one{SUFFIX}", SMALL, 3)
    holder = "import sys; from gradiometer.session_lock import SessionLock; from pathlib import Path\n"
    holder += "lock = SessionLock(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(StorageError, match="in use by another program"):
            write_labels(path, LABELS)
        process.stdin.close()
    assert summarize(path).labels == Labels()
    write_labels(path, LABELS)
    assert summarize(path).labels == LABELS
    assert not lock_of(path).exists()


# Copies


def test_copies_take_the_next_free_name_and_a_title_of_their_own(tmp_path: Path) -> None:
    path = write_session(tmp_path / f"one{SUFFIX}", SMALL, 12)
    write_labels(path, LABELS)
    names = [duplicate(path).name for _ in range(3)]
    assert names == [f"one copy{SUFFIX}", f"one copy 2{SUFFIX}", f"one copy 3{SUFFIX}"]
    copy = summarize(tmp_path / names[1])
    assert copy.labels == dataclasses.replace(LABELS, title=f"{LABELS.title} copy")
    original = summarize(path)
    assert (copy.num_steps, copy.loss, copy.profile) == (original.num_steps, original.loss, original.profile)
    assert original.labels == LABELS


def test_a_copy_of_the_longest_names_is_possible(tmp_path: Path) -> None:
    source = write_session(tmp_path / f"one{SUFFIX}", Experiment(hidden=(8,), name="ü" * 80), 2)
    path = tmp_path / f"{'ü' * 121}{SUFFIX}"
    write_labels(source, Labels(title="x" * 200))
    shutil.move(source, path)
    copies = [duplicate(path) for _ in range(2)]
    assert [summarize(copy).title for copy in copies] == ["x" * 195 + " copy"] * 2
    assert len({copy.name for copy in copies}) == 2


def test_a_copy_that_is_not_possible_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / f"text{SUFFIX}"
    path.write_text("no session")
    with pytest.raises(SessionFileError):
        duplicate(path)
    assert list(tmp_path.iterdir()) == [path]
