"""Numbers as people write them: "75,000", "−3.1", "70 %"."""

from __future__ import annotations

import re

NO_BREAK, MINUS = "\u00a0", "\u2212"
_NUMBER = re.compile(r"([+-]?)([0-9]+)(\.[0-9]+)?")
_SIZES = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"))


def number_words(text: str, *, sign: bool = False, grouped: bool = True) -> str:
    """Returns a number with commas between thousands and a real minus sign; another text as it is.

    ``sign`` puts a plus before a number above 0.

    >>> number_words("75000"), number_words("-1282.50"), number_words("INF")
    ('75,000', '−1,282.5', 'INF')
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    fraction = (match[3] or "").rstrip("0").rstrip(".")
    digits = match[2].lstrip("0") or "0"
    shown = (f"{int(digits):,}" if grouped and len(digits) < 40 else digits) + fraction
    if match[1] == "-" and (digits, fraction) != ("0", ""):
        return MINUS + shown
    return f"+{shown}" if sign and (digits, fraction) != ("0", "") else shown


def percent_words(part: float, whole: float, *, digits: int = 1) -> str:
    """Returns a share in per cent, such as "3.1 %"; "" of nothing."""
    if not whole:
        return ""
    shown = f"{100 * part / whole:.{digits}f}"
    return f"{number_words(shown)}{NO_BREAK}%"


def size_words(size: int) -> str:
    """Returns a number of bytes for people: "303 kB", "1.9 MB", "28 bytes"."""
    for unit, name in _SIZES:
        if size >= unit:
            digits = 1 if size < 10 * unit and unit > 10**3 else 0
            return f"{size / unit:.{digits}f}{NO_BREAK}{name}"
    return f"{size}{NO_BREAK}{'byte' if size == 1 else 'bytes'}"
