"""Set up Gradiometer in .venv, then run it, its tests or its benchmark. Needs only Python 3.11 or newer."""

import argparse
import ctypes
import hashlib
import json
import os
import platform
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

# An older Python has to get this far to say so: below stands nothing that Python 3.6 cannot parse.
if sys.version_info < (3, 11):  # noqa: UP036
    print(f"gradiometer: this is Python {platform.python_version()}; please use Python 3.11 or newer")
    sys.exit(2)

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = ".".join(platform.python_version_tuple()[:2])
STAMP = "gradiometer-set-up.json"
INGREDIENTS = ("pyproject.toml", "packaging/constraints.txt")
SET_UP_VERSION = 1  # raise it to make every existing .venv install anew
SECONDS_TO_CLOSE = 20.0
NO_DISPLAY_EXIT_CODE = 2
INTERRUPTED_EXIT_CODE = 130
WINDOWLESS_PLUGINS = {"eglfs", "linuxfb", "minimal", "minimalegl", "offscreen", "vnc"}

# What the binaries of PySide6-Essentials ask of Linux, beyond what a system is never without.
FOR_QT = (
    *("libEGL.so.1", "libGL.so.1", "libX11.so.6", "libdbus-1.so.3", "libfontconfig.so.1", "libfreetype.so.6"),
    *("libglib-2.0.so.0", "libxkbcommon.so.0"),
)
FOR_A_WINDOW = (
    *("libX11-xcb.so.1", "libxcb-cursor.so.0", "libxcb-glx.so.0", "libxcb-icccm.so.4", "libxcb-image.so.0"),
    *("libxcb-keysyms.so.1", "libxcb-randr.so.0", "libxcb-render-util.so.0", "libxcb-render.so.0"),
    *("libxcb-shape.so.0", "libxcb-shm.so.0", "libxcb-sync.so.1", "libxcb-util.so.1", "libxcb-xfixes.so.0"),
    *("libxcb-xkb.so.1", "libxcb.so.1", "libxkbcommon-x11.so.0"),
)
FOR_A_VIRTUAL_SCREEN = ("/usr/bin/Xvfb", "/usr/bin/xdotool")
# Readers that are not ours, which open what is exported.
FOR_READING_EXPORTS = ("/usr/bin/pdftoppm", "/usr/bin/rsvg-convert", "/usr/bin/chromium")
DEBIAN_PACKAGES_NAMED_OTHERWISE = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "/usr/bin/Xvfb": "xvfb",
    "/usr/bin/dpkg-deb": "dpkg",
    "/usr/bin/objdump": "binutils",
    "/usr/bin/strip": "binutils",
    "/usr/bin/xdotool": "xdotool",
    "/usr/bin/pdftoppm": "poppler-utils",
    "/usr/bin/rsvg-convert": "librsvg2-bin",
    "/usr/bin/chromium": "chromium",
}

# Verbs whose work is a script of the same name beside this one.
PASSED_ON = {
    "bench": "run the benchmark",
    "translations": "collect every text of the window for translators, and compile the languages",
    "icons": "draw the icon anew in all its sizes",
    "sample": "record the sample session anew",
    "wheel": "build wheel and sdist into dist/ and check them",
    "bundle": "build the frozen program into dist/gradiometer",
    "screenshots": "take the pictures of README and of the manual anew, on a virtual screen",
    "manual": "write the formulas of the registries into the pages of the manual",
    "trials": "train faulty and healthy runs, or judge rule sets by them",
}


class CannotGoOn(Exception):
    """A sentence for the user; the program ends with exit code 1."""


def say(sentence: str) -> None:
    """Tell the user one thing in one line."""
    print(f"gradiometer: {sentence}", flush=True)


def call(command: Sequence[str], environment: Mapping[str, str] | None = None) -> int:
    """Run a command in the repository, and return its exit code as a shell would give it."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        code = process.wait()
    except KeyboardInterrupt:
        # A terminal sends Ctrl+C to the command too, which may have a file to close.
        try:
            process.wait(SECONDS_TO_CLOSE)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            process.kill()
            process.wait()
        raise
    return code if code >= 0 else 128 - code


# --- what the system must have


def is_on_system(name: str) -> bool:
    """Whether a shared library can be loaded, or a program (given with its path) can be found."""
    if name.startswith("/"):
        return shutil.which(Path(name).name) is not None
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def debian_package(name: str) -> str:
    """The Debian package that holds a shared library, by Debian's rule for naming such packages."""
    stem, _, version = name.lower().partition(".so.")
    dash = "-" if stem[-1].isdigit() else ""
    return DEBIAN_PACKAGES_NAMED_OTHERWISE.get(name, f"{stem}{dash}{version}")


def advice(names: Sequence[str], has_apt: bool, has_dnf: bool) -> str:
    """The end of a sentence that says how to install the names, or nothing without a known installer."""
    if has_apt:
        packages = [debian_package(name) for name in names]
        return f"; this brings them: sudo apt-get install --no-install-recommends {shlex.join(packages)}"
    if has_dnf:
        # dnf finds a package by what it holds, so no second table of names is needed.
        held = [name if name.startswith("/") else f"{name}()(64bit)" for name in names]
        return f"; this brings them: sudo dnf install {shlex.join(held)}"
    return ""


def may_install() -> bool:
    """Whether system packages can be installed from here without asking anybody."""
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def prepare_system(names: Sequence[str]) -> list[str]:
    """Install what Qt lacks on Linux if we may, else say how; return the names that are still missing."""
    if not sys.platform.startswith("linux"):
        return []
    missing = [name for name in names if not is_on_system(name)]
    if missing and may_install():
        install_with_apt([debian_package(name) for name in missing])
        missing = [name for name in missing if not is_on_system(name)]
    if missing:
        how = advice(missing, shutil.which("apt-get") is not None, shutil.which("dnf") is not None)
        say(f"the system lacks {', '.join(missing)}{how}")
    return missing


def install_with_apt(packages: Sequence[str]) -> None:
    """Install Debian packages as root, in one line unless something goes wrong."""
    say(f"installing system packages: {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    for command in (["apt-get", "update"], install):
        result = subprocess.run(command, env=environment, capture_output=True, text=True, errors="replace")
        if result.returncode:
            print(result.stdout + result.stderr, end="", flush=True)
            say(f"`{shlex.join(command)}` failed, its reason stands above")
            return


def display_is_missing(environment: Mapping[str, str], system: str) -> bool:
    """Whether a window cannot be opened here, as far as the environment tells."""
    plugins = {plugin.partition(":")[0] for plugin in environment.get("QT_QPA_PLATFORM", "").split(";")}
    has_screen = bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
    return system.startswith("linux") and not has_screen and not plugins & WINDOWLESS_PLUGINS


# --- .venv


def python_of(venv: Path) -> Path:
    """The interpreter inside a virtual environment."""
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


def recorded_version(venv: Path) -> str:
    """Major and minor version of the Python that a virtual environment was made with, or nothing."""
    try:
        lines = (venv / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    settings = {key.strip(): value.strip() for key, _, value in (line.partition("=") for line in lines)}
    return ".".join(settings.get("version", "").split(".")[:2])


def fits_this_python(venv: Path) -> bool:
    """Whether a virtual environment has an interpreter, of the version that runs now."""
    return python_of(venv).exists() and recorded_version(venv) == PYTHON


def has_working_pip(venv: Path) -> bool:
    """Whether pip in the virtual environment is whole: it must load and find itself installed."""
    command = [str(python_of(venv)), "-m", "pip", "install", "--quiet", "--no-index", "pip"]
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def fingerprint(root: Path) -> str:
    """A hash of all that decides what is installed, apart from pip's arguments."""
    digest = hashlib.sha256(f"{SET_UP_VERSION} {root}".encode())
    for name in INGREDIENTS:
        digest.update(b"\0" + (root / name).read_bytes())
    return digest.hexdigest()


def read_stamp(venv: Path) -> dict[str, object]:
    """What the last finished installation noted, or nothing."""
    try:
        noted = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def write_stamp(venv: Path, made_of: str, pip_arguments: Sequence[str]) -> None:
    """Note that an installation is finished."""
    noted = {"made of": made_of, "pip arguments": list(pip_arguments)}
    (venv / STAMP).write_text(json.dumps(noted), encoding="utf-8")


def pip_arguments_to_use(stamp: Mapping[str, object], given: Sequence[str]) -> list[str]:
    """pip's further arguments: those given now, else those of last time (an index must not get lost)."""
    last = stamp.get("pip arguments")
    return list(given) or ([str(argument) for argument in last] if isinstance(last, list) else [])


def is_finished(stamp: Mapping[str, object], made_of: str, pip_arguments: Sequence[str]) -> bool:
    """Whether the stamp stands for just the installation that is wanted."""
    return stamp == {"made of": made_of, "pip arguments": list(pip_arguments)}


def pip_command(python: Path, pip_arguments: Sequence[str], quiet: bool) -> list[str]:
    """The command line that installs Gradiometer, in place, and what it needs."""
    return [
        *(str(python), "-m", "pip", "install", "--disable-pip-version-check"),
        *(["--quiet"] if quiet else []),
        *("--constraint", "packaging/constraints.txt", "--editable", ".[desktop,dev]"),
        *pip_arguments,
    ]


def make_venv() -> None:
    """Make .venv with the Python that runs now, in place of a broken one."""
    if find_spec("ensurepip") is None:
        package = f"python{PYTHON}-venv"
        if not may_install():
            raise CannotGoOn(f"this Python lacks venv; on Debian and Ubuntu: sudo apt-get install {package}")
        install_with_apt([package])
    say(f"{'remaking' if VENV.exists() else 'making'} .venv with Python {platform.python_version()}")
    if call([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        raise CannotGoOn(".venv could not be made, the reason stands above")


def set_up(given_pip_arguments: Sequence[str]) -> Path:
    """Make .venv hold what is wanted, at once if it already does, and return its interpreter."""
    python = python_of(VENV)
    stamp = read_stamp(VENV)
    made_of = fingerprint(ROOT)
    pip_arguments = pip_arguments_to_use(stamp, given_pip_arguments)
    fits = fits_this_python(VENV)
    if fits and is_finished(stamp, made_of, pip_arguments):
        return python
    # Until the end of this function the installation is a half-made one, whatever ends it.
    (VENV / STAMP).unlink(missing_ok=True)
    if not (fits and has_working_pip(VENV)):
        make_venv()
    has_torch = any(VENV.glob("lib/*/site-packages/torch"))
    if sys.platform.startswith("linux") and not pip_arguments and not has_torch:
        say("torch from PyPI brings gigabytes of CUDA; `--extra-index-url URL` with CPU builds avoids that")
    say("installing Gradiometer and what it needs into .venv, which takes some minutes the first time")
    began = time.monotonic()
    if call(pip_command(python, pip_arguments, quiet=not sys.stdout.isatty())):
        raise CannotGoOn("the installation failed, pip says why above; is the network down? then try again")
    write_stamp(VENV, made_of, pip_arguments)
    say(f"installed in {time.monotonic() - began:.0f} s")
    return python


# --- the verbs


def headless_commands(python: Path, name: str) -> list[list[str]]:
    """The command lines that train the default session and draw its figures, without a window."""
    session = f"runs/{name}.gradiometer"
    program = [str(python), "-m", "gradiometer"]
    return [
        [*program, "train", "digits", "--steps", "1000", "--out", session],
        [*program, "export", session, "--figure", "all", "--to", f"runs/{name}"],
    ]


def run_headless(python: Path) -> int:
    """Train the default session with a progress bar, and leave its figures as pictures."""
    name = f"digits-{time.strftime('%Y%m%d-%H%M%S')}"
    (ROOT / "runs" / name).mkdir(parents=True, exist_ok=True)
    for command in headless_commands(python, name):
        code = call(command)
        if code:
            return code
    say(f"the session is in runs/{name}.gradiometer, its figures are in runs/{name}")
    return 0


def run(pip_arguments: Sequence[str]) -> int:
    """Open the window, or do the same without one where there is no display."""
    if display_is_missing(os.environ, sys.platform):
        python = set_up(pip_arguments)
        say("there is no display here, so the default session runs without a window")
        return run_headless(python)
    prepare_system([*FOR_QT, *FOR_A_WINDOW])
    python = set_up(pip_arguments)
    code = call([str(python), "-m", "gradiometer_desktop"])
    if code != NO_DISPLAY_EXIT_CODE or not sys.platform.startswith("linux"):
        return code
    say("the display does not answer, so the default session runs without a window")
    return run_headless(python)


def test_steps(
    python: Path, only: str | None, pytest_arguments: Sequence[str], *, covers: bool
) -> dict[str, list[str]]:
    """The checks in their order: what each is called, and its command line. covers: tests in one process, traced."""
    module = [str(python), "-m"]
    # lint-imports has no module to run, and its script breaks when the repository is moved.
    lint_imports = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    steps = {
        "ruff check .": [*module, "ruff", "check", "."],
        "ruff format --check .": [*module, "ruff", "format", "--check", "."],
        "mypy": [*module, "mypy"],
        "lint-imports": [str(python), "-c", lint_imports],
    }
    if covers:
        steps["coverage run -m pytest"] = [*module, "coverage", "run", "-m", "pytest", *pytest_arguments]
        steps["coverage report"] = [*module, "coverage", "report", "--skip-covered", "--sort=cover"]
    else:
        # A process a core, which takes half as long on two; tracing takes half as long again.
        steps["pytest"] = [*module, "pytest", "--numprocesses", str(os.cpu_count() or 1), *pytest_arguments]
    return {title: command for title, command in steps.items() if only is None or only in title.split()}


def test(pip_arguments: Sequence[str], only: str | None, pytest_arguments: Sequence[str], covers: bool) -> int:
    """Run every check, also after one has failed, and end with a table of them."""
    missing = prepare_system([*FOR_QT, *FOR_A_WINDOW, *FOR_A_VIRTUAL_SCREEN, *FOR_READING_EXPORTS])
    if any(name in FOR_QT for name in missing):
        raise CannotGoOn("without these Qt cannot start, so the tests cannot run")
    if any(name in FOR_A_VIRTUAL_SCREEN for name in missing):
        say("tests that start the program on a virtual screen are skipped")
    if any(name in FOR_READING_EXPORTS for name in missing):
        say("tests that open exported files with programs that are missing are skipped")
    # Dozens of tests start the program: where bytecode may not be kept, each start would take half a second longer.
    environment = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(VENV / "bytecode"), **os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    verdicts = {}
    rows = []
    for title, command in test_steps(set_up(pip_arguments), only, pytest_arguments, covers=covers).items():
        say(f"running {title}")
        began = time.monotonic()
        verdicts[title] = "failed" if call(command, environment) else "passed"
        rows.append(f"{verdicts[title]}  {time.monotonic() - began:6.1f} s  {title}")
        say(f"{title} {verdicts[title]} in {time.monotonic() - began:.1f} s")
    failed = [title for title, verdict in verdicts.items() if verdict == "failed"]
    print("", *rows, sep="\n")
    say(f"failed: {', '.join(failed)}" if failed else "everything passed")
    return 1 if failed else 0


def pass_on(verb: str, arguments: Sequence[str]) -> int:
    """Run the script of a verb, which understands all its arguments itself."""
    prepare_system([*FOR_QT, *FOR_A_WINDOW])
    return call([str(set_up([])), f"packaging/{verb}.py", *arguments])


def parse(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str], list[str]]:
    """The verb with its options, the further arguments, and those after `--`."""
    to_pip = "Further arguments of run, test and setup go to pip, say --extra-index-url URL of CPU builds."
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__, epilog=to_pip, allow_abbrev=False)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    texts = {
        "run": "set up, then open the window, or without a display train and draw the figures into runs/",
        "test": "set up, then run every check; arguments after -- go to pytest",
        "setup": "only set up",
        **{verb: f"set up, then {text}; gets all further arguments" for verb, text in PASSED_ON.items()},
    }
    for verb, text in texts.items():
        has_help = verb not in PASSED_ON  # which explain their own arguments
        words = verbs.add_parser(
            verb, help=text, description=text, epilog=to_pip, allow_abbrev=False, add_help=has_help
        )
        if verb == "test":
            steps = ["ruff", "mypy", "lint-imports", "pytest"]
            words.add_argument("--only", choices=steps, help="run only what this word stands for")
            words.add_argument("--coverage", action="store_true", help="also say which lines no test runs")
    end = arguments.index("--") if "--" in arguments else len(arguments)
    options, further = parser.parse_known_args(arguments[:end])
    return options, further, list(arguments[end + 1 :])


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks for, and return the exit code."""
    options, further, after = parse(arguments)
    try:
        if options.verb == "run":
            return run([*further, *after])
        if options.verb == "test":
            return test(further, options.only, after, options.coverage)
        if options.verb in PASSED_ON:
            return pass_on(options.verb, [*further, *after])
        prepare_system([*FOR_QT, *FOR_A_WINDOW])
        set_up([*further, *after])
    except CannotGoOn as reason:
        say(str(reason))
        return 1
    except KeyboardInterrupt:
        say("interrupted")
        return INTERRUPTED_EXIT_CODE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
