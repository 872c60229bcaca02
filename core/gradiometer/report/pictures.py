"""The figures of a report: standard ones of a session, those of a comparison, and what shows a finding or a trial."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gradiometer.comparison import Comparison
from gradiometer.exports import ExportError
from gradiometer.figures import FIGURES, TRIAL_FIGURES, figures_of, save_figure
from gradiometer.figures.caption_trial import trial_head
from gradiometer.figures.captions import caption, picture
from gradiometer.figures.compare import COMPARE_FIGURES, save_comparison
from gradiometer.figures.compare_captions import compare_caption, compare_picture
from gradiometer.figures.style import FigureStyle
from gradiometer.figures.trial import has_bands
from gradiometer.measures import MEASURES
from gradiometer.quantities import HISTOGRAMS, QUANTITIES
from gradiometer.report.document import Figure, Paragraph, Picture, Section, printable
from gradiometer.report.subject import Subject
from gradiometer.reports import Finding
from gradiometer.session_file import Session
from gradiometer.trial import Trial

Size = tuple[float, float]

_WIDE_MM, _LOW_MM = (178.0, 100.0), (178.0, 75.0)
"""Two columns of a journal: as wide as an A4 page between its margins. The lower one shows a finding."""
_NARROW_MM = (92.0, 92.0)
"""On a phone letters come out as large as those of the text around."""

_MARGIN_STEPS, _MOST_MARGINS = 20, 10
"""Beside the steps of a finding, at the least; and how many times that is shown of one that holds on."""


def check_figures(names: Sequence[str] | None) -> None:
    """Whether these are figures of sessions. Raises ExportError."""
    for name in names or ():
        if name not in FIGURES:
            raise ExportError(f"{name} is not a figure: choose of {', '.join(FIGURES)}")


def _style(size_mm: Size) -> FigureStyle:
    width, height = size_mm
    return FigureStyle(width_mm=width, height_mm=height, theme="light")


def draw_vector(session: Session, name: str, size_mm: Size, **choices: Any) -> Picture:
    """A figure of EVERY_FIGURE as SVG whose text stays text. choices: as of figures.save_figure."""
    return _drawn(lambda path: save_figure(session, name, path, style=_style(size_mm), **choices))


def draw_compare_vector(comparison: Comparison, name: str, size_mm: Size) -> Picture:
    """A figure of COMPARE_FIGURES, likewise."""
    return _drawn(lambda path: save_comparison(comparison, name, path, style=_style(size_mm)))


def _drawn(save: Callable[[Path], object]) -> Picture:
    with TemporaryDirectory(prefix="gradiometer-") as folder:
        path = Path(folder) / "figure.svg"
        save(path)
        # Names and notes may hold what no XML may.
        return Picture("svg", printable(path.read_text("utf-8")).encode())


def figures(subject: Subject) -> Section | None:
    """The standard figures, or those that were chosen."""
    # What was tried has a section of its own.
    there = [name for name in figures_of(subject.session) if name in FIGURES]
    chosen = there if subject.figures is None else [name for name in subject.figures if name in there]
    if subject.figures is not None and not subject.figures:
        return None
    blocks = [_figure(subject.session, name) for name in chosen]
    missing = [FIGURES[name].title for name in subject.figures or () if name not in there]
    notes = [Paragraph(f"Of such a network there is nothing to show in: {'; '.join(missing)}.")] if missing else []
    return Section("Figures", (*blocks, *notes))


def compare_figures(comparison: Comparison, names: Sequence[str] | None) -> list[Figure]:
    """Those of a comparison, or those of the chosen ones that it has."""
    return [_compare_figure(comparison, name) for name in COMPARE_FIGURES if names is None or name in names]


def _compare_figure(comparison: Comparison, name: str) -> Figure:
    return Figure(
        lambda is_narrow: draw_compare_vector(comparison, name, _NARROW_MM if is_narrow else _WIDE_MM),
        _alt(COMPARE_FIGURES[name].title, compare_picture(name)),
        compare_caption(comparison, name),
    )


def _figure(session: Session, name: str, size_mm: Size = _WIDE_MM, **choices: Any) -> Figure:
    return Figure(
        lambda is_narrow: draw_vector(session, name, _NARROW_MM if is_narrow else size_mm, **choices),
        _alt(FIGURES[name].title, picture(name)),
        caption(session, name, **choices),
    )


def _alt(title: str, picture: str) -> str:
    """What is drawn, and how. Who hears it hears the caption next, so the numbers are not told twice."""
    return f"{title}. {picture}. The caption states its numbers."


def evidence_of(session: Session, finding: Finding) -> tuple[str, dict[str, Any]] | None:
    """The figure that shows a finding, and by which choices: the one that the window jumps to. None where it is not
    known, because another program's rule said it.
    """
    measure = MEASURES.get(finding.measure)
    if measure is None or measure.plot not in FIGURES:
        return None
    choices: dict[str, Any] = {}
    if finding.layers:
        choices["layer"] = finding.layers[0]
    quantity = QUANTITIES.get(measure.quantity)
    if (
        quantity is not None
        and measure.plot in ("profile", "norms")
        and not (
            quantity.per_time
            or quantity.per_unit
            or quantity.per_cell
            or (measure.plot == "profile" and not quantity.per_layer)
        )
    ):
        choices["quantity"] = measure.quantity
    if measure.plot == "histogram":
        kinds = [kind for kind in (measure.quantity, *measure.reads) if kind in HISTOGRAMS]
        if kinds:
            choices["histogram"] = kinds[0]
    if measure.plot in ("norms", "loss"):
        choices["first_step"], choices["last_step"] = _steps_around(session, finding)
    else:
        # The numbers of a finding are those of its last check.
        choices["step"] = finding.last_step
    return measure.plot, choices


def _steps_around(session: Session, finding: Finding) -> tuple[int, int]:
    """Where it began, with some steps on either side: of one that holds for a million steps the rest shows nothing."""
    margin = max(finding.told_step - finding.first_step, _MARGIN_STEPS)
    end = max(finding.told_step, min(finding.last_step, finding.first_step + _MOST_MARGINS * margin)) + margin
    newest = session.newest("step")
    last = end if newest is None else min(end, int(newest[0]))
    first = max(0, finding.first_step - margin)
    return first, max(first, last)


def evidence(session: Session, name: str, choices: dict[str, Any]) -> Figure:
    """The figure that shows a finding; see `evidence_of`."""
    return _figure(session, name, _LOW_MM, **choices)


def trial_figure(session: Session, trial: Trial) -> Figure:
    """The figure of a trial, beneath the sentences that tell its numbers."""
    return Figure(
        lambda is_narrow: draw_vector(session, "trial", _NARROW_MM if is_narrow else _WIDE_MM, trial=trial.number),
        f"{TRIAL_FIGURES['trial'].title}. {picture('trial')}. The sentences above state its numbers.",
        f"{trial_head(trial)}.{' Bands: where the mean lies with 95 % confidence.' if has_bands(trial) else ''}",
    )


def tell_evidence(name: str, choices: dict[str, Any]) -> str:
    """`Gradient norm against layer at one step, weight gradient norm`: where to look."""
    what = [FIGURES[name].title]
    if "quantity" in choices:
        what.append(QUANTITIES[choices["quantity"]].title)
    if "histogram" in choices:
        what.append(HISTOGRAMS[choices["histogram"]].title)
    if "step" in choices:
        what.append(f"step {choices['step']:,}")
    return ", ".join(what)
