"""Styles: what is allowed of them, what comes with the program, and a person's own as TOML files."""

import math
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.exports import ExportError
from gradiometer.fields import Choice, FieldError, Flag, Number
from gradiometer.figures import style as figure_style
from gradiometer.figures.style import (
    DEFAULT,
    STYLE_FIELDS,
    FigureStyle,
    check_font,
    load_style,
    save_style,
    style_names,
    style_text,
)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(figure_style, "user_folder", lambda: tmp_path / "styles")
    return tmp_path / "styles"


def sentence(**values) -> str:
    with pytest.raises(FieldError) as caught:
        FigureStyle(**values)
    return str(caught.value)


def test_every_field_is_a_field_of_a_style():
    assert list(STYLE_FIELDS) == list(vars(FigureStyle()))


def test_values_that_are_not_allowed():
    assert sentence(theme="pink") == "theme = 'pink' is not allowed: choose one of light, dark, print"
    assert sentence(width_mm=10) == "width_mm = 10 is not allowed: a number from 30, at most 2000"
    assert sentence(height_mm=math.nan) == "height_mm = nan is not allowed: a number from 25, at most 2000"
    assert sentence(dpi=0) == "dpi = 0 is not allowed: a number from 30, at most 1200"
    assert sentence(title="yes") == "title = 'yes' is not allowed: true or false"
    assert sentence(width_mm=2000, height_mm=2000, dpi=1200).startswith("dpi = 1200 is not allowed on 2000 x 2000 mm")
    assert sentence(width_mm=60, height_mm=60) == "font_size = 8 is not allowed on 60 x 60 mm: at most 6"
    assert FigureStyle(width_mm=60, height_mm=60, font_size=6).scale == 0.75


def test_shipped_styles():
    names = style_names()
    assert next(iter(names)) == DEFAULT
    assert {"single", "double", "slide", "thesis", "print"} <= set(names)
    assert load_style(DEFAULT) == FigureStyle()
    assert (load_style("single").width_mm, load_style("double").width_mm) == (85, 178)
    slide = load_style("slide")
    assert slide.width_mm / slide.height_mm == pytest.approx(16 / 9)
    assert load_style("print").theme == "print"
    for name in names:
        assert names[name]
        check_font(load_style(name).font)


def test_a_style_of_ones_own(folder):
    style = FigureStyle(theme="dark", font_size=7.5, legend="below", notes=False)
    path = save_style("für die Arbeit", style)
    assert path == folder / "für die Arbeit.toml"
    assert load_style("für die Arbeit") == style
    assert load_style(path) == style
    assert style_names()["für die Arbeit"] == "one of your own"
    assert save_style("für die Arbeit", FigureStyle()) == path
    assert load_style("für die Arbeit") == FigureStyle()
    assert [each.name for each in folder.iterdir()] == [path.name], "nothing half-written is left"


def some(field):
    if isinstance(field, Choice):
        return st.sampled_from(list(field.options))
    if isinstance(field, Number):
        return st.floats(field.low, field.high)
    return (
        st.booleans()
        if isinstance(field, Flag)
        else st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=20)
    )


@given(st.fixed_dictionaries({name: some(field) for name, field in STYLE_FIELDS.items()}))
def test_what_is_written_is_read_again(values):
    try:
        style = FigureStyle(**values)
    except FieldError:
        return
    assert FigureStyle(**tomllib.loads(style_text(style))) == style


def test_bad_files_are_named_with_the_key(tmp_path):
    path = tmp_path / "mine.toml"
    for text, expected in {
        "dpi = 'many'": "dpi = 'many' is not allowed: a number from 30, at most 1200",
        "colour = 1": f"colour is not known of a style: choose one of {', '.join(STYLE_FIELDS)}",
        "about = 3": "about = 3 is not allowed: give a text",
        "dpi = ": "is not a TOML file: ",
    }.items():
        path.write_text(text, encoding="utf-8")
        with pytest.raises(FieldError) as caught:
            load_style(path)
        assert str(caught.value).startswith(str(path))
        assert expected in str(caught.value)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FieldError, match="cannot be read"):
        load_style(path)


def test_styles_that_are_not_there(tmp_path):
    with pytest.raises(FieldError, match="style 'thesi' is not known: choose one of double, "):
        load_style("thesi")
    with pytest.raises(FieldError, match=r"no\.toml cannot be read: there is no such file"):
        load_style(tmp_path / "no.toml")


def test_names_that_cannot_be_given(folder):
    with pytest.raises(FieldError, match="style 'thesis' comes with the program: choose another name"):
        save_style("thesis", FigureStyle())
    for name in ("", "../out", "a/b", "x.toml", " a", "a" * 61):
        with pytest.raises(FieldError, match="is not allowed: letters, digits"):
            save_style(name, FigureStyle())
    folder.parent.joinpath("styles").write_text("in the way")
    with pytest.raises(ExportError, match="cannot be written"):
        save_style("mine", FigureStyle())


def test_a_font_that_is_not_installed():
    assert check_font("DejaVu Serif") == "DejaVu Serif"
    with pytest.raises(ExportError, match=r"font 'Dejavue' is not installed: choose another .*DejaVu Sans"):
        check_font("Dejavue")
