"""What the checks of a site read of one page: its links, anchors, headings and visible text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
LINKS = {"a": "href", "link": "href", "script": "src", "img": "src", "form": "action", "use": "href", "image": "href"}
STORED = ("details", "stored")
"""The element in which ids and codes may stand, and its class."""


@dataclass
class PageFacts:
    """A page of a site as the checks see it."""

    path: str
    title: str = ""
    description: str = ""
    policy: str = ""
    unlisted: bool = False
    headings: int = 0
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    """The visible pieces of text outside the record as it is stored, outside code too."""
    quotations: list[str] = field(default_factory=list)
    first_link: str = ""


class _Reader(HTMLParser):
    """Fills the facts of a page."""

    def __init__(self, facts: PageFacts) -> None:
        super().__init__(convert_charrefs=True)
        self.facts = facts
        self.open: list[tuple[str, frozenset[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self.open.append((tag, frozenset(values.get("class", "").split())))
        facts = self.facts
        if "id" in values:
            facts.ids.append(values["id"])
        if tag in LINKS and LINKS[tag] in values:
            facts.links.append(values[LINKS[tag]])
        if tag == "a" and not facts.first_link:
            facts.first_link = values.get("href", "")
        if tag == "h1":
            facts.headings += 1
        if tag == "body":
            facts.unlisted = "data-unlisted" in values
        if tag == "meta" and values.get("name") == "description":
            facts.description = values.get("content", "")
        if tag == "meta" and values.get("http-equiv", "").lower() == "content-security-policy":
            facts.policy = values.get("content", "")
        if tag == "q":
            facts.quotations.append("")
        if tag == "style" or (tag == "script" and "src" not in values and values.get("type") != "application/ld+json"):
            facts.inline.append(f"<{tag}>")
        facts.inline += [f"{tag} {name}" for name in values if name == "style" or name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self.open) - 1, -1, -1):
            if self.open[at][0] == tag:
                del self.open[at:]
                return

    def handle_data(self, data: str) -> None:
        names = {tag for tag, _ in self.open}
        stored = any(tag == STORED[0] and STORED[1] in classes for tag, classes in self.open)
        if "title" in names and "svg" not in names:
            self.facts.title += data
        if stored or names & {"script", "style", "template", "title"}:
            return
        if "q" in names:
            self.facts.quotations[-1] += data
        if not names & {"code", "pre"} and data.strip():
            self.facts.text.append(" ".join(data.split()))


def read_page(folder: Path, path: str) -> PageFacts:
    facts = PageFacts(path)
    reader = _Reader(facts)
    reader.feed((folder / path).read_text(encoding="utf-8"))
    reader.close()
    return facts


def read_pages(folder: Path) -> dict[str, PageFacts]:
    """All pages of the site in a folder, by their paths."""
    paths = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.html"))
    return {path: read_page(folder, path) for path in paths}
