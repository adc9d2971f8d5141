"""All files of a site: pages, other files, the style sheet and static files, checked for what links and browsers rely on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from packpress.errors import LostValueError
from packpress.publish.verify.file_names import colliding_names, name_fault
from packpress.site.model.page import Page, SiteFile
from packpress.site.model.site import Site
from packpress.site.pages import kinds
from packpress.site.rendering.environment import Renderer
from packpress.site.rendering.style_sheet import style_sheets
from packpress.site.rendering.titles import page_titles

STATIC = Path(__file__).resolve().parents[1] / "static"
STATIC_FOLDER = "static"
_PARTS = "css"


def render_site(site: Site) -> dict[str, bytes]:
    """Returns the bytes of each file of the site by its path, sorted. Raises LostValueError if two pages get the same path."""
    listed = kinds()
    site.links = tuple(link for kind in listed for link in kind.links(site))
    items = [item for kind in listed for item in kind.pages(site)]
    renderer = Renderer(site, page_titles(site, (item for item in items if isinstance(item, Page))))
    files: dict[str, bytes] = {}
    for path, data in [*static_files(), *_rendered(renderer, items)]:
        if path in files or name_fault(path):
            raise LostValueError(f"the site has the path {path} twice, or its name is unsafe")
        files[path] = data
    if both := next(colliding_names(files), None):
        raise LostValueError(f"the names {both[0]} and {both[1]} of the site are equal on some systems")
    return dict(sorted(files.items()))


def _rendered(renderer: Renderer, items: list[Page | SiteFile]) -> Iterator[tuple[str, bytes]]:
    for item in items:
        yield item.path, renderer.render(item).encode() if isinstance(item, Page) else item.data


def static_files() -> Iterator[tuple[str, bytes]]:
    """Yields the style sheets and the other static files."""
    for name, text in style_sheets(STATIC / _PARTS):
        yield f"{STATIC_FOLDER}/{name}", text.encode()
    for file in sorted(STATIC.rglob("*")):
        if file.is_file() and STATIC / _PARTS not in file.parents:
            yield f"{STATIC_FOLDER}/{file.relative_to(STATIC).as_posix()}", file.read_bytes()
