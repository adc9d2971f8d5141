"""All files of a site: pages, other files, the style sheet and static files, checked for what links and browsers rely on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from packpress.errors import LostValueError
from packpress.filesystem.file_names import colliding_names, name_fault
from packpress.site.model.page import Page, SiteFile
from packpress.site.model.site import Site
from packpress.site.pages import kinds
from packpress.site.rendering.environment import Renderer
from packpress.site.rendering.shared_drawings import share_drawings
from packpress.site.rendering.short_html import short_html
from packpress.site.rendering.style_sheet import style_sheets
from packpress.site.rendering.titles import page_titles

STATIC = Path(__file__).resolve().parents[1] / "static"
STATIC_FOLDER = "static"
SOCIAL_IMAGE = f"{STATIC_FOLDER}/social.png"
MINISEARCH = "minisearch.js"
_PARTS = "css"
_COMMENT_LINES = re.compile(rb"^[ \t]*(?:/\*(?:(?!\*/).)*\*/|//[^\n]*)\n", re.DOTALL | re.MULTILINE)


def render_site(site: Site) -> dict[str, bytes]:
    """Returns the bytes of each file of the site by its path, sorted. Raises LostValueError if two pages get the same path."""
    listed = kinds()
    site.links = tuple(link for kind in listed for link in kind.links(site))
    items = [item for kind in listed for item in kind.pages(site)]
    renderer = Renderer(site, page_titles(site, (item for item in items if isinstance(item, Page))))
    files: dict[str, bytes] = {}
    image = [(SOCIAL_IMAGE, site.image.data)] if site.image else []
    for path, data in [*static_files(), *image, *_rendered(renderer, items)]:
        if path in files or name_fault(path):
            raise LostValueError(f"the site has the path {path} twice, or its name is unsafe")
        files[path] = data
    if both := next(colliding_names(files), None):
        raise LostValueError(f"the names {both[0]} and {both[1]} of the site are equal on some systems")
    return dict(sorted(files.items()))


def _rendered(renderer: Renderer, items: list[Page | SiteFile]) -> Iterator[tuple[str, bytes]]:
    for item in items:
        yield item.path, short_html(share_drawings(renderer.render(item))).encode() if isinstance(item, Page) else item.data


def static_files() -> Iterator[tuple[str, bytes]]:
    """Yields the style sheets and the other static files."""
    for name, text in style_sheets(STATIC / _PARTS):
        yield f"{STATIC_FOLDER}/{name}", text.encode()
    for file in sorted(STATIC.rglob("*")):
        if file.is_file() and STATIC / _PARTS not in file.parents:
            path = file.relative_to(STATIC).as_posix()
            yield f"{STATIC_FOLDER}/{path}", without_comments(file.read_bytes()) if path == MINISEARCH else file.read_bytes()


def without_comments(script: bytes) -> bytes:
    """Returns the script without the lines in which there is only a comment, which are the half of MiniSearch."""
    return _COMMENT_LINES.sub(b"", script)
