"""The command `gradiometer`: with a verb it works without Qt, without one it opens a window.

Of no file, or of one, the main window, which opens a figure as the session that it shows; of two to eight the one that
compares them. With `--follow` the file is one that another program is still writing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from gradiometer.verbs import VERBS
from gradiometer_desktop.display import why_no_window

FOLLOW = "--follow"
OPEN_FIGURE = "open-figure"


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit code: 2 where no window can be opened or the arguments are wrong."""
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == [OPEN_FIGURE] and len(words) == 2 and not words[1].startswith("-"):
        # Of a figure the window opens the session, as of a session's file.
        words = words[1:]
    if words and (words[0] in VERBS or words[0].startswith("-")) and words[0] != FOLLOW:
        # Imported when it is wanted: a window needs no verb, and would wait a tenth of a second for them.
        from gradiometer import cli

        return cli.main(words)
    follows = FOLLOW in words
    paths = [Path(word) for word in words if word != FOLLOW]
    for path in paths:
        if not os.path.exists(path):
            verbs = ", ".join(VERBS)
            return _refuse(f"{path} is neither a file nor a verb ({verbs})")
    if follows and len(paths) != 1:
        return _refuse(f"{FOLLOW} wants one session file, not {len(paths)}: a comparison follows its files anyway")
    if len(paths) > 1:
        from gradiometer.comparison import MOST

        if len(paths) > MOST:
            return _refuse(f"{len(paths)} session files cannot be compared: give two to eight")
    reason = why_no_window()
    if reason:
        return _refuse(f"no window can be opened: {reason}")
    from gradiometer_desktop import app

    return app.run_comparison(paths) if len(paths) > 1 else app.run(paths[0] if paths else None, follows=follows)


def _refuse(sentence: str) -> int:
    print(f"gradiometer: error: {sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
