"""The pages of a made-up site have no fault: no broken link, no orphan, no code where its label belongs."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site.checks.find_faults import distances, faults, raw_codes
from tests.site.checks.read_page import PageFacts, read_pages
from tests.site.invented_site import TABLES, invented_site

from packpress.site.rendering.render_site import render_site

TEXTS = [f"Words number {number}" for number in range(7)]
CODES = [f"id-{number}" for number in range(7)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("site")
    for path, data in render_site(invented_site(TEXTS, CODES)).items():
        (made / path).parent.mkdir(parents=True, exist_ok=True)
        (made / path).write_bytes(data)
    return made


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[str, PageFacts]:
    return read_pages(folder)


def test_no_page_has_a_fault(folder: Path, pages: dict[str, PageFacts]) -> None:
    shown = {path: page for path, page in pages.items() if not path.startswith(("codebook/", "tables/"))}
    assert faults(folder, pages) == []
    assert list(raw_codes(shown, frozenset(CODES))) == []


def test_every_record_and_name_has_a_page_of_its_own(pages: dict[str, PageFacts]) -> None:
    wanted = [f"{table}/{code}.html" for table in ("visits", "ports") for code in CODES]
    assert {"visits", "ports"} < set(TABLES)
    assert [path for path in wanted if path not in distances(pages)] == []


def test_titles_and_descriptions_are_short(pages: dict[str, PageFacts]) -> None:
    assert [page.path for page in pages.values() if len(page.title) > 70 or len(page.description) > 300] == []
