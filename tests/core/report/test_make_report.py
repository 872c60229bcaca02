import re
import subprocess
import sys

import pytest

from gradiometer.experiment import Experiment
from gradiometer.exports import ExportError
from gradiometer.fields import FieldError
from gradiometer.report.make_report import write_report
from gradiometer.session_database import SessionFileError
from gradiometer.session_editor import set_texts
from several import write_several
from synthetic import write_session


def test_progress_and_the_same_bytes_again(sick, tmp_path):
    told: list[tuple[int, int]] = []
    for name in ("one.html", "two.html"):
        told.clear()
        write_report([sick], tmp_path / name, figures=["loss"], on_progress=lambda *how: told.append(how))
        # A figure and the evidence of a finding; then the rest.
        assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.html", "two.html"]


@pytest.mark.parametrize("suffix", ["html", "pdf"])
def test_it_can_be_stopped(sick, tmp_path, suffix):
    out = tmp_path / f"old.{suffix}"
    out.write_text("old")
    asked: list[bool] = []

    def should_stop() -> bool:
        asked.append(True)
        return len(asked) == 2

    told: list[tuple[int, int]] = []
    write_report([sick], out, on_progress=lambda *how: told.append(how), should_stop=should_stop)
    assert out.read_text() == "old"
    assert len(asked) == 2
    assert told[-1][0] < told[-1][1]
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_what_cannot_be_is_refused_in_a_sentence(sick, tmp_path):
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "no.gradiometer").write_text("no session")
    out = tmp_path / "a.html"
    for paths, path, options, error, said in (
        ([sick], tmp_path / "a.docx", {}, ExportError, "a.docx is not the name of a report: end it in .html or .pdf"),
        ([], out, {}, ExportError, "a report needs a session file at least"),
        ([sick], out, {"sections": ["bogus"]}, ExportError, "bogus is not a section of a report: choose of summary"),
        ([sick], out, {"figures": ["bogus"]}, ExportError, "bogus is not a figure: choose of profile"),
        (
            [sick],
            out,
            {"sections": ["comparison"]},
            ExportError,
            "comparison needs two to eight sessions, and 1 is given",
        ),
        (
            [sick],
            out,
            {"sections": ["summary"], "text": "x"},
            ExportError,
            "text is given and is not among the sections",
        ),
        ([sick], out, {"sections": ["summary"], "screenshots": ["x"]}, ExportError, "screenshots is given and is not"),
        ([sick], out, {"sections": ["text"], "text": " \n"}, ExportError, "there is nothing to say in text"),
        ([sick], out, {"screenshots": [tmp_path / "no.png"]}, ExportError, "no.png cannot be read: No such file"),
        ([sick, sick], out, {}, FieldError, "is given twice"),
        ([tmp_path / "no.gradiometer"], out, {}, SessionFileError, "is not a Gradiometer session"),
        ([tmp_path / "gone.gradiometer"], out, {}, SessionFileError, "gone.gradiometer"),
        ([sick], tmp_path / "file" / "a.html", {"sections": ["versions"]}, ExportError, "cannot be written"),
    ):
        with pytest.raises(error, match=re.escape(said)) as caught:
            write_report(paths, path, **options)
        assert "\n" not in str(caught.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "no.gradiometer"]


def test_a_title_and_sessions_too_many_to_compare(tmp_path, sick):
    [first, *_others] = write_several(tmp_path)
    paths = [first]
    for number in range(9):
        path = tmp_path / f"{number}.gradiometer"
        path.write_bytes(first.read_bytes())
        paths.append(path)
    out = tmp_path / "many.html"
    write_report(paths, out, sections=["summary", "versions"])
    html = out.read_text()
    assert "<title>small</title>" in html
    assert html.count("<h3>Versions</h3>") == 10
    assert "Comparison" not in html
    write_report([sick, first], out, sections=["summary"], title=" Mine ")
    assert "<title>Mine</title>" in out.read_text()


def test_the_date_is_that_of_the_session(tmp_path, empty):
    path = tmp_path / "a.gradiometer"
    path.write_bytes(empty.read_bytes())
    out = tmp_path / "a.pdf"
    for ended, created, date in (
        ("2024-02-03T04:05:06Z", "2024-01-01T00:00:00Z", b"D:20240203040506Z"),
        ("junk", "2024-01-01T00:00:00Z", b"D:20240101000000Z"),
        ("junk", "9" * 50, b"D:19700101000000Z"),
    ):
        set_texts(path, {"ended": ended, "created": created})
        write_report([path], out, sections=["versions"])
        assert date in out.read_bytes()


@pytest.mark.parametrize("suffix", ["html", "pdf"])
def test_a_name_of_nothing_but_blanks(tmp_path, suffix):
    experiment = Experiment(name="  ", hidden=(8,))
    paths = [write_session(tmp_path / f"{number}.gradiometer", experiment, 2, seed=number) for number in range(2)]
    out = tmp_path / f"report.{suffix}"
    write_report(paths, out, sections=["versions"])
    write_report(paths[:1], out, sections=["versions"])
    assert b"0.gradiometer" in out.read_bytes()


def test_importing_it_brings_nothing_heavy():
    code = (
        "import sys, gradiometer.report.make_report, gradiometer.cli_report; "
        "print({'matplotlib', 'torch', 'jinja2', 'typst', 'PIL'} & sys.modules.keys())"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "set()\n"
