"""The HTML of a report in a real browser: on a phone, on a desk and in print. Skipped where there is no Chromium."""

import html
import json
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pypdf
import pytest

from gradiometer.report.make_report import write_report
from several import write_eight

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")

# What a page measures of a report in a frame of its own; the report itself has no script, and allows none.
_MEASURE = """
const frame = document.querySelector("iframe"), inner = frame.contentDocument;
const page = inner.documentElement, width = page.clientWidth;
const inBox = element => element.closest(".table, pre, .wide picture, nav");
const wide = [...inner.body.querySelectorAll("*")].filter(
  element => !inBox(element) && !element.matches(".skip") && element.getBoundingClientRect().right > width + 1);
const images = [...inner.images];
const paragraph = inner.querySelector("main p");
const style = element => frame.contentWindow.getComputedStyle(element);
const found = {
  width, scrollWidth: page.scrollWidth,
  wide: wide.map(element => element.tagName + " " + element.textContent.slice(0, 40)),
  images: images.map(image => [image.complete, image.naturalWidth, image.getBoundingClientRect().width]),
  narrow: images.map(image => image.currentSrc !== image.src),
  fontSize: parseFloat(style(paragraph).fontSize),
  lineWidth: paragraph.getBoundingClientRect().width / parseFloat(style(paragraph).fontSize),
  navTop: inner.querySelector("nav").getBoundingClientRect().top,
  navRight: inner.querySelector("nav").getBoundingClientRect().right,
  mainLeft: inner.querySelector("main").getBoundingClientRect().left,
  skipRight: inner.querySelector(".skip").getBoundingClientRect().right,
};
frame.remove();
document.body.textContent = JSON.stringify(found);
"""


def run_chromium(folder: Path, *words: str) -> str:
    """Its standard output."""
    assert CHROMIUM is not None
    quiet = [
        *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
        *("--disable-background-networking", "--disable-component-update", "--virtual-time-budget=5000"),
        *(f"--user-data-dir={folder / 'profile'}", "--window-size=1400,1000"),
    ]
    done = subprocess.run([CHROMIUM, *quiet, *words], capture_output=True, text=True, timeout=120, cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def measure(report: Path, folder: Path, width: int) -> dict:
    """The report in a frame so many pixels wide."""
    inside = html.escape(report.read_text("utf-8"), quote=True)
    outside = folder / "outside.html"
    outside.write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><body><iframe srcdoc="{inside}" '
        f'style="width:{width}px;height:844px;border:0"></iframe>'
        f"<script>onload = () => {{ {_MEASURE} }};</script>",
        "utf-8",
    )
    said = run_chromium(folder, "--dump-dom", outside.as_uri())
    return json.loads(html.unescape(re.search(r"<body>(\{.*\})</body>", said, re.DOTALL).group(1)))


@pytest.fixture(scope="module")
def report(sick, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("browser") / "report.html"
    write_report([sick], out, figures=["norms"], text="Why.\n\n" + "word" * 100)
    return out


def test_on_a_phone_nothing_is_wider_than_the_screen(report, tmp_path):
    found = measure(report, tmp_path, 390)
    # But for its bar.
    assert 370 <= found["width"] <= 390
    assert found["scrollWidth"] == found["width"]
    assert found["wide"] == []
    assert found["fontSize"] >= 16
    # The figures for narrow screens are there, as wide as the page.
    assert found["narrow"] == [True] * 2
    for is_complete, natural, shown in found["images"]:
        assert is_complete
        assert natural > 0
        assert 330 <= shown <= 390
    assert found["skipRight"] <= 0


def test_on_a_desk_contents_stand_beside_lines_of_a_good_length(report, tmp_path):
    found = measure(report, tmp_path, 1280)
    assert found["scrollWidth"] == found["width"]
    assert found["wide"] == []
    assert found["narrow"] == [False] * 2
    assert found["navRight"] < found["mainLeft"]
    # Some 70 letters, each about half as wide as it is high.
    assert 30 <= found["lineWidth"] <= 45
    for _is_complete, _natural, shown in found["images"]:
        assert 600 <= shown <= 800


def test_many_sessions_on_a_phone(tmp_path):
    out = tmp_path / "eight.html"
    write_report(write_eight(tmp_path, 4), out, sections=["summary", "comparison", "settings"], figures=["norms"])
    # As if there were too many figures for drawing each twice.
    text = re.sub(r"<source [^>]*>", "", out.read_text("utf-8")).replace("<figure>", '<figure class="wide">')
    out.write_text(text, "utf-8")
    found = measure(out, tmp_path, 390)
    assert found["scrollWidth"] == found["width"]
    assert found["wide"] == []
    # Moved to and fro in a box of its own.
    assert [round(shown) for _is_complete, _natural, shown in found["images"]] == [608]


def test_print(report, tmp_path):
    run_chromium(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'print.pdf'}", report.as_uri())
    reader = pypdf.PdfReader(tmp_path / "print.pdf")
    # Chromium writes ligatures.
    pages = [" ".join(unicodedata.normalize("NFKC", page.extract_text()).split()) for page in reader.pages]
    assert reader.pages[0].mediabox[2:] == pytest.approx([595, 842], abs=2)
    assert 3 <= len(pages) <= 12
    text = " ".join(pages)
    for words in ("A sick one", "Summary", "Findings", "What helps, the best first:", "How to reproduce"):
        assert words in text
    # Contents without page numbers, and links, are of no use on paper.
    assert "Contents" not in text
    assert "Skip to the report" not in text
    for page in pages:
        # No heading stands alone at the end of a page.
        assert not page.endswith(("Findings", "Figures", "Settings", "Versions", "Time line"))
