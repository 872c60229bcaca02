"""Collect every text of the window for translators, and make languages of what they send back.

    python3 packaging/dev.py translations            # writes gradiometer.ts anew, brings every gradiometer_XX.ts up to
                                                      # date with it and makes gradiometer_XX.qm of each
    python3 packaging/dev.py translations --add fr    # the same, and begins gradiometer_fr.ts
    python3 packaging/dev.py translations --check     # only says what has changed since; exit code 1 if anything has

Texts of the window stand in `tr("…")` and `count_of("…", "…", n)`. Texts of the core are taken from its source and
from the files of resources: whatever reads as a sentence or a title; what is put into them later is a hole, {0}, {1}.
"""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from xml.etree import ElementTree

import PySide6

from gradiometer_desktop.markdown import pieces

ROOT = Path(__file__).resolve().parent.parent
WINDOW = ROOT / "desktop" / "gradiometer_desktop"
CORE = ROOT / "core" / "gradiometer"
RESOURCES = ROOT / "resources" / "gradiometer_resources"
LANGUAGES = RESOURCES / "languages"
CONTEXT = "gradiometer"
TEMPLATE = "gradiometer.ts"

# The command line, captions and reports are English everywhere; what is a title, or an error, comes to the window too.
ENGLISH_ALONE = ("cli.py", "cli_", "__main__")
MOSTLY_ENGLISH = ("figures", "report")
# What these arguments hold is read by people, be it a single word.
READ = {
    *("title", "label", "about", "reading", "reason", "help", "says", "note", "unit", "advice", "brief", "what"),
    *("entries", "axis", "group", "options"),
}
# In these modules, too.
WORDING = re.compile(r"word|reason|state|terms|treatments|differences|library|session_labels|trial|effects")
# What these take is for the machine.
FOR_MACHINES = {
    *("cast", "TypeVar", "NewType", "getattr", "setattr", "hasattr", "compile", "execute", "open", "encode", "decode"),
    *(
        "import_module",
        "startswith",
        "endswith",
        "removeprefix",
        "removesuffix",
        "strftime",
        "environ",
        "fromisoformat",
    ),
}
SQL = re.compile(
    r"(SELECT|INSERT|CREATE|ALTER|PRAGMA|BEGIN|COMMIT|ROLLBACK|WHERE|ORDER BY|UPDATE|DELETE|PRIMARY KEY|INTEGER|REAL|"
    r"TEXT|BLOB|AND|LIMIT|DROP|VACUUM|ATTACH|DETACH)\b|.* ORDER BY | = \? "
)
WORD = re.compile(r"[^\W\d_]{2,}")
TITLE = re.compile(r"[A-Z][a-z]+[A-Za-z-]*")
HOLE = re.compile(r"\{[^{}]*\}")
# Of TOML files, the keys whose values are read by people.
READ_KEYS = {"title", "source", "note", "says", "formula", "look_for", "about", "label"}


@dataclass(frozen=True, order=True)
class Text:
    """One text; is_count: with a number in it, so that a language may have several forms of it."""

    source: str
    is_count: bool = False


class CannotBeTold(Exception):
    """A text that cannot be looked up, with its place."""


# --- the window


def of_window(path: Path) -> Iterator[Text]:
    """The texts of one module of the window."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id == "tr":
            text = _literal(node, 0, path)
            _check_holes(node, text, path)
            yield Text(text)
        elif node.func.id == "count_of":
            # The English singular is in the code alone: a language says all its forms of the plural.
            _literal(node, 0, path)
            yield Text(_literal(node, 1, path), is_count=True)
        elif node.func.id == "recorded":
            # Told as texts of the core are, once it is in a file.
            yield Text(_numbered(_literal(node, 0, path)))


def _literal(call: ast.Call, place: int, path: Path) -> str:
    given = call.args[place] if len(call.args) > place else None
    if isinstance(given, ast.Constant) and isinstance(given.value, str) and given.value:
        return given.value
    raise CannotBeTold(f"{path.relative_to(ROOT)}, line {call.lineno}: {ast.unparse(call)} takes a text as it stands")


def _check_holes(call: ast.Call, text: str, path: Path) -> None:
    given = {word.arg for word in call.keywords}
    asked = {re.split(r"[!:.\[]", hole[1:-1])[0] for hole in HOLE.findall(text)} if given else set()
    if None not in given and asked != given:
        raise CannotBeTold(f"{path.relative_to(ROOT)}, line {call.lineno}: {text!r} asks for {asked}, given {given}")


# --- the core


class _Told(ast.NodeVisitor):
    """The texts of one module that a person may read."""

    def __init__(self, *, only_marked: bool, takes_words: bool):
        self.texts: list[str] = []
        self._is_marked = not only_marked
        self._takes_words = takes_words

    def visit_Expr(self, node: ast.Expr) -> None:
        # A docstring is for readers of the source.
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Assert(self, node: ast.Assert) -> None:
        """Our own mistakes are told in English."""

    def visit_Compare(self, node: ast.Compare) -> None:
        """Names that something is called by."""

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)

    def visit_Assign(self, node: ast.Assign) -> None:
        name = node.targets[0].id if isinstance(node.targets[0], ast.Name) else ""
        if name != "__all__":
            self._assign(name, node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._assign(node.target.id if isinstance(node.target, ast.Name) else "", node)

    def _assign(self, name: str, node: ast.Assign | ast.AnnAssign) -> None:
        if name in ("FIGURES", "SECTIONS") and isinstance(node.value, ast.Dict):
            # The dialog of the report shows their names.
            keys = [key.value for key in node.value.keys if isinstance(key, ast.Constant)]
            self.texts += [str(key).replace("_", " ").capitalize() for key in keys]
        if name.isupper() and isinstance(node.value, ast.Dict):
            self._mark(node, words=False)
        else:
            self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        self._mark(node, words=False)

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg in READ:
            self._mark(node, words=True)
        else:
            self.generic_visit(node)

    def visit_Dict(self, node: ast.Dict) -> None:
        for key in filter(None, node.keys):
            if isinstance(key, ast.Constant) and isinstance(key.value, str) and " " in key.value:
                self.visit(key)
        for value in node.values:
            self.visit(value)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in FOR_MACHINES:
            return
        if name in ("plural", "_counted"):
            one, *many = [word.value for word in node.args[1:] if isinstance(word, ast.Constant)]
            self.texts += [f"{{0}} {word}" for word in (one, *(many or [f"{one}s"]))]
            return
        if name == "Symptom" and isinstance(node.args[0], ast.Constant):
            # As `diagnosis` and the list of findings say where it is.
            self.texts.append(f"{node.args[0].value} in {{0}}")
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        parts = list(_added(node))
        if isinstance(node.op, ast.Add) and any(isinstance(part, ast.Constant | ast.JoinedStr) for part in parts):
            self._take(_numbered("".join(_template(part) for part in parts)), has_holes=True)
        self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._take(_numbered(_template(node)), has_holes=True)
        for value in node.values:
            if isinstance(value, ast.FormattedValue):
                self.visit(value.value)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        """One word or another, put into a sentence."""
        for value in (node.body, node.orelse):
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                self._take(value.value, has_holes=False, takes_words=True)
            else:
                self.visit(value)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            # Texts that are filled by str.format later have holes with names.
            has_holes = re.search(r"\{[a-z_]*(:[^{}]*)?\}", node.value) is not None
            self._take(_numbered(node.value) if has_holes else node.value, has_holes=has_holes)

    def _mark(self, node: ast.AST, *, words: bool) -> None:
        before = (self._is_marked, self._takes_words)
        self._is_marked, self._takes_words = True, words or self._takes_words
        self.generic_visit(node)
        self._is_marked, self._takes_words = before

    def _take(self, text: str, *, has_holes: bool, takes_words: bool = False) -> None:
        if self._is_marked and is_read(text, has_holes=has_holes, takes_words=takes_words or self._takes_words):
            self.texts.append(text)


def is_read(text: str, *, has_holes: bool, takes_words: bool) -> bool:
    """Whether a text of the core is one for people."""
    bare = HOLE.sub(" ", text) if has_holes else text
    words = WORD.findall(bare)
    if not words or SQL.match(text) or "\\" in text or text.startswith(("*.", "^", "http", "--", "\n", "#")):
        return False
    if has_holes:
        is_name = " " not in text and re.search(r"[=._/]", bare) is not None
        return any(len(word) > 2 for word in words) and not is_name
    if " " in text.strip() or "…" in text:
        return True
    return re.fullmatch(r"[^\W\d_][\w-]*" if takes_words else TITLE, text) is not None and "_" not in text


def _added(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _added(node.left)
        yield from _added(node.right)
    else:
        yield node


def _template(node: ast.AST) -> str:
    """An f-string as str.format would take it; its holes have no numbers yet."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        # What str.format fills later is one more hole.
        return node.value.replace("{", "{{").replace("}", "}}").replace("{{}}", "{}")
    if isinstance(node, ast.JoinedStr):
        return "".join(_template(value) for value in node.values)
    return "{}"


def _numbered(template: str) -> str:
    numbers = count()
    return re.sub(
        r"\{\{|\}\}|\{[^{}]*\}",
        lambda found: found[0] if found[0] in ("{{", "}}") else f"{{{next(numbers)}}}",
        template,
    )


def of_core(path: Path) -> Iterator[Text]:
    """The texts of one module of the core."""
    inside = path.relative_to(CORE)
    if path.name.startswith(ENGLISH_ALONE):
        return
    told = _Told(only_marked=inside.parts[0] in MOSTLY_ENGLISH, takes_words=WORDING.search(path.stem) is not None)
    told.visit(ast.parse(path.read_text(encoding="utf-8")))
    yield from map(Text, told.texts)


# --- resources


def of_toml(path: Path) -> Iterator[Text]:
    """The texts of a rule set, a preset, a lesson or a style."""

    def read(value: object, *, is_text: bool) -> Iterator[str]:
        if isinstance(value, dict):
            for key, held in value.items():
                yield from read(held, is_text=key in READ_KEYS)
        elif isinstance(value, list):
            for held in value:
                yield from read(held, is_text=is_text)
        elif isinstance(value, str) and is_text and WORD.search(value):
            yield value.strip()

    for text in read(tomllib.loads(path.read_text(encoding="utf-8")), is_text=False):
        yield Text(_numbered(text) if HOLE.search(text) else text)


def of_markdown(path: Path) -> Iterator[Text]:
    """Headings, entries, cells and paragraphs of a lesson or of the manual, as the window looks them up."""
    for piece, is_text in pieces(path.read_text(encoding="utf-8")):
        if is_text and WORD.search(piece):
            yield Text(piece)


# --- files


def collect() -> list[Text]:
    """All texts, sorted."""
    found: set[Text] = set()
    for path in WINDOW.rglob("*.py"):
        if path.stem != "language":
            found |= set(of_window(path))
    for path in CORE.rglob("*.py"):
        found |= set(of_core(path))
    for folder in ("rules", "presets", "lessons", "styles"):
        for path in (RESOURCES / folder).glob("*.toml"):
            found |= set(of_toml(path))
    for folder in ("lessons", "manual"):
        for path in (RESOURCES / folder).glob("*.md"):
            found |= set(of_markdown(path))
    counts = {text.source for text in found if text.is_count}
    return sorted(text for text in found if text.is_count or text.source not in counts)


def read_template(path: Path) -> list[Text]:
    """The texts that a file holds, sorted."""
    if not path.exists():
        return []
    root = ElementTree.parse(path).getroot()
    messages = root.iterfind("context/message")
    return sorted(Text(node.findtext("source") or "", node.get("numerus") == "yes") for node in messages)


def as_source(texts: Iterable[Text]) -> str:
    """What Qt's lupdate reads: C++, in which every text is marked."""
    macro = {False: "QT_TRANSLATE_NOOP", True: "QT_TRANSLATE_N_NOOP"}
    lines = [f'{macro[text.is_count]}("{CONTEXT}", "{_escaped(text.source)}");' for text in texts]
    return "\n".join(["void texts() {", *lines, "}", ""])


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")


def tool(name: str, *arguments: str | Path) -> None:
    """Run one of Qt's own, which PySide6 brings."""
    folder = Path(PySide6.__file__).parent
    program = next(path for path in (folder / name, folder / f"{name}.exe") if path.exists())
    done = subprocess.run([program, *arguments], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"gradiometer: {name} failed: {done.stdout}{done.stderr}")


def update(texts: Sequence[Text], languages: Path, *, new: str | None = None) -> None:
    """Write the template anew; bring each language up to date, which keeps what is translated, and compile it."""
    translated = {*languages.glob("gradiometer_*.ts"), *([languages / f"gradiometer_{new}.ts"] if new else [])}
    (languages / TEMPLATE).unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "texts.cpp"
        source.write_text(as_source(texts), encoding="utf-8")
        usual = ("-silent", "-locations", "none", "-sort-messages", "-source-language", "en")
        for path in [languages / TEMPLATE, *sorted(translated)]:
            tool("lupdate", *usual, source, "-ts", path)
    for path in sorted(translated):
        compile_language(path, path.with_suffix(".qm"))


def compile_language(path: Path, to: Path) -> None:
    """Make the file that the program loads; what is not translated in it stays English."""
    tool("lrelease", "-silent", "-nounfinished", path, "-qm", to)


def differences(texts: Sequence[Text], languages: Path) -> list[str]:
    """What `update` would change, a line each."""
    stored = read_template(languages / TEMPLATE)
    lines = [f"new: {text.source!r}" for text in sorted(set(texts) - set(stored))]
    lines += [f"gone: {text.source!r}" for text in sorted(set(stored) - set(texts))]
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(languages.glob("gradiometer_*.ts")):
            compiled, made = path.with_suffix(".qm"), Path(folder) / "made.qm"
            compile_language(path, made)
            if not compiled.exists() or compiled.read_bytes() != made.read_bytes():
                lines.append(f"{compiled.name} is not made of {path.name} as it is now")
    return lines


def _names(text: str) -> list[str]:
    """Of the holes; how a value is written is the translator's to say."""
    return [re.split(r"[!:]", hole)[0].strip("{}") for hole in HOLE.findall(text)]


def mistakes(path: Path) -> list[str]:
    """The translations of a language with holes that the text does not have, a line each."""
    lines = []
    for node in ElementTree.parse(path).getroot().iterfind("context/message"):
        source, told = node.findtext("source") or "", node.find("translation")
        for form in [] if told is None else told.findall("numerusform") or [told]:
            unknown = set(_names(form.text or "")) - set(_names(source))
            if unknown:
                lines.append(f"{path.name}: {form.text!r} has {', '.join(sorted(unknown))}, and {source!r} has not")
    return lines


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks for, and return the exit code."""
    parser = argparse.ArgumentParser(prog="dev.py translations", description=__doc__.partition("\n")[0])
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help="say what has changed since the files were written")
    choice.add_argument("--add", metavar="XX", help="begin a language, say fr or pt_BR")
    options = parser.parse_args(arguments)
    try:
        texts = collect()
    except CannotBeTold as reason:
        print(f"gradiometer: {reason}")
        return 1
    wrong = [line for path in sorted(LANGUAGES.glob("gradiometer_*.ts")) for line in mistakes(path)]
    if options.check:
        lines = [*differences(texts, LANGUAGES), *wrong]
        print(*lines, f"gradiometer: {len(lines)} differences in {len(texts)} texts", sep="\n")
        return 1 if lines else 0
    if wrong:
        print(*wrong, sep="\n")
        return 1
    update(texts, LANGUAGES, new=options.add)
    print(f"gradiometer: {len(texts)} texts in {(LANGUAGES / TEMPLATE).relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
