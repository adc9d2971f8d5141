"""A page before it is rendered, links to pages, and other files of the site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

READ, CHECK, USE = "read", "check", "use"
"""The three lists of the footer and the doors of the first page."""


@dataclass(frozen=True)
class Crumb:
    """A step on the way from the first page to a page: its title, and its path from the root of the site."""

    title: str
    path: str


@dataclass(frozen=True)
class Page:
    """A page that a template renders.

    ``path`` leads from the root of the site, such as ``figures/index.html``; ``section`` is the path of the link in the
    header that is marked as current; ``values`` are what the template gets beside ``site`` and ``page``. ``heading`` is the
    h1 where that is not the title, ``distinct`` tells the page apart from another of the same title; ``scripts`` are files
    of ``static/``, ``alternate`` is the path of the same as JSON. No other page leads to one that is not ``is_linked``, such
    as 404.html.
    """

    path: str
    template: str
    title: str
    description: str
    section: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    crumbs: tuple[Crumb, ...] = ()
    heading: str = ""
    scripts: tuple[str, ...] = ()
    alternate: str = ""
    is_indexed: bool = True
    is_linked: bool = True
    distinct: str = ""


@dataclass(frozen=True)
class SiteFile:
    """A file that is no page, such as a record as JSON: its path from the root of the site, and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True)
class Link:
    """A link of the footer to a kind of page: the list that it is in, and how many there are of it, in words.

    ``in_header`` says that it is also in the header.
    """

    path: str
    title: str
    place: str
    count: str = ""
    in_header: bool = False
