"""The command: verbs without Qt, a window without torch, and one sentence where neither is possible."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gradiometer import cli
from gradiometer.verbs import VERBS
from gradiometer_desktop import app
from gradiometer_desktop.__main__ import main
from shared import TIMEOUT_MS

WITHOUT_DISPLAY = {
    name: value
    for name, value in os.environ.items()
    if name not in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "COVERAGE_PROCESS_START")
}


def call(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Python with these words, and no display."""
    return subprocess.run(
        [sys.executable, *words],
        env={**WITHOUT_DISPLAY, **environment},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_MS / 1000,
        check=False,
    )


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """What the window was asked to open, without opening one."""
    asked: list[Path | None] = []

    def run(path: Path | None, *, follows: bool) -> int:
        asked.append((path, "follows") if follows else path)
        return 7

    monkeypatch.setattr(app, "run", run)
    return asked


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[list[Path]]:
    """What the window of a comparison was asked to open, without opening one."""
    asked: list[list[Path]] = []

    def run(paths: list[Path]) -> int:
        asked.append(paths)
        return 6

    monkeypatch.setattr(app, "run_comparison", run)
    return asked


def test_a_verb_needs_neither_qt_nor_torch(saved: Path) -> None:
    program = (
        "import sys\n"
        "from gradiometer_desktop.__main__ import main\n"
        "assert main(['presets']) == 0\n"
        f"assert main(['info', {str(saved)!r}]) == 0\n"
        "never = ('PySide6', 'pyqtgraph', 'shiboken6', 'torch')\n"
        "loaded = [name for name in sys.modules if name.split('.')[0] in never]\n"
        "assert not loaded, loaded\n"
    )
    result = call("-c", program)
    assert result.returncode == 0, result.stderr
    assert "nielsen-3" in result.stdout
    assert "60" in result.stdout


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_no_display_is_one_sentence_and_no_abort() -> None:
    result = call("-m", "gradiometer_desktop")
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr == (
        "gradiometer: error: no window can be opened: there is no display (DISPLAY and WAYLAND_DISPLAY are not set); "
        "the verbs in --help need none\n"
    )


@pytest.mark.parametrize("word", ["digits", "none.gradiometer", "trian", "x" * 400])
def test_what_is_neither_a_file_nor_a_verb(
    opened: list[Path | None], capsys: pytest.CaptureFixture[str], word: str
) -> None:
    assert main([word]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"gradiometer: error: {word} is neither a file nor a verb ({', '.join(VERBS)})\n"
    assert opened == []


def test_two_to_eight_files_are_compared(
    compared: list[list[Path]], opened: list[Path | None], saved: Path, tmp_path: Path
) -> None:
    others = [tmp_path / f"{number}.gradiometer" for number in range(7)]
    for other in others:
        other.touch()
    for paths in ([saved, others[0]], [saved, *others]):
        assert main([str(path) for path in paths]) == 6
        assert compared.pop() == paths
    assert opened == []


def test_nine_files_are_too_many(compared: list[list[Path]], capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    assert main([str(saved)] * 9) == 2
    assert capsys.readouterr().err == ("gradiometer: error: 9 session files cannot be compared: give two to eight\n")
    assert compared == []


def test_one_of_two_is_no_file(compared: list[list[Path]], capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    assert main([str(saved), "elsewhere"]) == 2
    assert "elsewhere is neither a file nor a verb" in capsys.readouterr().err
    assert compared == []


def test_a_window_with_the_default_session(opened: list[Path | None]) -> None:
    assert main([]) == 7
    assert opened == [None]


def test_a_window_with_a_file(opened: list[Path | None], saved: Path) -> None:
    assert main([str(saved)]) == 7
    assert opened == [saved]


def test_the_words_of_the_process_are_taken(
    opened: list[Path | None], monkeypatch: pytest.MonkeyPatch, saved: Path
) -> None:
    monkeypatch.setattr(sys, "argv", ["gradiometer", str(saved)])
    assert main() == 7
    assert opened == [saved]


def test_a_file_and_no_display(
    opened: list[Path | None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], saved: Path
) -> None:
    monkeypatch.setattr("gradiometer_desktop.__main__.why_no_window", lambda: "there is no display")
    assert main([str(saved)]) == 2
    assert capsys.readouterr().err == "gradiometer: error: no window can be opened: there is no display\n"
    assert opened == []


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_help_is_the_core_s(opened: list[Path | None], capsys: pytest.CaptureFixture[str], word: str) -> None:
    assert main([word]) == 0
    assert capsys.readouterr().out
    assert opened == []


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_goes_to_the_core(opened: list[Path | None], monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    received: list[list[str]] = []

    def core(words: list[str]) -> int:
        received.append(words)
        return 5

    monkeypatch.setattr(cli, "main", core)
    assert main([verb, "--help"]) == 5
    assert received == [[verb, "--help"]]


@pytest.mark.parametrize(
    "words", [["info"], ["info", "none.gradiometer"], ["--no-such-option"], ["train", "no-preset"]]
)
def test_a_misused_verb_is_the_core_s_to_refuse(
    opened: list[Path | None], capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(words) == 2
    assert "error" in capsys.readouterr().err
    assert opened == []


@pytest.mark.parametrize("before", [True, False])
def test_a_file_can_be_followed(opened: list, saved: Path, before: bool) -> None:
    words = [str(saved), "--follow"]
    assert main(words[::-1] if before else words) == 7
    assert opened == [(saved, "follows")]


@pytest.mark.parametrize("count", [0, 2])
def test_one_file_is_followed_and_no_more(opened: list, saved: Path, capsys, count: int) -> None:
    assert main(["--follow", *[str(saved)] * count]) == 2
    assert capsys.readouterr().err == (
        f"gradiometer: error: --follow wants one session file, not {count}: a comparison follows its files anyway\n"
    )
    assert opened == []
