"""The checks in the browser pass a good site, and each finds the fault that is put into it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.site.browser.hand_made import QUESTIONS, write_site

if TYPE_CHECKING:
    from tests.site.browser.conftest import Browse

pytestmark = [pytest.mark.slow, pytest.mark.browser]
CHECKS = "requests messages axe width focus targets filters spacing scripts-off html links search".split()
# check → file, what is replaced in it, by what
FAULTS = {
    "messages": ("filter.js", "form.hidden = false;", "form.hidden = false; console.log(1);"),
    "requests": ("index.html", "<h1>Home</h1>", '<h1>Home</h1><img alt="" src="http://192.0.2.1/">'),
    "axe": ("index.html", '<label for="q">Search</label>', ""),
    "width": ("style.css", "body {", "main { min-width: 800px } body {"),
    "spacing": (
        "style.css",
        "overflow-wrap: anywhere }",
        "} h1 { width: 280px; white-space: nowrap; letter-spacing: 0; font: 20px monospace }",
    ),
    "focus": ("style.css", "3px solid", "0 none"),
    "targets": ("style.css", "min-height: 2rem", "height: 1rem; padding: 0; border: 0"),
    "filters": ("filter.js", "item.hidden = !fits(item, wanted)", "item.hidden = false"),
    "scripts-off": ("search.html", "<noscript>", "<div hidden>"),
    "html": ("list.html", "</tbody></table>", "</table></tbody>"),
    "links": ("search.html", '<a href="list.html">All', '<a href="lost.html">All'),
    "search": ("search-index.js", "parcels", "packets"),
}


def judged(browse: Browse, site: Path, questions: Path) -> tuple[int, set[str]]:
    """How the script ends, and which checks are red."""
    (questions / "questions.json").write_text(json.dumps(QUESTIONS), encoding="utf-8")
    done = browse(site, "--questions", questions / "questions.json")
    lines = [line.split() for line in done.stdout.splitlines() if line.startswith(("ok ", "red "))]
    assert [line[1].rstrip(":") for line in lines] == ["control", *CHECKS], done.stdout + done.stderr
    return done.returncode, {line[1].rstrip(":") for line in lines if line[0] == "red"}


def test_a_good_site_passes_every_check(browse: Browse, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    assert judged(browse, write_site(site), tmp_path) == (0, set())


def test_each_check_finds_its_fault(browse: Browse, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    write_site(site)
    for name, old, new in FAULTS.values():
        text = (site / name).read_text(encoding="utf-8")
        assert old in text
        (site / name).write_text(text.replace(old, new), encoding="utf-8")
    code, red = judged(browse, site, tmp_path)
    assert (code, red) == (1, set(CHECKS))
