"""The passages and fragments are those of the texts, and a change of a digit, word, hash or fragment is found at its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import packpress
from packpress.cli import main
from packpress.issue import Report
from packpress.proof.sentences import split_text
from packpress.proof.trace import end_words, trace, unused_figures

if TYPE_CHECKING:
    from tests.conftest import PackageFolder

TEXT = """Title of the text

Body one says that 12 persons met. It said so on May 3, 2024.
– A list item. It has 7 parts1.

1 A note, https://example.org/note.
"""
NAMED = {
    "passages": {
        "resource": "sentences", "source": "text_id", "position": "position", "paragraph": "paragraph",
        "sentence": "sentence", "firstWords": "begins", "lastWords": "ends", "length": "length",
        "hash": "sha256", "noClaim": "no_claim", "withoutFigures": ["structure"],
    },
    "evidence": {
        "resource": "quotes", "records": ["thing_id"], "passage": "sentence_id", "locator": "place",
        "fragment": "fragment",
    },
}  # fmt: skip


def field(name: str, kind: str = "string") -> dict[str, str]:
    return {"name": name, "type": kind}


def table(name: str, fields: list[dict[str, str]]) -> dict[str, object]:
    return {"name": name, "type": "table", "path": f"data/{name}.csv", "schema": {"fields": fields, "primaryKey": ["id"]}}


@pytest.fixture
def traced(letters: PackageFolder, tmp_path: Path) -> tuple[PackageFolder, Path]:
    """A package of two tables that a text was coded into, without a fault, and the folder of the text."""
    root, texts = tmp_path / "package", tmp_path / "texts"
    (root / "data").mkdir(parents=True)
    texts.mkdir()
    (texts / "made-up.txt").write_text(TEXT, encoding="utf-8")
    whole = ["paragraph", "sentence", "length"]
    passages = table(
        "sentences",
        [field("id"), field("text_id"), field("position", "integer"), *(field(name, "integer") for name in whole)]
        + [field(name) for name in ("begins", "ends", "sha256", "no_claim")],
    )
    evidence = table("quotes", [field(name) for name in ("id", "thing_id", "sentence_id", "place", "fragment")])
    descriptor = {"name": "made-up", "resources": [passages, evidence], "packpress:provenance": NAMED}
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    lines = ["id,text_id,position,paragraph,sentence,length,begins,ends,sha256,no_claim"]
    for n, sentence in enumerate(split_text(TEXT), 1):
        first, last = (f'"{words}"' if "," in words else words for words in end_words(sentence.text))
        cells = [f"p-{n}", "made-up", n, sentence.paragraph, sentence.number, len(sentence.text), first, last, sentence.sha256]
        lines.append(",".join(map(str, [*cells, "structure" if n in (1, 4, 6) else ""])))
    (root / "data" / "sentences.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = [
        "id,thing_id,sentence_id,place,fragment",
        "x-1,r,p-2,,12 persons met",
        'x-2,r,p-3,,"on May 3, 2024"',
        "x-3,r,p-5,,has 7 parts",
        "x-4,r,,page 2,a word of another text",
        "x-5,r,,page 3,",
    ]
    (root / "data" / "quotes.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return replace(letters, root=root), texts


# what a text is like → what the message says
NO_TEXTS = {
    "not UTF-8": (b"Title\n\xff\n", "is not UTF-8 at byte 6; save it as UTF-8"),
    "not UTF-8 after a mark": (b"\xef\xbb\xbfTitle\n\xff\n", "is not UTF-8 at byte 9; save it as UTF-8"),
    "half of a surrogate pair": (b"\xed\xa0\x80", "is not UTF-8 at byte 0; save it as UTF-8"),
    "a text without end": (b"x" * (16 * 1024**2 + 1), "is larger than 16 MiB, too large for a text that people read"),
}


@pytest.mark.parametrize(("data", "message"), NO_TEXTS.values(), ids=NO_TEXTS)
def test_a_text_that_cannot_be_read_is_an_issue(
    data: bytes, message: str, traced: tuple[PackageFolder, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    package, texts = traced
    (texts / "made-up.txt").write_bytes(data)
    report = trace(package.root, texts)
    assert [(issue.path, issue.rule, issue.message) for issue in report.issues] == [("made-up.txt", "trace-text", message)]
    assert main(["trace", str(package.root), "--texts", str(texts)]) == 1
    assert message in capsys.readouterr().out


def test_a_byte_order_mark_is_no_part_of_the_text(traced: tuple[PackageFolder, Path]) -> None:
    package, texts = traced
    (texts / "made-up.txt").write_text("\ufeff" + TEXT, encoding="utf-8")
    assert trace(package.root, texts).issues == ()


def test_a_source_does_not_lead_to_a_text_elsewhere(traced: tuple[PackageFolder, Path]) -> None:
    package, texts = traced
    (texts / "made-up.txt").rename(texts.parent / "made-up.txt")
    file = package.root / "data" / "sentences.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("made-up", "../made-up"), encoding="utf-8")
    message = "the text of ../made-up is missing; add it to the others or give its folder"
    assert [issue.message for issue in trace(package.root, texts).issues] == [message]


def told(report: Report) -> list[tuple[str, int, str, str, str]]:
    return [(i.path, i.line, i.column, i.rule, i.severity) for i in report.issues]


def test_a_text_that_was_coded_rightly_gives_no_issue(traced: tuple[PackageFolder, Path]) -> None:
    package, texts = traced
    assert trace(package.root, texts) == Report((), 0, 0, ("files", "cells", "trace"))


def reword(old: str, new: str) -> Callable[[PackageFolder, Path], None]:
    def change(package: PackageFolder, texts: Path) -> None:
        text = (texts / "made-up.txt").read_text(encoding="utf-8")
        assert old in text
        (texts / "made-up.txt").write_text(text.replace(old, new), encoding="utf-8")

    return change


def set_cell(name: str, key: str, **cells: str) -> Callable[[PackageFolder, Path], None]:
    def change(package: PackageFolder, texts: Path) -> None:
        package.set(name, key, **cells)

    return change


PASSAGES, EVIDENCE = "data/sentences.csv", "data/quotes.csv"
BREAKS = {
    "a digit of the text": (
        reword("12 persons", "13 persons"),
        [
            (EVIDENCE, 2, "fragment", "trace-fragment", "error"),
            (PASSAGES, 3, "ends", "trace-passage", "error"),
            (PASSAGES, 3, "id", "trace-figure", "warning"),
            (PASSAGES, 3, "sha256", "trace-passage", "error"),
        ],
    ),
    "a word of the text": (
        reword("Body one", "Body two"),
        [(PASSAGES, 3, "begins", "trace-passage", "error"), (PASSAGES, 3, "sha256", "trace-passage", "error")],
    ),
    "a hash": (set_cell("sentences", "p-3", sha256="0" * 64), [(PASSAGES, 4, "sha256", "trace-passage", "error")]),
    "a length": (set_cell("sentences", "p-3", length="9"), [(PASSAGES, 4, "length", "trace-passage", "error")]),
    "a locator": (set_cell("sentences", "p-3", sentence="1"), [(PASSAGES, 4, "sentence", "trace-passage", "error")]),
    "the last words": (set_cell("sentences", "p-2", ends="x"), [(PASSAGES, 3, "ends", "trace-passage", "error")]),
    "a fragment": (
        set_cell("quotes", "x-1", fragment="12 people met"),
        [(EVIDENCE, 2, "fragment", "trace-fragment", "error")],
    ),
    "a fragment that cuts a word": (
        set_cell("quotes", "x-1", fragment="12 persons me"),
        [(EVIDENCE, 2, "fragment", "trace-fragment", "error")],
    ),
    "a fragment that cuts a figure": (
        set_cell("quotes", "x-1", fragment="2 persons met"),
        [(EVIDENCE, 2, "fragment", "trace-fragment", "error"), (PASSAGES, 3, "id", "trace-figure", "warning")],
    ),
    "an added sentence": (
        reword("It said so", "A guest came. It said so"),
        [(PASSAGES, 4, "sentence", "trace-passage", "error"), ("made-up.txt", 3, "", "trace-sentence", "error")],
    ),
    "a dropped sentence": (reword(" It has 7 parts1.", ""), [(PASSAGES, 6, "id", "trace-passage", "error")]),
    "a forgotten figure": (
        set_cell("quotes", "x-3", fragment="parts"),
        [(PASSAGES, 6, "id", "trace-figure", "warning")],
    ),
    "a fragment of nine words": (
        set_cell("quotes", "x-4", fragment="one two three four five six seven eight nine"),
        [(EVIDENCE, 5, "fragment", "trace-form", "error")],
    ),
    "a fragment of nine words of a sentence": (
        set_cell("quotes", "x-2", fragment="It said so on May 3, 2024. Or not"),
        [
            (EVIDENCE, 3, "fragment", "trace-form", "error"),
            (EVIDENCE, 3, "fragment", "trace-fragment", "error"),
        ],
    ),
    "a fragment in quotation marks with an ellipsis": (
        set_cell("quotes", "x-4", fragment="“a word … of another”"),
        [(EVIDENCE, 5, "fragment", "trace-form", "error")] * 2,
    ),
    "a fragment without a place": (
        set_cell("quotes", "x-4", place=""),
        [(EVIDENCE, 5, "place", "trace-locator", "error")],
    ),
    "a missing text": (
        lambda package, texts: (texts / "made-up.txt").unlink(),
        [("made-up.txt", 0, "", "trace-text", "error")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), BREAKS.values(), ids=BREAKS.keys())
def test_a_change_is_found_at_its_place(
    change: Callable[[PackageFolder, Path], None],
    expected: list[tuple[str, int, str, str, str]],
    traced: tuple[PackageFolder, Path],
) -> None:
    package, texts = traced
    change(package, texts)
    assert told(trace(package.root, texts)) == expected


def test_the_letters_are_the_texts_that_they_were_coded_from(letters: PackageFolder) -> None:
    assert trace(letters.root, letters.root / "texts").issues == ()


def test_the_command_traces_and_exits_with_1_on_a_fault(letters: PackageFolder, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["trace", str(letters.root), "--texts", str(letters.root / "texts")]
    assert main(arguments) == 0
    file = letters.root / "texts" / "l-cadiz.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("80 barrels", "81 barrels"), encoding="utf-8")
    assert main(arguments) == 1
    assert "data/sentences.csv:8:sha256" in capsys.readouterr().out


def test_a_package_without_provenance_cannot_be_traced(traced: tuple[PackageFolder, Path]) -> None:
    package, texts = traced
    file = package.root / "datapackage.json"
    file.write_text(file.read_text(encoding="utf-8").replace("packpress:provenance", "packpress:other"), encoding="utf-8")
    with pytest.raises(packpress.PackageError, match="packpress:provenance"):
        trace(package.root, texts)


def test_a_folder_of_texts_that_is_not_there_is_named(traced: tuple[PackageFolder, Path]) -> None:
    with pytest.raises(packpress.PackageError, match="is not a folder"):
        trace(traced[0].root, traced[1] / "none")


# text, fragments → the figures that no fragment uses
FIGURES = {
    "a mark glued to a word is none": ("It was reported2 in 2023.", ["in 2023"], []),
    "a scale belongs to its figure": ("Over 100 million students.", ["Over 100"], ["100 million"]),
    "a part of a figure does not use it": ("There were 163 deaths.", ["16"], ["163"]),
    "an address has none": ("See https://example.org/2024/05 for it.", [], []),
    "the number of a note is none": ("3 Report, 2021-2024", ["2021-2024"], []),
    "a figure with a point": ("It was 2.7 kilograms.", ["2.7 kilograms"], []),
}


@pytest.mark.parametrize(("text", "fragments", "unused"), FIGURES.values(), ids=FIGURES.keys())
def test_figures_that_no_evidence_uses(text: str, fragments: list[str], unused: list[str]) -> None:
    assert list(unused_figures(text, fragments)) == unused
