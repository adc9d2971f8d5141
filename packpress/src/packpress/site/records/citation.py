"""How to cite a record and report a fault of it; both name the record and the version."""

from __future__ import annotations

from urllib.parse import quote

from packpress.site.model.site import Site
from packpress.site.model.table import Row

_ADDRESSES = ("https://", "http://", "mailto:")


def citation_line(site: Site, record: Row) -> str:
    """Returns the line: the record, then the data set that it is in."""
    return str(site.words.t("record.citation", title=site.label(record), id=record.id, package=site.facts.citation))


def report_address(site: Site, record: Row) -> str:
    """Returns the address at which a fault of the record is reported, filled in; "" if the package has none."""
    values = {"id": record.id, "title": site.label(record), "version": site.facts.version}
    address = site.setting.report
    if not address.startswith(_ADDRESSES):
        return ""
    for name, value in values.items():
        address = address.replace(f"{{{name}}}", quote(value, safe=""))
    return address
