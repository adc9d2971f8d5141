"""Plain texts in Markdown: escaped, so that no character of them is markup."""

from __future__ import annotations

import re

_MARKS = re.compile(r"([\\`*_\[\]#|~!])")
_BEGINS_A_BLOCK = re.compile(r"(?m)^([-+=]|\d{1,9}(?=[.)](?:\s|$)))")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def markdown_text(text: str) -> str:
    """Returns the text for a paragraph; blank lines in it separate paragraphs."""
    escaped = _MARKS.sub(r"\\\1", text.translate(_HTML))
    lines = (line.strip() for line in escaped.splitlines())
    return re.sub(r"\n{3,}", "\n\n", _BEGINS_A_BLOCK.sub(_escape_block, "\n".join(lines)).strip("\n"))


def markdown_line(text: str) -> str:
    """Returns the text for a heading, an item of a list or a cell of a table."""
    return " ".join(markdown_text(" ".join(text.split())).split())


def code_span(text: str) -> str:
    """Returns the text as code, also in a cell of a table."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence, space = "`" * (longest + 1), " " if longest else ""
    return f"{fence}{space}{' '.join(text.split())}{space}{fence}".replace("|", "\\|")


def link(text: str, address: str) -> str:
    """Returns a link; an address cannot end it."""
    escaped = re.sub(r"[\s<>()\\|]", lambda found: f"%{ord(found[0]):02X}", address)
    return f"[{markdown_line(text)}]({escaped})"


def _escape_block(found: re.Match[str]) -> str:
    mark = found[1]
    return f"{mark[:-1]}&#{ord(mark[-1])};" if mark.isdigit() else f"\\{mark}"
