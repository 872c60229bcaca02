"""A person's own text in a report: paragraphs between empty lines, lines that begin with `- `, headings with `# `."""

from __future__ import annotations

from dataclasses import dataclass, field

from gradiometer.report.document import Block, Bullets, Item, Paragraph, Section

TITLE = "Comment"
"""Of what stands in front of the first heading."""


@dataclass
class _Part:
    """title: empty in front of the first heading; lines: of a paragraph that is not over; items: likewise of a list."""

    title: str
    blocks: list[Block] = field(default_factory=list)
    parts: list[_Part] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)

    def close(self) -> None:
        """End the paragraph and the list."""
        if self.lines:
            self.blocks.append(Paragraph(" ".join(self.lines)))
        if self.items:
            self.blocks.append(Bullets(tuple(map(Item, self.items))))
        self.lines, self.items = [], []

    def section(self) -> Section:
        self.close()
        return Section(self.title, tuple(self.blocks), tuple(part.section() for part in self.parts))


def sections_of(text: str) -> list[Section]:
    """The sections that a text makes: one for each `# heading`, `## heading` within these; none of an empty text."""
    parts: list[_Part] = []

    def current() -> _Part:
        if not parts:
            parts.append(_Part(TITLE))
        return parts[-1].parts[-1] if parts[-1].parts else parts[-1]

    for line in text.splitlines():
        line = line.strip()
        hashes = len(line) - len(line.lstrip("#"))
        heading = line[hashes:].strip()
        if hashes and line[hashes : hashes + 1] == " " and heading:
            for part in parts:
                part.close()
                for inner in part.parts:
                    inner.close()
            if hashes == 1 or not parts:
                parts.append(_Part(heading))
            else:
                parts[-1].parts.append(_Part(heading))
        elif line.startswith(("- ", "* ", "• ")):
            part = current()
            if part.lines:
                part.close()
            part.items.append(line[2:].strip())
        elif not line:
            if parts:
                current().close()
        elif parts and current().items:
            # A bullet that goes on in the next line.
            current().items[-1] += f" {line}"
        else:
            current().lines.append(line)
    return [part.section() for part in parts]
