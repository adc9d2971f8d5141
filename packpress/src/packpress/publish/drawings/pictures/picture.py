"""The frame of a picture: a file of SVG with its title, its description, and a style for light and for dark."""

from __future__ import annotations

from html import escape

from packpress.publish.drawings.svg import decimal, element

PICTURE_MARK = b"<!-- Made by `packpress build`"
"""The beginning of every picture that a build wrote."""
PICTURE_WIDTH, PICTURE_MARGIN = 800, 24
TEXT_SIZE, SMALL_SIZE, HEAD_SIZE = 14, 13, 17
"""The sizes of text."""
_FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', 'DejaVu Sans', sans-serif"
_STYLE = f"""
text {{ font: 400 {TEXT_SIZE}px {_FONTS}; font-variant-numeric: tabular-nums; fill: #1a1b1d; }}
.small {{ font-size: {SMALL_SIZE}px; fill: #575b61; }}
.head {{ font-size: {HEAD_SIZE}px; font-weight: 600; }}
.strong {{ font-weight: 600; }}
.own {{ font-weight: 600; fill: #0b586b; }}
.page, .d-gap {{ fill: #fff; stroke: #fff; }}
.d-own {{ fill: #0b586b; }}
.d-other {{ fill: #767a80; }}
.d-axis, .mark {{ stroke: #1a1b1d; }}
.mark {{ color: #1a1b1d; stroke: none; }}
.d-grid {{ stroke: #dad8d1; }}
.d-stated {{ stroke: #0b586b; }}
@media (prefers-color-scheme: dark) {{
text {{ fill: #e9e7e2; }}
.small {{ fill: #a8acb3; }}
.own, .d-own {{ fill: #82c6d8; }}
.page, .d-gap {{ fill: #15171a; stroke: #15171a; }}
.d-other {{ fill: #8e939a; }}
.d-axis {{ stroke: #e9e7e2; }}
.mark {{ color: #e9e7e2; }}
.d-grid {{ stroke: #363a40; }}
.d-stated {{ stroke: #82c6d8; }}
}}
"""


def picture(content: str, height: float, title: str, description: str) -> bytes:
    """Returns the file of a picture that is 800 pixels wide and scales with the page."""
    box = f"0 0 {PICTURE_WIDTH} {decimal(height)}"
    parts = [
        element("title", escape(title)),
        element("desc", escape(description)),
        element("style", _STYLE),
        element("rect", class_="page", width=PICTURE_WIDTH, height=height),
        content,
    ]
    lines = "\n".join(["", *parts, ""])
    whole = element(
        "svg", lines, xmlns="http://www.w3.org/2000/svg", width=PICTURE_WIDTH, height=height, viewBox=box, role="img"
    )
    return PICTURE_MARK + b". Do not edit. -->\n" + whole.encode("utf-8") + b"\n"


def placed(drawn: str, x: float, y: float, width: float, height: float) -> str:
    """Returns a drawing at a place in a picture; its percentages are of that width."""
    return element("svg", drawn, x=x, y=y, width=width, height=height, overflow="visible")
