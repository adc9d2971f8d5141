"""A record is cited with its identifier and version, and a report of a fault has both filled in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.site.records.lake_report import SETTING, lake_site, row

from packpress.site.records.citation import citation_line, report_address


def test_the_line_names_package_version_and_record() -> None:
    site = lake_site()
    line = "Anna Example (2025). Lake, version 1.2.0 [Data set]. Record c-depth: Depth, north, as stated"
    assert citation_line(site, row(site, "claims", "c-depth")) == line


# what the descriptor has → the address on the page
ADDRESSES = {
    "filled in": (SETTING.report, "https://example.org/faults?title=Depth%2C%20north%2C%20as%20stated&body=c-depth+1.2.0"),
    "an e-mail": ("mailto:a@example.org?subject={id}", "mailto:a@example.org?subject=c-depth"),
    "none": ("", ""),
    "a script": ("javascript:alert({id})", ""),
    "a folder": ("/faults/{id}", ""),
}


@pytest.mark.parametrize(("given", "address"), ADDRESSES.values(), ids=ADDRESSES)
def test_a_report_has_the_record_filled_in(given: str, address: str) -> None:
    site = lake_site(setting=replace(SETTING, report=given))
    assert report_address(site, row(site, "claims", "c-depth")) == address
