from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.package.dialect import dialect_faults, read_dialect, with_null
from packpress.package.model import Dialect
from packpress.package.schema import read_schema

VALUE, UNSUPPORTED, TYPE = "dialect-value", "dialect-unsupported", "descriptor-type"

# dialect → each fault as (rule, the properties that it names)
WRONG: dict[str, tuple[Any, list[tuple[str, tuple[str, ...]]]]] = {
    "an array": ([], [(TYPE, ())]),
    "a header as text": ({"header": "false"}, [(TYPE, ("header",))]),
    "a delimiter as number": ({"delimiter": 5}, [(TYPE, ("delimiter",))]),
    "a delimiter as null": ({"delimiter": None}, [(TYPE, ("delimiter",))]),
    "rows as a number": ({"headerRows": 1}, [(TYPE, ("headerRows",))]),
    "an unknown property": ({"delimeter": ";"}, [("descriptor-ineffective", ("delimeter",))]),
    "a structured type": ({"type": "structured"}, [(UNSUPPORTED, ("type",))]),
    "a spreadsheet type": ({"type": "spreadsheet"}, [(UNSUPPORTED, ("type",))]),
    "a database type": ({"type": "database"}, [(UNSUPPORTED, ("type",))]),
    "a type that is none": ({"type": "csv"}, [(VALUE, ("type",))]),
    "an empty delimiter": ({"delimiter": ""}, [(VALUE, ("delimiter",))]),
    "an empty line end": ({"lineTerminator": ""}, [(VALUE, ("lineTerminator",))]),
    "an empty comment sign": ({"commentChar": ""}, [(VALUE, ("commentChar",))]),
    "no quote": ({"quoteChar": ""}, [(VALUE, ("quoteChar",))]),
    "a quote of two characters": ({"quoteChar": "''"}, [(VALUE, ("quoteChar",))]),
    "an escape of two characters": ({"escapeChar": "\\/"}, [(VALUE, ("escapeChar",))]),
    "a long delimiter": ({"delimiter": "123456789"}, [(UNSUPPORTED, ("delimiter",))]),
    "NUL as delimiter": ({"delimiter": "\0"}, [(UNSUPPORTED, ("delimiter",))]),
    "a line feed as delimiter": ({"delimiter": "\n"}, [(UNSUPPORTED, ("delimiter",))]),
    "a tab as quote": ({"quoteChar": "\t"}, [(UNSUPPORTED, ("quoteChar",))]),
    "an invisible delimiter": ({"delimiter": "\u200b"}, [(UNSUPPORTED, ("delimiter",))]),
    "half a character as delimiter": ({"delimiter": "\ud800"}, [(UNSUPPORTED, ("delimiter",))]),
    "a header row 0": ({"headerRows": [0]}, [(VALUE, ("headerRows",))]),
    "a header row true": ({"headerRows": [True]}, [(VALUE, ("headerRows",))]),
    "a comment row that is no whole number": ({"commentRows": [1.5, "2"]}, [(VALUE, ("commentRows",))]),
    "a header row far down": ({"headerRows": [1_001]}, [(UNSUPPORTED, ("headerRows",))]),
    "no header row": ({"headerRows": []}, [(VALUE, ("headerRows",))]),
    "header rows without a header": ({"header": False, "headerRows": [1]}, [(VALUE, ("headerRows", "header"))]),
    "a header row that is a comment": ({"headerRows": [2], "commentRows": [1, 2]}, [(VALUE, ("headerRows", "commentRows"))]),
    "a quote and an escape": ({"quoteChar": "'", "escapeChar": "\\"}, [(VALUE, ("quoteChar", "escapeChar"))]),
    "one character as quote and escape": ({"quoteChar": "'", "escapeChar": "'"}, [(VALUE, ("quoteChar", "escapeChar"))]),
    "the usual quote as escape": ({"escapeChar": '"'}, [(VALUE, ("quoteChar", "escapeChar"))]),
    "the usual quote as delimiter": ({"delimiter": '"'}, [(VALUE, ("delimiter", "quoteChar"))]),
    "the usual delimiter as quote": ({"quoteChar": ","}, [(VALUE, ("delimiter", "quoteChar"))]),
    "the usual delimiter as line end": ({"lineTerminator": ",\n"}, [(VALUE, ("delimiter", "lineTerminator"))]),
    "a delimiter within the line end": (
        {"delimiter": "||", "lineTerminator": "|\n"},
        [(VALUE, ("delimiter", "lineTerminator"))],
    ),
    "a delimiter as escape": ({"delimiter": ";", "escapeChar": ";"}, [(VALUE, ("delimiter", "escapeChar"))]),
    "a quote as comment sign": ({"quoteChar": "#", "commentChar": "#"}, [(VALUE, ("commentChar", "quoteChar"))]),
    "a space as delimiter, and skipped": (
        {"delimiter": " ", "skipInitialSpace": True},
        [(VALUE, ("delimiter", "skipInitialSpace"))],
    ),
    "two faults": ({"delimiter": "", "quoteChar": ""}, [(VALUE, ("delimiter",)), (VALUE, ("quoteChar",))]),
}


@pytest.mark.parametrize(("raw", "faults"), WRONG.values(), ids=WRONG)
def test_a_fault_of_a_dialect_names_its_properties(raw: Any, faults: list[tuple[str, tuple[str, ...]]]) -> None:
    found = [(rule, is_error, message) for rule, is_error, message in dialect_faults(raw, "dialect", True)]
    assert [(rule, is_error) for rule, is_error, _ in found] == [(rule, True) for rule, _ in faults]
    for (_, _, message), (_, names) in zip(found, faults, strict=True):
        assert [name for name in names if f'"{name}"' not in message] == []


# dialect → how it is read
READ: dict[str, tuple[dict[str, Any], Dialect]] = {
    "nothing": ({}, Dialect()),
    "what the standard takes for granted": (
        {
            "header": True,
            "headerRows": [1],
            "headerJoin": " ",
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "skipInitialSpace": False,
        },
        Dialect(header_rows=(1,), line_end="\r\n"),
    ),
    "rows in any order": ({"headerRows": [3, 1, 3], "commentRows": [2]}, Dialect(header_rows=(1, 3), comment_rows=(2,))),
    "an escape": ({"escapeChar": "\\", "doubleQuote": True}, Dialect(quote="", escape="\\")),
    "the rest": (
        {
            "header": False,
            "commentChar": "//",
            "quoteChar": "'",
            "doubleQuote": False,
            "nullSequence": "NA",
            "skipInitialSpace": True,
        },
        Dialect(quote="'", header=False, comment="//", double_quote=False, null="NA", skip_space=True),
    ),
}


@pytest.mark.parametrize(("raw", "dialect"), READ.values(), ids=READ)
def test_a_dialect_is_read(raw: dict[str, Any], dialect: Dialect) -> None:
    assert (list(dialect_faults(raw, "dialect", True)), read_dialect(raw)) == ([], dialect)


PLAIN: list[dict[str, Any]] = [
    {},
    {"delimiter": "\t"},
    {"delimiter": " "},
    {"header": False},
    {"headerRows": [1]},
    {"lineTerminator": "\n"},
    {"lineTerminator": "\r\n"},
    {"nullSequence": "NA"},
    {"commentRows": []},
]
NOT_PLAIN: list[dict[str, Any]] = [
    {"delimiter": "§"},
    {"delimiter": "::"},
    {"delimiter": "\x1f"},
    {"headerRows": [2]},
    {"commentRows": [1]},
    {"commentChar": "#"},
    {"lineTerminator": "\r"},
    {"quoteChar": "'"},
    {"doubleQuote": False},
    {"escapeChar": "\\"},
    {"skipInitialSpace": True},
]


@pytest.mark.parametrize("raw", PLAIN, ids=str)
def test_a_dialect_near_rfc_4180_is_plain(raw: dict[str, Any]) -> None:
    assert read_dialect(raw).is_plain


@pytest.mark.parametrize("raw", NOT_PLAIN, ids=str)
def test_any_other_dialect_is_not_plain(raw: dict[str, Any]) -> None:
    assert not read_dialect(raw).is_plain


def test_the_null_sequence_is_one_more_missing_value_of_each_field() -> None:
    fields = [{"name": "a", "type": "string"}, {"name": "b", "type": "string", "missingValues": ["-"]}]
    schema = with_null(read_schema({"fields": fields}, ""), "NA")
    assert schema is not None
    assert [field.missing_values for field in schema.fields] == [("", "NA"), ("-", "NA")]


VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, 1, 10**30, 1.5, "", ",", '"', "\\", "ab", "\ud800", "\n", [], [1], [0], ["x"], {}]
)


@settings(deadline=None, derandomize=True)
@given(
    st.dictionaries(
        st.sampled_from(
            "type header headerRows headerJoin commentRows commentChar delimiter lineTerminator quoteChar doubleQuote "
            "escapeChar nullSequence skipInitialSpace name x".split()
        ),
        VALUES,
        max_size=5,
    )
)
def test_any_dialect_is_read_or_refused(raw: dict[str, Any]) -> None:
    faults = list(dialect_faults(raw, "dialect", True))
    assert faults or isinstance(read_dialect(raw), Dialect)
