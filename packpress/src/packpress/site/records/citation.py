"""How to cite a record: as a line of a list of references, and as an entry for BibTeX; both name record and version."""

from __future__ import annotations

from urllib.parse import quote

from packpress.publish.metadata.bibtex import record_entry
from packpress.site.model.site import Site
from packpress.site.model.table import Row

_ADDRESSES = ("https://", "http://", "mailto:")


def citation_line(site: Site, record: Row) -> str:
    """Returns the line: the record, then the data set that it is in."""
    return str(site.words.t("record.citation", title=site.label(record), id=record.id, package=site.facts.citation))


def citation_entry(site: Site, record: Row) -> str:
    """Returns the entry for BibTeX."""
    return record_entry(site.facts, site.label(record), record.id)


def report_address(site: Site, record: Row) -> str:
    """Returns the address at which a fault of the record is reported, filled in; "" if the package has none."""
    values = {"id": record.id, "title": site.label(record), "version": site.facts.version}
    address = site.setting.report
    if not address.startswith(_ADDRESSES):
        return ""
    for name, value in values.items():
        address = address.replace(f"{{{name}}}", quote(value, safe=""))
    return address
