"""`gradiometer verify`: whether session files are sound."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from gradiometer.cli_text import examples
from gradiometer.session_check import Soundness, check_session
from gradiometer.session_database import SessionFileError

SOUND, DAMAGED, UNREADABLE = 0, 1, 2


def fill_verify(verb: argparse.ArgumentParser) -> None:
    """The words that the verb takes."""
    verb.set_defaults(run=_verify)
    verb.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="session files, also such as are being written"
    )
    verb.add_argument("--json", action="store_true", help="as JSON, a list with an entry for each file")
    verb.epilog = "\n\n".join(
        (
            "Everything is read: SQLite's own structure, length and checksum of every row, whether rows follow\n"
            "each other without a gap, the min/max levels (recomputed), histograms, interventions, events,\n"
            "findings, trials, notes and snapshots.\n"
            "Exit codes: 0 all are sound, 1 one is damaged, 2 one is no session or cannot be read.",
            examples(f"{verb.prog} a.gradiometer", f"{verb.prog} *.gradiometer --json"),
        )
    )


def _verify(arguments: argparse.Namespace) -> int:
    code, found = SOUND, []
    for path in arguments.files:
        try:
            soundness = check_session(path)
        except SessionFileError as error:
            code = UNREADABLE
            found.append({"file": str(path), "error": str(error)})
            print(f"gradiometer: error: {error}", file=sys.stderr)
            continue
        code = max(code, SOUND if soundness.is_sound else DAMAGED)
        found.append(_collect(soundness))
        if not arguments.json:
            print(_describe(soundness))
    if arguments.json:
        print(json.dumps(found, indent=2, ensure_ascii=False))
    return code


def _collect(soundness: Soundness) -> dict[str, Any]:
    return {
        "file": str(soundness.path),
        "is_sound": soundness.is_sound,
        "problems": soundness.problems,
        "remarks": soundness.remarks,
        "version": None if soundness.version is None else ".".join(map(str, soundness.version)),
        "num_rows": soundness.num_rows,
        "num_blobs": soundness.num_blobs,
        "num_bytes": soundness.num_bytes,
        "num_unchecked": soundness.num_unchecked,
        "num_blocks": soundness.num_blocks,
    }


def _describe(soundness: Soundness) -> str:
    num_problems, num_rows = len(soundness.problems), sum(soundness.num_rows.values())
    verdict = "sound" if soundness.is_sound else f"damaged, {_number(num_problems, 'problem')}"
    lines = [f"{soundness.path}: {verdict}", *(f"  ! {problem}" for problem in soundness.problems)]
    if soundness.version is not None:
        major, minor = soundness.version
        lines += [
            f"  format {major}.{minor}: {_number(num_rows, 'row')} with {_number(soundness.num_blobs, 'blob')} of "
            f"{_number(soundness.num_bytes, 'byte')} read, {_number(soundness.num_blocks, 'min/max block')} recomputed",
            f"  {_checksums(soundness.num_unchecked, num_rows)}",
        ]
    return "\n".join([*lines, *(f"  {remark}" for remark in soundness.remarks)])


def _checksums(num_unchecked: int, num_rows: int) -> str:
    if not num_unchecked:
        return "every row has a checksum"
    if num_unchecked >= num_rows:
        return "no row has a checksum: an older program wrote it"
    return f"{num_unchecked:,} of {num_rows:,} rows have no checksum: an older program wrote them"


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
