"""A fragment is a few words as they stand in a source."""

from __future__ import annotations

import pytest

from packpress.proof.fragment_form import form_faults, length_faults

# fragment → why it is too long
LENGTHS: dict[str, list[str]] = {
    "one two three four five six seven eight": [],
    "one two three four five six seven eight nine": ["has 9 words; give at most 8"],
    "one  two\tthree four five six seven eight nine": ["has 9 words; give at most 8"],
    "Arbeiterunfallversicherungsgesetz": [],
    "八" * 20: [],
    "八" * 21: ["has 21 characters without a space between words; give at most 20"],
    "2019年5月1日，" + "八" * 17: [],
    "2019年5月1日，" + "八" * 18: ["has 21 characters without a space between words; give at most 20"],
    "ไทย" * 7: ["has 21 characters without a space between words; give at most 20"],
    "カタカナ" * 5 + "で": ["has 21 characters without a space between words; give at most 20"],
    "𠀀" * 21: ["has 21 characters without a space between words; give at most 20"],
    "한국 마약 관리법 개정안 시행일": [],
}


@pytest.mark.parametrize("fragment", LENGTHS)
def test_a_fragment_has_at_most_eight_words_or_twenty_characters(fragment: str) -> None:
    assert list(length_faults(fragment)) == LENGTHS[fragment]


BREAK = "has a line break; write a space"
SPACE = "begins or ends with white space; remove it"
ELLIPSIS = "has an ellipsis; give words that follow each other in the source"
QUOTED = "is in quotation marks; remove them"
# fragment → why it is not as it stands in a source
FORMS: dict[str, list[str]] = {
    "deaths fell by 3 %": [],
    "deaths\nfell": [BREAK],
    "deaths\u2028fell": [BREAK],
    "deaths\r\nfell": [BREAK],
    " deaths fell": [SPACE],
    "deaths fell\u00a0": [SPACE],
    "deaths fell\n": [SPACE],
    "deaths … fell": [ELLIPSIS],
    "deaths ... fell": [ELLIPSIS],
    "deaths . . . fell": [ELLIPSIS],
    "deaths [...] fell": [ELLIPSIS],
    "deaths fell.": [],
    "the U.S. and the U.K.": [],
    '"deaths fell"': [QUOTED],
    "“deaths fell”": [QUOTED],
    "‘deaths fell’": [QUOTED],
    "„deaths fell“": [QUOTED],
    "«deaths fell»": [QUOTED],
    "»deaths fell«": [QUOTED],
    "「整类列管」": [QUOTED],
    "“deaths” fell": [],
    "the “deaths”": [],
    "“deaths” and “births”": [],
    '"deaths" and "births"': [],
    "the agencies'": [],
    '"': [],
    "": [],
    ' "deaths … fell" ': [SPACE, ELLIPSIS, QUOTED],
}


@pytest.mark.parametrize("fragment", FORMS)
def test_a_fragment_is_as_it_stands_in_the_source(fragment: str) -> None:
    assert list(form_faults(fragment)) == FORMS[fragment]
