"""The figure of a map, and its table."""

import csv
import math
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PIL import Image

from gradiometer.colors import diverging_colors
from gradiometer.exports import ExportError
from gradiometer.figures.ratio_map import draw_map, save_map, write_map
from gradiometer.sweep import Cell, Critical, RatioMap, Sweep
from shared import SMALL
from styled import styled

NO_THEORY = "No theory for LayerNorm here."


def filled(*, why_not: str = "", up: str = "depth", columns: int = 3) -> RatioMap:
    """Rows 0 and 1; of row r and column c expected -(r + 1) c, measured half a decade more."""
    scales = tuple(2.0**power for power in range(-(columns // 2), columns - columns // 2))
    sweep = Sweep(SMALL, up, values={"weight_scale": scales} | ({"depth": (2, 30)} if up == "depth" else {}))
    found = RatioMap(sweep)
    for cell in sweep.cells:
        expected = -float((cell.row + 1) * cell.column)
        measured = (expected + 0.5, expected + 0.4, expected + 0.9)
        found.take(Cell(cell.row, cell.column, math.nan if why_not else expected, why_not, measured))
    found.take(Critical((math.sqrt(0.5),) * sweep.shape[0]))
    return found


def texts(path) -> list[str]:
    return [element.text for element in ElementTree.parse(path).iter() if element.tag.endswith("text")]


def test_what_it_says(tmp_path):
    save_map(filled(), tmp_path / "map.svg", style=styled(size_mm=(200, 120)))
    said = texts(tmp_path / "map.svg")
    for text in ("Depth", "Weight scale", "30", "0.5", "expected by theory", "measured, median of 3 seeds"):
        assert text in said
    # The numbers stand in their cells: what was expected, and the median of what was measured.
    for text in ("−4.0", "−3.5", "0.0", "+0.5"):
        assert text in said
    assert any(text.startswith("Dashed: chi = 1") for text in said)
    assert not any(text.startswith("Hatched") for text in said)


def test_colours_and_the_critical_line():
    figure = draw_map(filled())
    expected, measured, bar = figure.axes
    (image,) = expected.get_images()
    np.testing.assert_array_equal(image.get_array(), [[0, -1, -2], [0, -2, -4]])
    assert image.get_clim() == (-4, 4)
    assert image.cmap.colors == list(diverging_colors(255, dark=False)) or tuple(image.cmap.colors) == diverging_colors(
        255, dark=False
    )
    np.testing.assert_allclose(measured.get_images()[0].get_array(), [[0.5, -0.5, -1.5], [0.5, -1.5, -3.5]])
    for axes in (expected, measured):
        (line,) = axes.get_lines()
        # Half way between the scales 1/2 and 1.
        np.testing.assert_allclose(line.get_xdata(), 0.5)
        assert axes.get_ylim() == (-0.5, 1.5)
    assert "log10 of first / output layer's" in bar.get_ylabel().replace("\n", " ")


def test_where_there_is_no_theory_it_is_said(tmp_path):
    found = filled(why_not=NO_THEORY)
    save_map(found, tmp_path / "map.svg")
    assert f"Hatched: {NO_THEORY}" in texts(tmp_path / "map.svg")
    expected, measured, _bar = draw_map(found).axes
    assert expected.get_images()[0].get_array().mask.all()
    assert [len(axes.patches) for axes in (expected, measured)] == [6, 0]


def test_every_reason_once_and_not_too_many(tmp_path):
    found = filled()
    for index, (row, column) in enumerate(list(found.cells)):
        found.take(Cell(row, column, why_not=f"Reason {index % 5}", reason=f"Reason {index % 5}"))
    save_map(found, tmp_path / "map.svg")
    assert "Hatched: Reason 0. Reason 1. Reason 2. …" in texts(tmp_path / "map.svg")


def test_what_cannot_be_told_apart_any_more():
    """Beyond the last colour, and where a norm is 0."""
    found = filled()
    found.take(Cell(1, 2, -64.0, measured=(-math.inf,)))
    expected, measured, bar = draw_map(found).axes
    assert expected.get_images()[0].get_clim() == (-12, 12)
    assert [axes.get_images()[0].get_array()[1, 2] for axes in (expected, measured)] == [-12, -12]
    # The ends of its colours are arrows.
    assert len(bar.patches) == 2


@pytest.mark.parametrize("columns", [13, 40])
def test_numbers_stand_only_where_they_can_be_read(columns, tmp_path):
    save_map(filled(columns=columns), tmp_path / "map.svg")
    assert ("−2.0" in texts(tmp_path / "map.svg")) == (columns == 13)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_the_same_map_gives_the_same_bytes(suffix, theme, tmp_path):
    paths = [tmp_path / f"{name}.{suffix}" for name in "ab"]
    for path in paths:
        save_map(filled(up="activation"), path, style=styled(theme=theme, size_mm=(120, 80), dpi=80))
    assert paths[0].read_bytes() == paths[1].read_bytes()
    if suffix == "png":
        with Image.open(paths[0]) as image:
            assert image.size == (377, 251)
            assert image.info["Title"] == "small: First by last layer's gradient before training"


def test_the_smallest_page(tmp_path):
    save_map(filled(), tmp_path / "map.png", style=styled(size_mm=(80, 60), dpi=60))


def test_the_table_holds_every_number(tmp_path):
    found = filled()
    found.take(Cell(0, 1, why_not=NO_THEORY, measured=(-math.inf, -1.0)))
    found.take(Cell(1, 0, expected=-1.0, reason="It cannot be computed: no memory"))
    write_map(found, tmp_path / "map.csv")
    with (tmp_path / "map.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    names = ["depth", "weight_scale", "expected", "measured", "difference", "least", "largest", "note"]
    assert list(rows[0]) == names
    assert len(rows) == 6
    assert list(rows[5].values()) == ["30", "2.0", "-4.0", "-3.5", "0.5", "-3.6", "-3.1", ""]
    assert list(rows[1].values()) == ["2", "1.0", "nan", "-inf", "nan", "-inf", "-1.0", NO_THEORY]
    assert list(rows[3].values()) == [
        "30",
        "0.5",
        "-1.0",
        "nan",
        "nan",
        "nan",
        "nan",
        "It cannot be computed: no memory",
    ]


def test_bad_input(tmp_path):
    with pytest.raises(ExportError, match="is not the name of a figure"):
        save_map(filled(), tmp_path / "map.bmp")
    with pytest.raises(ExportError, match="is not installed"):
        save_map(filled(), tmp_path / "map.png", style=styled(font="No such font"))
    (tmp_path / "file").touch()
    for save in (save_map, write_map):
        with pytest.raises(ExportError, match="cannot be written"):
            save(filled(), tmp_path / "file" / "map.png")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
