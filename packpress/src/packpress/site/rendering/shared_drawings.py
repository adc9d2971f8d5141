"""The small marks of a page, each drawn once and used again wherever it is repeated."""

from __future__ import annotations

import re
from collections import Counter

_MARK = re.compile(r'(<svg class="d-(?:mark|date)[^>]*>)(.*?)</svg>')


def share_drawings(html: str) -> str:
    """Returns the page in which a mark that is repeated is drawn at its first place; all others refer to that drawing.

    Its id has a colon, which no anchor of a row or a code has. The colour is that of each place, which a drawing inherits
    from its ``svg``.
    """
    counts = Counter(match[2] for match in _MARK.finditer(html))
    names = {shape: f"m:{number}" for number, shape in enumerate((shape for shape in counts if counts[shape] > 1), 1)}
    if not names:
        return html
    drawn: set[str] = set()

    def once(match: re.Match[str]) -> str:
        opening, shape = match[1], match[2]
        name = names.get(shape)
        if name is None:
            return match[0]
        if shape in drawn:
            return f'{opening}<use href="#{name}"/></svg>'
        drawn.add(shape)
        return f'{opening}<g id="{name}">{shape}</g></svg>'

    return _MARK.sub(once, html)
