"""Markdown: a text is shown as it is, whatever it contains, by the renderer of GitHub."""

from __future__ import annotations

import re
from html import unescape

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from packpress.publish.metadata.notation.markdown_text import code_span, link, markdown_line, markdown_text

TRAPS: tuple[str, ...] = (
    "*a*",
    "_a_",
    "# a",
    "a\n===",
    "a\n---",
    "- a",
    "+ a",
    "1. a",
    "1) a",
    "> a",
    "<b>a</b>",
    "&lt;",
    "[a](b)",
    "![a](b)",
)
TRAPS += (
    "`a`",
    "~~a~~",
    "a | b",
    "\\",
    "a\\*",
    "a\n| b |\n|---|",
    "<script>",
    "https",
    "&amp;",
    "    a",
    "[ ] a",
    "***",
    "==a==",
)


def shown(markdown: str) -> str:
    """The words that a page shows."""
    html = cmarkgfm.github_flavored_markdown_to_html(markdown)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


@pytest.mark.parametrize("text", TRAPS)
def test_a_text_is_shown_as_it_is(text: str) -> None:
    html = cmarkgfm.github_flavored_markdown_to_html(markdown_text(text))
    assert shown(markdown_text(text)) == " ".join(text.split())
    assert re.sub(r"</?p>|\n|<br ?/>", "", html).count("<") == 0


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), max_codepoint=0x2FF), max_size=20))
def test_any_text_is_shown_in_a_cell(text: str) -> None:
    table = f"| a | b |\n|---|---|\n| {markdown_line(text)} | end |"
    assert shown(table) == " ".join(f"a b {text} end".split())


@pytest.mark.parametrize("text", ["a", "a`b", "``", "a|b", "`a`"])
def test_code_is_shown_in_a_cell(text: str) -> None:
    assert shown(f"| a |\n|---|\n| {code_span(text)} |") == f"a {text}"


def test_an_address_cannot_end_a_link() -> None:
    assert link("a [b]", "https://example.org/(a) <b>") == r"[a \[b\]](https://example.org/%28a%29%20%3Cb%3E)"


def test_blank_lines_separate_paragraphs() -> None:
    assert markdown_text("a\n  b\n\n\n\n# c\n") == "a\nb\n\n\\# c"
