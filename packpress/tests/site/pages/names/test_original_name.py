"""The name in another language, with a tag that browsers know."""

from __future__ import annotations

import pytest
from tests.site.pages.harbours import harbour_site

from packpress.package.site.setting import OriginalName
from packpress.site.model.table import Row
from packpress.site.pages.names.original_name import language_tag, original_of

TAGS = {
    "zh": "zh",
    "zh-Hant": "zh-Hant",
    "de-CH-1996": "de-CH-1996",
    "German": "",
    "d": "",
    "zh_Hant": "",
    'de" x="': "",
    "": "",
}


@pytest.mark.parametrize(("text", "tag"), TAGS.items(), ids=TAGS.keys())
def test_only_a_language_tag_is_one(text: str, tag: str) -> None:
    assert language_tag(text) == tag


def book(tongue: str, old: str = "Das Logbuch") -> Row:
    table = harbour_site().tables["books"]
    return Row(table, 1, ["log", "The log", old, *([""] * 3), tongue, *([""] * 5)])


# setting, row → name and language
NAMES = {
    "no setting": (None, book("de"), ("", "")),
    "no name": (OriginalName("old", "de"), book("de", ""), ("", "")),
    "one language for all": (OriginalName("old", "de"), book(""), ("Das Logbuch", "de")),
    "the language of a field": (OriginalName("old", "", "tongue"), book("nds"), ("Das Logbuch", "nds")),
    "a field that has none": (OriginalName("old", "de", "tongue"), book(""), ("Das Logbuch", "de")),
    "a field that has no tag": (OriginalName("old", "", "tongue"), book("Low German"), ("Das Logbuch", "")),
    "the language of a code": (OriginalName("old", "", "tongue", {"D": "de"}), book("D"), ("Das Logbuch", "de")),
    "a code without a language": (OriginalName("old", "", "tongue", {"D": "de"}), book("F"), ("Das Logbuch", "")),
}


@pytest.mark.parametrize(("original", "row", "found"), NAMES.values(), ids=NAMES.keys())
def test_the_name_comes_with_its_language(original: OriginalName | None, row: Row, found: tuple[str, str]) -> None:
    assert original_of(original, row) == found
