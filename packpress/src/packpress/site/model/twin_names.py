"""What tells names apart that are the same, such as those of two ministries: what each is within, or its original name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from packpress.site.model.table import Row


def twin_marks(names: Mapping[str, str], marks: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Returns a mark for each identifier whose name another one has, too; nothing where no mark tells them apart.

    ``names`` are the names by identifier, ``marks`` what may tell them apart, the best first.

    >>> twin_marks({"a": "Ministry", "b": "Ministry", "c": "Office"}, [{"a": "Peru", "b": "Chile", "c": "Peru"}])
    {'a': 'Peru', 'b': 'Chile'}
    """
    twins: dict[str, list[str]] = {}
    for key, name in names.items():
        twins.setdefault(name.casefold(), []).append(key)
    found: dict[str, str] = {}
    for keys in twins.values():
        if len(keys) > 1:
            chosen = next((mark for mark in marks if _tells_apart(mark, keys)), {})
            found |= {key: mark for key in keys if (mark := chosen.get(key))}
    return found


def _tells_apart(mark: Mapping[str, str], keys: Sequence[str]) -> bool:
    """Returns whether no two of the keys have the same mark; one of them may have none."""
    return len({mark.get(key, "") for key in keys}) == len(keys)


def texts_of(rows: Iterable[Row], field: str) -> dict[str, str]:
    """Returns the text of the field of each row by its identifier."""
    return {row.id: row.get(field) for row in rows}
