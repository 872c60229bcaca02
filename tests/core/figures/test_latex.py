"""Texts that LaTeX takes as they stand."""

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter

from gradiometer.figures.latex import escape, escape_texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("50 % of a_b & #1", r"50 \% of a\_b \& \#1"),
        ("$x$ {y}", r"\$x\$ \{y\}"),
        ("~ ^ \\", r"\textasciitilde{} \textasciicircum{} \textbackslash{}"),
        ("10⁻⁵", r"10\textsuperscript{-5}"),
        ("−3 → 4", r"\ensuremath{-}3 \ensuremath{\rightarrow} 4"),
        ("Привет", "Привет"),
    ],
)
def test_escaped(text, expected):
    assert escape(text) == expected


def test_every_text_of_a_figure_also_ticks_made_when_drawn():
    figure = Figure()
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1])
    axes.set_xticks([0, 1], ["a_1", "b_2"])
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g} %"))
    axes.set_title("c_3")
    figure.suptitle("d_4")
    escape_texts(figure)
    figure.draw_without_rendering()
    texts = {text.get_text() for text in figure.findobj(Text)}
    assert {r"a\_1", r"b\_2", r"100 \%", r"c\_3", r"d\_4"} <= texts
