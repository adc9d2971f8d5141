"""The hash of what an output is made from: it sees every change that the output shows, and no other."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packpress.errors import PackageError
from packpress.package.descriptor import read_package
from packpress.package.outputs import source_hash
from packpress.package.outputs.source_hash import SourceHashes, TooLargeError, canonical_bytes, codebook_hash

PASSAGES = "id,source,first,last\np,s,A,b\n"
NAMES = {"resource": "passages", "source": "source", "firstWords": "first", "lastWords": "last", "link": "link"}
PROOF: dict[str, Any] = {"passages": NAMES, "sources": {"resource": "sources", "url": "url"}}


def _package(root: Path, proof: Any = PROOF) -> SourceHashes:
    """The hashes of a package of passages with links and of their sources."""
    (root / "passages.csv").write_text(PASSAGES, encoding="utf-8")
    (root / "sources.csv").write_text("id,url\ns,https://example.org\n", encoding="utf-8")
    resources = []
    for name in ("passages", "sources"):
        header = (root / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
        schema = {"fields": [{"name": column, "type": "string"} for column in header], "primaryKey": ["id"]}
        resources.append({"name": name, "path": f"{name}.csv", "schema": schema})
    raw = {"name": "p", "resources": resources, "packpress:provenance": proof}
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    return _read(root)


def _read(root: Path) -> SourceHashes:
    return SourceHashes(read_package(root)[0])


def _hashes(hashes: SourceHashes) -> tuple[str, str, str, str]:
    passages, sources = hashes.package.tables
    return hashes.parquet(passages), hashes.parquet(sources), hashes.schema(passages), hashes.codebook()


def test_every_change_of_one_byte_of_a_table_is_seen(tmp_path: Path) -> None:
    package = _package(tmp_path).package
    file, data = tmp_path / "passages.csv", PASSAGES.encode()
    seen = set()
    changed = [data[:n] + bytes([byte]) + data[n + 1 :] for n in range(len(data)) for byte in range(0, 256, 5)]
    cut_or_grown = [data[:-1], data[1:], data + b"\n", b""]
    for content in (states := {data, *changed, *cut_or_grown}):
        file.write_bytes(content)
        hashes = SourceHashes(package)
        seen.add((hashes.parquet(package.resources[0]), hashes.codebook()))
    assert len({parquet for parquet, _ in seen}) == len({codebook for _, codebook in seen}) == len(states)


def _write(path: str, text: str) -> Callable[[Path], object]:
    return lambda root: (root / path).write_text(text, encoding="utf-8")


def _proof(part: str, **roles: str) -> Callable[[Path], object]:
    return lambda root: _package(root, {**PROOF, part: PROOF[part] | roles})


# what changes → whether the Parquet of passages, that of their sources, the schema of passages and the codebook do
LINKED: dict[str, tuple[Callable[[Path], object], tuple[bool, bool, bool, bool]]] = {
    "nothing": (lambda root: None, (False, False, False, False)),
    "the sources, to which the links lead": (_write("sources.csv", "id,url\ns,\n"), (True, True, False, True)),
    "the passages": (_write("passages.csv", PASSAGES + "q,s,C,d\n"), (True, False, False, True)),
    "the name of the links": (_proof("passages", link="address"), (True, False, True, True)),
    "the column that the links begin with": (_proof("passages", firstWords="last"), (True, False, False, False)),
    "the column of addresses": (_proof("sources", url="id"), (True, False, False, True)),
    "a role that the links do not show": (_proof("passages", noClaim="last"), (False, False, False, False)),
    "there are no links": (lambda root: _package(root, {}), (True, False, True, True)),
    "the table of sources has another name there": (_proof("sources", resource="x"), (True, False, False, True)),
}


@pytest.mark.parametrize(("change", "expected"), LINKED.values(), ids=LINKED)
def test_links_are_made_from_the_table_of_sources_too(
    change: Callable[[Path], object], expected: tuple[bool, ...], tmp_path: Path
) -> None:
    before = _hashes(_package(tmp_path))
    change(tmp_path)
    assert tuple(a != b for a, b in zip(before, _hashes(_read(tmp_path)), strict=True)) == expected


EVIDENCE = {"resource": "passages", "records": ["first"], "fragment": "last", "stance": "first"}
# a role of the evidence → whether the codebook shows it
ROLES = {"records": True, "passage": True, "fragment": True, "locator": True, "source": True, "access": True, "stance": False}


@pytest.mark.parametrize("role", ROLES)
def test_the_codebook_is_made_from_the_columns_in_which_the_proof_is_counted(role: str, tmp_path: Path) -> None:
    before = _package(tmp_path, {**PROOF, "evidence": EVIDENCE}).codebook()
    changed: Any = ["id"] if role == "records" else "id"
    after = _package(tmp_path, {**PROOF, "evidence": EVIDENCE | {role: changed}}).codebook()
    assert (before != after) == ROLES[role]


def test_the_hashes_that_a_thread_takes_are_the_same(tmp_path: Path) -> None:
    hashes = _package(tmp_path)
    assert _hashes(SourceHashes.ahead(hashes.package)) == _hashes(hashes)
    assert len(set(_hashes(hashes))) == 4


def test_a_file_that_the_thread_cannot_read_is_named_where_its_hash_is_asked_for(tmp_path: Path) -> None:
    package = _package(tmp_path).package
    (tmp_path / "passages.csv").unlink()
    with pytest.raises(FileNotFoundError, match=r"passages\.csv"):
        SourceHashes.ahead(package).codebook()


def test_no_more_is_read_than_is_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = _package(tmp_path).package
    read: list[str] = []
    digest = source_hash._digest

    def counted(file: Path) -> str:
        read.append(file.name)
        return digest(file)

    monkeypatch.setattr(source_hash, "_digest", counted)
    hashes = SourceHashes(package, most=(tmp_path / "sources.csv").stat().st_size)
    passages, sources = package.resources
    assert hashes.parquet(sources) == hashes.parquet(sources)
    with pytest.raises(TooLargeError):
        hashes.parquet(passages)
    assert read == ["sources.csv"]


# what happens to a file while it is read
EDITS: dict[str, Callable[[Path], object]] = {
    "it is written": lambda file: file.write_text(PASSAGES.replace("A", "B"), encoding="utf-8"),
    "it is replaced": lambda file: file.with_name("new").rename(file),
    "it is removed": lambda file: file.unlink(),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_file_that_is_changed_while_it_is_read_is_refused(edit: Callable[[Path], object], tmp_path: Path) -> None:
    hashes = _package(tmp_path)
    (tmp_path / "new").write_text(PASSAGES, encoding="utf-8")
    hashes.require_unchanged()
    edit(tmp_path / "passages.csv")
    with pytest.raises(PackageError, match=r"^passages\.csv: changed while it was being read; run the command again$"):
        hashes.require_unchanged()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


def _reversed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _reversed(value[name]) for name in reversed(value)}
    return [_reversed(item) for item in value] if isinstance(value, list) else value


@given(JSON.filter(lambda value: "\\ud" not in json.dumps(value)))
def test_canonical_json_keeps_the_value_and_not_the_order_of_its_keys(value: Any) -> None:
    assert json.loads(canonical_bytes(value)) == value
    assert canonical_bytes(_reversed(value)) == canonical_bytes(value)


# first line of a codebook → the hash that it carries
DIGEST = "0123456789abcdef" * 4
LINES = {
    f"<!-- Made by `packpress build` from x (sha256:{DIGEST}). Do not edit. -->\n": f"sha256:{DIGEST}",
    "<!-- Made by `packpress build` from x. Do not edit. -->\n": "",
    f"<!-- Made by `packpress build` from x (sha256:{DIGEST[:-1]}). -->\n": "",
    f"<!-- Made by another (sha256:{DIGEST}). -->\n": "",
    f"<!-- Made by `packpress build` -->\n(sha256:{DIGEST})": "",
    "": "",
}


@pytest.mark.parametrize(("line", "expected"), LINES.items())
def test_the_first_line_of_a_codebook_carries_a_hash(line: str, expected: str) -> None:
    assert codebook_hash(line.encode()) == expected
