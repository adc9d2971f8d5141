"""Reads the figures in the words of a source, and the words that bound them, in English, Chinese and Korean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

# words before a figure → the qualifier that they mean
QUALIFIERS: Mapping[str, str] = {
    "no more than": "up-to",
    "not more than": "up-to",
    "up to": "up-to",
    "at most": "up-to",
    "as many as": "up-to",
    "no less than": "at-least",
    "not less than": "at-least",
    "no fewer than": "at-least",
    "at least": "at-least",
    "more than": "more-than",
    "over": "more-than",
    "less than": "less-than",
    "fewer than": "less-than",
    "under": "less-than",
    "almost": "almost",
    "nearly": "almost",
    "close to": "almost",
    "about": "about",
    "approximately": "about",
    "around": "about",
    "estimated": "about",
    "roughly": "about",
    "some": "about",
}
QUALIFIERS_ZH: Mapping[str, str] = {
    "不超过": "up-to", "不超過": "up-to", "多达": "up-to", "多達": "up-to", "至多": "up-to", "最多": "up-to",
    "不少于": "at-least", "不少於": "at-least", "至少": "at-least",
    "超过": "more-than", "超過": "more-than", "逾": "more-than",
    "不到": "less-than", "不足": "less-than",
    "近": "almost", "约": "about", "約": "about",
}  # fmt: skip
SCALES: Mapping[str, int] = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9,
    "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8,
}  # fmt: skip
# figures that English sources write as words
NUMBER_WORDS: Mapping[str, int] = {
    "none": 0, "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS: Mapping[str, int] = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
DIGITS_ZH: Mapping[str, int] = {
    "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
TENS_ZH: Mapping[str, int] = {"十": 10, "百": 100, "千": 1000}

_SCALE = r"(?:[ -](hundred|thousand|million|billion)\b)?"
_SCALE_ZH = r"(?:[余餘多]?([万萬亿億]))?"
_DIGITS = r"(?:[0-9]{1,3}(?:[, \u00a0\u2009\u202f][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_NUMBER = re.compile(rf"({_DIGITS})(?![0-9]){_SCALE_ZH}{_SCALE}", re.IGNORECASE)
_NUMBER_WORD = re.compile(
    rf"\b(?:({'|'.join(TENS)})(?:[ -]|\b))?(?:\b({'|'.join(NUMBER_WORDS)})\b)?(?<=[a-z]){_SCALE}", re.IGNORECASE
)
_NUMBER_ZH = re.compile(rf"[{''.join((*DIGITS_ZH, *TENS_ZH))}]+{_SCALE_ZH}")
_FIGURE = rf"(?=[0-9]|(?:{'|'.join((*NUMBER_WORDS, *TENS))})\b)"
_QUALIFIED = re.compile(rf"\b({'|'.join(QUALIFIERS)}) {_FIGURE}", re.IGNORECASE)
_QUALIFIED_ZH = re.compile(rf"({'|'.join(QUALIFIERS_ZH)})(?=[0-9{''.join((*DIGITS_ZH, *TENS_ZH))}])")
_AT_LEAST_KO = re.compile(r"[0-9][^0-9 ]{0,2} 이상")
_MORE_THAN_ZH = re.compile(rf"[0-9{''.join((*DIGITS_ZH, *TENS_ZH))}](?:[万萬亿億][余餘多]|[余餘多][万萬亿億]?)")


def numbers_in(text: str) -> list[Decimal]:
    """The figures in the words: 8,435 · 2.7 · 100 million · twenty-five · 8899万余 · 十三."""
    figures = [Decimal(re.sub(r"[^0-9.]", "", match[1])) * _scale(match[2], match[3]) for match in _NUMBER.finditer(text)]
    for match in _NUMBER_WORD.finditer(text):
        tens, word, scale = (group and group.lower() for group in match.groups())
        if tens or word:
            figures.append(Decimal(TENS.get(tens or "", 0) + NUMBER_WORDS.get(word or "", 0)) * _scale(scale))
    return figures + [Decimal(_read_zh(match[0])) * _scale(match[1]) for match in _NUMBER_ZH.finditer(text)]


def _scale(*names: str | None) -> int:
    """The factor of the scale that is named, 1 if none is."""
    return next((SCALES[name.lower()] for name in names if name), 1)


def _read_zh(text: str) -> int:
    """The number in Chinese numerals: 三 is 3, 十三 is 13, 二百三十 is 230; what follows the numerals counts for nothing."""
    total, digit = 0, 0
    for character in text:
        if character in TENS_ZH:
            total, digit = total + (digit or 1) * TENS_ZH[character], 0
        else:
            digit = DIGITS_ZH.get(character, digit)
    return total + digit


def qualifier_in(text: str) -> str | None:
    """The qualifier of a figure in the words, which is before it and in Chinese also after it; None without one."""
    if match := _QUALIFIED.search(text):
        return QUALIFIERS[match[1].lower()]
    if match := _QUALIFIED_ZH.search(text):
        return QUALIFIERS_ZH[match[1]]
    if _AT_LEAST_KO.search(text):
        return "at-least"
    return "more-than" if _MORE_THAN_ZH.search(text) else None
