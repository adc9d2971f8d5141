"""The dataset itself: valid, laid out canonically, true to the coded texts, and silent about what it must not say."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import subprocess
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from packpress.check.validate import validate
from packpress.cli import main

ROOT = Path(__file__).resolve().parents[1]
TABLES = sorted(file.stem for file in (ROOT / "data").glob("*.csv"))
SHINGLE = 12
FRAGMENT_LIMIT = 8
MASKED = re.compile(r"(?:\w+ )?\*\w+")
ADDRESS = re.compile(r"https?://\S+")


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


@cache
def source_text(file: Path) -> str:
    return folded(file.read_text(encoding="utf-8"))


def test_all_four_layers_find_nothing() -> None:
    report = validate(ROOT, full=True, rules=ROOT / "schemas" / "rules")
    assert (report.issues, report.layers) == ((), ("files", "cells", "rules", "own rules", "views", "second opinion"))


def test_the_formatter_would_change_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["format", "--check", str(ROOT)]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_what_the_csv_module_writes_of_it(table: str) -> None:
    """The layout by a writer that is not ours: LF, quotes only where needed, rows in the order of their key."""
    data = (ROOT / "data" / f"{table}.csv").read_bytes()
    text = io.StringIO()
    header = next(csv.reader(io.StringIO(data.decode("utf-8"))))
    writer = csv.DictWriter(text, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows(table), key=lambda row: row["id"]))
    assert text.getvalue().encode("utf-8") == data
    assert unicodedata.is_normalized("NFC", text.getvalue())


def test_a_fragment_has_eight_words_at_most() -> None:
    assert [row["id"] for row in rows("evidence") if len(row["fragment"].split()) > FRAGMENT_LIMIT] == []


def test_first_and_last_words_are_four_at_most() -> None:
    ends = (row[name] for row in rows("passages") for name in ("first_words", "last_words"))
    assert [words for words in ends if len(words.split()) > 4] == []


def test_every_passage_is_cited_or_has_its_reason_and_never_both() -> None:
    cited = {row["passage_id"] for row in rows("evidence")}
    assert [row["id"] for row in rows("passages") if (row["id"] in cited) == bool(row["no_claim_reason"])] == []


@pytest.fixture(scope="session")
def names_as_masked(texts: Path) -> set[str]:
    """Every masked name of the coded texts, as it is printed there."""
    return {name for file in texts.glob("*section*.txt") for name in MASKED.findall(source_text(file))}


def test_masked_names_stand_in_the_data_as_in_the_text_or_not_at_all(names_as_masked: set[str]) -> None:
    assert names_as_masked
    found = {name for table in TABLES for row in rows(table) for cell in row.values() for name in MASKED.findall(cell)}
    assert found
    # the end words of a passage may begin within a name
    assert found <= names_as_masked | {name.split()[-1] for name in names_as_masked}


def test_a_masked_name_is_in_a_title_or_a_fragment_and_nowhere_else() -> None:
    places = {(t, column) for t in TABLES for row in rows(t) for column, cell in row.items() if "*" in cell}
    assert places <= {("events", "title"), ("evidence", "fragment"), ("passages", "first_words"), ("passages", "last_words")}


def test_an_id_repeats_no_part_of_a_masked_name(names_as_masked: set[str]) -> None:
    parts = {part.strip("*").lower() for name in names_as_masked for part in name.split()}
    ids = {part for table in TABLES for row in rows(table) for part in row["id"].lower().split("-")}
    assert parts & ids == set()


def text_files() -> list[Path]:
    """Every file of the repository that git tracks or would track, and that holds text."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode("utf-8")
    files = (ROOT / name for name in listed.split("\0") if name)
    return [file for file in files if file.is_file() and b"\0" not in file.read_bytes()[:8192]]


def shingles(text: str) -> set[str]:
    """Every run of so many words, without addresses, which a source is known by and which no one can put otherwise."""
    words = re.findall(r"\w+", ADDRESS.sub(" ", text).casefold())
    return {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}


def test_no_sentence_of_the_coded_texts_stands_in_the_repository(texts: Path) -> None:
    """No twelve words in a row, whatever the punctuation."""
    coded = set().union(*(shingles(source_text(file)) for file in texts.glob("*section*.txt")))
    assert len(coded) > 1000
    held = {str(file.relative_to(ROOT)): file.read_bytes().decode("utf-8", "replace") for file in text_files()}
    assert {name: sorted(found)[:3] for name, text in held.items() if (found := shingles(text) & coded)} == {}


def test_the_parquet_tables_hold_no_sentence_either(texts: Path) -> None:
    import polars as pl

    coded = set().union(*(shingles(source_text(file)) for file in texts.glob("*section*.txt")))
    for file in (ROOT / "data" / "parquet").glob("*.parquet"):
        for row in pl.read_parquet(file).rows():
            assert shingles(" ".join(str(cell) for cell in row)) & coded == set()


@pytest.fixture(scope="session")
def sentences(texts: Path) -> dict[str, str]:
    """The text of every passage, cut out of the source by its order, length and hash alone."""
    found: dict[str, str] = {}
    rest: dict[str, str] = {}
    for row in sorted(rows("passages"), key=lambda row: (row["source_id"], int(row["position"]))):
        source = row["source_id"]
        rest.setdefault(source, source_text(texts / f"{source}.txt"))
        found[row["id"]] = rest[source][: int(row["length"])]
        rest[source] = rest[source][int(row["length"]) :].removeprefix(" ")
    assert set(rest.values()) == {""}  # the passages are the whole of the texts
    return found


def test_every_passage_has_the_hash_and_the_ends_of_its_sentence(sentences: dict[str, str]) -> None:
    for row in rows("passages"):
        text = sentences[row["id"]]
        assert hashlib.sha256(text.encode("utf-8")).hexdigest() == row["sha256"], row["id"]
        assert text.startswith(row["first_words"]), row["id"]
        assert text.endswith(row["last_words"]), row["id"]


def test_paragraphs_and_sentences_are_counted_as_the_text_has_them(texts: Path) -> None:
    for source in {row["source_id"] for row in rows("passages")}:
        lines = (texts / f"{source}.txt").read_text(encoding="utf-8").splitlines()
        paragraphs = [folded(line) for line in lines if line.strip()]
        own = [row for row in rows("passages") if row["source_id"] == source]
        lengths: dict[int, list[int]] = {}
        for row in sorted(own, key=lambda row: int(row["position"])):
            lengths.setdefault(int(row["paragraph"]), []).append(int(row["length"]))
        assert [sum(part) + len(part) - 1 for part in lengths.values()] == [len(paragraph) for paragraph in paragraphs]
        assert list(lengths) == list(range(1, len(paragraphs) + 1))


def test_every_fragment_stands_in_its_passage(sentences: dict[str, str]) -> None:
    quoted = [(row["id"], row["passage_id"], row["fragment"]) for row in rows("evidence") if row["passage_id"]]
    assert len(quoted) > 300
    assert [row for row, passage, words in quoted if not words or words not in sentences[passage]] == []


def test_a_fragment_ends_where_a_word_ends(sentences: dict[str, str]) -> None:
    """No fragment cuts a word in two; footnote digits that are glued to a word are left out on purpose."""
    for row in rows("evidence"):
        if row["passage_id"]:
            words = re.escape(row["fragment"])
            assert re.search(rf"(?<!\w){words}(?![^\W\d])", sentences[row["passage_id"]]), row["id"]
