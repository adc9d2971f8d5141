"""The feed of releases (Atom, RFC 4287), for a package with an address."""

from __future__ import annotations

from html import escape

from packpress.site.model.site import Site
from packpress.site.pages.versions.changes_path import CHANGES_PAGE, VERSION_NOTES

FEED = "changes.atom"


def has_feed(site: Site) -> bool:
    """Returns whether the package has a homepage and the release a day, without which there is no feed."""
    return bool(site.facts.homepage and site.facts.day)


def atom_feed(site: Site) -> bytes:
    """Returns the feed with an entry for this release.

    The entry is identified by the address of the release, and the feed by the homepage, so that both are the same in all
    feeds.
    """
    home, facts = site.facts.homepage.rstrip("/"), site.facts
    place, time = site.home.rstrip("/"), f"{facts.day}T00:00:00Z"
    title = site.words.t("changes.entry", title=facts.title, version=facts.version)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(site.words.language)}">',
        _element("title", facts.title),
        _element("id", f"{home}/#releases"),
        _link(f"{place}/{FEED}", ' rel="self"'),
        _link(f"{place}/{CHANGES_PAGE}"),
        _element("updated", time),
        f"<author>{_element('name', facts.title)}</author>",
        "<entry>",
        _element("title", title),
        _element("id", facts.base),
        _link(f"{place}/{CHANGES_PAGE}"),
        _element("updated", time),
        _element("summary", site.texts.get(VERSION_NOTES) or title),
        "</entry>",
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(_plain(text), quote=False)}</{name}>"


def _link(address: str, attributes: str = "") -> str:
    return f'<link{attributes} href="{escape(_plain(address))}"/>'


def _plain(text: str) -> str:
    """Returns the text without characters that XML 1.0 forbids."""
    return "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))
