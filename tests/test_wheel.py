"""What the wheel and the sdist must hold, by made-up archives; and, if there is time, by real ones."""

import importlib
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).parent.parent / "packaging"
INFO = "gradiometer-1.0.dist-info"
TOLD = ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE", "licenses/NOTICE")
KNOWN = {"LICENSE", "README.md", "core/gradiometer/cli.py", "resources/gradiometer_resources/mnist/a.gz", "tests/a.py"}


@pytest.fixture
def wheel(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(PACKAGING)
    return importlib.import_module("wheel")


def write_wheel(folder: Path, *names: str) -> Path:
    path = folder / "gradiometer-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name in (*names, *(f"{INFO}/{each}" for each in TOLD)):
            archive.writestr(name, "")
    return path


def test_a_whole_wheel_is_let_through(wheel: ModuleType, tmp_path: Path) -> None:
    made = write_wheel(tmp_path, "gradiometer/cli.py", "gradiometer_resources/mnist/a.gz")
    assert wheel.check_wheel(made, KNOWN) == []


def test_what_a_wheel_lacks_and_what_is_too_much_is_named(wheel: ModuleType, tmp_path: Path) -> None:
    made = write_wheel(tmp_path, "gradiometer/cli.py", "tests/a.py", f"{INFO}/extra")
    lacks, strange, told = wheel.check_wheel(made, KNOWN)
    assert lacks.endswith("lacks gradiometer_resources/mnist/a.gz")
    assert strange.endswith("holds tests/a.py, which git does not know")
    assert told.endswith(f"holds {INFO}/extra, which git does not know")


def test_an_sdist_is_all_but_the_tests(wheel: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "gradiometer-1.0.tar.gz"
    (tmp_path / "file").touch()
    with tarfile.open(path, "w:gz") as archive:
        for name in {*KNOWN, "PKG-INFO"} - {"tests/a.py"}:
            archive.add(tmp_path / "file", f"gradiometer-1.0/{name}")
    assert wheel.check_sdist(path, KNOWN) == []
    assert wheel.check_sdist(path, KNOWN | {"core/gradiometer/py.typed"}) == [
        "gradiometer-1.0.tar.gz lacks core/gradiometer/py.typed"
    ]


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_the_wheel_is_built_and_does_its_work_in_an_empty_environment(wheel: ModuleType) -> None:
    subprocess.run([sys.executable, str(PACKAGING / "wheel.py"), "--smoke"], check=True)
