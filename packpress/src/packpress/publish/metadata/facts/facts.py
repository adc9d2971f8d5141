"""The facts of a release that the descriptor states; what it does not state is "", or an empty tuple."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from packpress.package.model import Package
from packpress.publish.metadata.facts.contributors import Contributor, creators, publishers
from packpress.publish.metadata.facts.licences import Licence
from packpress.publish.release.model import Release

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_WEB = re.compile(r"(?i)https?://[^\s/?#]\S*")


@dataclass(frozen=True)
class DataSource:
    """One source of the data: its title, "" if it has none, and its address on the web, "" if it has none."""

    title: str
    url: str


@dataclass(frozen=True)
class Facts:
    """What the descriptor states about the package, with the version and the day of the release."""

    name: str
    title: str
    description: str
    version: str
    day: str
    created: str
    homepage: str
    keywords: tuple[str, ...]
    licences: tuple[Licence, ...]
    contributors: tuple[Contributor, ...]
    sources: tuple[DataSource, ...]

    @property
    def creators(self) -> tuple[Contributor, ...]:
        """Who made the data."""
        return creators(self.contributors)

    @property
    def publishers(self) -> tuple[Contributor, ...]:
        """Who publishes the data."""
        return publishers(self.contributors)

    @property
    def year(self) -> str:
        """The year of the release."""
        return self.day[:4]

    @property
    def base(self) -> str:
        """The address below which the files of this release are, with a slash at its end; "" without a homepage.

        The folder of the releases, ``dist``, is published at the homepage.
        """
        return f"{self.homepage.rstrip('/')}/{self.version}/" if self.homepage else ""

    @property
    def citation(self) -> str:
        """The release as one line of a list of references."""
        names = "; ".join(person.sorted_name for person in self.creators)
        known = (names, f"({self.year})" if self.year else "", f"{self.title}, version {self.version}")
        publisher = "; ".join(person.name for person in self.publishers if person not in self.creators)
        return ". ".join(filter(None, (" ".join(filter(None, known[:2])), f"{known[2]} [Data set]", publisher, self.homepage)))


def read_facts(release: Release) -> Facts:
    """Returns the facts of the release."""
    return facts_of(release.package, release.version, release.day)


def facts_of(package: Package, version: str = "", day: str = "") -> Facts:
    """Returns the facts of the package in that version of that day."""
    raw = package.raw
    name = text_of(raw.get("name"))
    homepage = text_of(raw.get("homepage"))
    return Facts(
        name=name,
        title=_line(raw.get("title")) or name,
        description=text_of(raw.get("description")),
        version=version or text_of(raw.get("version")),
        day=day,
        created=_day(text_of(raw.get("created"))),
        homepage=homepage if _WEB.fullmatch(homepage) else "",
        keywords=tuple(dict.fromkeys(filter(None, map(_line, _list(raw, "keywords"))))),
        licences=tuple(_licences(raw)),
        contributors=tuple(_contributors(raw)),
        sources=tuple(_sources(raw)),
    )


def text_of(value: Any) -> str:
    """Returns the text without spaces at its ends and characters that no page shows; "" for what is no text."""
    return _CONTROL.sub("", value).strip() if isinstance(value, str) else ""


def _line(value: Any) -> str:
    return " ".join(text_of(value).split())


def _day(moment: str) -> str:
    """Returns the day of a moment of RFC 3339; "" if it has none."""
    try:
        return date.fromisoformat(moment[:10]).isoformat()
    except ValueError:
        return ""


def _list(raw: Mapping[str, Any], name: str) -> list[Any]:
    given = raw.get(name)
    return given if isinstance(given, list) else []


def _items(raw: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    return (item for item in _list(raw, name) if isinstance(item, dict))


def _url(value: Any) -> str:
    """Returns the text if it is an address on the web; "" for the path of a file."""
    text = text_of(value)
    return text if _WEB.fullmatch(text) else ""


def _licences(raw: Mapping[str, Any]) -> Iterator[Licence]:
    for item in _items(raw, "licenses"):
        found = Licence(_line(item.get("name")), _line(item.get("title")), _url(item.get("path")))
        if found.shown:
            yield found


def _contributors(raw: Mapping[str, Any]) -> Iterator[Contributor]:
    for item in _items(raw, "contributors"):
        roles = [*_list(item, "roles"), item.get("role")]
        named = {key: _line(item.get(name)) for key, name in _PARTS.items()}
        found = Contributor(**named, url=_url(item.get("path")), roles=tuple(filter(None, map(_line, roles))))
        if found.name:
            yield found


# part of a contributor → its property in the descriptor
_PARTS = {"title": "title", "given": "givenName", "family": "familyName", "organization": "organization"}


def _sources(raw: Mapping[str, Any]) -> Iterator[DataSource]:
    for item in _items(raw, "sources"):
        found = DataSource(_line(item.get("title")), _url(item.get("path")))
        if found.title or found.url:
            yield found
