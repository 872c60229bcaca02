"""`gradiometer verify`: whether session files are sound."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from gradiometer.cli_text import examples
from gradiometer.session_check import Findings, check_session
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
            "each other without a gap, the min/max levels (recomputed), histograms, interventions, events, notes and\n"
            "snapshots. Exit codes: 0 all are sound, 1 one is damaged, 2 one is no session or cannot be read.",
            examples(f"{verb.prog} a.gradiometer", f"{verb.prog} *.gradiometer --json"),
        )
    )


def _verify(arguments: argparse.Namespace) -> int:
    code, found = SOUND, []
    for path in arguments.files:
        try:
            findings = check_session(path)
        except SessionFileError as error:
            code = UNREADABLE
            found.append({"file": str(path), "error": str(error)})
            print(f"gradiometer: error: {error}", file=sys.stderr)
            continue
        code = max(code, SOUND if findings.is_sound else DAMAGED)
        found.append(_collect(findings))
        if not arguments.json:
            print(_describe(findings))
    if arguments.json:
        print(json.dumps(found, indent=2, ensure_ascii=False))
    return code


def _collect(findings: Findings) -> dict[str, Any]:
    return {
        "file": str(findings.path),
        "is_sound": findings.is_sound,
        "problems": findings.problems,
        "remarks": findings.remarks,
        "version": None if findings.version is None else ".".join(map(str, findings.version)),
        "num_rows": findings.num_rows,
        "num_blobs": findings.num_blobs,
        "num_bytes": findings.num_bytes,
        "num_unchecked": findings.num_unchecked,
        "num_blocks": findings.num_blocks,
    }


def _describe(findings: Findings) -> str:
    num_problems, num_rows = len(findings.problems), sum(findings.num_rows.values())
    verdict = "sound" if findings.is_sound else f"damaged, {_number(num_problems, 'problem')}"
    lines = [f"{findings.path}: {verdict}", *(f"  ! {problem}" for problem in findings.problems)]
    if findings.version is not None:
        major, minor = findings.version
        lines += [
            f"  format {major}.{minor}: {_number(num_rows, 'row')} with {_number(findings.num_blobs, 'blob')} of "
            f"{_number(findings.num_bytes, 'byte')} read, {_number(findings.num_blocks, 'min/max block')} recomputed",
            f"  {_checksums(findings.num_unchecked, num_rows)}",
        ]
    return "\n".join([*lines, *(f"  {remark}" for remark in findings.remarks)])


def _checksums(num_unchecked: int, num_rows: int) -> str:
    if not num_unchecked:
        return "every row has a checksum"
    if num_unchecked >= num_rows:
        return "no row has a checksum: an older program wrote it"
    return f"{num_unchecked:,} of {num_rows:,} rows have no checksum: an older program wrote them"


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
