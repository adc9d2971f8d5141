"""Which figures of a comparison have a bar: only exact numbers of one unit that measure the same as the stated figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from packpress.site.records.compare.difference import read_decimal


@dataclass(frozen=True)
class Measured:
    """A figure that could have a bar: its number and unit as published.

    ``is_exact`` says that its words do not bound the number ("more than", "about"); ``is_like`` that it measures the same
    as the stated figure.
    """

    value: str
    unit: str
    is_exact: bool
    is_like: bool = True


@dataclass(frozen=True)
class Plotted:
    """The numbers that have a bar: the stated one, and each of the others, None for one that has no bar."""

    stated: Decimal
    others: tuple[Decimal | None, ...]


def plotted_figures(stated: Measured, others: Sequence[Measured]) -> Plotted | None:
    """Returns the numbers that have a bar; None if there are no two to compare. Bars begin at 0, so none is negative."""
    number = _plotted(stated)
    if number is None:
        return None
    numbers = tuple(_plotted(other) if other.is_like and other.unit == stated.unit else None for other in others)
    return None if all(other is None for other in numbers) or not any((number, *numbers)) else Plotted(number, numbers)


def _plotted(figure: Measured) -> Decimal | None:
    number = read_decimal(figure.value) if figure.is_exact else None
    return number if number is not None and number >= 0 else None
