"""Compares the files of a release with ``SHA256SUMS`` and ``release.json``: names what is missing, changed or extra."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from packpress.errors import PackageError
from packpress.filesystem.file_names import name_fault
from packpress.issue import Findings, Issue
from packpress.package.strict_json import read_json
from packpress.publish.release.names import RELEASE_FILE, SIGNATURE_FILES, SUMS_FILE, SUMS_LINE
from packpress.publish.release.release_json import file_hash
from packpress.publish.verify.opened_release import OpenedRelease, report_unsafe

_HASH = re.compile(r"[0-9a-f]{64}")
_MAX_SUMS = 16 * 1024 * 1024
_AGAIN = "download it again"


@dataclass(frozen=True)
class StatedTable:
    """What ``release.json`` says of a table: its rows, and the hash of its content."""

    name: str
    rows: int
    content_sha256: str


@dataclass(frozen=True)
class Stated:
    """What a release says of itself: for each file its SHA-256, bytes and rows, and its tables."""

    sums: Mapping[str, str]
    sizes: Mapping[str, int]
    rows: Mapping[str, int]
    tables: tuple[StatedTable, ...]
    tools: Mapping[str, str]


def compare_sums(release: OpenedRelease, findings: Findings) -> tuple[Stated, Mapping[str, str]]:
    """Reports the files that differ from what is stated; returns that, and the SHA-256 of each file that is there."""
    found = {path: file_hash(file) for path, file in release.files.items()}
    sums = _read_sums(release, findings)
    stated = _read_release_json(release, findings)
    _compare(release, sums, stated, found, findings)
    return stated, found


def _read_sums(release: OpenedRelease, findings: Findings) -> Mapping[str, str]:
    """Returns the hash that ``SHA256SUMS`` has for each path; reports its invalid lines."""
    if (file := release.files.get(SUMS_FILE)) is None:
        _report(findings, SUMS_FILE, "release-missing", f"the file is missing; {_AGAIN}")
        return {}
    if file.stat().st_size > _MAX_SUMS:
        raise PackageError(f"{SUMS_FILE}: is larger than {_MAX_SUMS // 2**20} MiB; {_AGAIN}")
    sums: dict[str, str] = {}
    lines = file.read_bytes().decode("utf-8", "replace").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    for number, line in enumerate(lines, 1):
        match = SUMS_LINE.fullmatch(line)
        if match is None:
            message = f"is not a hash, two spaces and a path; {_AGAIN}"
            findings.add(Issue(SUMS_FILE, number, "", "", "release-sums", "error", message, line))
        elif fault := name_fault(match[2]):
            report_unsafe(findings, match[2], f"{fault}, in line {number} of {SUMS_FILE}")
        elif sums.setdefault(match[2], match[1]) != match[1]:
            message = f"has two hashes for this file; {_AGAIN}"
            findings.add(Issue(SUMS_FILE, number, "", "", "release-sums", "error", message, match[2]))
    return sums


def _read_release_json(release: OpenedRelease, findings: Findings) -> Stated:
    """Returns what ``release.json`` says; reports what in it is missing or invalid."""
    nothing = Stated({}, {}, {}, (), {})
    if (file := release.files.get(RELEASE_FILE)) is None:
        _report(findings, RELEASE_FILE, "release-missing", f"the file is missing; {_AGAIN}")
        return nothing
    try:
        raw = read_json(file, RELEASE_FILE)
    except PackageError as error:
        _report(findings, RELEASE_FILE, "release-sums", f"{str(error).removeprefix(f'{RELEASE_FILE}: ')}; {_AGAIN}")
        return nothing
    files, tables = (_objects(raw, name) for name in ("files", "tables"))
    if files is None or tables is None or not all(map(_is_file, files)) or not all(map(_is_table, tables)):
        _report(findings, RELEASE_FILE, "release-sums", f'lacks "files" or "tables" with hashes and sizes; {_AGAIN}')
        return nothing
    tools = raw.get("tools") if isinstance(raw.get("tools"), dict) else {}
    return Stated(
        {item["path"]: item["sha256"] for item in files},
        {item["path"]: item["bytes"] for item in files},
        {item["path"]: item["rows"] for item in files if "rows" in item},
        tuple(StatedTable(item["name"], item["rows"], item["content_sha256"]) for item in tables),
        {str(name): str(version) for name, version in tools.items()},
    )


def _objects(raw: Any, name: str) -> list[dict[str, Any]] | None:
    listed = raw.get(name) if isinstance(raw, dict) else None
    return listed if isinstance(listed, list) and all(isinstance(item, dict) for item in listed) else None


def _is_file(item: Mapping[str, Any]) -> bool:
    numbers = (item.get("bytes"), item.get("rows", 0))
    is_counted = all(type(number) is int and number >= 0 for number in numbers)
    return is_counted and isinstance(item.get("path"), str) and _is_hash(item.get("sha256"))


def _is_table(item: Mapping[str, Any]) -> bool:
    is_counted = type(rows := item.get("rows")) is int and rows >= 0
    return is_counted and isinstance(item.get("name"), str) and _is_hash(item.get("content_sha256"))


def _is_hash(value: Any) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def _compare(
    release: OpenedRelease, sums: Mapping[str, str], stated: Stated, found: Mapping[str, str], findings: Findings
) -> None:
    homes = {digest: path for path, digest in {**stated.sums, **sums}.items()}
    moved = {digest: path for path, digest in found.items() if path not in sums}
    for path in sorted({*sums, *stated.sums}):
        wanted = sums.get(path, stated.sums.get(path, ""))
        if path in stated.sums and path in sums and sums[path] != stated.sums[path]:
            _report(
                findings,
                path,
                "release-sums",
                f"has one hash in {SUMS_FILE}, another in {RELEASE_FILE}; download both again",
            )
        elif path not in sums and SUMS_FILE in release.files:
            _report(findings, path, "release-sums", f"is in {RELEASE_FILE}, but not in {SUMS_FILE}; download both again")
        elif path not in stated.sums and stated.sums and path != RELEASE_FILE:
            _report(findings, path, "release-sums", f"is in {SUMS_FILE}, but not in {RELEASE_FILE}; download both again")
        if path not in found:
            hint = f'"{moved[wanted]}" has its content, so rename that file' if wanted in moved else _AGAIN
            if not name_fault(path):
                _report(findings, path, "release-missing", f"the file is missing; {hint}")
        elif found[path] != wanted:
            _report(findings, path, "release-changed", _changed(path, release, stated, homes.get(found[path], "")))
    if RELEASE_FILE in found and RELEASE_FILE not in sums and SUMS_FILE in found:
        _report(findings, RELEASE_FILE, "release-sums", f"is not in {SUMS_FILE}; download both again")
    for path in sorted({*found} - {*sums, *stated.sums, SUMS_FILE, *SIGNATURE_FILES, RELEASE_FILE}):
        _report(findings, path, "release-extra", "the file is not part of the release; remove it, or move it elsewhere")


def _changed(path: str, release: OpenedRelease, stated: Stated, home: str) -> str:
    """Returns what is wrong with a file of another hash."""
    if home:
        return f'the file has the content of "{home}"; download both again'
    size, wanted = release.files[path].stat().st_size, stated.sizes.get(path)
    if wanted is not None and size != wanted:
        return f"the file has {size:,} bytes instead of {wanted:,}; {_AGAIN}"
    return f"the file differs from its hash; {_AGAIN}"


def _report(findings: Findings, path: str, rule: str, message: str) -> None:
    findings.add(Issue(path, 0, "", "", rule, "error", message))
