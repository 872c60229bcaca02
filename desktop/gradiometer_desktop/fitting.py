"""An experiment of values that were chosen one by one, with settings that were not."""

from __future__ import annotations

import dataclasses
from typing import Any

from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.settings import describe_difference
from gradiometer_desktop.language import said, tr

OF_A_FILE = ("file", "standardize")
"""The fields that say which data of the user's own."""


def fitting(values: dict[str, Any], begun: Experiment) -> tuple[Experiment, str]:
    """An experiment of these values, and what of the settings, which this dialog does not show, had to be left out.

    begun: with these settings, and perhaps the facts of the same data. Raises FieldError.
    """
    settings = begun.settings
    is_same = all(values[name] == getattr(begun, name) for name in ("data", *OF_A_FILE))
    values = {**values, "facts": begun.facts if is_same else None}
    try:
        return Experiment(**values, settings=settings), ""
    except FieldError as error:
        plain = Experiment(**values)
        fitting = plain.fit_settings(settings)
        if plain.batch_size < NORMALIZATIONS[fitting.normalization].least_batch:
            fitting = dataclasses.replace(fitting, normalization="none")
        if fitting == settings:
            raise
        experiment = dataclasses.replace(plain, settings=fitting)
        return (
            experiment,
            tr(
                "It begins with other settings ({difference}): {error}.",
                difference=said(describe_difference(settings, fitting)),
                error=said(str(error).rstrip(".")),
            ),
        )
