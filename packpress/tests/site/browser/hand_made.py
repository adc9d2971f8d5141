"""A small site made by hand, on which the scripts of sites and the checks in the browser are tried without a release."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from html import escape
from pathlib import Path

from tests.site.checks.find_faults import POLICY

from packpress.site.search.entry import Kind, SearchEntry
from packpress.site.search.index_script import index_script

STATIC = Path(__file__).resolve().parents[3] / "src" / "packpress" / "site" / "static"
FIGURE, BODY = Kind("Figure", 1.5), Kind("Body")
ENTRIES = (
    SearchEntry(
        FIGURE,
        "list.html#deaths",
        "Deaths from synthetic drugs",
        facts="2023",
        words="About 75,000 deaths.",
        verdicts=("lower",),
    ),
    SearchEntry(FIGURE, "list.html#seizures", "Seizures of pills", facts="2022", words="Sixty kilograms seized at the border."),
    SearchEntry(
        FIGURE, "list.html#parcels", "Security screening of parcels by machine", words="Post offices scan what is sent abroad."
    ),
    SearchEntry(BODY, "list.html#body", "Narcotics Commission", "国家禁毒委员会", words="Cooperates in drug control."),
)
QUESTIONS = {
    "postal screening": ["list.html#parcels"],
    "how many deaths in 2023?": ["list.html#deaths"],
    "75000": ["list.html#deaths"],
    "siezure": ["list.html#seizures"],
    "禁毒": ["list.html#body"],
    "narcotic": ["list.html#body"],
}
STOP = ("how", "many", "in")
STYLE = """
[hidden] { display: none !important }
:root { color-scheme: light dark }
body { font: 1rem/1.5 sans-serif; margin: 1rem; overflow-wrap: anywhere }
:focus-visible { outline: 3px solid; outline-offset: 2px }
.skip { position: absolute; top: -6rem } .skip:focus { top: 0 }
a, button, input, select { font: inherit; color: inherit; display: inline-block; max-width: 100% }
a, button, input, select { min-width: 2rem; min-height: 2rem }
"""
LIST = """
<form data-filter hidden><label>Words <input type="search" name="q"></label>
<label>Verdict <select name="verdict"><option value="">Any</option><option value="lower">Lower</option></select></label></form>
<p role="status" data-filter-status data-text="{shown} of {all} figures"></p>
<p data-filter-empty hidden>No figure fits. <button type="button" data-filter-clear>Clear the filters</button></p>
<table><caption>Figures</caption><thead><tr><th scope="col" data-sort="figure">Figure</th></tr></thead><tbody>
<tr data-item data-f-verdict="lower" data-s-figure="75000" id="deaths"><td>75,000</td></tr>
<tr data-item data-f-verdict="" data-s-figure="60" id="seizures"><td>60</td></tr>
<tr data-item data-f-verdict="" data-s-figure="" id="parcels"><td>not stated</td></tr>
</tbody></table><p id="body">A body.</p>
"""
BOX = """<form action="search.html" method="get" role="search"{}><label for="q">Search</label>
<input type="search" id="q" name="q"><button>Search</button></form>"""
SEARCH = (
    BOX.format(" data-search")
    + """<noscript><p>The search needs a script. <a href="list.html">All figures</a></p></noscript>
<p role="status" data-search-status data-one="1 result" data-many="{count} results" data-none="Nothing fits “{query}”."
 data-one-part="1 result has some of the words" data-many-part="{count} results have some of the words"></p>
<ol data-search-results></ol><button type="button" data-search-more hidden>Show more</button>
<template data-verdict="lower"><span class="mark">Lower</span></template>"""
)


def page(title: str, body: str, scripts: Sequence[str] = (), policy: str = POLICY) -> str:
    """A page as the base template makes it."""
    sources = "".join(f'<script src="{name}" defer></script>' for name in scripts)
    links = "".join(f'<a href="{name}.html">{name}</a> ' for name in ("index", "list", "search"))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
        f'<meta name="viewport" content="width=device-width"><meta name="description" content="{title}"><title>{title}</title>'
        f'<link rel="stylesheet" href="style.css">{sources}</head><body>'
        f'<a class="skip" href="#main">Skip</a><header><nav>{links}</nav></header><main id="main"><h1>{title}</h1>{body}</main>'
        "</body></html>"
    )


def write_site(folder: Path) -> Path:
    """Writes the site into an empty folder."""
    for name in ("filter.js", "search.js", "minisearch.js"):
        shutil.copy(STATIC / name, folder / name)
    texts = {
        "index.html": page("Home", BOX.format("")),
        "list.html": page("List", LIST, ["filter.js"]),
        "search.html": page("Search", SEARCH, ["minisearch.js", "search-index.js", "search.js"]),
        "search-index.js": index_script(ENTRIES, STOP).script,
        "style.css": STYLE,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
