"""Every description of a small release is as agreed in tests/golden/release/, and what is missing is left out and named."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from packpress.publish.metadata.bibtex import bibtex_text
from packpress.publish.metadata.cff import cff_text
from packpress.publish.metadata.croissant import croissant_text
from packpress.publish.metadata.csvw import csvw_text
from packpress.publish.metadata.datacite import datacite_text
from packpress.publish.metadata.datapackage import descriptor_text
from packpress.publish.metadata.dcat import dcat_text
from packpress.publish.metadata.facts.described import Described
from packpress.publish.metadata.hugging_face import card_text
from packpress.publish.metadata.readme import readme_text
from packpress.publish.metadata.schema_org import schema_org_text
from packpress.publish.metadata.write_metadata import missing_addresses, missing_facts, write_metadata
from packpress.publish.metadata.zenodo import zenodo_text
from packpress.publish.release.model import Release, ReleaseFile

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "release"
FILES = (
    ReleaseFile("parquet/ports.parquet", "Ports", "application/vnd.apache.parquet", 2),
    ReleaseFile("csv.zip", "everybody", "application/zip"),
)
ALL = (
    "datapackage.json",
    "croissant.json",
    "dcat.ttl",
    "schema-org.jsonld",
    "csvw-metadata.json",
    "datacite.json",
    ".zenodo.json",
    "CITATION.cff",
    "citation.bib",
    "huggingface/README.md",
    "README.md",
)
# golden file → its text
TEXTS: dict[str, Callable[[Described], str]] = {
    "datapackage.json": descriptor_text,
    "croissant.json": croissant_text,
    "dcat.ttl": dcat_text,
    "schema-org.jsonld": schema_org_text,
    "csvw-metadata.json": csvw_text,
    "datacite.json": datacite_text,
    "zenodo.json": zenodo_text,
    "CITATION.cff": cff_text,
    "citation.bib": bibtex_text,
    "huggingface.md": card_text,
    "README.md": lambda described: readme_text(described, [ReleaseFile("CITATION.cff", "citing it", "application/yaml")]),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_description_is_as_agreed(name: str, describe: Callable[..., Described]) -> None:
    assert TEXTS[name](describe()) == (GOLDEN / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["dcat.ttl", "schema-org.jsonld", "README.md"])
def test_a_description_with_a_homepage_is_as_agreed(name: str, describe: Callable[..., Described]) -> None:
    expected = (GOLDEN / "with-homepage" / name).read_text(encoding="utf-8")
    assert TEXTS[name](describe(homepage="https://example.org/ships")) == expected


# whose addresses a description may have: those of the descriptor, and of the standards that it follows
STATED = {"creativecommons.org", "example.org", "orcid.org"}
STANDARDS = {
    "datacite.org",
    "datapackage.org",
    "mlcommons.org",
    "purl.org",
    "schema.org",
    "spdx.org",
    "www.iana.org",
    "www.w3.org",
    "xmlns.com",
}


@pytest.mark.parametrize("name", TEXTS)
def test_no_address_is_invented(name: str, describe: Callable[..., Described]) -> None:
    assert set(re.findall(r"https?://([^/\s\"]+)", TEXTS[name](describe()))) <= STATED | STANDARDS


def test_every_description_is_written_and_returned(make_release: Callable[..., Release]) -> None:
    release = make_release()
    (release.package.root / "LICENSE").write_text("Do what you like.\n", encoding="utf-8")
    written = write_metadata(release, FILES)
    assert tuple(file.path for file in written) == (*ALL[:-1], "LICENSE", "README.md")
    assert all((release.folder / file.path).stat().st_size for file in written)
    assert (release.folder / "LICENSE").read_text(encoding="utf-8") == "Do what you like.\n"


def test_a_link_in_place_of_the_licence_is_not_followed(make_release: Callable[..., Release], tmp_path: Path) -> None:
    release = make_release()
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (release.package.root / "LICENSE").symlink_to(tmp_path / "secret")
    assert "LICENSE" not in {file.path for file in write_metadata(release, FILES)}


def test_the_same_release_elsewhere_has_the_same_descriptions(
    make_release: Callable[..., Release], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make_release("one"), make_release("a/longer/path")
    write_metadata(first, FILES)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LC_ALL", "C")
    previous = os.umask(0o077)
    try:
        write_metadata(second, FILES)
    finally:
        os.umask(previous)
    for path in ALL:
        assert (first.folder / path).read_bytes() == (second.folder / path).read_bytes()


# what the descriptor lacks → the descriptions that are left out, and why
MISSING: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "no fact": ({}, {}),
    "no contributors": (
        {"contributors": None},
        dict.fromkeys(("datacite.json", ".zenodo.json", "CITATION.cff"), 'no contributor with the role "creator"'),
    ),
    "contributors with other roles only": (
        {"contributors": [{"title": "A", "roles": ["funder"]}]},
        dict.fromkeys(("datacite.json", ".zenodo.json", "CITATION.cff"), 'no contributor with the role "creator"'),
    ),
    "no description": (
        {"description": None},
        dict.fromkeys(("dcat.ttl", ".zenodo.json"), 'no "description"; add one'),
    ),
    "neither description nor contributors": (
        {"description": None, "contributors": None},
        {
            "dcat.ttl": 'no "description"; add one',
            "datacite.json": "no contributor",
            ".zenodo.json": 'no "description"; add one, and no contributor with the role "creator"',
            "CITATION.cff": "no contributor",
        },
    ),
    "no title but a name": ({"title": None}, {}),
    "neither title nor name": (
        {"title": "", "name": None},
        dict.fromkeys(
            (
                "croissant.json",
                "dcat.ttl",
                "schema-org.jsonld",
                "datacite.json",
                ".zenodo.json",
                "CITATION.cff",
                "citation.bib",
            ),
            'no "title" and no "name"',
        ),
    ),
    "no licence, keywords or sources": ({"licenses": None, "keywords": None, "sources": None}, {}),
    "properties of other types": ({"licenses": "MIT", "keywords": {}, "sources": [1], "homepage": 3}, {}),
}


@pytest.mark.parametrize(("properties", "left_out"), MISSING.values(), ids=MISSING)
def test_a_description_without_a_fact_that_it_needs_is_left_out_and_named(
    properties: dict[str, Any], left_out: dict[str, str], make_release: Callable[..., Release]
) -> None:
    release = make_release(**properties)
    written = {file.path for file in write_metadata(release, FILES)}
    assert {*ALL} - written == {*left_out}
    named = {lack.path: lack for lack in missing_facts(release.package)}
    assert named.keys() == left_out.keys()
    assert all(reason in named[path].why and not named[path].part for path, reason in left_out.items())


def test_the_csv_files_are_not_described_where_there_are_none(make_release: Callable[..., Release]) -> None:
    release = make_release()
    (release.folder / "csv.zip").unlink()
    assert "csvw-metadata.json" not in {file.path for file in write_metadata(release, FILES[:1])}
    assert "### R" not in (release.folder / "README.md").read_text(encoding="utf-8")


def test_missing_addresses_are_named_only_without_a_homepage_on_the_web(make_release: Callable[..., Release]) -> None:
    named = [lack.path for lack in missing_addresses(make_release("one").package)]
    assert named == [
        "croissant.json",
        "dcat.ttl",
        "schema-org.jsonld",
        "datacite.json",
        ".zenodo.json",
        "CITATION.cff",
        "citation.bib",
    ]
    assert missing_addresses(make_release("two", homepage="https://example.org/").package) == ()
    assert len(missing_addresses(make_release("three", homepage="file:///home").package)) == len(named)


def test_a_description_that_is_left_out_is_not_said_to_lack_an_address(make_release: Callable[..., Release]) -> None:
    package = make_release(contributors=None).package
    assert [lack.path for lack in missing_addresses(package)] == [
        "croissant.json",
        "dcat.ttl",
        "schema-org.jsonld",
        "citation.bib",
    ]
