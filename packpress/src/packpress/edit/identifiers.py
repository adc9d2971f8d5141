"""Identifiers for new records: the next number of a sequence or one that a person chose, never one that was used before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from packpress.arrow.arrays import string_array
from packpress.check.cells.field_checker import FieldChecker
from packpress.errors import PackpressError
from packpress.read.characters import is_composed, refused_characters
from packpress.types import field_type, of_name
from packpress.types.field import Field

_NUMBERED = re.compile(r"(?s)(.*?)([0-9]{1,18})")
_ENDS_IN_NUMBER = re.compile(r"(?:\[0-9\]|\\d)(?:[+*]|\{([0-9]+)(?:,[0-9]*)?\})?")
_LITERAL = re.compile(r"[A-Za-z0-9_-]*")
_CODES = "the ids are texts of digits, perhaps codes such as ISBNs, which are not counted up"
_PLACEHOLDERS = ("new-record", "new", "NEW")


@dataclass(frozen=True)
class Used:
    """The identifiers of a package: ``own`` are those of the table, ``taken`` (with ``own``) those that no new record may have.

    A number counts as used if it occurs in a key that is ``pointing`` at the table, or is ``seen`` in any key column.
    """

    own: frozenset[str]
    taken: frozenset[str]
    pointing: frozenset[str]
    seen: frozenset[str]


@dataclass(frozen=True)
class Chosen:
    """An identifier for a new record, and whether it is a placeholder for one that a person must write."""

    text: str
    is_placeholder: bool = False


def choose_id(field: Field, used: Used, wanted: str | None) -> Chosen:
    """Returns the identifier of a new record in the key ``field``.

    ``wanted`` is the identifier itself or, if identifiers are numbered, the part before the number. Raises PackpressError
    if there is no valid identifier: it violates the schema, was used before, or must be chosen by a person.
    """
    if not _is_numbered(field, used.own):
        return _readable(field, used, wanted)
    if wanted is None:
        stem = _only_stem(field, used.own)
        if not stem and not field_type(field).is_counted:
            raise PackpressError(f"{_CODES}; give the id of the new record with --id{_like(field)}")
        return Chosen(_next(field, used, stem))
    if _fault(field, wanted) is not None and wanted and not wanted[-1].isdigit():
        return Chosen(_next(field, used, wanted))
    return _given(field, used, wanted)


def _is_numbered(field: Field, own: frozenset[str]) -> bool:
    """Returns whether the pattern ends in a number, or all identifiers do after the same prefix."""
    if field_type(field).is_counted:
        return True
    return _pattern_number(field) is not None or (len(own) > 1 and len(set(_stems(own))) == 1)


def _pattern_number(field: Field) -> re.Match[str] | None:
    """Returns the number at the end of the field's pattern; group 1 is the number of digits, if fixed."""
    pattern = str(field.constraints.get("pattern", ""))
    return next((m for m in _ENDS_IN_NUMBER.finditer(pattern) if m.end() == len(pattern)), None)


def _stems(texts: Iterable[str]) -> Iterator[str]:
    """Yields the part before the number of each text, or the whole text if it does not end in a number."""
    for text in texts:
        match = _NUMBERED.fullmatch(text)
        yield match[1] if match else text


def _only_stem(field: Field, own: frozenset[str]) -> str:
    """Returns the prefix that all identifiers of the table have before their number."""
    stems = sorted(set(_stems(own)))
    if field_type(field).is_counted:
        return ""
    if len(stems) == 1:
        return stems[0]
    if stems:
        some = ", ".join(stems[:2] + stems[-1:] if len(stems) > 3 else stems)
        ways = f"the ids have {len(stems):,} prefixes ({some})"
        raise PackpressError(f"{ways}; choose one with --id and it gets the next number")
    number = _pattern_number(field)
    before = str(field.constraints.get("pattern", ""))[: number.start()] if number else ""
    if _LITERAL.fullmatch(before):
        return before
    raise PackpressError(f"the table has no id to count from; give one with --id{_like(field)}")


def _next(field: Field, used: Used, stem: str) -> str:
    """Returns the prefix with its next number: one more than the largest ever used, as wide as the others."""
    # bare numbers differ in meaning from table to table
    known = used.taken | used.pointing | (used.seen if stem else frozenset())
    matches = [match for text in known if (match := _NUMBERED.fullmatch(text)) and match[1] == stem]
    width = min((len(match[2]) for match in matches), default=0) or _width(field, used.own)
    text = stem + str(max((int(match[2]) for match in matches), default=0) + 1).zfill(width)
    if (fault := _fault(field, text)) is not None:
        raise PackpressError(f'the next id would be "{text}", which {fault}; give another one with --id')
    return text


def _width(field: Field, own: frozenset[str]) -> int:
    """Returns the number of digits for a new prefix: from the pattern, otherwise from the other identifiers."""
    number = _pattern_number(field)
    if number and number[1]:
        return int(number[1])
    return min((len(match[2]) for text in own if (match := _NUMBERED.fullmatch(text))), default=1)


def _readable(field: Field, used: Used, wanted: str | None) -> Chosen:
    if wanted is not None:
        return _given(field, used, wanted)
    beginning = _beginning(field, used.own)
    for candidate in (beginning + word for word in _PLACEHOLDERS):
        if _fault(field, candidate) is None:
            if candidate in used.taken:
                raise PackpressError(
                    f'"{candidate}" is already a placeholder; fill in that record first, or give an id with --id'
                )
            return Chosen(candidate, is_placeholder=True)
    raise PackpressError(f"the id must be chosen; give it with --id{_like(field)}")


def _beginning(field: Field, own: frozenset[str]) -> str:
    """Returns what every readable identifier of the table begins with, such as "m-": from the pattern or the identifiers."""
    pattern = str(field.constraints.get("pattern", ""))
    literal = _LITERAL.match(pattern)
    if literal and literal[0] and not re.match(r"[?*+{|]", pattern[literal.end() :]):
        return literal[0]
    beginnings = {match[0] if (match := re.match(r"[^-_.:/]*[-_.:/]", text)) else "" for text in own}
    return beginnings.pop() if len(own) > 1 and len(beginnings) == 1 else ""


def _given(field: Field, used: Used, wanted: str) -> Chosen:
    if (fault := _fault(field, wanted)) is not None:
        raise PackpressError(f'the id "{wanted}" {fault}; choose another')
    if _canonical(field, wanted) in {_canonical(field, text) for text in used.taken}:
        raise PackpressError(f'the id "{wanted}" is or was that of another record; choose another')
    return Chosen(wanted)


def _canonical(field: Field, text: str) -> str:
    """Returns the text as keys are compared: 7 and 007 are the same number."""
    return str(of_name(field.type).listed_value(field.raw, text))


def _fault(field: Field, text: str) -> str | None:
    """Returns why the text cannot be an identifier of the field; None if it can."""
    is_hidden = bool(refused_characters(text, soft_hyphens=False))
    if text != text.strip() or "\n" in text or "\r" in text or is_hidden or not is_composed(text):
        return "has a leading or trailing space, a line break or an invisible character"
    _, breaches = FieldChecker(field, is_key=True).check(string_array([text]))
    return next((breach.message for breach in breaches if breach.severity == "error"), None)


def _like(field: Field) -> str:
    return f", for example like {field.raw['example']}" if "example" in field.raw else ""
