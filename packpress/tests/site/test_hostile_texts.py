"""No text of a package becomes an element, an attribute, a script or a link of a page, and none is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest
from jinja2 import Environment
from tests.site.invented_site import invented_site
from tests.site.payloads import PAYLOADS, naughty_strings, packed

from packpress.site.rendering import environment
from packpress.site.rendering.render_site import render_site
from packpress.site.words.direction import show_turns

SCHEME = re.compile(r"[\s\x00-\x20]*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
ADDRESSES = ("href", "src", "action", "formaction", "data", "xlink:href", "srcdoc")
PACKED = packed(PAYLOADS, 6)
PLAIN = [f"plain {number}" for number in range(len(PACKED))]
Parts = set[tuple[str, str]]


def elements(data: bytes) -> list[Any]:
    """The elements of a page, as a browser without scripts makes them."""
    tree = html5lib.parse(data, namespaceHTMLElements=False, transport_encoding="utf-8", scripting=False)
    return [element for element in tree.iter() if type(element.tag) is str]  # not those of comments


def pages(files: Mapping[str, bytes]) -> Iterator[tuple[str, list[Any]]]:
    """The elements of each page of a site, with its path."""
    return ((path, elements(data)) for path, data in files.items() if path.endswith(".html"))


def parts(found: list[Any]) -> Parts:
    """The names of elements, and of their attributes."""
    return {(element.tag, str(name)) for element in found for name in ("", *element.attrib)}


def foreign(files: Mapping[str, bytes], own: Parts) -> list[str]:
    """What the pages have that no template has: elements, attributes, addresses of other schemes, scripts of their own."""
    faults = []
    for path, found in pages(files):
        faults += [f"{path}: <{element} {attribute}>" for element, attribute in parts(found) - own]
        for element in found:
            for name in ADDRESSES:
                scheme = SCHEME.match(element.get(name, ""))
                if scheme and scheme[1].lower() not in ("http", "https", "mailto"):
                    faults.append(f"{path}: {name}={element.get(name)[:40]!r}")
            if element.tag == "script" and "src" not in element.attrib and element.get("type") != "application/ld+json":
                faults.append(f"{path}: <script>")
    return faults


def headings(files: Mapping[str, bytes]) -> list[str]:
    """The headings of pages, without spaces."""
    found = (element for _, page in pages(files) for element in page if element.tag == "h1")
    return ["".join("".join(element.itertext()).split()) for element in found]


@pytest.fixture(scope="module")
def plain() -> Mapping[str, bytes]:
    return render_site(invented_site(PLAIN))


@pytest.fixture(scope="module")
def own(plain: Mapping[str, bytes]) -> Parts:
    return {part for _, found in pages(plain) for part in parts(found)}


@pytest.fixture(scope="module")
def hostile() -> Mapping[str, bytes]:
    return render_site(invented_site(PACKED))


def test_no_text_makes_an_element_an_attribute_or_a_link(hostile: Mapping[str, bytes], own: Parts) -> None:
    assert foreign(hostile, own) == []


def test_each_record_is_headed_by_its_title_whatever_that_is(hostile: Mapping[str, bytes]) -> None:
    shown = "\n".join(headings({path: data for path, data in hostile.items() if path.startswith("visits/")}))
    assert [text for text in PACKED if "".join(show_turns(text).split()) not in shown] == []


def test_names_of_files_are_plain_whatever_the_identifiers_are(hostile: Mapping[str, bytes]) -> None:
    name = r"[a-zA-Z0-9_~-][a-zA-Z0-9._~-]*"
    assert [path for path in hostile if not re.fullmatch(f"({name}/)*{name}", path)] == []


def test_scripts_records_and_feeds_hold_every_text(hostile: Mapping[str, bytes], plain: Mapping[str, bytes]) -> None:
    script = hostile["static/search-index.js"].decode()
    index = json.loads(script.removeprefix("globalThis.packpressIndex=").removesuffix(";\n"))
    assert {row[2] for row in index["records"]} >= {*map(show_turns, PACKED)}
    records = [json.loads(data)["record"] for path, data in hostile.items() if re.fullmatch(r"visits/.*\.json", path)]
    assert sorted(record["title"] for record in records) == sorted(PACKED)
    tags = [{element.tag for element in ElementTree.fromstring(files["changes.atom"]).iter()} for files in (hostile, plain)]
    assert tags[0] == tags[1]


@pytest.mark.slow
def test_no_naughty_string_makes_an_element_an_attribute_or_a_link(own: Parts) -> None:
    texts = naughty_strings()
    if not texts:
        pytest.skip("PACKPRESS_CORPORA does not name a folder with naughty-strings/")
    assert len(texts) > 500
    assert foreign(render_site(invented_site(packed([*PAYLOADS, *texts], 20))), own) == []


def test_what_is_not_escaped_is_found(monkeypatch: pytest.MonkeyPatch, own: Parts) -> None:
    without_escapes(monkeypatch)
    found = foreign(render_site(invented_site(PACKED)), own)
    assert {fault.partition(": ")[2] for fault in found} >= {"<script>", "<img onerror>"}


def without_escapes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turn the escaping of the templates off, as a control."""

    def careless(**options: Any) -> Environment:
        return Environment(**options | {"autoescape": False})

    monkeypatch.setattr(environment, "Environment", careless)
