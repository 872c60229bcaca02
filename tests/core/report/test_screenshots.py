import re

import pytest
from PIL import Image

from gradiometer.exports import ExportError
from gradiometer.report.screenshots import screenshots


@pytest.fixture
def folder(tmp_path):
    Image.new("RGB", (40, 20), "red").save(tmp_path / "a.png")
    Image.new("RGB", (40, 20), "red").save(tmp_path / "b.jpg")
    Image.new("RGB", (40, 20), "red").save(tmp_path / "x=y.png")
    Image.new("RGB", (40, 20), "red").save(tmp_path / "c.gif")
    return tmp_path


def test_captions(folder):
    given = [folder / "a.png", f"{folder}/b.jpg=What = is seen", f"{folder}/x=y.png", f"{folder}/x=y.png=Named"]
    figures = screenshots(given).blocks
    assert [figure.caption for figure in figures] == ["a.png", "What = is seen", "x=y.png", "Named"]
    assert [figure.alt for figure in figures] == [
        "Screenshot a.png.",
        "Screenshot b.jpg.",
        "Screenshot x=y.png.",
        "Screenshot x=y.png.",
    ]
    assert [figure.picture.format for figure in figures] == ["png", "jpeg", "png", "png"]
    assert figures[0].picture.data == (folder / "a.png").read_bytes()


def test_none():
    assert screenshots([]) is None


def test_what_is_no_picture_is_refused(folder):
    (folder / "cut.png").write_bytes((folder / "a.png").read_bytes()[:60])
    (folder / "text.png").write_text("no picture")
    for name, said in (
        ("missing.png", "cannot be read: No such file or directory"),
        ("missing.png=With a caption", "missing.png cannot be read: No such file or directory"),
        ("cut.png", "is not a picture that can be read: give a PNG or JPEG file"),
        ("text.png", "is not a picture that can be read"),
        ("c.gif", "is a GIF file: give a PNG or JPEG file"),
        ("", "cannot be read"),
    ):
        with pytest.raises(ExportError, match=re.escape(said)):
            screenshots([f"{folder}/{name}"])


def test_a_picture_that_is_far_too_large_is_refused(folder, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(ExportError, match="is not a picture that can be read"):
        screenshots([folder / "a.png"])
    monkeypatch.setattr("gradiometer.report.screenshots._MOST_BYTES", 10)
    with pytest.raises(ExportError, match="is too large"):
        screenshots([folder / "a.png"])
