"""`gradiometer compare`: what differs between sessions, and figures and data of them together."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from gradiometer.alignment import ALIGNMENT_FIELD, ALIGNMENTS
from gradiometer.cli_text import (
    add_data,
    add_page,
    columns,
    examples,
    figure_paths,
    listing,
    plain,
    style_listing,
    style_of,
    tell_remarks,
)
from gradiometer.comparison import MOST_LAYERS, Comparison
from gradiometer.differences import Difference
from gradiometer.exports import ExportError
from gradiometer.fields import Number
from gradiometer.figures.compare import COMPARE_FIGURES
from gradiometer.figures.files import export_comparison, write_data
from gradiometer.tables_compare import COMPARE_TABLES, comparison_rows

_POSITION = Number(title="Position", help="On the axis that all sessions share.", low=-1e15, high=1e15)


def compare(arguments: argparse.Namespace) -> int:
    """Run the verb. Raises FieldError, ExportError, SessionFileError."""
    with Comparison(arguments.files) as comparison:
        options = _options(comparison, arguments)
        if arguments.to is None and (arguments.data is not None or arguments.figure is not None):
            raise ExportError("--to is missing: say which file to make")
        if arguments.data is not None:
            write_data(arguments.to, comparison_rows(comparison, arguments.data, **options))
            print(arguments.to)
        elif arguments.figure is not None:
            _save_figures(comparison, arguments, options)
        elif arguments.to is not None:
            raise ExportError("--to needs --figure or --data: say what to save")
        elif arguments.json:
            print(json.dumps(_collect(comparison), indent=2, ensure_ascii=False, allow_nan=False))
        else:
            print("\n".join(_describe(comparison)))
    return 0


def _options(comparison: Comparison, arguments: argparse.Namespace) -> dict[str, Any]:
    """What figures and tables take alike."""
    align = ALIGNMENT_FIELD.parse("--align", arguments.align)
    if not comparison.can_align(align) and align != "step":
        raise ExportError(f"--align {align} is not possible: no session has {ALIGNMENTS[align].lacking}")
    return {
        "layers": [comparison.find_layer(text) for text in arguments.layer] or None,
        "quantity": arguments.quantity,
        "align": align,
        "position": None if arguments.step is None else _POSITION.parse("--step", arguments.step),
        "histogram": arguments.histogram,
    }


def _save_figures(comparison: Comparison, arguments: argparse.Namespace, options: Mapping[str, Any]) -> None:
    paths, style = figure_paths(arguments, COMPARE_FIGURES, "compare"), style_of(arguments)
    for name, path in paths.items():
        made = export_comparison(
            comparison,
            name,
            path,
            data=arguments.with_data,
            **options,
            from_output=arguments.from_output,
            style=style,
        )
        tell_remarks(made.remarks)
        for file in made.files:
            print(file)


def _describe(comparison: Comparison) -> list[str]:
    """The table of differences for a person; equal rows are left out."""
    labels = [side.label for side in comparison.sides]
    lines = [f"{label}: {side.session.path}" for label, side in zip(labels, comparison.sides, strict=True)]
    rows = comparison.differences()
    cells = [["", *labels], *([row.title, *row.texts] for row in rows)]
    heading, *told = columns(cells)
    lines += ["", heading]
    for group, members in groupby(zip(rows, told, strict=True), key=lambda pair: pair[0].group):
        lines += ["", group, *(line for _row, line in members)]
    return lines


def _collect(comparison: Comparison) -> dict[str, Any]:
    """Every row, ready for JSON: NaN and infinities are the texts nan, inf, -inf."""
    rows = comparison.differences(everything=True)
    return {
        "sessions": [{"label": side.label, "file": str(side.session.path)} for side in comparison.sides],
        "rows": [_plain_row(row) for row in rows],
    }


def _plain_row(row: Difference) -> dict[str, Any]:
    return {
        "group": row.group,
        "name": row.name,
        "title": row.title,
        "values": [plain(value) for value in row.values],
        "equal": row.is_equal,
    }


def fill_compare(verb: argparse.ArgumentParser) -> None:
    """The words that the verb takes."""
    verb.set_defaults(run=compare)
    verb.add_argument("files", type=Path, nargs="+", metavar="FILE", help="two to eight session files")
    what = verb.add_mutually_exclusive_group()
    what.add_argument("--figure", metavar="NAME|all", help="save a figure, or all of them")
    what.add_argument("--data", metavar="TABLE", help="save a table at full resolution, as CSV")
    what.add_argument("--json", action="store_true", help="print all rows as JSON, equal ones too")
    verb.add_argument(
        "--to",
        type=Path,
        metavar="PATH",
        help="the file to make, an existing one is replaced; with --figure all: the folder",
    )
    verb.add_argument(
        "--layer",
        action="append",
        default=[],
        help=f"of norms and ratio (up to {MOST_LAYERS}), histogram (the first given) and data: 1, 2, ... from the "
        "input, -1, -2, ... from the output, or a name; may be repeated (default: the first, a middle one and the "
        "last; of data: all)",
    )
    verb.add_argument(
        "--quantity",
        default="weight_gradient_norm",
        help="of profile, norms and ratio (default: weight_gradient_norm)",
    )
    verb.add_argument(
        "--histogram", default="weight_gradient", metavar="KIND", help="what is counted (default: weight_gradient)"
    )
    verb.add_argument(
        "--align",
        default="step",
        metavar="|".join(ALIGNMENTS),
        help="what stands beside each other: equal steps, equal training time, or the first change of each session "
        "(default: step)",
    )
    verb.add_argument(
        "--step",
        metavar="N",
        help="of profile and histogram: the newest of each session up to there; with --align time in seconds, with "
        "--align change in steps since the change, which may be negative (default: the newest)",
    )
    verb.add_argument("--from-output", action="store_true", help="of profile: count the layers from the output")
    add_data(verb)
    add_page(verb)
    verb.epilog = "\n\n".join(
        (
            "With neither --figure nor --data the differences are printed: settings and data that differ, and the "
            "results.",
            listing("figures", {name: kind.title for name, kind in COMPARE_FIGURES.items()}),
            listing("tables", {name: table.title for name, table in COMPARE_TABLES.items()}),
            "ratio and loss_difference hold the others against the control of a trial, else against the first session.",
            style_listing(),
            f"Quantities and histograms are those of `{verb.prog.rpartition(' ')[0]} export`.",
            examples(
                f"{verb.prog} sigmoid.gradiometer relu.gradiometer",
                f"{verb.prog} a.gradiometer b.gradiometer --figure norms --layer 1 --layer output --to norms.pdf",
                f"{verb.prog} a.gradiometer b.gradiometer --figure profile --align change --step 50 --to after.svg",
                f"{verb.prog} control.gradiometer relu.gradiometer --figure ratio --layer 1 --to ratio.svg",
                f"{verb.prog} a.gradiometer b.gradiometer --data norms --to norms.csv",
            ),
        )
    )
