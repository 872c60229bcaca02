"""Changes of the network on the figures over steps: dashed lines, and labels that stand like flags above the axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gradiometer.figures.sheet import Sheet
from gradiometer.figures.text import fit, num_letters
from gradiometer.session_file import Session
from gradiometer.symptoms import SEVERE, title_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# In the units of a sheet.
_FLAG_SIZE = 6.5
_FLAG_HEIGHT = 8.5
_FLAG_GAP = 5.0
# Letters of a note that stand on its flag.
_MOST_OF_NOTE, _LEAST_OF_NOTE = 40, 15


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled line on an axis of steps. at: where; labels: what to write, in full and short."""

    at: float
    labels: tuple[str, str]
    color: str


def mark_changes(figure: Figure, panels: Sequence[Axes], marks: Sequence[Mark], sheet: Sheet) -> None:
    """A dashed line in every panel at each mark; labels above the first.

    Labels stand like flags on their lines, above the axes, so that they hide nothing. Where even short ones find no
    room some lines stay bare, and the axis says so.
    """
    first, last = panels[0].get_xlim()
    marks = sorted((mark for mark in marks if mark.labels[0] and first <= mark.at <= last), key=lambda mark: mark.at)
    if not marks:
        return
    for axes in panels:
        for at, color in {mark.at: mark.color for mark in marks}.items():
            axes.axvline(at, color=color, linestyle=(0, (4, 2.5)), linewidth=sheet.line(0.8), zorder=1.5)
    # Only now is it known how wide the axes are: flags lie within that width, so later layouts keep it.
    figure.draw_without_rendering()
    num_labelled = _raise_flags(figure, panels[0], marks, sheet)
    if num_labelled < len(marks):
        axes = panels[-1]
        text = f"{axes.get_xlabel()}; {num_labelled} of {len(marks)} changes are labelled"
        axes.set_xlabel(fit(text.replace("\n", " "), sheet.x_axis_pt))


def marks_of(session: Session, sheet: Sheet) -> list[Mark]:
    """Each change of the network, where NaN or Inf began and what else is severe, and notes: as the style has them."""
    theme, style = sheet.theme, sheet.style
    marks = []
    if style.interventions:
        marks += [
            Mark(change.step, (change.label, change.short_label), theme.faint) for change in session.interventions
        ]
    if style.findings:
        marks += _findings(session, theme.warning)
    if style.notes:
        for step, text in session.notes.items():
            line = " ".join(text.split())
            marks.append(Mark(step, (_begin(line, _MOST_OF_NOTE), _begin(line, _LEAST_OF_NOTE)), theme.ink))
    return marks


def _findings(session: Session, color: str) -> list[Mark]:
    marks = []
    for event in session.events:
        if event.kind == "non_finite":
            where = "" if event.layer is None else f" in {session.layer_names[event.layer]}"
            marks.append(Mark(event.step, (f"NaN or Inf{where}", "NaN"), color))
    # Where NaN began the event says.
    severe = [each for each in session.findings if each.severity == SEVERE and each.symptom != "non_finite"]
    # Several rules may say the same of a step.
    for step, title in dict.fromkeys((each.first_step, title_of(each.symptom)) for each in severe):
        marks.append(Mark(step, (title, _begin(title, _LEAST_OF_NOTE)), color))
    return marks


def _begin(text: str, most: int) -> str:
    """Its first letters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _raise_flags(figure: Figure, axes: Axes, marks: Sequence[Mark], sheet: Sheet) -> int:
    """Write the labels above the axes; gives how many found a place."""
    # At most a fifth of the height; less of a low figure, where axis and legend leave little.
    num_rows = max(1, min(6, int((sheet.size_pt[1] - 150) / (2.5 * _FLAG_HEIGHT))))
    box = axes.get_window_extent()
    units = 72 / figure.dpi / sheet.style.scale
    positions = axes.transData.transform([(mark.at, 1.0) for mark in marks])[:, 0] - box.x0
    flags: list[_Flag] = []
    # One manner for all labels: in full where that fits, else short, at last over the poles of other flags.
    for which, may_cross in ((0, False), (1, False), (1, True)):
        labels = [mark.labels[which] for mark in marks]
        flags = _arrange(labels, (positions * units).tolist(), box.width * units, num_rows, may_cross)
        if len(flags) == len(marks):
            break
    for flag in flags:
        mark = marks[flag.index]
        axes.annotate(
            "",
            (mark.at, 1.0),
            (0, sheet.pt((flag.row + 1) * _FLAG_HEIGHT)),
            xycoords=axes.get_xaxis_transform(),
            textcoords="offset points",
            arrowprops={
                "arrowstyle": "-",
                "color": mark.color,
                "linewidth": sheet.line(0.6),
                "shrinkA": 0,
                "shrinkB": 0,
            },
            annotation_clip=False,
            zorder=4,
        )
        axes.annotate(
            flag.text,
            (mark.at, 1.0),
            (sheet.pt(2.5 * flag.side), sheet.pt(flag.row * _FLAG_HEIGHT + 2)),
            xycoords=axes.get_xaxis_transform(),
            textcoords="offset points",
            ha="left" if flag.side > 0 else "right",
            va="bottom",
            fontsize=sheet.pt(_FLAG_SIZE),
            color=mark.color,
            annotation_clip=False,
            bbox={"facecolor": sheet.theme.ground, "edgecolor": "none", "pad": 0.4},
            zorder=5,
        )
    return len(flags)


@dataclass(frozen=True, slots=True)
class _Flag:
    """A label that found its place. index: of its mark; x: of its pole; begin, end: of its text; row: from below."""

    index: int
    text: str
    x: float
    begin: float
    end: float
    row: int

    @property
    def side(self) -> int:
        """1 on the right of its pole, -1 on the left."""
        return 1 if self.begin >= self.x else -1

    def overlaps(self, other: _Flag) -> bool:
        return self.row == other.row and self.begin < other.end + _FLAG_GAP and other.begin < self.end + _FLAG_GAP

    def is_crossed_by(self, other: _Flag) -> bool:
        """Whether the other's pole goes through this text."""
        return other.row > self.row and self.begin < other.x < self.end


def _arrange(
    labels: Sequence[str], positions: Sequence[float], width: float, num_rows: int, may_cross: bool
) -> list[_Flag]:
    """Labels in rows so that none overlaps another; positions and width in the units of a sheet, from the left edge of
    the axes.

    may_cross: whether a label may cover the pole of a higher flag.
    """
    # 0.6 of the size is a little more than a letter of DejaVu Sans takes on average.
    lengths = [0.6 * _FLAG_SIZE * num_letters(label) + 2.5 for label in labels]
    fits = [x + length <= width for x, length in zip(positions, lengths, strict=True)]
    # Flags that blow to the right rise towards the left, and the other way round: so they cross no pole.
    order = [index for index in range(len(labels) - 1, -1, -1) if fits[index]]
    order += sorted((index for index in range(len(labels)) if not fits[index]), key=lambda i: (positions[i], -i))
    flags: list[_Flag] = []
    for index in order:
        x, length = positions[index], lengths[index]
        begin = x if fits[index] else x - length
        for row in range(num_rows if begin >= 0 else 0):
            flag = _Flag(index, labels[index], x, begin, begin + length, row)
            crossed = any(flag.is_crossed_by(other) or other.is_crossed_by(flag) for other in flags)
            if (may_cross or not crossed) and not any(flag.overlaps(other) for other in flags):
                flags.append(flag)
                break
    return flags
