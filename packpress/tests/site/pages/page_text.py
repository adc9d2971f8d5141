"""The text of a page's content, a line for each block, and its links."""

from __future__ import annotations

from html.parser import HTMLParser
from types import ModuleType

from packpress.site.model.page import Page, SiteFile
from packpress.site.model.site import Site
from packpress.site.rendering.environment import Renderer
from packpress.site.rendering.titles import page_titles

_BLOCKS = frozenset("article aside caption dd div dl dt figcaption h1 h2 h3 li nav ol p section table tbody tr ul".split())
_VOID = frozenset("br hr img input link meta".split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.depth = 0
        self.lines: list[str] = [""]
        self.links: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.languages: list[tuple[str, str]] = []
        self._open: list[tuple[str, str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "main" or (self.depth and tag not in _VOID):
            self.depth += 1
        if not self.depth:
            return
        if "id" in values and tag != "main":
            self.ids.append(values["id"])
        if tag in _BLOCKS:
            self.lines.append("")
        elif tag in ("td", "th"):
            self.lines[-1] += " | "
        elif tag == "q":
            self.lines[-1] += "“"
        if tag == "a":
            self.links.append(("", values["href"]))
        if "lang" in values:
            self.languages.append((values["lang"], ""))
        if tag not in _VOID:
            self._open.append((tag, values.get("lang", ""), 0))

    def handle_endtag(self, tag: str) -> None:
        if self.depth and tag not in _VOID:
            self.depth -= 1
            if tag == "q":
                self.lines[-1] += "”"
            if tag in _BLOCKS:
                self.lines.append("")
            if self._open:
                self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self.depth:
            return
        self.lines[-1] += data
        if any(tag == "a" for tag, *_ in self._open):
            text, address = self.links[-1]
            self.links[-1] = text + data, address
        if any(language for _, language, _ in self._open):
            language, words = self.languages[-1]
            self.languages[-1] = language, words + data


def _one_line(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split()).removeprefix("| ")


class PageText:
    """What a reader sees of a page: ``lines`` of its content, ``links`` with their words, ``ids``, and foreign words."""

    def __init__(self, html: str) -> None:
        reader = _Reader()
        reader.feed(html)
        reader.close()
        self.lines = [line for text in reader.lines if (line := _one_line(text))]
        self.links = [(_one_line(text), address) for text, address in reader.links]
        self.ids = reader.ids
        self.foreign = [(language, _one_line(text)) for language, text in reader.languages]


def render_kind(site: Site, kind: ModuleType) -> dict[str, str]:
    """The pages and files of a kind, as text, by their paths."""
    items: list[Page | SiteFile] = list(kind.pages(site))
    renderer = Renderer(site, page_titles(site, (item for item in items if isinstance(item, Page))))
    return {item.path: renderer.render(item) if isinstance(item, Page) else item.data.decode() for item in items}


def read_kind(site: Site, kind: ModuleType) -> dict[str, PageText]:
    """The pages of a kind as readers see them, by their paths."""
    return {path: PageText(html) for path, html in render_kind(site, kind).items() if path.endswith(".html")}
