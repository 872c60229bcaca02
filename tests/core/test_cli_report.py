import argparse
import io
import os
import signal
import sys

import pytest

from gradiometer.cli_report import fill_report
from gradiometer.experiment import Experiment
from gradiometer.exports import ExportError
from gradiometer.figures import FIGURES
from gradiometer.report import make_report
from gradiometer.report.sections import SECTIONS
from several import write_several
from synthetic import write_session


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write_session(
        tmp_path_factory.mktemp("cli") / "small.gradiometer", Experiment(name="small", hidden=(8, 8)), 9
    )


@pytest.fixture
def run(capsys):
    """Run the verb alone: (exit code, standard output, standard error)."""

    def run(*words: object) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser(prog="gradiometer report", formatter_class=argparse.RawTextHelpFormatter)
        fill_report(parser)
        arguments = parser.parse_args([str(word) for word in words])
        code = arguments.run(arguments)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_one_session(run, path, tmp_path):
    out = tmp_path / "new" / "report.html"
    assert run(path, "--out", out, "--figure", "norms") == (0, f"{out}\n", "")
    assert out.read_text("utf-8").count("<img") == 1


def test_choices(run, path, tmp_path, monkeypatch):
    text = tmp_path / "mine.txt"
    text.write_text("\ufeff# Größe\n\nText.", "utf-8")
    out = tmp_path / "report.html"
    words = ["--sections", "text,summary", "--sections", "versions", "--text", text, "--title", "Mine"]
    assert run(path, "--out", out, *words)[0] == 0
    html = out.read_text("utf-8")
    assert "<title>Mine</title>" in html
    assert [html.index(f"<h2>{title}</h2>") for title in ("Größe", "Summary", "Versions")] == sorted(
        html.index(f"<h2>{title}</h2>") for title in ("Größe", "Summary", "Versions")
    )
    monkeypatch.setattr(sys, "stdin", io.StringIO("# Piped"))
    assert run(path, "--out", out, "--sections", "text", "--text", "-")[0] == 0
    assert "<h2>Piped</h2>" in out.read_text("utf-8")


def test_several_sessions_and_a_screenshot(run, tmp_path):
    from PIL import Image

    Image.new("RGB", (40, 20), "red").save(tmp_path / "shot.png")
    out = tmp_path / "report.pdf"
    words = ["--sections", "summary,comparison,screenshots", "--figure", "loss"]
    assert run(*write_several(tmp_path), "--out", out, *words, "--screenshot", f"{tmp_path / 'shot.png'}=Seen")[0] == 0
    assert out.read_bytes().startswith(b"%PDF-1.7")


def test_what_cannot_be_read_is_refused(run, path, tmp_path):
    (tmp_path / "latin.txt").write_bytes(b"gr\xf6\xdfer")
    (tmp_path / "long.txt").write_text("x" * 1_000_001)
    for words, said in (
        (["--text", tmp_path / "gone.txt"], "gone.txt cannot be read: No such file or directory"),
        (["--text", tmp_path / "latin.txt"], "latin.txt is not UTF-8 text"),
        (["--text", tmp_path / "long.txt"], "long.txt is too long: at most 1,000,000 letters"),
        (["--sections", "bogus"], "bogus is not a section"),
        (["--sections", ","], "one section at least"),
        (["--figure", "bogus"], "bogus is not a figure"),
    ):
        with pytest.raises(ExportError, match=said):
            run(path, "--out", tmp_path / "a.html", *words)
    assert not (tmp_path / "a.html").exists()


def test_no_figures_at_all(run, path, tmp_path):
    out = tmp_path / "a.html"
    assert run(path, "--out", out, "--figure", "none", "--sections", "figures,versions")[0] == 0
    assert "<figure" not in out.read_text("utf-8")


def test_ctrl_c_leaves_no_file(run, path, tmp_path, monkeypatch):
    draw = make_report.draw_figures

    def interrupted(document, told, **options):
        os.kill(os.getpid(), signal.SIGINT)
        return draw(document, told, **options)

    monkeypatch.setattr(make_report, "draw_figures", interrupted)
    assert run(path, "--out", tmp_path / "a.html") == (130, "", "")
    assert not (tmp_path / "a.html").exists()


def test_help_names_everything(run, capsys):
    with pytest.raises(SystemExit):
        run("--help")
    text = capsys.readouterr().out
    for name in (*SECTIONS, *FIGURES):
        assert f"  {name} " in text
