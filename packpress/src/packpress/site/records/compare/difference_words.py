"""The difference of two figures in words: as a sentence about the stated one, and short for a column of a list."""

from __future__ import annotations

from decimal import Decimal

from packpress.site.records.compare.difference import Difference
from packpress.site.records.compare.figures import Figure
from packpress.site.words.numbers import NO_BREAK
from packpress.site.words.words import Words

_PERCENT = "%"


def difference_sentence(words: Words, stated: Figure, difference: Difference) -> str:
    """Returns who is higher, by how much, and which share of the other figure that is: "75,000 is 2,224 (3.1 %) higher"."""
    if not difference.amount:
        return str(words.t("verdict.same"))
    key = "verdict.higher" if difference.amount > 0 else "verdict.lower"
    number, amount = _plain(stated), _amount(words, stated, abs(difference.amount))
    if difference.percent is None or stated.quantity.unit == _PERCENT:
        return str(words.t(key, stated=number, amount=amount))
    share = words.t("verdict.tiny") if not difference.percent else f"{words.number(str(difference.percent))}{NO_BREAK}%"
    return str(words.t(f"{key}_by", stated=number, amount=amount, percent=share))


def short_difference(words: Words, stated: Figure, difference: Difference) -> str:
    """Returns the difference with its sign for a column of a list: "+2,224 (+3.1 %)"."""
    if not difference.amount:
        return str(words.t("listed.none"))
    amount = words.number(str(difference.amount), sign=True)
    if not difference.percent or stated.quantity.unit == _PERCENT:
        return amount
    share = -difference.percent if difference.amount < 0 else difference.percent
    return f"{amount} ({words.number(str(share), sign=True)}{NO_BREAK}%)"


def _plain(stated: Figure) -> str:
    """Returns the stated number, with its unit if that is a symbol."""
    return str(stated.quantity) if stated.quantity.glue == NO_BREAK else stated.quantity.number


def _amount(words: Words, stated: Figure, amount: Decimal) -> str:
    number = words.number(str(amount))
    if stated.quantity.unit == _PERCENT:
        return str(words.t("verdict.point" if amount == 1 else "verdict.points", amount=number))
    return f"{number}{NO_BREAK}{stated.quantity.unit}" if stated.quantity.glue == NO_BREAK and stated.quantity.unit else number
