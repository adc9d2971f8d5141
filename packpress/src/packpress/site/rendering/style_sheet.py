"""The style sheets of a site: one for all pages, and smaller ones for kinds of pages that need more.

Comments are left out, and spaces that mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

STYLE = "style.css"
"""The sheet of every page: the files of the folder, in the order of their names."""
PAGE_STYLES = "pages"
"""The folder of the others, each a sheet of its own."""
# sheet → the templates whose pages need it, or their folders
NEEDED_BY: Mapping[str, tuple[str, ...]] = {
    "home": ("home.html",),
    "lists": ("records/records.html", "records/figures.html"),
    "proof": ("names/", "proof/", "versions/"),
    "search": ("search.html", "records/records.html", "records/figures.html"),
    "tables": ("codebook_table.html", "download.html", "rows.html"),
    "timeline": ("timeline.html",),
}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r'("[^"]*")')
# what is shorter and means the same, outside of strings
_SHORTER = (
    (re.compile(r"\s+"), " "),
    (re.compile(r" ?([{};]) ?"), r"\1"),
    (re.compile(r"([:,]) "), r"\1"),
    (re.compile(r";}"), "}"),
)


def style_sheets(folder: Path) -> Iterator[tuple[str, str]]:
    """Yields the name and the text of each style sheet."""
    parts = [part.read_text(encoding="utf-8") for part in sorted(folder.glob("*.css"))]
    yield STYLE, "".join(f"{shorten_css(part)}\n" for part in parts)
    for part in sorted((folder / PAGE_STYLES).glob("*.css")):
        yield part.name, f"{shorten_css(part.read_text(encoding='utf-8'))}\n"


def styles_of(template: str) -> tuple[str, ...]:
    """Returns the names of the style sheets that a page with the template needs."""
    return (STYLE, *(f"{name}.css" for name, users in NEEDED_BY.items() if template.startswith(users)))


def shorten_css(text: str) -> str:
    """Returns the same style sheet with fewer bytes.

    >>> shorten_css('a:hover { color: red; }  b::before { content: ", "; }')
    'a:hover{color:red}b::before{content:", "}'
    """
    pieces = _STRING.split(_COMMENT.sub("", text))
    return "".join(piece if place % 2 else _shorten(piece) for place, piece in enumerate(pieces)).strip()


def _shorten(piece: str) -> str:
    for pattern, shorter in _SHORTER:
        piece = pattern.sub(shorter, piece)
    return piece
