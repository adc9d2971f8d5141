"""How the counts of a timeline part: in one year, over several years, and without a date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from packpress.site.timeline.items import TimelineItem
from packpress.site.words.words import Words


@dataclass(frozen=True)
class Counts:
    """How many items there are, and how many of them lie in one year, run over several, or have no date."""

    in_one_year: int
    over_several: int
    undated: int

    @classmethod
    def of(cls, items: Iterable[TimelineItem]) -> Counts:
        """Returns the counts of the items."""
        listed = list(items)
        undated = sum(item.dated.kind == "none" for item in listed)
        in_one_year = sum(item.dated.year is not None for item in listed)
        return cls(in_one_year, len(listed) - undated - in_one_year, undated)

    @property
    def all(self) -> int:
        """The number of items."""
        return self.in_one_year + self.over_several + self.undated

    def parts(self, words: Words) -> str:
        """Returns how the items part, in words; what there is nothing of is left out."""
        numbers = {"in_one_year": self.in_one_year, "over_several": self.over_several, "undated": self.undated}
        return str(words.listed([str(words.t(f"timeline.{key}", n=number)) for key, number in numbers.items() if number]))


def lead(words: Words, text: str, items: Sequence[TimelineItem], title: str) -> str:
    """Returns the sentences on the items that a timeline is mainly of: whose they are, and how they part."""
    own, other = (Counts.of(item for item in items if item.is_own is is_own) for is_own in (True, False))
    if not (own.all and other.all):
        every = Counts.of(items)
        return str(words.t("timeline.all", n=every.all, kind=title, parts=every.parts(words)))
    shown: dict[str, Any] = {"own": words.number(own.all), "other": words.number(other.all)}
    shown |= {"own_parts": own.parts(words), "other_parts": other.parts(words)}
    return str(words.t("timeline.both", all=words.number(own.all + other.all), kind=title, text=text, **shown))
