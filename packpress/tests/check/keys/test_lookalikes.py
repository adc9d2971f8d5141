from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from packpress.arrow.arrays import nullable_texts
from packpress.check.keys.lookalikes import fold, is_mixed, scripts
from packpress.check.validate import validate
from packpress.issue import Issue

# text → whether its letters are of scripts that are not written together
TEXTS = {
    "cop": False,
    "сор": False,  # wholly Cyrillic
    "cоp": True,  # a Cyrillic o between Latin letters
    "Аbc-1": True,  # a Cyrillic A before Latin letters
    "ρart": True,  # a Greek rho before Latin letters
    "αβγ-1": False,
    "Ωмега": True,
    "é-ñ-ß": False,
    "東京タワーです": False,
    "ABC東京タワー": False,
    "서울seoul漢": False,
    "ㄅㄆ漢abc": False,
    "東京서울です": True,
    "漢字д": True,
    "ａｂｃabc": False,  # full-width Latin letters
    "ｱｲｳアイウ": False,
    "5µm": False,  # the micro sign is of no script
    "nª-2º": False,
    "𝐀𝐁c": False,  # mathematical letters are of no script
    "1-2_3": False,
    "": False,
}


@pytest.mark.parametrize(("text", "wanted"), TEXTS.items(), ids=[ascii(text) for text in TEXTS])
def test_a_text_mixes_scripts_where_they_are_not_written_together(text: str, wanted: bool) -> None:
    assert is_mixed(text) == wanted


def test_every_letter_of_latin_greek_and_cyrillic_has_the_script_of_its_block() -> None:
    blocks = {"LATIN": (0x41, 0x24F), "GREEK": (0x391, 0x3C9), "CYRILLIC": (0x400, 0x481)}
    for script, (first, last) in blocks.items():
        letters = [chr(c) for c in range(first, last + 1) if unicodedata.category(chr(c)) in ("Lu", "Ll")]
        assert {letter: scripts(letter) for letter in letters if letter != "\u00b5"} == {
            letter: {script} for letter in letters if letter != "\u00b5"
        }


# texts with what normal form KC and case folding change, join or reorder, and what separates texts that are folded at once
FOLDABLE = st.lists(st.none() | st.text("aÄäßﬁＡ\u0130\u0301\u0316\u0345\u200c\ufe0fΣς가ᄀ\u1161\0\n"), max_size=6)


@given(FOLDABLE)
@example(["a", "\u0301", None, "e\u200c", ""])
@example(["a\0", "b"])
def test_texts_are_folded_at_once_as_one_by_one(texts: list[str | None]) -> None:
    alone = [fold(nullable_texts([text])).to_pylist()[0] for text in texts]
    assert fold(nullable_texts(texts)).to_pylist() == alone


FIELDS = [{"name": "a", "type": "string"}, {"name": "b", "type": "string"}]
ONE, TWO, UNIQUE = {"primaryKey": ["a"]}, {"primaryKey": ["a", "b"]}, {"uniqueKeys": [["b"]]}
SELF = {"foreignKeys": [{"fields": ["b"], "reference": {"resource": "", "fields": ["a"]}}]}

# rows of the columns a and b → every issue as (line, column, rule)
TABLES: dict[str, tuple[dict[str, Any], str, list[tuple[int, str, str]]]] = {
    "case in a primary key": (ONE, "ab,\nAB,\nAb,\n", [(3, "a", "key-case-twin"), (4, "a", "key-case-twin")]),
    "letters of one case are not twins": (ONE, "ab,\nba,\n", []),
    "capitals alone are not twins": (ONE, "AB,\nBA,\n", []),
    "a key of two columns": (TWO, "x,Y\nx,y\nX,z\n", [(3, "a", "key-case-twin")]),
    "a capital in each column": (TWO, "x,Y\nX,y\n", [(3, "a", "key-case-twin")]),
    "a unique key with nulls": (UNIQUE, "1,x\n2,X\n3,\n4,\n", [(3, "b", "key-case-twin")]),
    "sharp s": (ONE, "straße,\nSTRASSE,\n", [(3, "a", "key-case-twin")]),
    "full width beside ASCII digits": (ONE, "12,\n１２,\n", [(3, "a", "key-case-twin")]),
    "a ligature": (ONE, "ﬁn,\nfin,\n", [(3, "a", "key-case-twin")]),
    "a key repeated exactly is no twin": (ONE, "Ab,\nAb,\ncd,\n", [(3, "a", "primary-key")]),
    "a twin repeated exactly is named once": (ONE, "ab,\nAB,\nAB,\n", [(3, "a", "key-case-twin"), (4, "a", "primary-key")]),
    "a column that is no key": (ONE, "1,x\n2,X\n3,cоp\n", []),
    "scripts in a primary key": (ONE, "cop,\ncоp,\n", [(3, "a", "key-mixed-script")]),
    "scripts in a foreign key": (SELF, "cоp,\n1,cоp\n", [(3, "b", "key-mixed-script")]),
    "scripts beside a null": (UNIQUE, "1,\n2,é\n3,cоp\n", [(4, "b", "key-mixed-script")]),
}


@pytest.mark.parametrize(("schema", "rows", "issues"), TABLES.values(), ids=TABLES)
def test_keys_that_look_alike_are_named(
    schema: dict[str, Any], rows: str, issues: list[tuple[int, str, str]], make_package: Callable[..., Path]
) -> None:
    report = validate(make_package({"fields": FIELDS, **schema}, "a,b\n" + rows))
    assert [(issue.line, issue.column, issue.rule) for issue in report.issues] == issues


def test_the_messages_say_what_looks_alike_and_where(make_package: Callable[..., Path]) -> None:
    report = validate(make_package({"fields": FIELDS, **ONE}, "a,b\nAb,\nab,\ncоp,\n"))
    twin = "equals the a of line 2 except for the case or form of letters; make them the same, or make them differ more"
    mixed = "has letters of Cyrillic and Latin, some of which look alike; write the key in a single script"
    assert report.issues == (
        Issue("data.csv", 3, "a", "ab", "key-case-twin", "warning", twin, "ab"),
        Issue("data.csv", 4, "a", "cоp", "key-mixed-script", "warning", mixed, "cоp"),
    )
    assert report.valid


def test_a_twin_is_found_in_another_file(make_package: Callable[..., Path]) -> None:
    root = make_package({"fields": FIELDS, **ONE}, "a,b\nab,\n", resource={"path": ["data.csv", "more.csv"]})
    (root / "more.csv").write_text("a,b\nAB,\n", encoding="utf-8")
    (issue,) = validate(root).issues
    assert (issue.path, issue.line, issue.message.partition(" except")[0]) == (
        "more.csv",
        2,
        "equals the a of line 2 of data.csv",
    )


KEYS = st.text(st.sampled_from("aAbßsSéÉＡ１1ﬁfi"), min_size=1, max_size=3)


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(keys=st.lists(KEYS, max_size=8))
def test_twins_are_those_that_a_plain_search_finds(make_package: Callable[..., Path], keys: list[str]) -> None:
    def folded(key: str) -> str:
        return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", key).casefold())

    wanted = [
        number + 2
        for number, key in enumerate(keys)
        if key not in keys[:number] and folded(key) in [folded(other) for other in keys[:number]]
    ]
    report = validate(make_package({"fields": FIELDS, **ONE}, "a,b\n" + "".join(f"{key},\n" for key in keys)))
    assert [issue.line for issue in report.issues if issue.rule == "key-case-twin"] == wanted
