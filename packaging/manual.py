"""Writes into the pages of the manual what the registries of the core say, so that no formula is typed twice.

A page says where: between `<!-- formulas: NAME NAME -->`, `<!-- quantities: STREAM -->` or `<!-- histograms -->` and
`<!-- end -->` stands what this program has written. With --check it writes nothing, and returns 1 where a page is not
as the registries say.
"""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path

from gradiometer.quantities import HISTOGRAMS, QUANTITIES, STREAMS, Quantity

MANUAL = Path(__file__).parents[1] / "resources" / "gradiometer_resources" / "manual"
_PART = re.compile(r"(<!-- (formulas|quantities|histograms)(?:: ([\w ]+))? -->\n).*?(<!-- end -->)", re.DOTALL)
_WIDTH = 118


def written(page: str) -> str:
    """A page with what the registries say now."""
    return _PART.sub(lambda found: f"{found[1]}{_MAKERS[found[2]](found[3] or '')}{found[4]}", page)


def _formulas(names: str) -> str:
    """A list: title, name and formula of each."""
    lines = [f"- **{QUANTITIES[name].title}** (`{name}`): `{QUANTITIES[name].formula}`" for name in names.split()]
    return "\n" + "".join(f"{line}\n" for line in lines) + "\n"


def _quantities(stream: str) -> str:
    """A heading for each quantity of a stream, with all that is known of it."""
    parts = [_entry(name, quantity) for name, quantity in STREAMS[stream.strip()].items()]
    return "\n" + "\n".join(parts) + "\n"


def _entry(name: str, quantity: Quantity) -> str:
    title = quantity.title[0].upper() + quantity.title[1:]
    unit = "" if quantity.unit == "1" else f" in {quantity.unit}"
    lines = [f"### {title}\n", f"`{name}`{unit} = `{quantity.formula}`\n"]
    if quantity.reading:
        lines.append(textwrap.fill(quantity.reading, _WIDTH) + "\n")
    if quantity.source:
        lines.append(textwrap.fill(f"Source: {quantity.source}.", _WIDTH) + "\n")
    return "\n".join(lines)


def _histograms(_words: str) -> str:
    lines = [f"- **{kind.title}** (`{name}`): {kind.reading}" for name, kind in HISTOGRAMS.items()]
    return "\n" + "".join(textwrap.fill(line, _WIDTH, subsequent_indent="  ") + "\n" for line in lines) + "\n"


_MAKERS = {"formulas": _formulas, "quantities": _quantities, "histograms": _histograms}


def main() -> int:
    """Write all pages, and say which have changed."""
    checks, has_changed = sys.argv[1:] == ["--check"], False
    for path in sorted(MANUAL.glob("*.md")):
        before = path.read_text("utf-8")
        after = written(before)
        if after != before:
            has_changed = True
            if not checks:
                path.write_text(after, "utf-8")
            print(f"manual: {path.name} {'is not as the registries say' if checks else 'is written anew'}")
    return int(checks and has_changed)


if __name__ == "__main__":
    sys.exit(main())
