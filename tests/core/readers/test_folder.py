"""Folders of images."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gradiometer.examples import DataError
from gradiometer.readers.folder import image_files, read_folder

GREY = np.arange(12, dtype=np.uint8).reshape(3, 4) * 20
COLOUR = np.stack([GREY, GREY[::-1], 255 - GREY], axis=-1)


def save(path: Path, pixels: np.ndarray = GREY, **options) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path, **options)


@pytest.fixture
def pets(tmp_path) -> Path:
    """Two grey images of dogs and a cat."""
    folder = tmp_path / "pets"
    save(folder / "dog" / "1.png")
    save(folder / "dog" / "2.PNG", GREY[::-1])
    save(folder / "cat" / "1.bmp", 255 - GREY)
    return folder


def test_grey_images(pets):
    raw = read_folder(pets)
    assert [f"{path.parent.name}/{path.name}" for path in image_files(pets)] == ["cat/1.bmp", "dog/1.png", "dog/2.PNG"]
    assert raw.inputs.dtype == np.uint8
    np.testing.assert_array_equal(raw.inputs, np.stack([255 - GREY, GREY, GREY[::-1]])[:, None])
    assert raw.targets.tolist() == [0, 1, 1]
    assert raw.class_names == ("cat", "dog")
    assert not raw.remarks


def test_one_colour_image_makes_all_of_three_channels(pets):
    save(pets / "owl" / "1.png", COLOUR)
    raw = read_folder(pets)
    assert raw.inputs.shape == (4, 3, 3, 4)
    np.testing.assert_array_equal(raw.inputs[3], COLOUR.transpose(2, 0, 1))
    np.testing.assert_array_equal(raw.inputs[1], [GREY] * 3)


def test_what_is_transparent_is_white(pets):
    seen = np.concatenate([COLOUR, np.full((3, 4, 1), 255, np.uint8)], axis=-1)
    seen[0] = 0
    save(pets / "owl" / "1.png", seen)
    pixels = read_folder(pets).inputs[3]
    assert (pixels[:, 0] == 255).all()
    np.testing.assert_array_equal(pixels[:, 1:], COLOUR.transpose(2, 0, 1)[:, 1:])


def test_classes_called_by_numbers_are_sorted_by_size(tmp_path):
    for name in ("10", "9", "0"):
        save(tmp_path / name / "1.png")
    raw = read_folder(tmp_path)
    assert raw.class_names == ("0", "9", "10")
    assert raw.targets.tolist() == [0, 2, 1]


def test_what_is_no_image_is_left_out(pets):
    (pets / "dog" / "notes.txt").write_text("good dogs")
    (pets / "dog" / ".hidden.png").write_text("no image")
    (pets / "dog" / "more").mkdir()
    (pets / "read me.png").write_text("no image")
    (pets / ".cache").mkdir()
    (pets / "__MACOSX").mkdir()
    raw = read_folder(pets)
    assert len(raw.inputs) == 3
    assert raw.remarks == ("Left out: 2 files or folders that are not images.",)


def text_as_image(pets: Path) -> None:
    (pets / "dog" / "3.jpg").write_text("no image")


def cut_short(pets: Path) -> None:
    path = pets / "dog" / "1.png"
    path.write_bytes(path.read_bytes()[:-30])


def other_size(pets: Path) -> None:
    save(pets / "dog" / "3.png", GREY[:2])


def sixteen_bits(pets: Path) -> None:
    save(pets / "dog" / "3.png", GREY.astype(np.uint16))


def empty_class(pets: Path) -> None:
    (pets / "owl").mkdir()
    (pets / "owl" / "owl.txt").write_text("no image")


def only_dogs(pets: Path) -> None:
    (pets / "cat" / "1.bmp").unlink()
    (pets / "cat").rmdir()


def too_large(pets: Path) -> None:
    for path in image_files(pets):
        save(path, np.zeros((500, 401), np.uint8))


REFUSED = [
    (text_as_image, "pets/dog/3.jpg is not an image that can be read"),
    (cut_short, "pets/dog/1.png is a damaged image: "),
    (other_size, "pets/dog/3.png has 4 x 2 pixels and pets/cat/1.bmp has 4 x 3: all images must have one size"),
    (sixteen_bits, "pets/dog/3.png has more than 8 bits a channel, which is not allowed"),
    (empty_class, "pets/owl holds no images (.png, .jpg"),
    (only_dogs, "pets has only one class, dog: at least two are needed"),
    (too_large, "pets has 200500 values an example: at most 200000 are allowed"),
]


@pytest.mark.parametrize(("spoil", "reason"), REFUSED)
def test_what_is_refused(pets, spoil, reason):
    spoil(pets)
    with pytest.raises(DataError, match=re.escape(reason)):
        read_folder(pets)


def test_a_folder_without_folders(tmp_path):
    save(tmp_path / "1.png")
    with pytest.raises(DataError, match="holds no folders: each class needs one of its own"):
        read_folder(tmp_path)


# Pillow says so of what it can still read.
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("suffix", ["png", "jpg", "bmp", "gif", "tiff", "webp", "ppm"])
@settings(max_examples=30)
@given(data=st.data())
def test_no_damage_raises_anything_but_a_data_error(tmp_path_factory, suffix, data):
    folder = tmp_path_factory.getbasetemp() / f"damaged {suffix}"
    save(folder / "a" / "1.png", COLOUR)
    path = folder / "b" / f"1.{suffix}"
    save(path, COLOUR)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))] if data.draw(st.booleans()) else content)
    refused = None
    try:
        raw = read_folder(folder)
    except DataError as error:
        refused = str(error)
    if refused is None:
        assert raw.targets.tolist() == [0, 1]
    else:
        assert refused.startswith(folder.name)
