"""Compares the hashes, sizes and rows that the descriptions of a release name with those of its files and tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from packpress.errors import PackageError, PackpressError
from packpress.escape import escape
from packpress.issue import Findings, Issue
from packpress.package.model import DESCRIPTOR
from packpress.package.strict_json import parse_json
from packpress.text_file import read_text

CROISSANT, DCAT, CARD, SCHEMA_ORG = "croissant.json", "dcat.ttl", "huggingface/README.md", "schema-org.jsonld"
_AGAIN = "download the release again"
# what a statement of Turtle says of a file: its address, its size, its hash; or its end
_TURTLE = re.compile(
    r'dcat:downloadURL\s+<(?P<url>[^<>]*)>|dcat:byteSize\s+"(?P<size>[0-9]+)"'
    r'|spdx:checksumValue\s+"(?P<hash>[0-9A-Fa-f]*)"|(?P<text>"(?:[^"\\\n]|\\.)*")|(?P<end>\s\.\s*$)',
    re.MULTILINE,
)
_CARD_ROW = re.compile(r"^\| `(?P<table>[^`|]+)` \| (?P<rows>[0-9][0-9,]*) \|", re.MULTILINE)


class NamedFile(NamedTuple):
    """What a description says of a file: its path or address, its hash and its bytes, as far as it says so."""

    path: str
    sha256: str | None
    size: int | None


@dataclass(frozen=True)
class StatedFiles:
    """What ``release.json`` says: the SHA-256 and bytes of each file, and the rows of each table."""

    hashes: Mapping[str, str]
    sizes: Mapping[str, int]
    rows: Mapping[str, int]


def check_descriptions(files: Mapping[str, Path], facts: StatedFiles, findings: Findings) -> None:
    """Reports each description that names another hash, size or row count, or that lacks a Parquet file."""
    tables = [path for path in facts.hashes if path.endswith(".parquet")]
    for path, read in _READERS.items():
        if (text := _text(files, path, findings)) is not None:
            try:
                named = list(read(text, path))
            except PackageError as error:
                _report(findings, path, str(error).removeprefix(f"{path}: "))
                continue
            seen = {found for item in named if (found := _check_file(item, path, facts, findings))}
            for missing in sorted({*tables} - seen) if path in _WHOLE else ():
                _report(findings, path, f"does not have the hash of {missing}")
    if (card := _text(files, CARD, findings)) is not None:
        _check_card(card, facts, findings)


def _text(files: Mapping[str, Path], path: str, findings: Findings) -> str | None:
    """Returns the text of the file; None if the release lacks it, or, with an issue, if it is no text."""
    if path not in files:
        return None
    try:
        return read_text(files[path], path)
    except PackpressError as error:
        _report(findings, path, str(error).removeprefix(f"{path}: "))
        return None


def _check_file(item: NamedFile, path: str, facts: StatedFiles, findings: Findings) -> str:
    """Reports what the description says wrongly of a file; returns the path of the file, "" if it gives no hash."""
    home = _file_of(item.path, facts.hashes)
    if not home:
        if item.sha256 is not None:
            _report(findings, path, f"names {escape(item.path)}, which the release does not have")
        return ""
    if item.sha256 is not None and item.sha256.lower() != facts.hashes[home]:
        _report(findings, path, f"has another hash of {home} than the file: {escape(item.sha256)}")
    if item.size is not None and item.size != facts.sizes[home]:
        _report(findings, path, f"says that {home} has {item.size:,} bytes, but it has {facts.sizes[home]:,}")
    return home if item.sha256 is not None else ""


def _file_of(address: str, paths: Mapping[str, str]) -> str:
    """Returns the file of the release that a path or an address means; "" if there is no such file."""
    path = unquote(address)
    if path in paths:
        return path
    return max((known for known in paths if path.endswith(f"/{known}")), key=len, default="")


def _in_json(text: str, path: str) -> Iterator[NamedFile]:
    """Yields every object that names a file by "path" or "contentUrl" and has its hash."""
    left = [parse_json(text, path)]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            address, digest = value.get("path", value.get("contentUrl")), value.get("sha256", value.get("hash"))
            if isinstance(address, str) and isinstance(digest, str):
                size = value.get("bytes", value.get("contentSize"))
                yield NamedFile(address, digest.removeprefix("sha256:"), _number(size))
        left += value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _number(size: Any) -> int | None:
    """Returns the bytes of a size such as 12 or "12 B"; None if it is not in bytes."""
    match = re.fullmatch(r"([0-9]{1,18})(?: ?B)?", str(size))
    return int(match[1]) if match else None


def _in_turtle(text: str, path: str) -> Iterator[NamedFile]:
    """Yields the file of each statement with ``dcat:downloadURL``, as packpress writes them."""
    found: dict[str, str] = {}
    for match in _TURTLE.finditer(text):
        kind = str(match.lastgroup)
        if kind != "end":
            found[kind] = match[kind]
            continue
        if "url" in found:
            yield NamedFile(found["url"], found.get("hash"), int(found["size"]) if "size" in found else None)
        found = {}


_WHOLE = (DESCRIPTOR, CROISSANT, DCAT)
"""The descriptions that must have the hash of every table; schema.org has none without the address of a file."""
_READERS: Mapping[str, Callable[[str, str], Iterator[NamedFile]]] = {
    DESCRIPTOR: _in_json,
    CROISSANT: _in_json,
    SCHEMA_ORG: _in_json,
    DCAT: _in_turtle,
}
"""The descriptions that have hashes, each with the function that finds them."""


def _check_card(text: str, facts: StatedFiles, findings: Findings) -> None:
    """Reports a configuration of a file that the release lacks, and row counts that differ."""
    for path in _data_files(text, findings):
        if path not in facts.hashes:
            _report(findings, CARD, f"names {escape(path)}, which the release does not have")
    seen = set()
    for match in _CARD_ROW.finditer(text):
        table, rows = match["table"], int(match["rows"].replace(",", ""))
        seen.add(table)
        if facts.rows.get(table, rows) != rows:
            _report(findings, CARD, f"says that the table {escape(table)} has {rows:,} rows, but it has {facts.rows[table]:,}")
    for table in sorted(facts.rows.keys() - seen):
        _report(findings, CARD, f"does not have the rows of the table {escape(table)}")


def _data_files(text: str, findings: Findings) -> Iterator[str]:
    """Yields the paths of the files in the metadata at the beginning of the card."""
    from packpress.package.forms.strict_yaml import parse_yaml

    match = re.match(r"---\n(.*?\n)---\n", text, re.DOTALL)
    try:
        raw = parse_yaml(match[1], CARD) if match else {}
    except PackageError as error:
        _report(findings, CARD, str(error).removeprefix(f"{CARD}: "))
        return
    configs = raw.get("configs") if isinstance(raw, dict) else None
    for item in configs if isinstance(configs, list) else ():
        listed = item.get("data_files") if isinstance(item, dict) else None
        for file in listed if isinstance(listed, list) else ():
            if isinstance(file, dict) and isinstance(file.get("path"), str):
                yield file["path"]


def _report(findings: Findings, path: str, message: str) -> None:
    findings.add(Issue(path, 0, "", "", "release-description", "error", f"{message}; {_AGAIN}"))
