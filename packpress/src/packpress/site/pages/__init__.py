"""The kinds of pages, one module each, in the order of the links in header and footer.

A module has ``links(site)``, which yields the links of the footer, and ``pages(site)``, which yields pages and other files.
Both yield nothing if the package has nothing for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Protocol, cast

from packpress.site.model.page import Link, Page, SiteFile
from packpress.site.model.site import Site

KINDS = (
    "home",
    # what is read: records, timeline, names
    "records.record_lists",
    "records.record_pages",
    "timeline",
    "names.listing",
    "names.name_pages",
    "tables",
    # what is checked: text, sources, verdicts, coding, codebook, changes
    "proof.verdicts",
    "proof.texts",
    "proof.sources",
    "proof.coding",
    "codebook",
    "versions.changes",
    "versions.withdrawn_pages",
    # what is used: download, search, about
    "download",
    "search",
    "about",
)
"""Modules of this folder, or of a folder in it: "records.figures"."""


class Kind(Protocol):
    """A kind of pages."""

    def links(self, site: Site) -> Iterator[Link]:
        """Yields the links to its first pages."""

    def pages(self, site: Site) -> Iterator[Page | SiteFile]:
        """Yields its pages and other files."""


def kinds() -> tuple[Kind, ...]:
    """Returns all kinds in order."""
    return tuple(cast(Kind, import_module(f"packpress.site.pages.{name}")) for name in KINDS)
