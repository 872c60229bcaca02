import pytest

from gradiometer.report.document import (
    Bullets,
    Column,
    Document,
    Figure,
    Paragraph,
    Picture,
    Section,
    Table,
    draw_figures,
    printable,
    undrawn,
)

PICTURE = Picture("svg", b"<svg/>")


def drawn_by(calls: list[bool]):
    def draw(is_narrow: bool) -> Picture:
        calls.append(is_narrow)
        return Picture("svg", b"narrow" if is_narrow else b"wide")

    return draw


def document_of(*blocks, inner=()) -> Document:
    return Document(title="t", subtitle="s", sections=(Section("one", blocks, tuple(inner)),))


def test_figures_are_drawn_in_order_and_told_of():
    calls: list[bool] = []
    draw = drawn_by(calls)
    inner = Section("two", (Figure(draw, "alt", "c2"),))
    document = document_of(Figure(draw, "alt", "c1"), Figure(PICTURE, "alt", "there"), Paragraph("p"), inner=[inner])
    assert undrawn(document) == 2
    told: list[int] = []
    drawn = draw_figures(document, lambda: told.append(len(calls)), with_narrow=False)
    assert undrawn(drawn) == 0
    assert (calls, told) == ([False, False], [1, 2])
    first, there, _paragraph = drawn.sections[0].blocks
    assert (first.picture.data, there.picture.data, first.narrow) == (b"wide", b"<svg/>", None)
    # The one that was given stays as it was.
    assert undrawn(document) == 2


def test_figures_for_narrow_screens():
    calls: list[bool] = []
    document = document_of(Figure(drawn_by(calls), "alt", "c"), Figure(PICTURE, "alt", "c"))
    figure, given = draw_figures(document, lambda: None, with_narrow=True).sections[0].blocks
    assert sorted(calls) == [False, True]
    assert (figure.picture.data, figure.narrow.data) == (b"wide", b"narrow")
    assert given.narrow is None


def test_drawing_can_be_stopped():
    calls: list[bool] = []
    draw = drawn_by(calls)

    def stop() -> None:
        raise KeyError

    with pytest.raises(KeyError):
        draw_figures(document_of(Figure(draw, "a", "c"), Figure(draw, "a", "c")), stop, with_narrow=False)
    assert len(calls) == 1


@pytest.mark.parametrize(
    "make",
    [
        lambda: Figure(PICTURE, " ", "caption"),
        lambda: Figure(PICTURE, "alt", ""),
        lambda: Table("", (Column("a"),), ()),
        lambda: Table("caption", (Column("a"),), (("1", "2"),)),
        lambda: Section(" "),
        lambda: Document(title="", subtitle="", sections=()),
        lambda: Figure(drawn_by([]), "alt", "caption").picture,
    ],
)
def test_what_nobody_could_read_is_refused(make):
    with pytest.raises(AssertionError):
        make()


def test_an_ordered_list_has_no_intro_unless_given():
    assert Bullets(()).intro == ""


def test_printable():
    assert printable("a\nb\tc é 名 \u202e") == "a\nb\tc é 名 \u202e"
    assert printable("a\x00b\x1bc\x85d\ud800e\r") == "a\ufffdb\ufffdc\ufffdd\ufffde\ufffd"
    assert printable("\ufeff\ufffe\uffff\ufdd0\U0001fffe\U0010ffff") == "\ufffd" * 6
    assert printable("\U0001f600\ue123\ufffd\U0002fffd") == "\U0001f600\ue123\ufffd\U0002fffd"
