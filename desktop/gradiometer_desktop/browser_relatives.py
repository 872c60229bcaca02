"""What the chosen session came from and what was continued from it, as lines with links."""

from __future__ import annotations

import html
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy

from gradiometer.branch_tree import Node, walk
from gradiometer.session_format import SUFFIX
from gradiometer_desktop.language import tr
from gradiometer_desktop.wording import count

_MOST_BEFORE, _MOST_BEHIND = 4, 8
_MORE = "more"
_INDENT_PX = 10


def name_of(node: Node) -> str:
    """What a person calls it, else its file's name, which is the only one of its kind."""
    title = node.summary.labels.title if node.summary is not None else ""
    return title or node.name.removesuffix(SUFFIX)


class Relatives(QLabel):
    """Lines whose links go to sessions, by the mouse or by Tab and Enter.

    visited: carries the path of a session; more_asked: for those that have no room here.
    """

    visited = Signal(object)
    more_asked = Signal()

    def __init__(self, name: str, tip: str):
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        # A word that is wider than the panel is cut, and does not widen it.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.LinksAccessibleByMouse | flags.LinksAccessibleByKeyboard)
        self._paths: list[Path] = []
        self.linkActivated.connect(self._follow)

    def show_ancestors(self, lineage: Sequence[Node]) -> None:
        """Of the last node of a lineage, the nearest first; of one that has none the text is empty."""
        self._paths = []
        pairs = list(zip(lineage[::-1], lineage[-2::-1], strict=False))
        lines = []
        for child, node in pairs[:_MOST_BEFORE]:
            assert child.parent is not None
            way = html.escape(child.parent.way)
            lines.append(
                (0, tr("step {step} of {link}{way}", step=count(child.parent.step), link=self._link(node), way=way))
            )
        self._show(lines, len(pairs) - len(lines), tr("before it"))

    def show_descendants(self, node: Node | None) -> None:
        """All that was continued from it, and from that; of one that was never continued the text is empty."""
        self._paths = []
        lines: list[tuple[int, str]] = []
        more = 0
        if node is not None:
            behind = walk(node.children)
            for depth, each in islice(behind, _MOST_BEHIND):
                assert each.parent is not None
                through = f" ({html.escape(each.parent.through)})" if each.parent.through else ""
                lines.append(
                    (
                        depth,
                        tr(
                            "step {step}: {link}{through}",
                            step=count(each.parent.step),
                            link=self._link(each),
                            through=through,
                        ),
                    )
                )
            more = sum(1 for _ in behind)
        self._show(lines, more, "more")

    def _show(self, lines: list[tuple[int, str]], num_more: int, what: str) -> None:
        """lines: how deep each stands, and what stands there."""
        if num_more:
            lines.append(
                (0, f'<a href="{_MORE}">' + tr("and {num_more} {what}…", num_more=count(num_more), what=what) + "</a>")
            )
        # What does not fit into a line goes on a little to the right, so that one sees where the next one begins.
        style = "margin: 0 0 4px {}px; text-indent: -" + f"{_INDENT_PX}px"
        text = "".join(f'<p style="{style.format(_INDENT_PX * (depth + 1))}">{line}</p>' for depth, line in lines)
        if text != self.text():
            # Else the link that the keyboard has come to would be forgotten.
            self.setText(text)

    def _link(self, node: Node) -> str:
        name = html.escape(name_of(node))
        if node.path is None:
            return tr("{name} (not in this folder)", name=name)
        # A number: what is in a file's name is no business of a link.
        self._paths.append(node.path)
        return f'<a href="{len(self._paths) - 1}">{name}</a>'

    def _follow(self, link: str) -> None:
        if link == _MORE:
            self.more_asked.emit()
        else:
            self.visited.emit(self._paths[int(link)])
