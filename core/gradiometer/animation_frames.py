"""The pictures of an animation: all of one size, with axes, colours and a legend that stay where they are.

A figure over steps is drawn once and uncovered from the left; of a figure of a single step each picture is drawn anew,
after all of them have been measured. Importing this module does not import matplotlib.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from gradiometer.figures import fill_of
from gradiometer.figures.data import drawn_data
from gradiometer.figures.page import open_page
from gradiometer.figures.pieces import floor_below
from gradiometer.figures.sheet import Limits, Request
from gradiometer.session_file import Session

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

Picture = NDArray[np.uint8]
"""Red, green and blue, uint8 [height, width, 3]."""
Look = Callable[["Figure"], None]
"""Is given each figure as it is drawn."""

N = TypeVar("N", int, float)

# Beyond the end of a curve, so that no point is cut in half.
_PAD_PT = 2.0


class Film(Protocol):
    """Pictures that follow each other. remarks: what could not be done as asked for."""

    remarks: tuple[str, ...]

    def __len__(self) -> int:
        """How many pictures."""

    def picture(self, index: int) -> Picture:
        """Draws one of them. Until it is there no other figure is drawn, in whatever thread."""


class GrowingFilm:
    """A figure over steps, which is uncovered from the left: in equal parts, the last picture shows all of it."""

    def __init__(self, session: Session, name: str, request: Request, num_pictures: int, look: Look):
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        self._style, self._num_pictures, self._look = request.style, num_pictures, look
        with open_page(request.style) as page:
            self._figure = page.filled(fill_of(session, name, request))
            _lay_out(self._figure)
            self._canvas = FigureCanvasAgg(self._figure)
            self._curtains = [
                _Curtain(axes, request.pt(_PAD_PT) * self._figure.dpi / 72)
                for axes in self._figure.axes
                # matplotlib's own name of a colour bar.
                if axes.get_label() != "<colorbar>"
            ]
        self.remarks = page.remarks

    def __len__(self) -> int:
        return self._num_pictures

    def picture(self, index: int) -> Picture:
        with open_page(self._style):
            for curtain in self._curtains:
                curtain.open((index + 1) / self._num_pictures)
            return _shot(self._canvas, self._look)


class _Curtain:
    """Covers what stands in axes behind a step: curves, bands, cells, and marks with their labels. pad: in pixels."""

    def __init__(self, axes: Axes, pad: float):
        from matplotlib.text import Annotation
        from matplotlib.transforms import Bbox

        self._axes, self._pad = axes, pad
        # Cells end where their step ends.
        self._exact, self._padded = (Bbox.from_extents(*axes.bbox.extents) for _ in range(2))
        self._flags = [text for text in axes.texts if isinstance(text, Annotation)]
        _clip(axes, axes.lines, self._padded)
        _clip(axes, [*axes.collections, *axes.images, *axes.patches], self._exact)

    def open(self, share: float) -> None:
        """Uncover this share of the axis."""
        low, high = self._axes.get_xlim()
        step, box = low + share * (high - low), self._axes.bbox
        self._exact.x1 = box.x0 + share * box.width
        self._padded.x1 = min(self._exact.x1 + self._pad, box.x1)
        for flag in self._flags:
            flag.set_visible(bool(flag.xy[0] <= step))


def _clip(axes: Axes, artists: Sequence[Artist], box: Bbox) -> None:
    for artist in artists:
        # A guide from one side to the other is no part of what grows.
        if artist.get_transform().contains_branch_seperately(axes.transData)[0]:
            artist.set_clip_box(box)


class StepFilm:
    """A figure of a single step, a picture for each of these. measured: called after each that has been measured."""

    def __init__(
        self,
        session: Session,
        name: str,
        request: Request,
        steps: Sequence[int],
        look: Look,
        measured: Callable[[], None] = lambda: None,
    ):
        self._session, self._name, self._steps, self._look = session, name, steps, look
        self.remarks: tuple[str, ...] = ()
        held = _Held()
        shapes: dict[tuple[int, ...], int] = {}
        for step in steps:
            with open_page(request.style) as page:
                figure = page.sketch(self._fill(dataclasses.replace(request, step=step)))
                held.take(figure)
                shapes.setdefault(_shape_of(figure), step)
            measured()
        self._request = held.ask(request)
        self._places: _Places | None = None
        for step in shapes.values():
            with open_page(request.style) as page:
                self._place(page.filled(self._fill(dataclasses.replace(self._request, step=step))))

    def __len__(self) -> int:
        return len(self._steps)

    def picture(self, index: int) -> Picture:
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        request = dataclasses.replace(self._request, step=self._steps[index])
        with open_page(request.style) as page:
            figure = page.filled(self._fill(request))
            self.remarks = tuple(dict.fromkeys([*self.remarks, *page.remarks]))
            self._place(figure)
            return _shot(FigureCanvasAgg(figure), self._look)

    def _fill(self, request: Request) -> Callable[[Figure], None]:
        return fill_of(self._session, self._name, request)

    def _place(self, figure: Figure) -> None:
        """Put axes and title where they are in all pictures. To lay out each one would take half as long again."""
        shape = _shape_of(figure)
        if self._places is None or shape not in self._places.shapes:
            _lay_out(figure)
            self._places = _Places.of(figure, shape, self._places)
        self._places.put(figure)


@dataclasses.dataclass(frozen=True)
class _Places:
    """Where things are in figures of all shapes. boxes: of the axes, x0, y0, x1, y1 as shares of the page; heights: of
    the texts beside them.
    """

    shapes: frozenset[tuple[int, ...]]
    boxes: Sequence[tuple[float, ...]]
    heights: Sequence[float]

    @classmethod
    def of(cls, figure: Figure, shape: tuple[int, ...], others: _Places | None) -> _Places:
        """Those of a figure that is laid out, and where others leave less room as much as they leave."""
        boxes = [tuple(axes.get_position(original=True).extents) for axes in figure.axes]
        heights = [text.get_position()[1] for text in figure.texts]
        if others is None:
            return cls(frozenset([shape]), boxes, heights)
        most = [
            (max(box[0], other[0]), max(box[1], other[1]), min(box[2], other[2]), min(box[3], other[3]))
            for box, other in zip(boxes, others.boxes, strict=True)
        ]
        return cls(others.shapes | {shape}, most, heights)

    def put(self, figure: Figure) -> None:
        figure.set_layout_engine("none")
        for axes, (left, bottom, right, top) in zip(figure.axes, self.boxes, strict=True):
            axes.set_position((left, bottom, right - left, top - bottom))
        for text, height in zip(figure.texts, self.heights, strict=True):
            text.set_y(height)


class _Held:
    """What is the same in all pictures: limits, scales, and what the legend says; taken from each of them."""

    def __init__(self) -> None:
        # Of axes with a floor for zeros, and of those without.
        self._limits: dict[bool, dict[int, Limits]] = {True: {}, False: {}}
        self._exponents: tuple[int, int] | None = None
        self._longest: float | None = None
        self._entries: list[tuple[str, Artist]] = []

    def take(self, figure: Figure) -> None:
        """Whatever one of the pictures shows."""
        for legend in filter(None, [*figure.legends, *(axes.get_legend() for axes in figure.axes)]):
            self._take_entries(legend.get_texts(), [handle for handle in legend.legend_handles if handle is not None])
        panels = set()
        for drawn in drawn_data(figure):
            values = drawn.columns["value" if drawn.kind == "value" else "y"]
            if drawn.kind == "bar":
                self._exponents = _unite(self._exponents, _exponents_of(drawn.columns["x"], values))
            if drawn.kind == "value" and np.isfinite(values).any():
                self._longest = max(self._longest or 0.0, float(np.abs(values[np.isfinite(values)]).max()))
            if np.isfinite(values).any():
                panels.add(drawn.panel - 1)
        for index, axes in enumerate(figure.axes):
            # Of axes with nothing in them the limits mean nothing.
            if index in panels:
                low, high = axes.get_ylim()
                lowest = axes.yaxis.get_major_formatter().format_ticks([low])
                limits = self._limits[axes.get_yscale() == "log" and lowest == ["0"]]
                limits[index] = _unite(limits.get(index), (low, high))

    def ask(self, request: Request) -> Request:
        """The same with all that is held."""
        floored, bare = self._limits[True], self._limits[False]
        if floored:
            bare = {index: limits and (floor_below(*limits), limits[1]) for index, limits in bare.items()}
        num_axes = max((*floored, *bare), default=-1) + 1
        return dataclasses.replace(
            request,
            y_limits=[_unite(floored.get(index), bare.get(index)) for index in range(num_axes)],
            has_floor=bool(floored),
            exponents=self._exponents,
            longest=self._longest,
            entries=self._entries,
        )

    def _take_entries(self, texts: Sequence[Text], handles: Sequence[Artist]) -> None:
        """What is new stands behind what it stood behind in its own legend."""
        place = 0
        for text, handle in zip(texts, handles, strict=True):
            labels = [label for label, _handle in self._entries]
            if text.get_text() in labels:
                place = labels.index(text.get_text()) + 1
            else:
                self._entries.insert(place, (text.get_text(), handle))
                place += 1


def _exponents_of(edges: NDArray[np.float64], counts: NDArray[np.float64]) -> tuple[int, int] | None:
    """Of the smallest and of the largest magnitude that has been counted, on a signed axis of log2 bins."""
    middle = len(counts) // 2
    used = np.flatnonzero(counts[middle + 1 :] + counts[middle - 1 :: -1])
    first = round(float(np.log2(edges[middle + 1])))
    return (first + int(used[0]), first + int(used[-1])) if len(used) else None


def _unite(one: tuple[N, N] | None, other: tuple[N, N] | None) -> tuple[N, N] | None:
    """The span that holds both."""
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])


def _lay_out(figure: Figure) -> None:
    """Once and for all."""
    engine = figure.get_layout_engine()
    assert engine is not None
    engine.execute(figure)
    figure.set_layout_engine("none")


def _shape_of(figure: Figure) -> tuple[int, ...]:
    """What the room of axes with given limits depends on: how many lines there are above them."""
    texts = [*(text.get_text() for text in figure.texts), *(axes.get_title("left") for axes in figure.axes)]
    return tuple(len(text.splitlines()) for text in texts)


def _shot(canvas: FigureCanvasAgg, look: Look) -> Picture:
    """A copy, which stays when the next picture is drawn."""
    canvas.draw()  # type: ignore[no-untyped-call]
    look(canvas.figure)
    return np.ascontiguousarray(np.asarray(canvas.buffer_rgba())[..., :3])  # type: ignore[no-untyped-call]
