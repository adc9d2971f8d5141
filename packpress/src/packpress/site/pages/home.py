"""The first page: what the package is, one figure with its proof, how much there is, and what it does not promise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from packpress.errors import PackageError
from packpress.publish.drawings.verdict_marks import OTHER_MARK, draw_mark, draw_marks
from packpress.site.model.page import CHECK, READ, USE, Link, Page
from packpress.site.model.site import Site
from packpress.site.model.table import Row
from packpress.site.pages.download import CITE, main_files
from packpress.site.pages.download import PATH as DOWNLOAD
from packpress.site.pages.records.shown import record_values
from packpress.site.records.compare.compare_figures import figure_comparison

PATH = "index.html"
_SEARCH, _VERDICTS = "search.html", "verdicts/index.html"


@dataclass(frozen=True)
class VerdictCount:
    """One verdict: its code, word, meaning and mark, how many comparisons have it, and that many marks."""

    code: str
    word: str
    meaning: str
    mark: Markup
    count: int
    marks: Markup


@dataclass(frozen=True)
class Door:
    """A list of links of the first page, each with what is beside it."""

    title: str
    links: tuple[Link, ...]


def links(site: Site) -> Iterator[Link]:
    """Yields nothing: the name of the site leads to this page."""
    yield from ()


def pages(site: Site) -> Iterator[Page]:
    """Yields the page."""
    home = site.setting.home
    record = shown_record(site)
    has_figure = record is not None and bool(site.setting.comparisons) and has_value(site, record)
    values = {
        **record_values(site),
        "record": record,
        "comparison": figure_comparison(site, record) if record is not None and has_figure else None,
        "all_verdicts": next((link.path for link in site.links if link.path == _VERDICTS), ""),
        "verdicts": verdict_counts(site),
        "doors": list(_doors(site)),
        "has_search": any(link.path == _SEARCH for link in site.links),
    }
    description = home.lead or site.facts.description or site.facts.title
    yield Page(PATH, "home.html", site.facts.title, description, "", values, heading=home.title)


def shown_record(site: Site) -> Row | None:
    """Returns the record whose figure the first page shows. Raises PackageError if the release does not have it."""
    wanted = site.setting.home.record
    if not wanted:
        return None
    for kind in site.setting.records:
        if (row := site.tables[kind.resource].by_id.get(wanted)) is not None:
            return row
    raise PackageError(f'"packpress:site": home: record is "{wanted}", but no table of records has it; correct it')


def has_value(site: Site, row: Row) -> bool:
    """Returns whether the record is a stated quantity."""
    kind = site.setting.record_kind(row.table.name)
    return kind is not None and kind.figure is not None and bool(row[kind.figure.value])


def verdict_counts(site: Site) -> list[VerdictCount]:
    """Returns the verdicts that comparisons have, in the order of their codes; empty without comparisons."""
    setting = site.setting.comparisons
    if setting is None:
        return []
    table = site.tables[setting.resource]
    counts = Counter(row[setting.verdict] for row in table.rows)
    labels = table.fields[setting.verdict].labels or dict.fromkeys(sorted(counts), "")
    found: list[VerdictCount] = []
    for code, meaning in labels.items():
        if count := counts[code]:
            shape = setting.marks.get(code, OTHER_MARK)
            word = setting.words.get(code) or code.replace("-", " ").replace("_", " ").capitalize()
            marks = Markup(draw_marks(shape, count, len(found)))
            found.append(VerdictCount(code, word, meaning, Markup(draw_mark(shape)), count, marks))
    return found


def _doors(site: Site) -> Iterator[Door]:
    """Yields the doors: what is read, what is checked, and the files."""
    t = site.words.t
    for place in (READ, CHECK):
        listed = tuple(link for link in site.links if link.place == place)
        if listed:
            yield Door(t(f"nav.{place}"), listed)
    files = [Link(DOWNLOAD, file.title, USE, site.words.size(file.bytes)) for file in main_files(site)]
    more = (Link(f"{DOWNLOAD}#verify", t("home.verify"), USE), Link(CITE, t("nav.cite"), USE))
    yield Door(t("nav.download"), (*(_named(file) for file in files), *more))


def _named(link: Link) -> Link:
    """Returns the link with the first part of its title: what the file is, and not for whom."""
    return Link(link.path, link.title.split(",")[0].split(":")[0], link.place, link.count)
