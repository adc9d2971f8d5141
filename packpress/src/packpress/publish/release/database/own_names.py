"""The names of the tables that the database of a release has besides those of the package."""

from __future__ import annotations

from collections.abc import Iterator

from packpress.publish.release.database.full_text import SEARCH_TABLES


def own_names(taken: set[str]) -> Iterator[str]:
    """Yields the names of the search, the metadata and the columns; adds those of their tables to ``taken``.

    ``taken`` are the names of the package's tables in lower case; a name that one of them has gets a prefix.
    """
    for name in ("search", "metadata", "columns"):
        endings = SEARCH_TABLES if name == "search" else ("",)
        while any(name + ending in taken for ending in endings):
            name = f"packpress_{name}"
        taken.update(name + ending for ending in endings)
        yield name
