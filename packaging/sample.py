"""Record the sample session that the program ships, in place of the one in resources: `packaging/dev.py sample`.

The digits in a network of four sigmoid layers, whose first ones starve. ReLU with He's weights at step 400 brings their
gradient back; skip connections at step 800 let more of it through than the rate was chosen for, so the loss jumps. A
trial at step 300 holds two remedies against doing nothing. Snapshots stay in the file: from them it is continued,
forked, and asked for the weights of a neuron.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from gradiometer.reports import Note
from gradiometer.session_editor import set_note

TARGET = Path(__file__).resolve().parent.parent / "resources/gradiometer_resources/samples/sample.gradiometer"
MOST_BYTES = 2 * 10**6
TRAIN = (
    *("train", "digits", "--set", "name=sample", "steps=1200", "norms_every=2", "histogram_every=40"),
    *("evaluate_every=200", "--at", "400", "activation=relu", "--at", "400", "initialization=he", "--at", "800"),
    *("skip=true", "--out"),
)
FORK = (*("--at", "300", "--steps", "100", "--seeds", "3"), *("--remedy", "relu_he", "--remedy", "batch_norm"))
NOTES = {
    200: "The first layer gets a hundredth of the last one's gradient",
    600: "All layers get about the same",
}


def main() -> int:
    """Train, try remedies, pin notes, compact."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.gradiometer"
        _gradiometer(*TRAIN, str(path))
        _gradiometer("fork", str(path), *FORK)
        for step, text in NOTES.items():
            set_note(path, Note(step, text))
        TARGET.parent.mkdir(exist_ok=True)
        TARGET.unlink(missing_ok=True)
        _gradiometer("compact", str(path), "--out", str(TARGET))
    size = TARGET.stat().st_size
    print(f"{TARGET}: {size:,} bytes")
    return 0 if size <= MOST_BYTES else 1


def _gradiometer(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "gradiometer", *words], check=True)


if __name__ == "__main__":
    sys.exit(main())
