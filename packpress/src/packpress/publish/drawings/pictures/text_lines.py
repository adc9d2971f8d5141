"""Text in a picture: how wide it is at most in any common font, lines that fit a width, and elements for them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from unicodedata import east_asian_width

from packpress.publish.drawings.svg import element

# characters → their width in parts of the size of the font; those of DejaVu Sans, the widest of the common ones
_WIDTHS = {
    **dict.fromkeys("ijlI.,:;'|!·", 0.36),
    **dict.fromkeys("ftr()[]{}/\\- \u00a0", 0.42),
    **dict.fromkeys("mwMW%@—…", 1.0),
    **dict.fromkeys("ABCDEGHKNOQRSUVXYZ&", 0.79),
}
_OTHER, _WIDE, _BOLD = 0.66, 1.05, 1.12


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Returns how many pixels the text takes at most."""
    parts = (_WIDTHS.get(c) or (_WIDE if east_asian_width(c) in "WF" else _OTHER) for c in text)
    return sum(parts) * size * (_BOLD if bold else 1)


def fitting_lines(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Returns the text in lines that are not wider than ``width``; a word that is wider is divided."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for character in word:
            if lines[-1] and text_width(lines[-1] + character, size, bold=bold) > width:
                lines.append("")
            lines[-1] += character
    return lines


def text_elements(lines: Sequence[str], kind: str, x: float, y: float, leading: float, *, at_end: bool = False) -> str:
    """Returns the lines as SVG, the first on the baseline ``y``; ``x`` is where they begin, or where they end."""
    anchor = {"text_anchor": "end"} if at_end else {}
    parts = [(escape(line), y + number * leading) for number, line in enumerate(lines)]
    return "".join(element("text", line, class_=kind, x=x, y=place, **anchor) for line, place in parts if line)
