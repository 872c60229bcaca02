"""`python -m gradiometer`: the command's verbs, with no Qt installed."""

import sys

from gradiometer.cli import main

if __name__ == "__main__":
    sys.exit(main())
