"""JSON: what is put into a page keeps its meaning, and cannot end its element."""

from __future__ import annotations

import json

import pytest

from packpress.publish.metadata.notation.json_text import json_for_html, json_text, without_empty

TEXTS = ("</script>", "<!--<script>", "]]>", "&lt;", "\u2028\u2029", 'a "b" \\', "Åland 😀")


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_a_text_in_a_page_means_the_same_and_is_no_markup(text: str) -> None:
    written = json_for_html({text: [text]})
    assert json.loads(written) == {text: [text]} == json.loads(json_text({text: [text]}))
    deep = {"a" * 130: [{text: [{text: [text]}]}]}
    assert json.loads(json_text(deep)) == deep
    assert not set("<>&\u2028\u2029") & set(written)


def test_what_is_short_or_has_nothing_nested_is_one_line() -> None:
    long = "x" * 130
    assert json_text({"a": [1, {"b": 2}]}) == '{"a": [1, {"b": 2}]}\n'
    assert json_text({"a": long, "b": []}) == f'{{\n"a": "{long}",\n"b": []\n}}\n'
    assert json_text([{"a": long, "b": 1}]) == f'[\n{{"a": "{long}", "b": 1}}\n]\n'


def test_members_without_a_value_are_left_out() -> None:
    kept = {"zero": 0, "false": False, "text": "a", "list": [0]}
    assert without_empty({**kept, "none": None, "empty": "", "nothing": [], "no": {}}) == kept


def test_what_is_no_number_in_json_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_text({"a": float("nan")})
