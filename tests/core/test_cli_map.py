"""`gradiometer map`, as a person types it."""

import csv
import importlib.util
import os
import signal
import subprocess
import sys

import pytest
from PIL import Image

from gradiometer import cli_map
from gradiometer.datasets import DataError
from gradiometer.sweep_run import SweepError

SMALL = ["digits", "--set", "hidden=12,12", "num_train=256", "num_held_out=64"]
FEW = ["--values", "depth=1,3", "weight_scale=0.5,2", "--seeds", 2, "--jobs", 1]


def rows_of(path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_table(run, few_digits, tmp_path):
    code, out, err = run("map", *SMALL, *FEW, "--to", tmp_path / "new" / "map.csv")
    assert (code, out, err) == (0, f"{tmp_path / 'new' / 'map.csv'}\n", "")
    rows = rows_of(tmp_path / "new" / "map.csv")
    assert [(row["depth"], row["weight_scale"]) for row in rows] == [
        ("1", "0.5"),
        ("1", "2.0"),
        ("3", "0.5"),
        ("3", "2.0"),
    ]
    for row in rows:
        expected, measured = float(row["expected"]), float(row["measured"])
        # Theory and one batch agree to half a decade over layers of twelve units.
        assert abs(expected - measured) < 0.7
        assert float(row["difference"]) == pytest.approx(measured - expected)
        assert float(row["least"]) <= measured <= float(row["largest"])
    # The deeper, the less arrives; larger weights carry more.
    assert float(rows[2]["measured"]) < float(rows[0]["measured"]) < float(rows[1]["measured"])


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_a_figure(run, few_digits, tmp_path, suffix):
    path = tmp_path / f"map.{suffix}"
    options = ["--size", "120x80", "--dpi", 60, "--theme", "dark"]
    assert run("map", *SMALL, *FEW, *options, "--to", path)[:2] == (0, f"{path}\n")
    if suffix == "png":
        with Image.open(path) as image:
            assert image.size == (283, 188)
            assert image.convert("RGB").getpixel((0, 0)) == (0x15, 0x17, 0x1C)


def test_other_axes(run, few_digits, tmp_path):
    words = ["--over", "activation", "initialization", "--values", "activation=relu,tanh", "initialization=he,xavier"]
    code, _, _ = run("map", *SMALL, *words, "--seeds", 1, "--jobs", 1, "--to", tmp_path / "map.csv")
    assert code == 0
    rows = rows_of(tmp_path / "map.csv")
    assert [(row["activation"], row["initialization"]) for row in rows] == [
        ("relu", "he"),
        ("relu", "xavier"),
        ("tanh", "he"),
        ("tanh", "xavier"),
    ]


def test_threads_give_the_same_file(run, few_digits, tmp_path):
    for name, words in (("one", [1]), ("two", [2, "--backend", "threading"])):
        assert run("map", *SMALL, *FEW[:-1], *words, "--to", tmp_path / f"{name}.csv")[0] == 0
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["nowhere"], "nowhere is neither a preset"),
        (["digits", "--set", "depth=3"], "depth is not known: choose one of"),
        (["digits", "--over", "depth", "width"], "width is not an axis of a map: choose two of depth"),
        (["digits", "--over", "depth", "depth"], "has one axis twice"),
        (["digits", "--values", "depth=0"], "depth = 0 is not allowed: a whole number from 1 to 512"),
        (["digits", "--values", "depth"], "'depth' is not allowed: write name=value"),
        (["digits", "--values", "seed=1,2"], "seed is not an axis of a map: choose of depth"),
        (["digits", "--values", "activation=relu"], "values of activation mean nothing in a map over depth and"),
        (["digits", "--seeds", "none"], "--seeds = 'none' is not allowed: a whole number from 1 to 1000"),
        (["digits", "--jobs", "0"], "--jobs = 0 is not allowed: a whole number from 1"),
        (["digits", "--backend", "mpi"], "--backend = 'mpi' is not allowed: choose one of loky, threading, dask"),
        (["digits", "--backend", "dask"], "--backend dask and --scheduler HOST:PORT belong together"),
        (["digits", "--scheduler", "a:1"], "--backend dask and --scheduler HOST:PORT belong together"),
        (["digits", "--size", "10x10"], "--size width = 10.0 is not allowed"),
        (["digits", "--theme", "blue"], "--theme = 'blue' is not allowed"),
    ],
)
def test_bad_input_is_a_sentence(run, tmp_path, words, reason):
    code, out, err = run("map", *words, "--to", tmp_path / "map.csv")
    assert (code, out) == (2, "")
    assert reason in err
    assert err.startswith("gradiometer: error: ")
    assert err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_name_that_is_no_map_s(run, tmp_path):
    code, _, err = run("map", "digits", "--to", tmp_path / "map.xlsx")
    assert code == 2
    assert err.endswith("map.xlsx is not the name of a map: end it in .png, .svg, .pdf, .pgf, .csv\n")


@pytest.mark.skipif(importlib.util.find_spec("distributed") is not None, reason="dask is here")
def test_dask_where_it_is_missing(run, tmp_path):
    words = ["--backend", "dask", "--scheduler", "127.0.0.1:1", "--to", tmp_path / "map.csv"]
    code, _, err = run("map", "digits", *words)
    assert code == 2
    assert "--backend dask is not possible: dask[distributed] is not installed" in err


@pytest.mark.parametrize("error", [DataError("x.npz cannot be read"), SweepError("the map cannot be measured")])
def test_what_goes_wrong_is_a_sentence_and_leaves_no_file(run, tmp_path, monkeypatch, error):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(cli_map, "run", fail)
    code, _, err = run("map", *SMALL, "--to", tmp_path / "map.csv")
    assert (code, err) == (2, f"gradiometer: error: {error}\n")
    assert not list(tmp_path.iterdir())


def test_the_help_lists_axes_and_values(run):
    code, out, _ = run("map", "--help")
    assert code == 0
    for text in ("depth           1, 2, 3, 5", "pytorch", "leaky_relu", "loky", "dask", "--scheduler HOST:PORT"):
        assert text in out


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="a terminal's Ctrl+C goes to all its processes")
def test_ctrl_c_ends_it_with_no_file_and_no_trace(tmp_path):
    """As from a terminal, which interrupts the workers too. The deepest networks take a while."""
    words = [
        "map",
        "digits",
        "--set",
        "hidden=100",
        "--values",
        "depth=60,70,80,90,100",
        "--to",
        str(tmp_path / "map.csv"),
    ]
    command = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import sys; from gradiometer import cli, cli_map; {_TELLING}; sys.exit(cli.main({words!r}))",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert command.stdout.readline() == "measured\n"
    os.killpg(command.pid, signal.SIGINT)
    out, err = command.communicate()
    assert (command.returncode, out, err) == (130, "", "")
    assert not list(tmp_path.iterdir())


_TELLING = (
    "take = cli_map.RatioMap.take; "
    "cli_map.RatioMap.take = lambda self, what: "
    "(take(self, what), self.num_over == 1 and print('measured', flush=True))"
)
