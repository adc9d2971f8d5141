"""What the search can find, and how each kind of it is weighed."""

from __future__ import annotations

from dataclasses import dataclass

WORD_SEPARATOR = " · "
"""What stands between several names, facts or words of an entry."""


@dataclass(frozen=True)
class Kind:
    """A kind of entries: its name in the results, the factor of their scores, and whether the coded text states them."""

    name: str
    weight: float = 1.0
    is_own: bool = False


@dataclass(frozen=True)
class SearchEntry:
    """Something that the search finds: a record, a name, the place of a passage.

    ``facts`` are a few words that the results show beside the kind. ``words`` are the text that is searched besides; the
    results show the part round the hit. ``verdicts`` are codes; ``language`` is that of the first of ``names``.
    """

    kind: Kind
    address: str
    title: str
    names: str = ""
    facts: str = ""
    words: str = ""
    verdicts: tuple[str, ...] = ()
    language: str = ""
