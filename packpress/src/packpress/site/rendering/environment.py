"""The environment in which templates are rendered, and the text of one page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Context
from markupsafe import Markup, escape

from packpress.site.cells.cell import Cells, web_link
from packpress.site.model.addresses import row_anchor
from packpress.site.model.anchors import anchor
from packpress.site.model.page import Page
from packpress.site.model.site import Site
from packpress.site.records.places import capitalized, code_words, uncapitalized
from packpress.site.rendering.links import relative
from packpress.site.rendering.style_sheet import styles_of
from packpress.site.words.direction import show_turns_in_page

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
_LONGEST_DESCRIPTION = 300
HOME = "index.html"
_MARKDOWN = re.compile(r"`([^`\n]+)`|\[([^\[\]\n]+)\]\((https?://[^()\s]+)\)")


class PlainCalls(Context):
    """Calls functions as they are; Jinja looks at each call whether the function wants the context, and none of a site does."""

    def call(
        self, called: Callable[..., Any], /, *args: Any, _loop_vars: object = None, _block_vars: object = None, **named: Any
    ) -> Any:
        """Returns what the function or macro returns."""
        return called(*args, **named)


class Renderer:
    """Renders the pages of one site, which have these titles by their paths."""

    def __init__(self, site: Site, titles: Mapping[str, str]) -> None:
        self.site, self.titles = site, titles
        self._frames: dict[tuple[str | bool, ...], Markup] = {}
        self.environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            optimized=False,  # there is little to fold in templates that are each compiled for one site
        )
        self.environment.context_class = PlainCalls
        self.environment.filters |= {
            "one_line": one_line,
            "prose": prose,
            "code_words": code_words,
            "capitalized": capitalized,
            "uncapitalized": uncapitalized,
        }
        self.environment.globals |= {
            "site": site,
            "t": site.words.t,
            "words": site.words,
            "label": site.label,
            "address": site.address,
            "anchor": anchor,
            "row_anchor": row_anchor,
            "web_link": web_link,
        }

    def render(self, page: Page) -> str:
        """Returns the HTML of the page."""
        context = self.context(page)
        return show_turns_in_page(
            self.environment.get_template(page.template).render({**context, **self._frame(page, context)})
        )

    def _frame(self, page: Page, context: Mapping[str, Any]) -> Mapping[str, Markup]:
        """Returns header and footer, which are the same for all pages of a folder, but for the current link.

        The pages that the footer lists have it in full; all others have a link to it in place of its lists.
        """
        folder = page.path.rpartition("/")[0]
        is_listed = page.path == HOME or any(link.path == page.path for link in self.site.links)
        current = page.path if is_listed else ""
        context = {**context, "is_listed": is_listed}
        return {
            "header": self._part("header.html", ("header.html", folder, current, page.section), context),
            "footer": self._part("footer.html", ("footer.html", folder, is_listed), context),
        }

    def _part(self, template: str, key: tuple[str | bool, ...], context: Mapping[str, Any]) -> Markup:
        found = self._frames.get(key)
        if found is None:
            text = self.environment.get_template(template).render(context)
            found = self._frames[key] = Markup(text.strip())
        return found

    def context(self, page: Page) -> Mapping[str, Any]:
        """Returns what the templates get for the page."""

        def href(path: str) -> str:
            return relative(page.path, path)

        def file_href(path: str) -> str:
            is_web = "://" in self.site.files_at
            return (
                self.site.files_at + quote(path) if is_web else "../" * page.path.count("/") + self.site.files_at + quote(path)
            )

        cells = Cells(self.site, href)
        return {
            **page.values,
            "page": page,
            "styles": styles_of(page.template),
            "file_href": file_href,
            "head_title": self.titles[page.path],
            "href": href,
            "cell": cells.cell,
            "cells": cells,
            "name": cells.name,
            "code": cells.code,
        }


def one_line(text: str) -> str:
    """Returns the text in one line of at most 300 characters, for search engines."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_DESCRIPTION else f"{line[: _LONGEST_DESCRIPTION - 1].rstrip()}…"


def prose(text: str) -> Markup:
    """Returns a text of the package with its code and its links, the only parts of Markdown that descriptions often have."""
    found, end = Markup(""), 0
    for match in _MARKDOWN.finditer(text):
        code, words, url = match.groups()
        found += escape(text[end : match.start()])
        found += Markup("<code>{}</code>").format(code) if code else web_link(url, words)
        end = match.end()
    return found + escape(text[end:])
