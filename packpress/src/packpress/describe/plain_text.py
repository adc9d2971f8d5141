"""Formats descriptions for a terminal: 80 columns, labels on the left, nothing that moves a cursor."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from packpress.describe.schema_words import Section
from packpress.escape import printable

WIDTH = 80
_LONGEST = 30
"""How many columns a code or name may take before its meaning."""


def format_parts(parts: Iterable[Section], indent: str = "") -> str:
    """Returns the parts one below the other, with texts aligned after the longest label. Ends with a line feed."""
    listed = list(parts)
    width = max((len(part.label) + 3 for part in listed if part.label), default=0)
    return "".join(f"{line.rstrip()}\n" for part in listed for line in _format_part(part, indent, width))


def _format_part(part: Section, indent: str, width: int) -> Iterator[str]:
    if part.label:
        yield from _wrap(part.text, indent + f"{printable(part.label)}:".ljust(width), indent + " " * width)
    else:
        yield from _wrap(part.text, indent, indent)
    name_width = min(max((len(printable(name)) for name, _ in part.items), default=0), _LONGEST) + 2
    for name, meaning in part.items:
        shown = printable(name)
        if len(shown) > _LONGEST and meaning:
            yield from _wrap(shown, indent + "  ", indent + "    ")
            shown = ""
        yield from _wrap(meaning, f"{indent}  {shown.ljust(name_width)}", indent + " " * (name_width + 2))
    for line in part.lines:
        yield f"{indent}    {printable(line)}"


def _wrap(text: str, head: str, indent: str) -> Iterator[str]:
    """Yields the lines of a text, the first after ``head``, the others after ``indent``."""
    shown = textwrap.wrap(printable(text), WIDTH, initial_indent=head, subsequent_indent=indent, break_on_hyphens=False)
    yield from shown or [head]
