"""The fields of an experiment: what each of its values may be. Command line, files and dialogs all read them."""

from __future__ import annotations

from typing import Any

from gradiometer.datasets import DATASETS
from gradiometer.families import FAMILIES
from gradiometer.fields import Choice, Field, FieldError, Flag, Integer, Integers, Number, Text
from gradiometer.generated_data import MOST_LENGTH
from gradiometer.losses import LOSSES
from gradiometer.settings import INITIALIZATION_FIELD

LAMBDA = "lambda"
"""Nielsen's name for L2, in presets and on the command line: stands for weight_decay = lambda / num_train."""
LAMBDA_FIELD = Number(title="Lambda", help="Weight decay times the number of examples.", low=0.0, high=1e9)

# In the order in which a person meets them in the "New session" dialog.
EXPERIMENT_FIELDS: dict[str, Field] = {
    "name": Text(title="Name", help="What the session is called."),
    "family": Choice(
        title="Network",
        help="The kind of network.",
        options={name: family.title for name, family in FAMILIES.items()},
    ),
    "data": Choice(
        title="Data",
        help="The examples; the last ones are held out.",
        options={name: data.title for name, data in DATASETS.items()},
    ),
    "file": Text(
        title="Data file",
        help="The user's own data: an IDX file of images, an NPZ file with x and y, a CSV file with a column of "
        "labels, or a folder with a folder of images for each class.",
        least=0,
        most=4096,
    ),
    "standardize": Flag(
        title="Standardize inputs", help="Brings each input of the user's own data to mean 0 and standard deviation 1."
    ),
    "length": Integer(title="Sequence length", help="Time steps of a sequence task.", low=2, high=MOST_LENGTH),
    "num_train": Integer(title="Training examples", help="The first so many examples.", low=1, high=1_000_000),
    "num_held_out": Integer(
        title="Held-out examples", help="The last so many examples, never trained on.", low=0, high=1_000_000
    ),
    "hidden": Integers(
        title="Hidden layers",
        help="The width of each hidden layer, input side first.",
        low=1,
        high=8192,
        most=512,
    ),
    "heads": Integer(title="Attention heads", help="They share the width of a Transformer's block.", low=1, high=64),
    "loss": Choice(
        title="Loss",
        help="The mean over the batch of this cost.",
        options={name: loss.title for name, loss in LOSSES.items()},
    ),
    "batch_size": Integer(title="Batch size", help="Examples in one step.", low=1, high=1_000_000),
    "initialization": INITIALIZATION_FIELD,
    "weight_scale": Number(
        title="Weight scale",
        help="Every weight that is drawn at the start is multiplied with it; biases are not.",
        low=0.0,
        high=1e6,
        above=True,
    ),
    "seed": Integer(title="Seed", help="Draws the first weights and the order of the examples.", low=0, high=2**63 - 1),
    "device": Choice(
        title="Device",
        help="Where the network trains.",
        options={"cpu": "CPU", "cuda": "CUDA (graphics card)"},
    ),
    "dtype": Choice(
        title="Precision",
        help="float32 ends near 1e-45, float64 near 1e-324.",
        options={"float32": "float32", "float64": "float64"},
    ),
    "steps": Integer(
        title="Planned steps", help="Training stops there; 0: it goes on until stopped.", low=0, high=10**12
    ),
    "norms_every": Integer(
        title="Norms every",
        help="Steps from one measurement of all norms to the next; 0: as often as the budget allows.",
        low=0,
        high=1_000_000,
    ),
    "histogram_every": Integer(
        title="Histogram every", help="Steps from one gradient histogram to the next.", low=1, high=1_000_000
    ),
    "evaluate_every": Integer(
        title="Evaluate every", help="Steps from one held-out evaluation to the next.", low=1, high=1_000_000
    ),
    "watch_share": Number(
        title="Watching budget",
        help="Share of the training time that watching may take; norms and closer looks are as frequent as it allows.",
        low=0.0,
        high=10.0,
    ),
    "watch_everything": Flag(
        title="Every step, everything", help="Norms, histograms and a closer look at each step, whatever they take."
    ),
    "most_mb_per_hour": Number(
        title="File, MB an hour at most",
        help="Where the file would grow faster, less is measured, and an event says so.",
        low=1.0,
        high=1e6,
    ),
    "snapshot_mb": Number(
        title="Snapshots, MB at most",
        help="From a snapshot a run goes on as if it had never stopped. What all of them may take; 0: there are none.",
        low=0.0,
        high=1e6,
    ),
    "snapshot_every": Integer(
        title="Snapshot every",
        help="Steps from one snapshot to the next; 0: about twice a minute. There is one before each change, too.",
        low=0,
        high=10**12,
    ),
}


def without_lambda(settings: Any, num_train: Any) -> Any:
    """A table of settings, with Nielsen's lambda turned into the weight decay lambda / n of n training examples.

    Raises FieldError; what else is wrong with the table is for others to say.
    """
    if not isinstance(settings, dict) or LAMBDA not in settings:
        return settings
    settings = dict(settings)
    num_train = EXPERIMENT_FIELDS["num_train"].check("num_train", num_train)
    regularization = LAMBDA_FIELD.check(f"settings.{LAMBDA}", settings.pop(LAMBDA))
    if "weight_decay" in settings:
        raise FieldError(f"settings.{LAMBDA} is not allowed beside weight_decay, which is lambda / num_train")
    return settings | {"weight_decay": regularization / num_train}
