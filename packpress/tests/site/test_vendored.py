"""What others wrote comes as they published it, with its licence, by version and hash, and names no registry."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from difflib import ndiff
from pathlib import Path

from packpress.site.rendering.render_site import MINISEARCH as MINISEARCH_NAME
from packpress.site.rendering.render_site import without_comments

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "src" / "packpress" / "site" / "static"
MINISEARCH = "03c27931eb603af1d3358579e9885eafdb6a2f5fa9929557b3e77d7e99d06d03"
"""The hash of ``dist/umd/index.js`` of MiniSearch 7.2.0."""


def test_minisearch_is_the_file_that_its_author_published() -> None:
    assert hashlib.sha256((STATIC / "minisearch.js").read_bytes()).hexdigest() == MINISEARCH


def test_a_site_has_it_without_comments() -> None:
    whole = (STATIC / MINISEARCH_NAME).read_bytes()
    kept = without_comments(whole).decode()
    lines = ndiff(whole.decode().splitlines(), kept.splitlines())
    changed = [line[:2] + line[2:].split()[0][:2] for line in lines if line[0] != " "]
    assert {*changed} == {"- /*", "- *", "- */", "- //"}
    assert len(kept) < 50_000


def test_its_licence_is_there_and_among_those_of_the_package() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["license-files"]
    (licence,) = (name for name in listed if name.endswith("minisearch.LICENSE.txt"))
    assert "Permission is hereby granted, free of charge" in (ROOT / licence).read_text(encoding="utf-8")


def test_the_scripts_of_a_page_are_small() -> None:
    sizes = {file.name: file.stat().st_size for file in STATIC.glob("*.js")}
    assert set(sizes) == {"filter.js", "minisearch.js", "search.js"}
    assert sum(sizes.values()) <= 110_000


def test_what_judges_pages_is_pinned_by_hash_and_names_no_address() -> None:
    text = (ROOT / "tests" / "site" / "browser" / "package-lock.json").read_text(encoding="utf-8")
    packages = {name: found for name, found in json.loads(text)["packages"].items() if name}
    assert [name for name, found in packages.items() if not found["integrity"].startswith("sha512-")] == []
    lock = (ROOT / "requirements-browser.lock").read_text(encoding="utf-8")
    named = re.findall(r"^[a-z0-9-]+==[0-9.]+ .*\\\n    --hash=sha256:", lock, re.MULTILINE)
    assert len(named) == len(re.findall(r"^[a-z0-9-]+==", lock, re.MULTILINE)) > 1
    assert "://" not in text + lock
