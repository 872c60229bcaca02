"""`gradiometer data`: the data sets, and what a file of the user's own holds."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gradiometer.cli_text import examples
from gradiometer.datasets import DATASETS, DataError, DataSpec, describe
from gradiometer.families import FAMILIES
from gradiometer.readers import READERS

BAD_INPUT = 2


def fill_data(verb: argparse.ArgumentParser) -> None:
    """The words that the verb takes."""
    verb.set_defaults(run=_data)
    verb.add_argument("data", nargs="*", metavar="NAME|FILE|FOLDER", help="what to describe (default: list all sets)")
    verb.add_argument("--standardize", action="store_true", help="of a file: each input with mean 0 and deviation 1")
    kinds = [reader.title[0].lower() + reader.title[1:] for reader in READERS.values()]
    verb.epilog = "\n\n".join(
        (
            f"A file of one's own is one of these: {', '.join(kinds)}.\nTo train on it: data=file file=PATH.",
            examples(
                f"{verb.prog} adding",
                f"{verb.prog} flowers.csv",
                "gradiometer train digits --set data=file file=flowers.csv num_train=100 num_held_out=50 hidden=10",
            ),
        )
    )


def _data(arguments: argparse.Namespace) -> int:
    if not arguments.data:
        width = max(map(len, DATASETS))
        for name, data in DATASETS.items():
            families = ", ".join(each for each, family in FAMILIES.items() if name in family.data)
            print(f"{name:{width}}  {data.title}{families and f' ({families})'}")
        return 0
    code = 0
    for index, word in enumerate(arguments.data):
        try:
            lines = _describe(word, standardize=arguments.standardize)
        except DataError as error:
            code = BAD_INPUT
            print(f"gradiometer: error: {error}", file=sys.stderr)
            continue
        print("\n" * (index > 0) + "\n".join([word, *(f"  {line}" for line in lines)]))
    return code


def _describe(word: str, *, standardize: bool) -> list[str]:
    if word in DATASETS and word != "file" and not Path(word).exists():
        return [DATASETS[word].title, *describe(word, DataSpec())]
    try:
        return describe("file", DataSpec(file=word, standardize=standardize))
    except DataError as error:
        # A name mistyped rather than a path.
        if Path(word).name != word or Path(word).suffix or Path(word).exists():
            raise
        names = ", ".join(name for name in DATASETS if name != "file")
        raise DataError(f"{word} is neither a data set ({names}) nor a file or folder") from error
