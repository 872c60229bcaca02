"""Every text of the window is in the file that translators begin with, and comes from there."""

from __future__ import annotations

from translated import TEMPLATE, script


def test_the_template_holds_every_text() -> None:
    """`packaging/dev.py translations` writes it anew."""
    texts = script().collect()
    assert not script().differences(texts, TEMPLATE.parent)
