"""The words of one language: every text of the interface, from one table, and numbers, dates and units in words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from packpress.package.site.presentation import UnitWords
from packpress.site.words.dates import DateWords
from packpress.site.words.numbers import number_words, percent_words, size_words
from packpress.site.words.units import Quantity, quantity

ENGLISH = "en"
_LANGUAGES = Path(__file__).resolve().parent


class Words:
    """The words of a language; ``units`` are the words for units that the package has."""

    def __init__(self, language: str = ENGLISH, units: Mapping[str, UnitWords] | None = None) -> None:
        self.language = language
        self.table = read_words(language)
        self.units = units or {}
        self._plain: dict[str, str] = {}

    def t(self, key: str, /, n: int | None = None, **values: Any) -> Any:
        """Returns the text with that key, such as "home.read", with the values in its braces.

        With ``n``, the text for one or for many; ``{n}`` is then the number in words. If a value is markup, so is the text.
        Raises KeyError for an unknown key.
        """
        is_plain = n is None and not values
        if is_plain and key in self._plain:
            return self._plain[key]
        text: Any = self.table
        for part in key.split("."):
            text = text[part]
        if n is not None:
            text = text["one" if n == 1 else "many"] if isinstance(text, dict) else text
            values["n"] = self.number(n)
        if not isinstance(text, str):
            raise KeyError(key)
        if is_plain:
            return self._plain.setdefault(key, text.format())
        is_markup = any(isinstance(value, Markup) for value in values.values())
        return Markup(text).format(**values) if is_markup else text.format(**values)

    def number(self, value: str | int, *, sign: bool = False) -> str:
        """Returns the number with commas between thousands."""
        return number_words(str(value), sign=sign)

    def percent(self, part: float, whole: float, digits: int = 1) -> str:
        """Returns the share in per cent."""
        return percent_words(part, whole, digits=digits)

    def size(self, size: int) -> str:
        """Returns a number of bytes for people."""
        return size_words(size)

    def date(self, text: str) -> str:
        """Returns an EDTF date in words."""
        return self._dates.date(text)

    def moment(self, text: str) -> str:
        """Returns a date with its time in words."""
        return self._dates.moment(text)

    def in_sentence(self, text: str) -> str:
        """Returns an EDTF date in words with its preposition."""
        return self._dates.in_sentence(text)

    def without_year(self, text: str) -> str:
        """Returns a day or month without its year."""
        return self._dates.without_year(text)

    def quantity(self, value: str, unit: str = "", label: str = "") -> Quantity:
        """Returns a value with its unit in words; ``label`` is what the package calls the unit."""
        return quantity(value, unit, label, self.units.get(unit))

    def listed(self, words: list[Any]) -> Any:
        """Returns the words with commas and "and" between them; markup if one of them is."""
        if len(words) < 2:
            return words[0] if words else ""
        join = Markup(", ").join if any(isinstance(word, Markup) for word in words) else ", ".join
        return self.t("list.and", first=join(words[:-1]), last=words[-1])

    @cached_property
    def _dates(self) -> DateWords:
        return DateWords(self.table["dates"]["months"], self.table["dates"])


@lru_cache(maxsize=4)
def read_words(language: str) -> Mapping[str, Any]:
    """Returns the texts of the language, from all files of its folder; no two have the same section."""
    found: dict[str, Any] = {}
    for part in sorted((_LANGUAGES / language).glob("*.toml")):
        table = tomllib.loads(part.read_text(encoding="utf-8"))
        if both := found.keys() & table.keys():
            raise ValueError(f"{part.name}: [{min(both)}] is in another file, too")
        found |= table
    return found
