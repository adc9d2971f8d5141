"""Shows the characters that turn the direction of a text, which would otherwise reverse the words around it."""

from __future__ import annotations

import re
from urllib.parse import quote

# Embeddings, overrides and isolates (UAX #9, 2.1 to 2.5). The marks of a direction, such as U+200F, turn no other text.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ADDRESS = re.compile(r'(?<= href=")[^"]*')


def show_turns(text: str, before: str = "") -> str:
    r"""Returns the text with each such character as its escape; ``before`` stands before the backslash.

    >>> show_turns("safe\u202etxt.exe")
    'safe\\u202etxt.exe'
    """
    return _TURNS.sub(lambda found: f"{before}\\u{ord(found[0]):04x}", text)


def show_turns_in_page(html: str) -> str:
    """Returns the page with each such character as its escape; in the address of a link as one of an address."""
    if not _TURNS.search(html):
        return html
    return show_turns(_ADDRESS.sub(lambda found: _TURNS.sub(lambda turn: quote(turn[0]), found[0]), html))
