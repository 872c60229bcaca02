"""The command `gradiometer`: with a verb it works without Qt, without one it opens the window."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from gradiometer import cli
from gradiometer_desktop.display import why_no_window


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit code: 2 where no window can be opened or the arguments are wrong."""
    words = sys.argv[1:] if arguments is None else arguments
    if words and (words[0] in cli.VERBS or words[0].startswith("-")):
        return cli.main(words)
    path = Path(words[0]) if words else None
    if path is not None and not os.path.exists(path):
        verbs = ", ".join(cli.VERBS)
        print(f"gradiometer: error: {path} is neither a file nor a verb ({verbs})", file=sys.stderr)
        return 2
    if len(words) > 1:
        print(f"gradiometer: error: one session file at a time, not {len(words)}", file=sys.stderr)
        return 2
    reason = why_no_window()
    if reason:
        print(f"gradiometer: error: no window can be opened: {reason}", file=sys.stderr)
        return 2
    from gradiometer_desktop.app import run

    return run(path)


if __name__ == "__main__":
    sys.exit(main())
