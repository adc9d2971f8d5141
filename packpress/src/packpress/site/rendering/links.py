"""Relative links between the pages of a site, which work from a folder on disk."""

from __future__ import annotations

from urllib.parse import quote


def relative(page: str, target: str) -> str:
    """Returns the address of ``target`` in a link on ``page``; both are paths from the root, ``target`` may have an anchor.

    >>> relative("figures/a.html", "codebook/b.html#c"), relative("index.html", "figures/a.html")
    ('../codebook/b.html#c', 'figures/a.html')
    """
    path, mark, fragment = target.partition("#")
    here, there = page.split("/"), path.split("/")
    if path == page and mark:
        return f"#{fragment}"
    common = 0
    while common < min(len(here), len(there)) - 1 and here[common] == there[common]:
        common += 1
    up = "../" * (len(here) - 1 - common)
    return up + quote("/".join(there[common:])) + mark + fragment
