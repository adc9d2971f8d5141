"""Where the links of a page lead, and its parts by their classes, as a second program reads them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.site.conftest import Node


def links(node: Node, page: str) -> Iterator[tuple[str, str]]:
    """The words of each link in a part of a page, and where it leads: a path from the root of the site, or an address."""
    for found in node.all("a"):
        yield found.text, target(found.attributes["href"], page)


def target(address: str, page: str) -> str:
    """Where an address on a page leads, from the root of the site."""
    if "//" in address:
        return address
    path, mark, anchor = address.partition("#")
    parts: list[str] = []
    for part in (PurePosixPath(page).parent / path).parts if path else PurePosixPath(page).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts) + mark + anchor
