"""What a site says and shows beside its tables, as ``packpress:site`` words it: first page, text, units, drawings, image."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made


@dataclass(frozen=True)
class DrawnFile:
    """A drawing that the build writes to ``path`` as SVG: ``draw`` is "timeline", or "figure" with a record of ``resource``.

    ``label`` is the column that says what each of the other figures is.
    """

    path: str
    draw: str
    title: str
    resource: str = ""
    record: str = ""
    label: str = ""


@dataclass(frozen=True)
class LinkImage:
    """The image that services show beside a link to the site: the PNG at ``path``, and ``alt``, what can be seen on it."""

    path: str
    alt: str


@dataclass(frozen=True)
class UnitWords:
    """The words of a unit: after 1, after other numbers, and of values that are words themselves, such as "first"."""

    one: str
    many: str
    values: Mapping[str, str] = made(default_factory=dict)


@dataclass(frozen=True)
class CodedText:
    """The text that was coded: what it is called, and the short names of its sources, such as "section 2"."""

    title: str = ""
    name: str = ""
    sections: Mapping[str, str] = made(default_factory=dict)


@dataclass(frozen=True)
class HomeWords:
    """What the first page says: title, lead, the record that it shows, an example of a search, and what is not promised.

    ``as_of`` is the day up to which the tables go, if that is not the day of the release.
    """

    title: str = ""
    lead: str = ""
    record: str = ""
    search: str = ""
    as_of: str = ""
    limits: tuple[str, ...] = ()
