"""Links that open a page at a sentence: text fragments as the WICG "Scroll to Text Fragment" draft defines them."""

from __future__ import annotations

from urllib.parse import quote


def _encode(words: str) -> str:
    """The words percent-encoded; a comma, an ampersand and a hyphen have a meaning in a text directive (section 3.3)."""
    return quote(words, safe="").replace("-", "%2D")


def text_fragment(url: str, first: str, last: str) -> str:
    """The address that scrolls to the text from ``first`` to ``last`` on the page; to ``first`` alone where they are one."""
    directive = _encode(first) if first == last else f"{_encode(first)},{_encode(last)}"
    return f"{url.partition('#')[0]}#:~:text={directive}"
