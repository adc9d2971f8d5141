"""Opens the pages of a site in the browser, and keeps what they ask for and say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WIDE, NARROW, HEIGHT = 1280, 320, 800


@dataclass
class Visit:
    """A window of the browser in which the pages of one site are opened one after the other."""

    page: Any
    site: Path
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def show(self, width: int, scheme: str) -> None:
        """Gives the window a width and a colour scheme; the page that is open stays."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.page.emulate_media(color_scheme=scheme)

    def open(self, path: str) -> None:
        """Opens a page, which may carry a query."""
        name, mark, query = path.partition("?")
        self.requests.clear()
        self.messages.clear()
        self.page.goto((self.site / name).as_uri() + mark + query, wait_until="load")

    def foreign_requests(self) -> list[str]:
        """What the page asked for besides files of the site and data that it holds itself."""
        own = self.site.as_uri() + "/"
        return [f"asked for {url}" for url in self.requests if not url.startswith((own, "data:"))]


@contextmanager
def window(browser: Any, site: Path, scripts: bool = True, policy: bool = True) -> Iterator[Visit]:
    """Opens a wide, light window; without scripts, or without the policy of the pages, where said."""
    context = browser.new_context(
        viewport={"width": WIDE, "height": HEIGHT},
        java_script_enabled=scripts,
        bypass_csp=not policy,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    visit = Visit(page, site.resolve())
    page.on("request", lambda request: visit.requests.append(request.url))
    page.on("console", lambda message: visit.messages.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: visit.messages.append(f"error: {error}"))
    try:
        yield visit
    finally:
        context.close()
