"""YAML: whatever is written is read back as the same value, by a reader of YAML 1.1 too, which sees more in a text."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from packpress.publish.metadata.notation.yaml_text import yaml_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
TRAPS: tuple[str, ...] = (
    "no",
    "Yes",
    "null",
    "~",
    "2026-01-02",
    "1.2.0",
    "12",
    "1e3",
    ".inf",
    "0x1",
    "a: b",
    "a #b",
    "- a",
    "? a",
    "* a",
    "& a",
)
TRAPS += (
    "! a",
    "% a",
    "@ a",
    "`a",
    "'",
    '"',
    "{",
    "[",
    "a,",
    " a",
    "a ",
    "",
    "a\nb",
    "\ufeffa",
    "\x85",
    "\u2028",
    "\U000e0001",
)
TRAPS += ("12:30:45", "1_000", "=", "<<", "---", "...", "NaN", "n", "Y", "on", "a:", "key: |")


@pytest.mark.parametrize("text", TRAPS, ids=ascii)
def test_a_text_stays_a_text(text: str) -> None:
    value = {"key": text, "list": [text], "objects": [{"key": text}], text or "empty": 1}
    assert yaml.safe_load(yaml_text(value)) == value


@given(
    st.dictionaries(TEXTS, TEXTS | st.booleans() | st.integers() | st.lists(TEXTS) | st.dictionaries(TEXTS, TEXTS), max_size=4)
)
def test_any_value_is_read_back(value: dict[str, Any]) -> None:
    assert (yaml.safe_load(yaml_text(value)) or {}) == value


def test_lists_and_objects_are_blocks() -> None:
    value = {"a": "plain words", "b": [{"c": "1.0", "d": ["x"]}], "e": {"f": True}}
    assert yaml_text(value) == 'a: plain words\nb:\n  - c: "1.0"\n    d:\n      - x\ne:\n  f: true\n'
