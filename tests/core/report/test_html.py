"""The HTML of a report, read back by Python's own parser: is it one file, sound, safe and readable by everybody?"""

import base64
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from gradiometer.report.document import Column, Document, Paragraph, Section, Table
from gradiometer.report.html import html_of
from gradiometer.report.make_report import write_report
from nasty import NASTY
from several import write_several

VOID = {"meta", "img", "source", "br", "hr", "link", "input", "base", "wbr"}


@dataclass(eq=False)
class Element:
    tag: str
    attributes: dict[str, str | None]
    parent: "Element | None"
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def find(self, *tags: str) -> list["Element"]:
        return [each for each in every(self) if each.tag in tags]

    @property
    def words(self) -> str:
        """All its text, also that of those within, in any order of the tags between."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> list[str]:
        return [self.text, *(text for child in self.children for text in child._texts())]


def every(element: Element) -> list[Element]:
    """All within it, in order."""
    return [each for child in element.children for each in (child, *every(child))]


class Reader(HTMLParser):
    """Makes a tree; refuses what is not closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("", {}, None)

    def handle_starttag(self, tag, attributes):
        element = Element(tag, dict(attributes), self.here)
        assert len(dict(attributes)) == len(attributes), f"{tag} has an attribute twice"
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_endtag(self, tag):
        assert tag == self.here.tag, f"</{tag}> in <{self.here.tag}>"
        self.here = self.here.parent

    def handle_data(self, data):
        # Between two children too; that they come in another order does not matter here.
        self.here.text += data


def read(content: bytes) -> Element:
    reader = Reader()
    reader.feed(content.decode("utf-8"))
    reader.close()
    assert reader.here is reader.root
    return reader.root


@pytest.fixture(scope="module")
def page(sick, tmp_path_factory) -> Element:
    """Of the sick session, with figures, a text and a screenshot."""
    folder = tmp_path_factory.mktemp("html")
    Image.new("RGB", (600, 300), "navy").save(folder / "shot.png")
    out = folder / "report.html"
    text = "Why I did this.\n\n# A heading of mine\n\n- one\n- two"
    write_report([sick], out, figures=["norms"], text=text, screenshots=[f"{folder / 'shot.png'}=What I saw"])
    return read(out.read_bytes())


@pytest.fixture(scope="module")
def pages(page, sick, nasty, watched, empty, broken, tmp_path_factory) -> dict[str, Element]:
    """Of all kinds of sessions."""
    folder = tmp_path_factory.mktemp("pages")
    found = {"sick": page}
    for name, paths, figures in (
        ("nasty", [nasty], ["loss"]),
        ("watched", [watched], []),
        ("empty", [empty], ["profile"]),
        ("broken", [broken], []),
        ("several", write_several(folder), []),
    ):
        out = folder / f"{name}.html"
        write_report(paths, out, figures=figures, text=NASTY)
        found[name] = read(out.read_bytes())
    return found


KINDS = ("sick", "nasty", "watched", "empty", "broken", "several")


@pytest.mark.parametrize("kind", KINDS)
def test_headings_are_in_order(pages, kind):
    levels = [int(each.tag[1]) for each in pages[kind].find("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(each.words for each in pages[kind].find("h1", "h2", "h3", "h4"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_can_be_heard(pages, kind):
    figures = pages[kind].find("figure")
    assert len(figures) == len(pages[kind].find("img"))
    for number, figure in enumerate(figures, start=1):
        [image] = figure.find("img")
        [caption] = figure.find("figcaption")
        assert len(image.attributes["alt"]) > 15
        assert f"Figure {number}." in caption.words


@pytest.mark.parametrize("kind", KINDS)
def test_tables_say_what_their_cells_mean(pages, kind):
    tables = pages[kind].find("table")
    assert tables
    for table in tables:
        [caption] = table.find("caption")
        assert caption.words
        heads = table.find("th")
        assert all(head.attributes["scope"] in ("col", "row") for head in heads)
        [head] = table.find("thead")
        width = len(head.find("th"))
        assert all(each.words for each in head.find("th"))
        for row in table.find("tbody")[0].find("tr"):
            assert len(row.find("th", "td")) == width
        region = table.parent
        # A box that is scrolled has to be reached by the keyboard, and to have a name.
        assert (region.attributes["role"], region.attributes["tabindex"]) == ("region", "0")
        assert region.attributes["aria-labelledby"] == caption.attributes["id"]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_comes_from_elsewhere(pages, kind):
    page = pages[kind]
    assert not page.find("script", "link", "iframe", "object", "embed", "base", "form", "video", "audio")
    ids = [each.attributes["id"] for each in every(page) if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    for element in every(page):
        for name, value in element.attributes.items():
            assert not name.startswith("on")
            assert name != "style"
            if name == "href":
                assert value[0] == "#"
                assert value[1:] in ids
            elif name in ("src", "srcset"):
                assert value.startswith(("data:image/svg+xml;base64,", "data:image/png;base64,"))
    css = "".join(each.text for each in page.find("style"))
    assert "url(" not in css
    assert "@import" not in css
    [policy] = [each.attributes["content"] for each in page.find("meta") if "http-equiv" in each.attributes]
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def test_landmarks(page):
    [html] = page.find("html")
    assert html.attributes["lang"] == "en"
    [title] = page.find("title")
    assert title.words == "A sick one"
    assert page.find("h1")[0].words == "A sick one"
    [main], [nav], [_header] = page.find("main"), page.find("nav"), page.find("header")
    skip = page.find("a")[0]
    assert skip.attributes["href"] == f"#{main.attributes['id']}"
    viewport = [each.attributes for each in page.find("meta") if each.attributes.get("name") == "viewport"]
    assert viewport[0]["content"] == "width=device-width, initial-scale=1"
    links = [(link.words, link.attributes["href"][1:]) for link in nav.find("a")]
    headings = {each.parent.attributes.get("id"): each.words for each in page.find("h2", "h3")}
    assert {to: words for words, to in links} == headings
    expected = ["Summary", "Comment", "A heading of mine", "Notes", "Structure", "Settings", "Time line", "Findings"]
    assert [each.words for each in main.find("h2")] == [
        *expected,
        "Figures",
        "Screenshots",
        "How to reproduce",
        "Versions",
    ]


def test_pictures_are_vectors_with_text(page):
    images = page.find("img")
    pictures = [base64.b64decode(each.attributes["src"].partition(",")[2]) for each in images]
    vectors = [each for each in pictures if each.lstrip().startswith(b"<?xml")]
    assert len(vectors) == len(images) - 1
    for vector in vectors:
        root = ElementTree.fromstring(vector)
        texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
        assert any(text and "A sick one" in text for text in texts)
    # Each also for a narrow screen, but for the screenshot.
    assert len(page.find("source")) == len(vectors)
    assert all("max-width" in each.attributes["media"] for each in page.find("source"))


def test_markup_in_names_stays_text(pages):
    page = pages["nasty"]
    assert page.find("h1")[0].words == NASTY
    assert page.find("title")[0].words == NASTY
    for tag in ("p", "td", "dd"):
        assert any(NASTY in " ".join(each.words.split()) for each in page.find(tag)), tag
    assert not page.find("b", "e")
    cells = [each.words for each in page.find("td")]
    assert any("\ufffd\ufffd" in each for each in cells)
    assert not any(ord(letter) < 32 and letter not in "\n\t" for each in every(page) for letter in each.text)


def test_severity_is_told_by_words_and_not_by_colour_alone(page):
    told = [each for each in page.find("p") if "told" in (each.attributes.get("class") or "")]
    assert {each.find("strong")[0].words for each in told} == {"Severe.", "Warning."}


def test_lists_and_code(page):
    # ReLU and He's law hold already, BatchNorm would help.
    assert any("BatchNorm." in each.words for each in page.find("ol"))
    assert any("ReLU with He's initialization." in each.words for each in page.find("ul"))
    assert any(each.words == "one" for each in page.find("li"))
    [code, _others] = page.find("code")
    assert code.text.startswith("gradiometer train ")


# --- the sheet of styles


def luminance(color: str) -> float:
    """WCAG 2.2, relative luminance of `#rrggbb`."""
    linear = []
    for at in (1, 3, 5):
        share = int(color[at : at + 2], 16) / 255
        linear.append(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def colors_of(name: str, pattern: str) -> dict[str, str]:
    text = files("gradiometer_resources").joinpath("report", name).read_text("utf-8")
    return dict(re.findall(pattern, text))


def test_contrast_of_html():
    colors = colors_of("report.css", r"--([a-z]+): (#[0-9a-f]{6});")
    grounds = {name: colors.pop(name) for name in ("ground", "panel")}
    colors.pop("line")
    assert {*colors} == {"ink", "soft", "accent", "severe", "warning", "good"}
    for name, color in colors.items():
        for ground in grounds.values():
            assert contrast(color, ground) >= 4.5, name
    css = files("gradiometer_resources").joinpath("report", "report.css").read_text("utf-8")
    # All colours are named there, so that none escapes this test.
    rules = css.partition("}")[2]
    assert not re.search(r"#[0-9a-f]{3,8}\b|rgb|hsl", rules)
    assert not re.findall(r"opacity", rules)


def test_contrast_of_pdf():
    colors = colors_of("report.typ", r'#?(?:let )?([a-z-]+)(?: =|:) rgb\("(#[0-9a-f]{6})"\)')
    grounds = ("#ffffff", colors.pop("panel"))
    colors.pop("line-color")
    for name in ("ink", "soft", "severe", "warning", "good"):
        for ground in grounds:
            assert contrast(colors[name], ground) >= 4.5, name


def test_a_long_word_and_many_columns_are_html_all_the_same():
    table = Table("t", tuple(Column(f"c{at}", is_number=at > 0) for at in range(40)), (tuple("x" * 40),))
    document = Document(title="t", subtitle="s", sections=(Section("one", (Paragraph("w" * 3000), table)),))
    page = read(html_of(document))
    assert len(page.find("td")) == 39


def test_deep_sections_do_not_run_out_of_headings():
    section = Section("seven")
    for name in ("six", "five", "four", "three", "two"):
        section = Section(name, (), (section,))
    page = read(html_of(Document(title="one", subtitle="", sections=(section,))))
    levels = [each.tag for each in page.find("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels == ["h1", "h2", "h3", "h4", "h5", "h6", "h6"]


def test_the_file_is_written_as_utf8(sick, tmp_path: Path):
    out = tmp_path / "report.HTML"
    write_report([sick], out, sections=["text"], text="größer ∂C/∂W 名前")
    assert "größer ∂C/∂W 名前" in out.read_text("utf-8")
