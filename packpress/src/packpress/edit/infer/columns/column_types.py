"""Decides the type of a column from what was counted.

A column has a type if every cell that is not missing is in its notation. A few odd cells in many that fit are taken for
mistakes: the column gets the type, and the odd cells are named, as the check will name them. That needs at most ``MAX_ODD``
odd cells and, for each, five that fit for notations that no other text resembles, such as dates, and nineteen for others. Two
are enough for a date that is not real, such as 2024-02-30, since nothing else is written like it.
Digits that look like a code (a leading zero) are never taken for mistakes: the column then is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from packpress.arrow.arrays import string_array
from packpress.edit.infer.columns.notations import CODE, NOTATIONS, Notation
from packpress.edit.infer.columns.tally import MAX_ODD, Fit, Tally, each_word
from packpress.escape import escape

_FEWEST, _PER_ODD, _PER_ODD_DISTINCT, _PER_UNREAL = 5, 19, 5, 2
_FEWEST_CELLS = 3
"""From how many cells on a column of text is compared with the notation that most of them are in."""
_SHOWN = 3
_CODES = frozenset(
    "phone telephone tel fax mobile zip zipcode postcode postal plz iban isbn issn ean gtin upc ssn barcode version".split()
)
"""Words in the name of a column whose digits are no quantity."""
_TEXT: dict[str, Any] = {"type": "string"}


class Verdict(NamedTuple):
    """The properties of a column's type, the odd cells that do not fit, a value as example, and remarks: (message, row)."""

    raw: dict[str, Any]
    odd: int
    example: str
    missing: int
    remarks: list[str]


def decide(tally: Tally, line_of: Any, *, strict: bool, delimiter: str) -> Verdict:
    """Returns the type of the column. ``line_of(0)`` is the line of the first row; with ``strict``, no cell may be odd."""
    if tally.known is not None:
        return Verdict(dict(tally.known), 0, tally.example, 0, [])
    if not tally.filled:
        return _as_text(tally, [])
    if tally.filled == sum(tally.words.values()):
        return _as_text(tally, [])
    fits = [fit for fit in tally.fits if fit.fits and _has_words(tally, fit.notation)]
    exact = [fit for fit in fits if not fit.odd]
    near = [] if exact or strict else sorted((fit for fit in fits if _is_near(fit)), key=lambda fit: fit.odd_cells)
    best = next(iter(exact or near), None)
    if best is None:
        return _as_text(tally, list(_why_text(tally, fits, line_of)))
    rivals = [
        fit.notation
        for fit in exact or near
        if fit.odd_cells == best.odd_cells and _conflict(best.notation, fit.notation, tally.marks)
    ]
    if rivals and not (best.notation.raw == {"type": "number"} and delimiter != ";"):
        kinds = " or ".join(dict.fromkeys((_read_as(best.notation), *map(_read_as, rivals))))
        message = f"no cell shows whether {escape(best.example)} is {kinds}; typed as string"
        return _as_text(tally, [message])
    word = next((word for word in each_word(tally.name) if word in _CODES), None)
    if word and best.notation.raw["type"] in ("integer", "number"):
        return _as_text(tally, [f'has digits only, but its name says "{word}"; typed as string'])
    return _as_typed(tally, best, line_of)


def _as_text(tally: Tally, remarks: list[str]) -> Verdict:
    words = {word: count for word, count in tally.words.items() if (word.isalnum() and len(word) > 1) or "/" in word}
    if words and len(words) < 3:
        shown = _counted({escape(word): count for word, count in words.items()})
        remarks.append(f"has {shown}, taken for text; if it means missing, write it in missingValues")
    return Verdict(dict(_TEXT), 0, tally.example, 0, remarks)


def _as_typed(tally: Tally, best: Fit, line_of: Any) -> Verdict:
    raw = {name: list(value) if isinstance(value, tuple) else value for name, value in best.notation.raw.items()}
    remarks = []
    if best.odd:
        total = best.fits + best.odd_cells
        shown = "; ".join(f"line {line_of(row):,}: {escape(text, 40)}" for text, (_, row) in best.odd.items())
        is_one = best.odd_cells == 1
        what = f"{'is' if is_one else 'are'} not {best.notation.kind if is_one else _plural(best.notation.kind)}"
        remark = f"{best.odd_cells} of {total:,} cells {what} ({shown})"
        remarks.append(f"{remark}. Typed as {raw['type']}, so that validate names {'it' if is_one else 'them'}")
    missing = sum(tally.words.values())
    if tally.words:
        raw["missingValues"] = ["", *tally.words]
        shown = _counted({escape(word): count for word, count in tally.words.items()})
        remarks.append(f"has {shown}, taken for missing (missingValues), as all other cells are {_plural(best.notation.kind)}")
    if (form := raw.get("format")) and best.notation.family:
        proof = "day before month" if form.index("%d") < form.index("%m") else "month before day"
        remarks.append(f"has {proof} ({form}), as the other order does not fit every cell")
    return Verdict(raw, best.odd_cells, best.example, missing, remarks)


def _why_text(tally: Tally, fits: list[Fit], line_of: Any) -> Iterator[str]:
    """Yields why a column that resembles another type is text."""
    for fit in sorted(fits, key=lambda fit: fit.odd_cells):
        if fit.fits <= fit.odd_cells or fit.fits + fit.odd_cells < _FEWEST_CELLS:
            continue
        codes = [(text, row) for text, (_, row) in fit.odd.items() if re.fullmatch(CODE, text)]
        if codes and fit.notation.raw["type"] in ("integer", "number"):
            text, row = codes[0]
            where = f"{escape(text)} (line {line_of(row):,})"
            yield f"is text, not {fit.notation.kind}, because of cells like {where}, which look like codes"
            return
        odd = ", ".join(f"{escape(text, 40)} (line {line_of(row):,})" for text, (_, row) in [*fit.odd.items()][:_SHOWN])
        more = f" and {len(fit.odd) - _SHOWN:,} more values" if len(fit.odd) > _SHOWN else ""
        is_one = len(fit.odd) == 1
        wrong = "it is wrong, correct it" if is_one else "they are wrong, correct them"
        missing = "it means missing, write it" if is_one else "they mean missing, write them"
        share = f"{fit.fits:,} of {fit.fits + fit.odd_cells:,} cells"
        yield (
            f"is {fit.notation.kind} in {share}, but has {odd}{more}; typed as string. "
            f"If {wrong}; if {missing} in missingValues of the schema; then change the type there"
        )
        return


def _plural(kind: str) -> str:
    """Returns several of a kind: "a date YYYY-MM-DD" becomes "dates YYYY-MM-DD"."""
    _, noun, *rest = kind.split(" ", 2)
    return " ".join([f"{noun}s", *rest])


def _has_words(tally: Tally, notation: Notation) -> bool:
    return all(tally.values is not None and word in tally.values for word in notation.words)


def _is_near(fit: Fit) -> bool:
    """Returns whether the odd cells are so few that they are mistakes."""
    if fit.notation.raw["type"] in ("integer", "number") and any(re.fullmatch(CODE, text) for text in fit.odd):
        return False
    unreal = sum(count for text, (count, _) in fit.odd.items() if _is_unreal(text, fit.notation))
    others = fit.odd_cells - unreal
    per_odd = _PER_ODD_DISTINCT if fit.notation.distinct else _PER_ODD
    enough = max(_FEWEST, per_odd * others) if others else 0
    return others <= MAX_ODD and fit.fits >= max(2, enough + _PER_UNREAL * unreal)


def _is_unreal(text: str, notation: Notation) -> bool:
    """Returns whether the text is written like the dates of the notation, but is no date, also not in the other order."""
    if notation.raw["type"] not in ("date", "datetime") or not notation.may_fit(text):
        return False
    rivals = (other for other in NOTATIONS if notation.family and other.family == notation.family)
    return not any(other.fits(string_array([text]))[0] for other in rivals)


def _conflict(first: Notation, second: Notation, used: set[str]) -> bool:
    """Returns whether the two give the same cells other values; ``used`` are the points and commas in them."""
    if first is second or not first.family or first.family != second.family:
        return False
    if "format" in first.raw:
        return bool(first.raw["format"] != second.raw.get("format"))
    decimals = [n.raw.get("decimalChar", "." if n.raw["type"] == "number" else "") for n in (first, second)]
    groups = [n.raw.get("groupChar", "") for n in (first, second)]
    return any(mark in used and mark == other for mark, other in zip(decimals, groups[::-1], strict=True))


def _read_as(notation: Notation) -> str:
    if "format" in notation.raw:
        return str(notation.raw["format"])
    return "grouped by thousands" if "groupChar" in notation.raw else "a decimal"


def _counted(words: dict[str, int]) -> str:
    return ", ".join(f"{word} in {count:,} cell{'s' if count > 1 else ''}" for word, count in words.items())
