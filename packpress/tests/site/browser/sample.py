"""Chooses the pages that stand for all: of each folder its index and its largest page, and every page that has no folder."""

from __future__ import annotations

from pathlib import Path


def all_pages(site: Path) -> list[str]:
    return sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))


def sample(site: Path) -> list[str]:
    """One page for each template, and the list to which it belongs."""
    chosen = set()
    largest: dict[str, str] = {}
    for path in all_pages(site):
        folder, _, name = path.rpartition("/")
        if not folder or name == "index.html":
            chosen.add(path)
        elif folder not in largest or (site / path).stat().st_size > (site / largest[folder]).stat().st_size:
            largest[folder] = path
    return sorted(chosen | set(largest.values()))
