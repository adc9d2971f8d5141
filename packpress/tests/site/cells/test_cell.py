from __future__ import annotations

from pathlib import Path

import pytest
from tests.site.small_release import write_small_release

from packpress.site.cells.cell import Cells, is_web, web_link
from packpress.site.release.read_release import read_release
from packpress.site.rendering.links import relative


@pytest.fixture
def cells(tmp_path: Path) -> Cells:
    site = read_release(write_small_release(tmp_path / "1.0.0"))
    return Cells(site, lambda path: relative("tables/loans/index.html", path))


@pytest.mark.parametrize(
    ("row", "field", "wanted"),
    [
        pytest.param(
            "b-2", "kind", '<a class="code" href="../../codebook/books.html#kind.~7Bplay~7D">For the stage</a>', id="code"
        ),
        pytest.param("b-1", "printed", '<span class="num">1871–1872</span>', id="date"),
        pytest.param("b-2", "printed", '<span class="mute">not stated</span>', id="missing"),
        pytest.param("b-1", "pages", '<span class="num">1 page</span>', id="one"),
        pytest.param("b-2", "pages", '<span class="num">12,345 pages</span>', id="many"),
        pytest.param("b-2", "sequel", '<a href="../books/index.html#row.b-1">Middlemarch &lt;i&gt;</a>', id="reference"),
        pytest.param("b-1", "title", "Middlemarch &lt;i&gt;", id="text"),
    ],
)
def test_a_cell_is_what_a_reader_understands(row: str, field: str, wanted: str, cells: Cells) -> None:
    assert cells.cell(cells.site.tables["books"].by_id[row], field) == wanted


def test_an_empty_cell_may_be_another_text(cells: Cells) -> None:
    assert cells.cell(cells.site.tables["books"].by_id["b-2"], "printed", empty="—") == "—"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("https://example.org/a?b#c", True),
        ("http://example.org", True),
        ("HTTPS://EXAMPLE.ORG/", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://user:password@example.org/", False),
        (" https://example.org", False),
        ("https://example.org/a b", False),
        ("https://example.org\nx", False),
        ("see https://example.org", False),
        ("https:///", False),
        ("", False),
    ],
)
def test_only_an_address_on_the_web_is_a_link(text: str, wanted: bool) -> None:
    assert is_web(text) is wanted
    assert ("href" in web_link(text)) is wanted


def test_a_link_shows_the_host_and_escapes_the_rest() -> None:
    assert web_link('https://www.example.org/"><script>') == (
        '<a href="https://www.example.org/&#34;&gt;&lt;script&gt;">example.org</a>'
    )
