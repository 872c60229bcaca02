"""The developer script's decisions: what to install, what to start, and what to say is missing."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parent.parent / "packaging" / "dev.py"
ABSENT = ["libEGL.so.1", "libdbus-1.so.3", "libxkbcommon-x11.so.0", "libglib-2.0.so.0"]


@pytest.fixture
def dev() -> ModuleType:
    """The script as a module of its own, so that a test may change it."""
    specification = importlib.util.spec_from_file_location("dev_script", SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def clone(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with nothing but what decides about an installation, and a .venv that looks right."""
    (tmp_path / "packaging").mkdir()
    for name in dev.INGREDIENTS:
        (tmp_path / name).write_text(name, encoding="utf-8")
    make_plausible_venv(dev, tmp_path / ".venv")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    return tmp_path


@pytest.fixture
def calls(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The command lines that the script would have run; each succeeds."""
    commands: list[list[str]] = []

    def note(command: list[str], environment: object = None) -> int:
        commands.append(list(command))
        if "venv" in command:
            make_plausible_venv(dev, Path(command[-1]))
        return 0

    monkeypatch.setattr(dev, "call", note)
    monkeypatch.setattr(dev, "has_working_pip", lambda venv: True)
    monkeypatch.setattr(dev, "find_spec", lambda name: "found")
    monkeypatch.setattr(dev, "prepare_system", lambda names: [])
    return commands


def make_plausible_venv(dev: ModuleType, venv: Path) -> None:
    """Write the two files by which a virtual environment is judged."""
    dev.python_of(venv).parent.mkdir(parents=True, exist_ok=True)
    dev.python_of(venv).touch()
    (venv / "pyvenv.cfg").write_text(f"home = /somewhere\nversion = {dev.PYTHON}.7\n", encoding="utf-8")


def test_arguments_reach_the_one_they_are_meant_for(dev: ModuleType) -> None:
    options, to_pip, to_pytest = dev.parse(["test", "--only", "pytest", "--index-url", "URL", "--", "-k", "foo"])
    assert (options.verb, options.only) == ("test", "pytest")
    assert to_pip == ["--index-url", "URL"]
    assert to_pytest == ["-k", "foo"]


def test_the_benchmark_gets_all_its_arguments(dev: ModuleType, clone: Path, calls: list[list[str]]) -> None:
    assert dev.main(["bench", "--help", "--steps", "20"]) == 0
    assert calls[-1] == [str(dev.python_of(dev.VENV)), "packaging/bench.py", "--help", "--steps", "20"]


def test_the_trials_get_all_their_arguments(dev: ModuleType, clone: Path, calls: list[list[str]]) -> None:
    assert dev.main(["trials", "judge", "folder", "--help"]) == 0
    assert calls[-1] == [str(dev.python_of(dev.VENV)), "packaging/trials.py", "judge", "folder", "--help"]


@pytest.mark.parametrize("name", ["pyproject.toml", "packaging/constraints.txt"])
def test_a_change_of_what_is_installed_changes_the_fingerprint(dev: ModuleType, clone: Path, name: str) -> None:
    before = dev.fingerprint(clone)
    assert dev.fingerprint(clone) == before
    (clone / name).write_text("something else", encoding="utf-8")
    assert dev.fingerprint(clone) != before


def test_a_finished_installation_is_left_alone(dev: ModuleType, clone: Path, calls: list[list[str]]) -> None:
    assert dev.set_up([]) == dev.python_of(dev.VENV)
    assert len(calls) == 1
    dev.set_up([])
    assert len(calls) == 1


def test_a_changed_file_installs_anew_with_the_index_of_last_time(
    dev: ModuleType, clone: Path, calls: list[list[str]]
) -> None:
    dev.set_up(["--extra-index-url", "URL"])
    dev.set_up([])
    assert len(calls) == 1
    (clone / "pyproject.toml").write_text("something else", encoding="utf-8")
    dev.set_up([])
    assert [command[-2:] for command in calls] == [["--extra-index-url", "URL"]] * 2


def test_a_failed_installation_is_not_taken_as_finished(
    dev: ModuleType,
    clone: Path,
    calls: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    dev.set_up([])
    (clone / "pyproject.toml").write_text("something else", encoding="utf-8")
    with monkeypatch.context() as without_network:
        without_network.setattr(dev, "call", lambda command: 1)
        assert dev.main(["setup"]) == 1
    assert "installation failed" in capsys.readouterr().out
    assert dev.read_stamp(dev.VENV) == {}
    dev.set_up([])
    assert dev.is_finished(dev.read_stamp(dev.VENV), dev.fingerprint(clone), [])


def test_an_interrupted_installation_is_not_taken_as_finished(
    dev: ModuleType, clone: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(command: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(dev, "call", interrupt)
    assert dev.main(["setup"]) == 130
    assert dev.read_stamp(dev.VENV) == {}


@pytest.mark.parametrize("damage", ["interpreter", "version", "pip"])
def test_a_broken_venv_is_made_anew(
    dev: ModuleType, clone: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    if damage == "interpreter":
        dev.python_of(dev.VENV).unlink()
    elif damage == "version":
        (dev.VENV / "pyvenv.cfg").write_text("version = 3.9.18\n", encoding="utf-8")
    else:
        monkeypatch.setattr(dev, "has_working_pip", lambda venv: False)
    dev.set_up([])
    assert [command[1:3] for command in calls] == [["-m", "venv"], ["-m", "pip"]]


def test_a_python_without_venv_says_which_package_brings_it(
    dev: ModuleType,
    clone: Path,
    calls: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    dev.python_of(dev.VENV).unlink()
    monkeypatch.setattr(dev, "find_spec", lambda name: None)
    monkeypatch.setattr(dev, "may_install", lambda: False)
    assert dev.main(["setup"]) == 1
    assert f"apt-get install python{dev.PYTHON}-venv" in capsys.readouterr().out
    assert calls == []


def test_a_spoilt_stamp_counts_as_none(dev: ModuleType, clone: Path) -> None:
    for content in ("", "[]", '{"made of": '):
        (dev.VENV / dev.STAMP).write_text(content, encoding="utf-8")
        assert dev.read_stamp(dev.VENV) == {}


@pytest.mark.parametrize(
    ("environment", "system", "missing"),
    [
        ({}, "linux", True),
        ({"DISPLAY": ""}, "linux", True),
        ({"QT_QPA_PLATFORM": "xcb"}, "linux", True),
        ({"DISPLAY": ":0"}, "linux", False),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", False),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({"QT_QPA_PLATFORM": "xcb;vnc:size=800x600"}, "linux", False),
        ({}, "darwin", False),
        ({}, "win32", False),
    ],
)
def test_a_missing_display_is_noticed(dev: ModuleType, environment: dict[str, str], system: str, missing: bool) -> None:
    assert dev.display_is_missing(environment, system) is missing


def test_without_a_display_the_default_session_is_trained_and_drawn(
    dev: ModuleType, clone: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "display_is_missing", lambda environment, system: True)
    assert dev.main(["run"]) == 0
    assert [command[1:4] for command in calls[1:]] == [["-m", "gradiometer", verb] for verb in ("train", "export")]
    session = calls[1][calls[1].index("--out") + 1]
    assert calls[2][4] == session
    assert (clone / session).parent.is_dir()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only on Linux may a display be dead")
def test_a_dead_display_is_told_from_other_failures(
    dev: ModuleType, clone: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "display_is_missing", lambda environment, system: False)
    headless: list[Path] = []
    monkeypatch.setattr(dev, "run_headless", lambda python: headless.append(python) or 0)
    for code, expected in ((0, 0), (1, 1), (2, 0)):
        monkeypatch.setattr(dev, "call", lambda command, code=code: code if command[-1].endswith("desktop") else 0)
        assert dev.main(["run"]) == expected
    assert len(headless) == 1


def test_every_check_runs_and_one_failure_fails_all(
    dev: ModuleType,
    clone: Path,
    calls: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(dev, "call", lambda command, environment=None: int("mypy" in command))
    assert dev.main(["test"]) == 1
    told = capsys.readouterr().out
    assert told.count("passed  ") == 4
    assert told.endswith("failed: mypy\n")


def test_one_word_chooses_among_the_checks(dev: ModuleType) -> None:
    chosen = dev.test_steps(Path("python"), "pytest", ["-k", "foo"], covers=False)
    in_parallel = ["--numprocesses", str(os.cpu_count())]
    assert chosen == {"pytest": ["python", "-m", "pytest", *in_parallel, "-k", "foo"]}
    traced = dev.test_steps(Path("python"), "pytest", ["-k", "foo"], covers=True)
    assert traced == {"coverage run -m pytest": ["python", "-m", "coverage", "run", "-m", "pytest", "-k", "foo"]}
    assert "coverage report" in dev.test_steps(Path("python"), None, [], covers=True)
    assert list(dev.test_steps(Path("python"), "ruff", [], covers=False)) == ["ruff check .", "ruff format --check ."]


def test_missing_libraries_are_named_with_the_command_that_brings_them(dev: ModuleType) -> None:
    packages = "libegl1 libdbus-1-3 libxkbcommon-x11-0 libglib2.0-0"
    assert dev.advice(ABSENT, True, False).endswith(f"sudo apt-get install --no-install-recommends {packages}")
    assert "'libEGL.so.1()(64bit)'" in dev.advice(ABSENT, False, True)
    assert dev.advice(["/usr/bin/Xvfb"], False, True).endswith("sudo dnf install /usr/bin/Xvfb")
    assert dev.advice(ABSENT, False, False) == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only on Linux does Qt use the system's libraries")
def test_a_library_that_is_nowhere_is_reported(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "may_install", lambda: False)
    assert dev.prepare_system(["libc.so.6", "libnowhere.so.7", "/usr/bin/env"]) == ["libnowhere.so.7"]
    assert "lacks libnowhere.so.7" in capsys.readouterr().out


def test_without_the_libraries_of_qt_no_test_is_started(
    dev: ModuleType, clone: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "prepare_system", lambda names: ["libEGL.so.1"])
    assert dev.main(["test"]) == 1
    assert calls == []
    monkeypatch.setattr(dev, "prepare_system", lambda names: ["/usr/bin/Xvfb"])
    assert dev.main(["test"]) == 0


def test_exit_codes_come_through(dev: ModuleType) -> None:
    assert dev.call([sys.executable, "-c", "raise SystemExit(7)"]) == 7
    if os.name != "nt":
        assert dev.call([sys.executable, "-c", "import os; os.kill(os.getpid(), 15)"]) == 143


def test_help_names_every_verb() -> None:
    told = subprocess.run([sys.executable, str(SCRIPT), "--help"], capture_output=True, text=True, check=True).stdout
    assert all(f"\n    {verb} " in told for verb in ("run", "test", "setup", "bench", "trials"))
