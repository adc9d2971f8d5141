"""Keys and references between tables: what is written, what is only named, and how sure it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from packpress.edit.infer.draft_table import Wishes
from packpress.edit.infer.infer import Inferred, infer


def inferred(root: Path, **tables: str) -> Inferred:
    for name, text in tables.items():
        (root / f"{name}.csv").write_text(text, encoding="utf-8")
    return infer(root, [], Wishes())


def rows(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


COUNTRIES = rows("code,name", "DE,Germany", "FR,France", "IT,Italy", "PL,Poland")
NUMBERED = rows("id,label", *(f"{n},x{n}" for n in range(1, 11)))
# name of the case → the column and the other table, its rows, and the references: (column, table, key)
CASES = {
    "the name of the table": ("home_other", COUNTRIES, ["DE", "FR", "DE"], [("home_other", "other", "code")]),
    "one missing of few": ("other", COUNTRIES, ["DE", "XX", "DE"], []),
    "one missing of many": ("other", COUNTRIES, ["DE", "FR", "XX", "DE", "FR", "IT"], [("other", "other", "code")]),
    "many missing": ("other", COUNTRIES, ["DE", "FR", "XX", "XX", "XX", "XX", "DE", "FR", "IT"], []),
    "one different value": ("other", COUNTRIES, ["DE", "DE", "DE"], []),
    "the name of the table's key": ("other_code", COUNTRIES, ["DE", "FR", ""], [("other_code", "other", "code")]),
    "texts without the name": ("made_in", COUNTRIES, ["DE", "FR", "IT"], [("made_in", "other", "code")]),
    "too few texts without the name": ("made_in", COUNTRIES, ["DE", "FR", "DE"], []),
    "numbers with the name": ("other_id", NUMBERED, ["1", "2", "2"], [("other_id", "other", "id")]),
    "numbers without the name": ("count", NUMBERED, ["1", "2", "2"], []),
}


@pytest.mark.parametrize("case", CASES)
def test_a_reference_is_written_where_values_and_names_prove_it(case: str, tmp_path: Path) -> None:
    column, other, cells, references = CASES[case]
    table = rows(f"n,{column},w", *(f"{number}.5,{cell},w" for number, cell in enumerate(cells)))
    found = inferred(tmp_path, other=other, table=table)
    assert found.drafts[1].foreign_keys == references


def test_a_reference_to_codes_makes_a_column_of_digits_text(tmp_path: Path) -> None:
    found = inferred(
        tmp_path, zones=rows("code,n", "007,1.5", "10,2.5", "12,3.5"), trips=rows("t,zone", "a,10", "b,12", "c,10")
    )
    trips, zones = found.drafts
    assert (trips.foreign_keys, trips.column("zone").raw) == ([("zone", "zones", "code")], {"type": "string"})
    assert zones.primary_key == ("code",)


def test_a_reference_with_few_missing_values_is_written_and_named(tmp_path: Path) -> None:
    trips = rows("n,zone_id", *(f"{n}.5,{n % 10 + 1}" for n in range(40)), "9.5,99")
    found = inferred(tmp_path, zones=NUMBERED, trips=trips)
    no_key = (
        "has no primary key: no column or two columns were found that identify a row; "
        "if you know some, write them in primaryKey of the schema"
    )
    said = '40 of 41 values are in zones.id, but not "99" (line 42). The foreign key was written, so that validate names it'
    remarks = [(r.column, r.message) for r in found.drafts[0].remarks]
    assert (found.drafts[0].foreign_keys, remarks) == ([("zone_id", "zones", "id")], [("", no_key), ("zone_id", said)])
    reasons = [reference.reason for reference in found.references]
    assert reasons == ["10 different values found, 1 missing, and the names match"]


FEW = '; no foreign key was written. If it refers to zones, add to foreignKeys of the schema: {"fields": ["zone"], '
# values of "zone" → what is said
MISSING = {
    "2 of 3": (["z1", "zz", "z2"], f'2 of 3 values are in zones.code, but not "zz" (line 3){FEW}'),
    "4 missing": (
        ["z1", "z2", "z3", "a", "b", "c", "c"],
        "",
    ),
    "4 missing of 8": (
        ["z1", "z2", "z3", "z1", "a", "b", "c", "d"],
        f'4 of 8 values are in zones.code, but not "a" (line 6), "b" (line 7), "c" (line 8) and 1 more{FEW}',
    ),
    "1 of 2": (["z1", "zz"], ""),
}


@pytest.mark.parametrize("case", MISSING)
def test_missing_values_of_a_likely_reference_are_named_with_what_to_write(case: str, tmp_path: Path) -> None:
    cells, said = MISSING[case]
    trips = rows("t,zone", *(f"{n}.5,{cell}" for n, cell in enumerate(cells)))
    draft = inferred(tmp_path, zones=rows("code,n", "z1,1.5", "z2,2.5", "z3,3.5"), trips=trips).drafts[0]
    end = '"reference": {"resource": "zones", "fields": ["code"]}}'
    assert [r.message for r in draft.remarks if r.column == "zone"] == ([said + end] if said else [])
    assert draft.foreign_keys == []


def test_tables_of_one_row_have_no_key_and_no_references(tmp_path: Path) -> None:
    found = inferred(tmp_path, **{"a": rows("a,b", "x,y"), "a-b": rows("b,c", "y,z")})
    assert [(draft.primary_key, draft.foreign_keys) for draft in found.drafts] == [((), []), ((), [])]
    said = "has one row, which shows no primary key; if you know it, write it in primaryKey of the schema"
    keys = [r.message for draft in found.drafts for r in draft.remarks if "primary key" in r.message]
    assert keys == [said, said]


def test_a_column_may_refer_to_its_own_table(tmp_path: Path) -> None:
    draft = inferred(tmp_path, units=rows("id,parent_id", "a1,", "a2,a1", "a3,a2")).drafts[0]
    assert draft.foreign_keys == [("parent_id", "", "id")]


# name of the case → the table "loans", its primary key
KEYS = {
    "id": (rows("name,id", "a,1", "b,2", "c,3"), ("id",)),
    "the name of the table": (rows("name,loan_id,x_id", "a,1,9", "b,2,8", "c,3,7"), ("loan_id",)),
    "a code": (rows("name,code", "a,x", "a,y", "b,z"), ("code",)),
    "the first column": (rows("town,size", "a,1", "b,2", "c,3"), ("town",)),
    "another column": (rows("town,size", "a,1", "b,2", "b,3"), ()),
    "decimals": (rows("size,town", "1.5,a", "2.5,a", "3.5,a"), ()),
    "empty": (rows("id,town", "1,a", ",b", "3,b"), ()),
    "two columns": (rows("town,year,n", "a,2001,5", "a,2002,5", "b,2001,5", "b,2002,5", "c,2001,5"), ("town", "year")),
    "repeated rows": (rows("town,year", "a,2001", "a,2001", "b,2001", "b,2001", "c,2001"), ()),
    "one repeated id": (rows("id,n", *(f"{n},1" for n in range(1, 41)), "7,2"), ("id",)),
}


@pytest.mark.parametrize("case", KEYS)
def test_the_key_is_the_column_that_is_unique_and_named_like_one(case: str, tmp_path: Path) -> None:
    text, key = KEYS[case]
    assert inferred(tmp_path, loans=text).drafts[0].primary_key == key


def test_a_repeated_value_of_a_key_is_named(tmp_path: Path) -> None:
    draft = inferred(tmp_path, loans=KEYS["one repeated id"][0]).drafts[0]
    said = "was chosen as the primary key by its name, but line 42 repeats a value; validate names it"
    assert [(remark.column, remark.message) for remark in draft.remarks] == [("id", said)]


@pytest.mark.parametrize(
    ("cells", "enum", "remark"),
    [
        (["a", "b"] * 10, ["a", "b"], ""),
        (["a", "b"] * 2, None, ""),
        ([f"v{n}" for n in range(21)] * 4, None, ""),
        (
            ["red", "blue"] * 10 + ["bleu"],
            None,
            'has few values, but only one cell has "bleu" (line 22); no enum was written',
        ),
    ],
    ids=["few values", "few rows", "many values", "one that occurs once"],
)
def test_few_values_that_repeat_make_an_enum(cells: list[str], enum: list[str] | None, remark: str, tmp_path: Path) -> None:
    draft = inferred(tmp_path, t=rows("id,kind", *(f"{n},{cell}" for n, cell in enumerate(cells)))).drafts[0]
    assert draft.column("kind").constraints.get("enum") == enum
    assert [r.message for r in draft.remarks if r.column == "kind"] == ([remark] if remark else [])


def test_columns_without_a_value_are_named_in_one_line(tmp_path: Path) -> None:
    draft = inferred(tmp_path, t=rows("id,a,b,n", "x1,,,1", "x2,,,2", "x3,,,2")).drafts[0]
    assert [(r.column, r.message) for r in draft.remarks] == [("", 'has no value in "a", "b"; typed as string')]
