"""Reads the days, months and years that the words of a source name, in English and Chinese."""

from __future__ import annotations

import re
from datetime import date

MONTHS = "January February March April May June July August September October November December".split()
# January, Jan. or Jan; the month is known by its first three letters
_MONTH_NAME = f"({'|'.join(f'{name}|{name[:3]}t?[.]?' for name in MONTHS)})"
_ORDINAL = r"([0-9]{1,2})(?:st|nd|rd|th)?"
_DAYS = rf"{_ORDINAL}(?: ?(?:-|–|to|and) ?{_ORDINAL})?"  # 16 or 16-20
_YEAR_DIGITS = r"((?:1[89]|20)[0-9]{2})(?![0-9])"
_MONTH_FIRST = re.compile(rf"\b{_MONTH_NAME} {_DAYS},? {_YEAR_DIGITS}", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"\b{_DAYS} (?:of )?{_MONTH_NAME},? {_YEAR_DIGITS}", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![0-9])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
_DAYS_ZH = re.compile(r"([0-9]{4})年 ?([0-9]{1,2})月 ?([0-9]{1,2})日?(?:[至到—–-]([0-9]{1,2})日)?")
_MONTH_YEAR = re.compile(rf"\b{_MONTH_NAME},? {_YEAR_DIGITS}", re.IGNORECASE)
_MONTH_ZH = re.compile(r"([0-9]{4})年 ?([0-9]{1,2})月")
_YEAR = re.compile(r"(?<![0-9])(?:1[89]|20)[0-9]{2}(?![0-9]|,[0-9])")


def _month(name: str) -> int:
    """The month of an English name, full or of three letters."""
    return [month[:3] for month in MONTHS].index(name[:3].capitalize()) + 1


def days_in(text: str) -> set[date]:
    """The days that the words name: "January 30, 2024", "16-20 Oct. 2023", "2024年1月30日"; ValueError if one is not real."""
    found: list[tuple[str, int, str | None]] = []
    for month, first, last, year in _MONTH_FIRST.findall(text):
        found += [(year, _month(month), first), (year, _month(month), last)]
    for first, last, month, year in _DAY_FIRST.findall(text):
        found += [(year, _month(month), first), (year, _month(month), last)]
    for year, number, first, last in _DAYS_ZH.findall(text):
        found += [(year, int(number), first), (year, int(number), last)]
    found += [(year, int(number), day) for year, number, day in _DIGITS.findall(text)]
    return {date(int(year), month, int(day)) for year, month, day in found if day}


def months_in(text: str) -> set[tuple[int, int]]:
    """The years and months that the words name, with the day or without: "August 2024", "Jan. 30, 2024", "2024年1月"."""
    months = {(int(year), _month(month)) for month, year in _MONTH_YEAR.findall(text)}
    months |= {(int(year), int(month)) for year, month in _MONTH_ZH.findall(text)}
    return months | {(day.year, day.month) for day in days_in(text)}


def years_in(text: str) -> set[int]:
    """The years that the words name."""
    return {int(year) for year in _YEAR.findall(text)}
