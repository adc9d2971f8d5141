"""One cell as markup: what a reader sees in place of an id, a code, an EDTF date or a bare number."""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from packpress.site.model.site import Site
from packpress.site.model.table import Field, Row

Href = Callable[[str], str]
"""From the path of a page, from the root of the site, to the address in a link on the page that is made."""
_WEB = re.compile(r"https?://[^\s/?#\\@]+(?:[/?#]\S*)?", re.IGNORECASE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBERED = ("integer", "number")


class Cells:
    """The cells of one page; links are relative to it."""

    def __init__(self, site: Site, href: Href) -> None:
        self.site, self.href = site, href

    def cell(self, row: Row, name: str, *, empty: str | None = None) -> Markup:
        """Returns the cell of the row in that field as markup.

        A cell without a value is "not stated", or the text ``empty``.
        """
        value = row[name]
        if not value:
            return self.missing() if empty is None else escape(empty)
        return self.value(row, row.table.fields[name], value)

    def missing(self) -> Markup:
        """Returns the words for a cell without a value."""
        return Markup('<span class="mute">{}</span>').format(self.site.words.t("page.not_stated"))

    def value(self, row: Row, field: Field, value: str) -> Markup:
        """Returns the value of the field as markup."""
        if field.references is not None:
            referred = self.site.referred(row, field)
            return escape(value) if referred is None else self.name(referred)
        if field.labels:
            return self.code(field, value)
        if field.is_date or _DAY.fullmatch(value):
            return Markup('<span class="num">{}</span>').format(self.site.words.date(value))
        if field.is_moment:
            return escape(self.site.words.moment(value))
        if field.type in _NUMBERED:
            return Markup('<span class="num">{}</span>').format(self.quantity(row, field, value))
        if field.is_boolean:
            return escape(self.site.words.t("page.yes" if value == "true" else "page.no"))
        if is_web(value):
            return web_link(value)
        return escape(value)

    def name(self, row: Row, text: str = "") -> Markup:
        """Returns the label of the row, or the text, as a link to its page if it has one."""
        address, label = self.site.address(row), text or self.site.label(row)
        return escape(label) if address is None else Markup(f'<a href="{escape(self.href(address))}">{escape(label)}</a>')

    def code(self, field: Field, value: str, text: str = "") -> Markup:
        """Returns the label of a code as a link to what it means; a code without a meaning as it is."""
        label = text or field.labels.get(value) or value
        if value not in field.labels:
            return escape(label)
        address = self.site.addresses.codebook(field.table, field.name, value)
        return Markup(f'<a class="code" href="{escape(self.href(address))}">{escape(label)}</a>')

    def quantity(self, row: Row, field: Field, value: str) -> str:
        """Returns a number with its unit in words."""
        unit, label = field.unit, ""
        if field.unit_field and (unit := row.get(field.unit_field)):
            label = row.table.fields[field.unit_field].labels.get(unit, "")
        return str(self.site.words.quantity(value, unit, label))


def is_web(text: str) -> bool:
    """Returns whether the text is an address on the web, and nothing else."""
    return _WEB.fullmatch(text) is not None


def web_link(url: str, text: str = "") -> Markup:
    """Returns a link to another site, with the name of its host if there is no text; what is no address as text."""
    if not is_web(url):
        return escape(text or url)
    host = re.split(r"[/?#]", url.split("://", 1)[1])[0].removeprefix("www.")
    return Markup('<a href="{}">{}</a>').format(url, text or host)
