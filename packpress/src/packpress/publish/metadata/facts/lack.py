"""What a description of a release lacks for want of a fact, as one line each or one line a reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Lack:
    """A description that is left out, or that lacks some of its properties: ``part``, which is "" for all of it.

    ``why`` is the reason, with what to do.
    """

    path: str
    part: str
    why: str

    def __str__(self) -> str:
        return f"{self.path}: {f'without {self.part}' if self.part else 'left out'}, because {self.why}"


def lines_by_reason(lacks: Sequence[Lack]) -> Iterator[str]:
    """Yields a line for each reason: first for the descriptions that are left out, then for the parts that others lack.

    >>> list(lines_by_reason([Lack("a.json", "url", "x"), Lack("b.ttl", "@id", "x"), Lack("c.bib", "url", "x")]))
    ['without url (a.json, c.bib), @id (b.ttl), because x']
    """
    whole = [lack for lack in lacks if not lack.part]
    for why in dict.fromkeys(lack.why for lack in whole):
        yield f"without {', '.join(lack.path for lack in whole if lack.why == why)}, because {why}"
    parts = [lack for lack in lacks if lack.part]
    for why in dict.fromkeys(lack.why for lack in parts):
        found: dict[str, list[str]] = {}
        for lack in parts:
            if lack.why == why:
                found.setdefault(lack.part, []).append(lack.path)
        listed = ", ".join(f"{part} ({', '.join(paths)})" for part, paths in found.items())
        yield f"without {listed}, because {why}"
