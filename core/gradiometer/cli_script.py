"""The verb `script`: a session as a spec that `train` replays."""

from __future__ import annotations

import argparse
from pathlib import Path

from gradiometer.cli_text import examples
from gradiometer.cli_train import check_is_new
from gradiometer.exports import ExportError
from gradiometer.script import script_of
from gradiometer.session_file import load_session
from gradiometer.session_storage import reason_of


def fill_script(verb: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    verb.set_defaults(run=_script)
    verb.add_argument("file", type=Path, metavar="FILE", help="a session file")
    verb.add_argument("--out", type=Path, metavar="SPEC.toml", help="a new file (default: to the screen)")
    verb.epilog = "\n\n".join(
        (
            "`gradiometer train SPEC.toml` trains the session again: its experiment, every change at its step, and\n"
            "measured at the same steps. On the processor, with the same PyTorch, all numbers come out the same to\n"
            "the last bit, but for those of clocks.",
            examples(f"{verb.prog} a.gradiometer --out a.toml", "gradiometer train a.toml --out again.gradiometer"),
        )
    )


def _script(arguments: argparse.Namespace) -> int:
    path: Path | None = arguments.out
    if path is not None:
        if path.suffix != ".toml":
            raise ExportError(f"{path} is not allowed: the name of a spec ends in .toml")
        check_is_new(path)
    with load_session(arguments.file) as session:
        text = script_of(session)
    if path is None:
        print(text, end="")
        return 0
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {reason_of(error)}") from error
    print(path)
    return 0
