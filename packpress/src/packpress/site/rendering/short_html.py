"""The same page in fewer bytes: without line breaks that are not shown, and without ends and quotes that browsers add again."""

from __future__ import annotations

import re

_KEPT = re.compile(r"(<(?:pre|script|textarea)\b.*?</(?:pre|script|textarea)>)", re.DOTALL)
"""Elements whose text is kept as it is."""
_BLOCKS = (
    "article aside body caption dd details div dl dt figcaption figure footer form h1 h2 h3 h4 head header html li link main"
    " meta nav ol option p section select summary table tbody td th thead title tr ul"
)
_BLOCK = rf"</?(?:{'|'.join(_BLOCKS.split())})\b"
_AFTER_PARAGRAPH = (
    r"<(?:/(?:article|aside|details|div|footer|form|main|section)"
    r"|(?:article|aside|details|div|dl|figure|footer|form|h[1-6]|header|main|nav|ol|p|pre|section|table|ul)\b)"
)
# what is shorter, and means the same
_SHORTER = (
    # a line break before a block, which is never shown
    (re.compile(rf"\n\s*(?={_BLOCK})"), ""),
    # the end of an element that ends where the next one begins, or with that in which it is (section 13.1.2.4 of HTML)
    (re.compile(r"</(?:body|dd|dt|head|html|li|option|tbody|td|th|thead|tr)>"), ""),
    (re.compile(rf"</p>(?={_AFTER_PARAGRAPH})"), ""),
    # an escape that only a value in single quotes needs
    (re.compile("&#39;"), "'"),
)
_QUOTED = re.compile(r'="([\w.:#%~+/-]*[\w.:#%~+-])"(?=[ >])', re.ASCII)
"""A value that needs no quotes round it; those of a text are escaped."""


def short_html(html: str) -> str:
    """Returns a page that browsers read as the same elements with the same text.

    >>> short_html('<ul class="near"><li><a href="a.html">A</a></li></ul>')
    '<ul class=near><li><a href=a.html>A</a></ul>'
    """
    pieces = _KEPT.split(html)
    return "".join(piece if place % 2 else _shorten(piece) for place, piece in enumerate(pieces))


def _shorten(piece: str) -> str:
    for pattern, shorter in _SHORTER:
        piece = pattern.sub(shorter, piece)
    pieces = _QUOTED.split(piece)
    pieces[1::2] = [f"={value}" for value in pieces[1::2]]  # in a third of the time of a substitution with \\1
    return "".join(pieces)
