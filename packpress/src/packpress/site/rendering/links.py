"""Relative links between the pages of a site, which work from a folder on disk."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote


def relative(page: str, target: str) -> str:
    """Returns the address of ``target`` in a link on ``page``; both are paths from the root, ``target`` may have an anchor.

    >>> relative("figures/a.html", "codebook/b.html#c"), relative("index.html", "figures/a.html")
    ('../codebook/b.html#c', 'figures/a.html')
    """
    path, mark, fragment = target.partition("#")
    if path == page and mark:
        return f"#{fragment}"
    return _way(page.rpartition("/")[0], path) + mark + fragment


@lru_cache(maxsize=4096)
def _way(folder: str, path: str) -> str:
    """Returns the way from a folder to a file; the pages of a folder have many in common."""
    here, there = folder.split("/") if folder else [], path.split("/")
    common = 0
    while common < min(len(here), len(there) - 1) and here[common] == there[common]:
        common += 1
    return "../" * (len(here) - common) + quote("/".join(there[common:]))
