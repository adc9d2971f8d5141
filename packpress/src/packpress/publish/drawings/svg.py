"""Writes elements of SVG: numbers in one notation, escaped attributes, a size on every drawing."""

from __future__ import annotations

from html import escape

_PLACES = 2
"""Decimals of a coordinate: a hundredth of a percent of 1,200 pixels is an eighth of a pixel."""


def decimal(value: float) -> str:
    """Returns the number with at most two decimals, without zeros at its end.

    >>> decimal(5.0), decimal(47.169811), decimal(-0.001)
    ('5', '47.17', '0')
    """
    text = f"{value:.{_PLACES}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def percent(fraction: float) -> str:
    """Returns the fraction as a percentage.

    >>> percent(0.4716981)
    '47.17%'
    """
    return f"{decimal(100 * fraction)}%"


def element(tag: str, content: str = "", /, **attributes: str | float) -> str:
    """Returns an element; the name of an attribute is written with ``_`` for ``-``, that of a class as ``class_``.

    >>> element("rect", class_="d-own", x="5%", stroke_width=1.5)
    '<rect class="d-own" x="5%" stroke-width="1.5"/>'
    """
    parts = [tag]
    for name, value in attributes.items():
        text = value if isinstance(value, str) else decimal(value)
        parts.append(f'{name.rstrip("_").replace("_", "-")}="{escape(text)}"')
    opening = " ".join(parts)
    return f"<{opening}>{content}</{tag}>" if content else f"<{opening}/>"


def drawing(
    content: str, kind: str, /, *, width: str | float, height: float, words: str = "", **attributes: str | float
) -> str:
    """Returns an ``svg`` element that screen readers skip, or read as the image that ``words`` describe."""
    seen = {"role": "img", "aria_label": words} if words else {"aria_hidden": "true"}
    return element("svg", content, class_=kind, width=width, height=height, **attributes, **seen)
