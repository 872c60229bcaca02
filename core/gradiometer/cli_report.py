"""`gradiometer report`: one session or several as one HTML or PDF file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gradiometer.cli_text import examples, listing
from gradiometer.exports import ExportError
from gradiometer.figures import FIGURES
from gradiometer.interrupts import interrupts_noted
from gradiometer.report.make_report import WRITERS, write_report
from gradiometer.report.sections import SECTIONS

_STANDARD_INPUT = "-"
_NONE = "none"
_MOST_TEXT = 1_000_000


def report(arguments: argparse.Namespace) -> int:
    """Run the verb. Raises ExportError, FieldError, SessionFileError. Returns 130 where Ctrl+C stopped it."""
    out: Path = arguments.out
    is_written = False
    with interrupts_noted() as interrupts, _bar() as show:

        def told(done: int, total: int) -> None:
            nonlocal is_written
            is_written = done == total
            show(done, total)

        write_report(
            arguments.files,
            out,
            sections=_names(arguments.sections),
            figures=[] if arguments.figure == [_NONE] else _names(arguments.figure),
            text=_read_text(arguments.text),
            title=arguments.title,
            screenshots=arguments.screenshot,
            on_progress=told,
            should_stop=lambda: bool(interrupts),
        )
    if not is_written:
        return 130
    print(out)
    return 0


def _names(given: list[str]) -> list[str] | None:
    """`a,b` and `c` as three; None where nothing was given."""
    names = [name.strip() for words in given for name in words.split(",") if name.strip()]
    return names if given else None


def _read_text(path: str | None) -> str:
    """Raises ExportError."""
    if path is None:
        return ""
    try:
        if path == _STANDARD_INPUT:
            text = sys.stdin.read(_MOST_TEXT + 1)
        else:
            with Path(path).open(encoding="utf-8-sig") as file:
                text = file.read(_MOST_TEXT + 1)
    except OSError as error:
        raise ExportError(f"--text {path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ExportError(f"--text {path} is not UTF-8 text") from error
    if len(text) > _MOST_TEXT:
        raise ExportError(f"--text {path} is too long: at most {_MOST_TEXT:,} letters")
    return text


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """Takes how much is done of how much, and shows it on a terminal."""
    from tqdm import tqdm

    # Its watchdog thread is for loops that fall silent.
    tqdm.monitor_interval = 0
    with tqdm(desc="report", unit="figure", file=sys.stderr, dynamic_ncols=True, disable=None) as bar:

        def told(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield told


def fill_report(verb: argparse.ArgumentParser) -> None:
    """The words that the verb takes."""
    verb.set_defaults(run=report)
    verb.add_argument("files", type=Path, nargs="+", metavar="FILE", help="one session file or more")
    verb.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="PATH",
        help=f"the file to make, an existing one is replaced; its suffix, {' or '.join(WRITERS)}, chooses the format",
    )
    verb.add_argument(
        "--sections",
        action="append",
        default=[],
        metavar="NAME[,NAME]",
        help="which sections, in this order (default: all, as below); those with nothing to say are left out",
    )
    verb.add_argument(
        "--figure",
        action="append",
        default=[],
        metavar="NAME[,NAME]|none",
        help="which figures (default: all that a session has); what shows a finding or a trial stays with it",
    )
    verb.add_argument(
        "--text",
        metavar="FILE|-",
        help="a text of your own: paragraphs between empty lines, lines that begin with `# ` as headings and with `- ` "
        "as bullets; -: read it from standard input",
    )
    verb.add_argument("--title", default="", help="of the report (default: what the session is called)")
    verb.add_argument(
        "--screenshot",
        action="append",
        default=[],
        metavar="PATH[=CAPTION]",
        help="a PNG or JPEG file; may be repeated",
    )
    verb.epilog = "\n\n".join(
        (
            "One file that needs no network and no script. With two to eight sessions each has a chapter, and another\n"
            "one compares them. Figures have alternative texts and captions that state numbers.",
            listing("sections", {name: kind.about for name, kind in SECTIONS.items()}),
            listing("figures", {name: kind.title for name, kind in FIGURES.items()}),
            examples(
                f"{verb.prog} a.gradiometer --out report.html",
                f"{verb.prog} sigmoid.gradiometer relu.gradiometer --out both.pdf --title 'Sigmoid or ReLU'",
                f"{verb.prog} a.gradiometer --sections summary,text,findings,reproduce --text why.txt --out a.pdf",
                f"{verb.prog} a.gradiometer --figure norms,loss --screenshot window.png='The window' --out a.html",
            ),
        )
    )
