"""`gradiometer export`: figures, tables and event files of sessions."""

from __future__ import annotations

import argparse
import glob
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from gradiometer.cli_text import add_data, add_page, examples, listing, style_listing, style_of, tell_remarks
from gradiometer.cli_view import add_view, find_layer, view_of
from gradiometer.event_files import write_events
from gradiometer.exports import ExportError
from gradiometer.figures import EVERY_FIGURE, check_figure, figures_of
from gradiometer.figures.files import check_data_format, export_figure, stems, write_data
from gradiometer.figures.page import FORMATS, check_format
from gradiometer.quantities import HISTOGRAMS, QUANTITIES
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import Session, load_session
from gradiometer.tables import TABLES, rows_of


def fill_export(verb: argparse.ArgumentParser) -> None:
    """Options and what the verb does."""
    verb.set_defaults(run=_export)
    verb.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="session files; a pattern in quotes, as 'runs/*.gradiometer', is one too",
    )
    what = verb.add_mutually_exclusive_group(required=True)
    what.add_argument("--figure", metavar="NAME[,NAME]|all", help="a figure, some, or all that the session has")
    what.add_argument("--data", metavar="TABLE", help="a table or a quantity at full resolution, as CSV or Parquet")
    what.add_argument("--tensorboard", action="store_true", help="everything as TensorBoard event files")
    verb.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar="PATH",
        help="the file to make, an existing one is replaced; its suffix chooses the format: "
        f"{', '.join(f'.{name}' for name in FORMATS)}, of a table .csv or .parquet; of several figures or sessions, "
        "and of event files, the folder",
    )
    add_data(verb)
    add_view(verb)
    add_page(verb)
    verb.epilog = "\n\n".join(
        (
            listing("figures", {name: kind.title for name, kind in EVERY_FIGURE.items()}),
            listing("tables", {name: table.title for name, table in TABLES.items() if name not in QUANTITIES}),
            listing("quantities", {name: f"{kind.title}: {kind.formula}" for name, kind in QUANTITIES.items()}),
            listing("histograms", {name: kind.title for name, kind in HISTOGRAMS.items()}),
            style_listing(),
            "The data of `loss` are a table of loss and accuracy, training and held-out.",
            examples(
                f"{verb.prog} a.gradiometer --figure norms --quantity delta_norm --to norms.pdf",
                f"{verb.prog} a.gradiometer --figure heatmap --layer 'hidden 1' --style single --to first.svg",
                f"{verb.prog} 'runs/*.gradiometer' --figure all --style thesis --format pdf --to figures",
                f"{verb.prog} a.gradiometer --figure profile --with-data csv --to profile.png",
                f"{verb.prog} a.gradiometer --data delta_norm --to delta.csv",
                f"{verb.prog} a.gradiometer b.gradiometer --tensorboard --to events",
            ),
        )
    )


def _export(arguments: argparse.Namespace) -> int:
    paths = _find_files(arguments.files)
    if arguments.tensorboard:
        return _each(paths, lambda session, stem: [write_events(session, arguments.to, name=stem)])
    options = view_of(arguments)
    if arguments.data is not None:
        return _each(paths, lambda session, stem: [_write_table(session, arguments, options, stem, len(paths) > 1)])
    options |= {"style": style_of(arguments)}
    names = None if arguments.figure == "all" else [name.strip() for name in arguments.figure.split(",")]
    check_data_format(arguments.with_data)
    for name in names or ():
        check_figure(name)

    def draw(session: Session, stem: str) -> list[Path]:
        chosen = figures_of(session) if names is None else names
        is_one = names is not None and len(chosen) == len(paths) == 1
        kind = check_format(arguments.format)
        made: list[Path] = []
        layer = find_layer(session, arguments.layer)
        for name in chosen:
            path = arguments.to if is_one else arguments.to / f"{stem}-{name}.{kind}"
            files, remarks = export_figure(session, name, path, data=arguments.with_data, layer=layer, **options)
            tell_remarks(remarks)
            made += files
        return made

    return _each(paths, draw)


def _write_table(
    session: Session, arguments: argparse.Namespace, options: dict[str, Any], stem: str, is_folder: bool
) -> Path:
    path: Path = arguments.to / f"{stem}-{arguments.data}.csv" if is_folder else arguments.to
    choice = {name: options[name] for name in ("quantity", "step", "histogram", "trial")}
    write_data(path, rows_of(session, arguments.data, layer=find_layer(session, arguments.layer), **choice))
    return path


def _each(paths: Sequence[Path], make: Callable[[Session, str], list[Path]]) -> int:
    """Of one session, errors are raised; of several one that cannot be exported keeps no other from it."""
    failed = 0
    for path, stem in zip(paths, stems(paths), strict=True):
        try:
            with load_session(path) as session:
                for made in make(session, stem):
                    print(made)
        except (SessionFileError, ExportError) as error:
            if len(paths) == 1:
                raise
            print(f"gradiometer: error: {error}", file=sys.stderr)
            failed += 1
    if failed:
        raise ExportError(f"{failed} of {len(paths)} sessions were not exported")
    return 0


def _find_files(words: Sequence[str]) -> list[Path]:
    """The files that are named or meant by a pattern, each once. Raises ExportError."""
    paths: list[Path] = []
    for word in words:
        # A file whose own name has brackets is no pattern.
        is_pattern = not Path(word).exists() and glob.has_magic(word)
        found = sorted(glob.glob(word, recursive=True)) if is_pattern else [word]
        if not found:
            raise ExportError(f"{word} fits no file")
        paths += map(Path, found)
    return list(dict.fromkeys(paths))
