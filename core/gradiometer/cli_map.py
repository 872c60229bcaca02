"""`gradiometer map`: first/last gradient ratios of many networks before training, expected and measured."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from gradiometer.cli_text import add_style, examples, listing, style_of
from gradiometer.datasets import DataError
from gradiometer.exports import ExportError
from gradiometer.fields import Choice, FieldError, Integer, split_assignment
from gradiometer.figures.page import FORMATS
from gradiometer.figures.ratio_map import save_map, write_map
from gradiometer.interrupts import interrupts_noted
from gradiometer.presets import load_experiment
from gradiometer.sweep import DEFAULT_SEEDS, SEEDS_FIELD, Cell, Critical, RatioMap, Sweep
from gradiometer.sweep_axes import AXES
from gradiometer.sweep_run import local_backend, run

_SUFFIXES = (*FORMATS, "csv")
_JOBS = Integer(title="Jobs", help="", low=1, high=4096)
_BACKENDS = Choice(
    title="Backend",
    help="What joblib runs the cells with.",
    options={
        "loky": "processes of this machine",
        "threading": "threads of one process",
        "dask": "the workers of a dask cluster, which need gradiometer too",
    },
)


def fill_map(verb: argparse.ArgumentParser) -> None:
    """The words that the verb takes."""
    verb.set_defaults(run=_map)
    verb.add_argument("experiment", metavar="PRESET|SPEC.toml", help="what all networks of the map have in common")
    verb.add_argument(
        "--set", nargs="+", action="append", default=[], metavar="name=value", help="change what the spec says"
    )
    verb.add_argument(
        "--over",
        nargs=2,
        default=("depth", "weight_scale"),
        metavar=("UP", "ACROSS"),
        help="the two axes (default: depth weight_scale)",
    )
    verb.add_argument(
        "--values",
        nargs="+",
        action="append",
        default=[],
        metavar="axis=a,b,c",
        help="other values of an axis than the usual ones",
    )
    verb.add_argument(
        "--seeds",
        default=str(DEFAULT_SEEDS),
        metavar="N",
        help=f"measure the median over so many draws of the weights (default: {DEFAULT_SEEDS})",
    )
    verb.add_argument("--jobs", metavar="N", help="how many cells at once (default: one for each core)")
    verb.add_argument("--backend", metavar="|".join(_BACKENDS.options), help="of joblib (default: loky)")
    verb.add_argument("--scheduler", metavar="HOST:PORT", help="of --backend dask: where its scheduler listens")
    verb.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar="PATH",
        help="the file to make, an existing one is replaced; its suffix chooses a figure, .png, .svg or .pdf, or .csv",
    )
    add_style(verb)
    verb.epilog = "\n\n".join(
        (
            "Each cell is a network before training: log10 of the gradient norm of its first layer's weights, divided\n"
            "by that of its output layer. It is expected by mean-field theory, and measured with one batch of the\n"
            "data in float64. Ctrl+C ends the command, and no file is made.",
            listing("axes, and their usual values", {name: axis.words() for name, axis in AXES.items()}),
            listing("backends", dict(_BACKENDS.options)),
            examples(
                f"{verb.prog} digits --to map.png",
                f"{verb.prog} digits --set activation=tanh --values depth=3,10,30 --to map.pdf",
                f"{verb.prog} digits --over activation initialization --seeds 5 --to map.csv",
                f"{verb.prog} digits --backend dask --scheduler 192.0.2.1:8786 --to map.svg",
            ),
        )
    )


def _map(arguments: argparse.Namespace) -> int:
    path: Path = arguments.to
    style = style_of(arguments)
    if path.suffix.lower().removeprefix(".") not in _SUFFIXES:
        raise ExportError(f"{path} is not the name of a map: end it in {', '.join(f'.{each}' for each in _SUFFIXES)}")
    sweep = _sweep(arguments)
    found = RatioMap(sweep)
    jobs = -1 if arguments.jobs is None else _JOBS.parse("--jobs", arguments.jobs)
    with _backend(arguments), interrupts_noted() as interrupts, _bar(found) as told:
        try:
            run(sweep, told, cancelled=lambda: bool(interrupts), jobs=jobs)
        except DataError as error:
            raise FieldError(str(error)) from error
    if interrupts:
        return 130
    if path.suffix.lower() == ".csv":
        write_map(found, path)
    else:
        save_map(found, path, style=style)
    print(path)
    return 0


def _sweep(arguments: argparse.Namespace) -> Sweep:
    """The map asked for. Raises FieldError."""
    base = load_experiment(arguments.experiment)
    base = base.with_assignments(word for words in arguments.set for word in words)
    values = {}
    for name, text in (split_assignment(word) for words in arguments.values for word in words):
        if name not in AXES:
            raise FieldError(f"{name} is not an axis of a map: choose of {', '.join(AXES)}")
        values[name] = AXES[name].parse(name, text)
    up, across = arguments.over
    return Sweep(base, up, across, values, SEEDS_FIELD.parse("--seeds", arguments.seeds))


@contextmanager
def _backend(arguments: argparse.Namespace) -> Iterator[None]:
    """What joblib works with meanwhile. Raises FieldError."""
    from joblib import parallel_config

    name = local_backend() if arguments.backend is None else _BACKENDS.check("--backend", arguments.backend)
    if (name == "dask") != (arguments.scheduler is not None):
        raise FieldError("--backend dask and --scheduler HOST:PORT belong together: give both, or none")
    options: dict[str, Any] = {}
    if name == "dask":
        if find_spec("distributed") is None:
            raise FieldError("--backend dask is not possible: dask[distributed] is not installed")
        options["scheduler_host"] = arguments.scheduler
    try:
        config = parallel_config(backend=name, **options)
    except (OSError, ValueError) as error:
        raise FieldError(f"--scheduler {arguments.scheduler} cannot be reached: {error}") from error
    with config:
        yield


@contextmanager
def _bar(found: RatioMap) -> Iterator[Any]:
    """Takes what is found, and shows how far it is."""
    from tqdm import tqdm

    # Its watchdog thread is for loops that fall silent.
    tqdm.monitor_interval = 0
    total = len(found.cells)
    with tqdm(desc="map", total=total, unit="cell", file=sys.stderr, dynamic_ncols=True, disable=None) as bar:

        def told(what: Cell | Critical) -> None:
            found.take(what)
            bar.update(found.num_over - bar.n)

        yield told
