"""A language made by a test, of the template that translators begin with."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

_SCRIPT = Path(__file__).parent.parent / "packaging" / "translations.py"
TEMPLATE = Path(str(files("gradiometer_resources") / "languages" / "gradiometer.ts"))


def script() -> ModuleType:
    """`packaging/translations.py` as a module."""
    if "translations_script" not in sys.modules:
        specification = importlib.util.spec_from_file_location("translations_script", _SCRIPT)
        assert specification is not None
        assert specification.loader is not None
        module = importlib.util.module_from_spec(specification)
        sys.modules["translations_script"] = module
        specification.loader.exec_module(module)
    return sys.modules["translations_script"]


def make_language(folder: Path, code: str, translate: Callable[[str], str]) -> Path:
    """Write gradiometer_CODE.ts and .qm, all texts of the template translated; returns the second."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"gradiometer_{code}.ts"
    shutil.copyfile(TEMPLATE, path)
    tree = ElementTree.parse(path)
    # Its plural has two forms, as that of English has.
    tree.getroot().set("language", "de")
    for message in tree.getroot().iterfind("context/message"):
        told = message.find("translation")
        assert told is not None
        text = translate(message.findtext("source") or "")
        told.clear()
        if message.get("numerus") == "yes":
            for _ in range(2):
                ElementTree.SubElement(told, "numerusform").text = text
        else:
            told.text = text
    tree.write(path, encoding="utf-8", xml_declaration=True)
    script().compile_language(path, path.with_suffix(".qm"))
    return path.with_suffix(".qm")
