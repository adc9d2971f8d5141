"""Links that open a page at a sentence: text fragments as defined by the WICG "Scroll to Text Fragment" draft."""

from __future__ import annotations

from urllib.parse import quote


def _encode(words: str) -> str:
    """Returns the words percent-encoded, including comma, ampersand and hyphen, which have a meaning here (section 3.3)."""
    return quote(words, safe="").replace("-", "%2D")


def text_fragment(url: str, first: str, last: str) -> str:
    """Returns the URL that scrolls to the text from ``first`` to ``last`` on the page, or to ``first`` if both are equal."""
    directive = _encode(first) if first == last else f"{_encode(first)},{_encode(last)}"
    return f"{url.partition('#')[0]}#:~:text={directive}"
