"""Every text of the window is in the file that translators begin with, and comes from there."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gradiometer.runner import Runner
from recorded import OF_THE_PLANE, THROUGH_TIME
from several import write_several
from shared import SMALL
from synthetic import write_session
from translated import TEMPLATE, make_language, script

_ROOT = Path(__file__).parents[2]
_LETTER = re.compile(r"[^\W\d_]")
# What is the same in every language, by what it names.
_DATA = {
    "files and folders": r"/[^\s‹›]+|[\w-]+( \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d)?\.(gradiometer|toml|csv|pdf|png)",
    "command lines": r"(?<=\n)gradiometer [^\n]*",
    "sessions": r"\b(small|digits|found|saved|plane|recurrent|watched|deep|shallow|mine)\b",
    "presets": r"\b(chain|circles|moons|spirals|(conv|nielsen|gru|lstm|rnn|transformer)-[\w-]+)\b",
    "styles": r"\b(double|print|single|slide|thesis)\b",
    "classes, and labels of sessions": r"\b(upper|lower|Sigmoid)\b",
    "layers": r"\b[Hh]idden \d+( to \d+)?|\b([Rr]ecurrent|[Cc]onv|[Ll]ayer) \d+|\b[Oo]utput\b( - \d)?|\b(lstm|head)\b",
    "structures": r"\bconv and lstm\b|\b((LSTM|GRU|RNN|Transformer) )?\d[\dx]*-[-\dx()conv ]+\d\b(, \d+ steps)?",
    "what a file or a command calls a choice": r"(?<=choose one of ›)[^.]*|\b(activation|initialization|over)=\w+",
    "functions and methods": r"\b(SGD|Adam|\w*ReLU|[GS]?ELU|He|LSTM|GRU|RNN|sigmoid|elu)\b|N\(0, 1(/fan_in)?\)?",
    "formats": r"\b(CPU|PDF|HTML|CSV|MP4|GIF|float32|float64|MNIST|NaN|Inf)\b",
    "formulas": r"[^\s‹›]*[∂σδφ₁₂₃₄ⱼ|][^\s‹›]*|\bdC/db\b|\b[abwxyzC]\b",
    "numbers": r"\d(\.\d+)?e[-+]?\d*|10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+",
    "units": r"(?<=[\d ])(s|ms|ms/step|mm|dpi|pt|KiB|MiB|MB|kB)\b",
    "commands": r"\bgradiometer [a-z]+ [^\n‹]*",
    "keys": r"\b(Ctrl|Shift|Alt|Home|End|Left|Right|Up|Down|Return|Enter|Space|Del|F\d+|[A-Z])\b",
    "languages, each in itself": r"\b(English|Deutsch|xx)\b",
    "the product": r"\bGradiometer\b",
}
# Qt says these itself, in the languages that Qt has.
_QTS_OWN = {
    *("Float", "Close", "Undocks and re-attaches the dock widget", "Closes the dock widget", "Scroll Left"),
    *("Scroll Right", "Cancel", "Save", "separator", "&Cancel", "&Save"),
}
_IS_DATA = re.compile("|".join(f"(?:{pattern})" for pattern in _DATA.values()))
_NO_TEXT = re.compile(r"(\{\{|\}\}|\{[^{}]*\}|<[^>]*>|&\w+;|&#\d+;)")


def test_the_template_holds_every_text() -> None:
    """`packaging/dev.py translations` writes it anew."""
    texts = script().collect()
    assert not script().differences(texts, TEMPLATE.parent)


def marked(text: str) -> str:
    """A text with marks around all that is to be translated: holes, tags and signs stay outside."""
    pieces = _NO_TEXT.split(text)
    return "".join(
        piece if index % 2 or not _LETTER.search(piece) else f"‹{piece}›" for index, piece in enumerate(pieces)
    )


def outside(text: str) -> str:
    """What stands outside all marks."""
    depth, left = 0, []
    for letter in text:
        depth += {"‹": 1, "›": -1}.get(letter, 0)
        if depth <= 0 and letter != "›":
            left.append(letter)
    return "".join(left)


@pytest.fixture(scope="module")
def sessions(saved: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of sessions as different as their texts are."""
    folder = tmp_path_factory.mktemp("sessions")
    shutil.copyfile(saved, folder / "saved.gradiometer")
    write_several(folder)
    write_session(folder / "recurrent.gradiometer", THROUGH_TIME, 20)
    write_session(folder / "plane.gradiometer", OF_THE_PLANE, 20)
    # Sigmoids over so many layers that the first ones do not learn.
    starved = dataclasses.replace(SMALL, hidden=(8,) * 6, steps=40)
    runner = Runner(starved, folder / "found.gradiometer", with_window=False)
    runner.start()
    runner.play()
    runner.join()
    return folder


def test_every_text_comes_from_the_file(sessions: Path, tmp_path: Path) -> None:
    make_language(tmp_path / "Gradiometer" / "languages", "xx", marked)
    environment = {
        **os.environ,
        "GRADIOMETER_LANGUAGE": "xx",
        "XDG_CONFIG_HOME": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(["tests", *sys.path]),
    }
    done = subprocess.run(
        [sys.executable, "tests/translation_walk.py", str(sessions)],
        cwd=_ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert not done.returncode, done.stderr
    seen = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(seen) > 500
    told = [each for each in seen if each[2] not in _QTS_OWN]
    assert not [each for each in told if _LETTER.search(outside(_IS_DATA.sub("", each[2])))]
