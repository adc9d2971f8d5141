"""Units as words, with their plural: "1 death", "75,000 deaths", "6.5 kg", "70 %", and values that are words: "first"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from packpress.package.site.presentation import UnitWords
from packpress.site.words.numbers import NO_BREAK, number_words

_ANNOTATION = re.compile(r"\{([^{}]+)\}")
_AFTER = re.compile(r" ?[(,:;].*")
_PLURALS = ((re.compile(r"(?:[^aeiou]|qu)y$"), "y", "ies"), (re.compile(r"(?:s|x|z|ch|sh)$"), "", "es"))
# unit of UCUM → its symbol in text
SYMBOLS: Mapping[str, str] = {
    "m2": "m²",
    "m3": "m³",
    "km2": "km²",
    "Cel": "°C",
    "[degF]": "°F",
    "ug": "µg",
    "um": "µm",
    "a": "years",
    "mo": "months",
    "wk": "weeks",
    "d": "days",
    "1": "",
}


@dataclass(frozen=True)
class Quantity:
    """A number and its unit as words, apart, because lists have a column for each.

    ``is_word`` says that the value is a word, such as "rising", after which no unit follows. ``glue`` stands between both.
    """

    number: str
    unit: str
    is_word: bool = False
    glue: str = field(default=" ")

    def __str__(self) -> str:
        return f"{self.number}{self.glue}{self.unit}" if self.unit and not self.is_word else self.number


def quantity(value: str, unit: str, label: str = "", words: UnitWords | None = None) -> Quantity:
    r"""Returns the value with its unit in words: of the setting, else of the code in braces and its label, else the symbol.

    >>> str(quantity("75000", "{death}")), str(quantity("1", "{death}")), str(quantity("-4", "Cel"))
    ('75,000 deaths', '1 death', '−4\xa0°C')
    """
    number = number_words(value)
    is_one = number.lstrip("+\u2212") == "1"
    if words is not None:
        if value in words.values:
            return Quantity(words.values[value], words.many, is_word=True)
        return Quantity(number, words.one if is_one else words.many)
    found = _ANNOTATION.fullmatch(unit)
    if found is None:
        return Quantity(number, SYMBOLS.get(unit, _ANNOTATION.sub("", unit)), glue=NO_BREAK)
    one = found[1].replace("_", " ")
    return Quantity(number, one if is_one else _AFTER.sub("", label) or _plural(one))


def _plural(noun: str) -> str:
    for pattern, ending, plural in _PLURALS:
        if pattern.search(noun):
            return noun.removesuffix(ending) + plural
    return f"{noun}s"
