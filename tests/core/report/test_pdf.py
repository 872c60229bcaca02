"""The PDF of a report, read back by pypdf: pages, contents, tags, fonts."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pypdf
import pytest
from PIL import Image
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

from gradiometer.exports import ExportError
from gradiometer.report.document import Document, Figure, Paragraph, Picture, Section
from gradiometer.report.make_report import write_report
from gradiometer.report.pdf import pdf_of
from gradiometer.session_editor import set_texts
from nasty import NASTY
from several import write_several

Tag = tuple[int, str, DictionaryObject]


@pytest.fixture(scope="module")
def reader(sick, tmp_path_factory) -> pypdf.PdfReader:
    """Of the sick session, with figures, a text and a screenshot."""
    folder = tmp_path_factory.mktemp("pdf")
    Image.new("RGB", (600, 3000), "navy").save(folder / "shot.jpg")
    out = folder / "report.pdf"
    text, shots = "# A heading of mine\n\n- one\n- two", [f"{folder / 'shot.jpg'}=What I saw"]
    write_report([sick], out, figures=["norms", "heatmap"], text=text, screenshots=shots)
    return pypdf.PdfReader(out)


@pytest.fixture(scope="module")
def pages(reader) -> list[str]:
    """The words of each of its pages."""
    return list(map(words_of, reader.pages))


def tags_of(reader: pypdf.PdfReader) -> list[Tag]:
    """Depth, kind and element of everything in the structure tree, in the order in which it is read."""
    return list(_walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"], 0))


def _walk(node: PdfObject, depth: int) -> Iterator[Tag]:
    node = node.get_object()
    if isinstance(node, ArrayObject):
        for each in node:
            yield from _walk(each, depth)
    elif isinstance(node, DictionaryObject) and "/S" in node:
        yield depth, node["/S"], node
        if "/K" in node:
            yield from _walk(node["/K"], depth + 1)


def bookmarks_of(reader: pypdf.PdfReader) -> list[tuple[int, str, int]]:
    """Depth, title and page, from 1, of each bookmark."""

    def walk(entries, depth):
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry, depth + 1)
            else:
                yield depth, entry.title, reader.get_destination_page_number(entry) + 1

    return list(walk(reader.outline, 0))


def words_of(page: pypdf.PageObject) -> str:
    return " ".join(page.extract_text().split())


def test_it_says_what_it_is(reader):
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "A sick one"
    assert reader.metadata.author == "Gradiometer"
    assert "784-8-8-10" in reader.metadata.subject
    # The standard that typst has held it to.
    assert "<pdfuaid:part>1</pdfuaid:part>" in reader.xmp_metadata.rdf_root.toxml()


def test_pages_are_counted(reader, pages):
    many = len(pages)
    assert many >= 5
    for number, (page, words) in enumerate(zip(reader.pages, pages, strict=True), start=1):
        assert f"{number} / {many}" in words
        assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
        if number > 1:
            assert "A sick one" in words


def test_contents_and_bookmarks(reader, pages):
    bookmarks = bookmarks_of(reader)
    titles = [title for depth, title, _page in bookmarks if depth == 0]
    assert titles == [
        *("Summary", "A heading of mine", "Notes", "Structure", "Settings", "Time line", "Findings", "Figures"),
        *("Screenshots", "How to reproduce", "Versions"),
    ]
    inner = [title for depth, title, _page in bookmarks if depth == 1]
    assert inner[0] == "Vanishing gradient in hidden 1 and 2 (finding 1)"
    for _depth, title, page in bookmarks:
        assert title in pages[page - 1]
        assert re.search(rf"{re.escape(title)} (?:\. ?)+\W*{page}\b", pages[0]), title


def test_headings_are_tagged_in_order(reader):
    kinds = [kind for _depth, kind, _element in tags_of(reader)]
    levels = [int(kind[2]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert kinds.count("/Title") == 1
    assert kinds[0] == "/Document"


def test_every_figure_can_be_heard(reader, pages):
    figures = [element for _depth, kind, element in tags_of(reader) if kind == "/Figure"]
    assert len(figures) == 4
    assert all(len(element["/Alt"]) > 15 for element in figures)
    assert figures[-1]["/Alt"] == "Screenshot shot.jpg."
    assert "Figure 4: What I saw" in " ".join(pages)


def test_tables_and_lists_are_tagged(reader):
    counts = Counter(kind for _depth, kind, _element in tags_of(reader))
    assert counts["/Table"] == counts["/THead"] == counts["/TBody"] >= 5
    assert counts["/TH"] >= 15
    assert counts["/LI"] == counts["/LBody"]
    assert counts["/Caption"] == counts["/Table"] + counts["/Figure"]
    assert counts["/Code"] >= 2


def fonts_of(resources: DictionaryObject) -> Iterator[DictionaryObject]:
    """Of a page, and of the drawings on it."""
    resources = resources.get_object()
    for font in resources.get("/Font", {}).values():
        yield font.get_object()
    for drawing in resources.get("/XObject", {}).values():
        if "/Resources" in drawing.get_object():
            yield from fonts_of(drawing.get_object()["/Resources"])


def test_fonts_are_embedded_and_letters_known(reader):
    names = set()
    for page in reader.pages:
        for font in fonts_of(page["/Resources"]):
            [inner] = font["/DescendantFonts"]
            descriptor = inner.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & descriptor.keys()
            assert "/ToUnicode" in font
            names.add(font["/BaseFont"].partition("+")[2])
    # Of the text, of code and of figures.
    assert {"LibertinusSerif-Regular", "DejaVuSansMono", "DejaVuSans"} <= {
        name.removesuffix("-Identity-H") for name in names
    }


def test_figures_are_vectors_whose_text_can_be_copied(reader, pages):
    [norms] = [text for text in pages if "Weight gradient norm of each layer over steps" in text]
    for words in ("hidden 1 hidden 2 output", "10⁻⁶", "re-init He", "step"):
        assert words in norms
    # Pictures of pixels are the screenshot and the cells of a heat map alone.
    assert sum(len(page.images) for page in reader.pages) <= 3


def test_markup_in_names_stays_text(nasty, tmp_path):
    out = tmp_path / "nasty.pdf"
    write_report([nasty], out, figures=["loss"], text=NASTY)
    reader = pypdf.PdfReader(out)
    assert reader.metadata.title == NASTY
    text = "".join(page.extract_text() for page in reader.pages).replace("\n", "")
    plain = "<script>alert('x')</script> a_b & $x^2$ #1 {} \\ \"q\" *b* `c` @d <e>"
    assert text.replace(" ", "").count(plain.replace(" ", "")) >= 5
    # In some font, or in that of last resort.
    assert "名前" in text
    assert "Имя" in text


@pytest.mark.parametrize("kind", ["watched", "empty", "broken"])
def test_strange_sessions(kind, tmp_path, request):
    out = tmp_path / "report.pdf"
    write_report([request.getfixturevalue(kind)], out, figures=["profile"])
    reader = pypdf.PdfReader(out)
    assert sum(tag == "/Figure" for _depth, tag, _element in tags_of(reader)) == 1
    assert "How to reproduce" in [title for _depth, title, _page in bookmarks_of(reader)]


def test_each_of_several_sessions_begins_on_its_own_page(tmp_path):
    out = tmp_path / "several.pdf"
    write_report(write_several(tmp_path), out, figures=[])
    reader = pypdf.PdfReader(out)
    tops = [(title, page) for depth, title, page in bookmarks_of(reader) if depth == 0]
    titles = [title for title, _page in tops]
    assert titles[:2] == ["Summary", "Comparison"]
    assert len(titles) == 5
    pages = [page for _title, page in tops]
    assert len({*pages[1:]}) == 4
    for title, page in tops[2:]:
        # The title of the whole, then that of the chapter.
        assert words_of(reader.pages[page - 1]).removeprefix("3 sessions compared ").startswith(title)
    letters = words_of(reader.pages[pages[1] - 1])
    assert "Results side by side" in " ".join(words_of(page) for page in reader.pages)
    assert "Differences" in letters


def document_of(*blocks, **values) -> Document:
    return Document(title="t", subtitle="s", sections=(Section("one", blocks),), **values)


def test_the_same_document_gives_the_same_bytes():
    document = document_of(Paragraph("text", "severe", "Severe"), made_s=1_700_000_000)
    assert pdf_of(document) == pdf_of(document)
    assert b"D:20231114221320Z" in pdf_of(document)


def test_what_typst_refuses_is_said_in_a_sentence():
    with pytest.raises(ExportError, match="the PDF cannot be made: failed to parse SVG") as caught:
        pdf_of(document_of(Figure(Picture("svg", b"<svg"), "alt", "caption")))
    assert "\n" not in str(caught.value)


def test_what_no_font_has_is_a_box_that_can_be_copied():
    text = "cuneiform 𒀀, private \ue123, no character \U0010ffff"
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(document_of(Paragraph(text)))))
    assert "cuneiform 𒀀, private \ue123, no character \ufffd" in reader.pages[0].extract_text()
    names = {font["/BaseFont"] for font in fonts_of(reader.pages[0]["/Resources"])}
    assert any("LastResort" in name for name in names)


def test_what_no_xml_may_hold_is_no_trouble(empty, tmp_path):
    path = tmp_path / "odd.gradiometer"
    path.write_bytes(empty.read_bytes())
    set_texts(path, {"title": "a\ufeffb\x01c\uffffd"})
    for suffix in ("pdf", "html"):
        write_report([path], tmp_path / f"odd.{suffix}", figures=["loss"], sections=["figures"])
    reader = pypdf.PdfReader(tmp_path / "odd.pdf")
    assert reader.metadata.title == "a\ufffdb\ufffdc\ufffdd"
    assert words_of(reader.pages[0]).count("a\ufffdb\ufffdc\ufffdd") >= 2


def test_scripts_and_signs_of_all_kinds():
    text = "größer ∂C/∂W ≤ ∞ · العربية עברית ไทย 한국어 😀 \ufffd \u200b\u202e"
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(document_of(Paragraph(text)))))
    assert "∂C/∂W ≤ ∞" in reader.pages[0].extract_text()
