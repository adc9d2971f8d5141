"""What a SELECT sorts by: a total order repeats no combination of values of the columns that ORDER BY names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from packpress.check.views.sql_tokens import Token

_DIRECTIONS = (("ASC",), ("DESC",))
_NULLS = (("NULLS", "FIRST"), ("NULLS", "LAST"))
_ENDINGS = {(), *_DIRECTIONS, *_NULLS, *((*way, *nulls) for way in _DIRECTIONS for nulls in _NULLS)}


def sort_columns(tokens: Sequence[Token], columns: Sequence[str]) -> list[int]:
    """Returns the positions of the columns by which the outermost ORDER BY sorts, by name or by number.

    Expressions and names with a table are left out, since they may repeat where no column of the result does.
    """
    names = [column.lower() for column in columns]
    found = []
    for first, *rest in _terms(tokens):
        if tuple(token.word for token in rest) not in _ENDINGS:
            continue
        if first.kind == "number" and first.text.isdecimal() and 0 < int(first.text) <= len(names):
            found.append(int(first.text) - 1)
        elif first.name in names:
            found.append(names.index(first.name))
    return found


def open_limit(tokens: Sequence[Token]) -> int:
    """Returns the line of the first LIMIT whose SELECT has no ORDER BY before it; 0 if there is none."""
    is_sorted = [False]
    for token in tokens:
        if token.text == "(":
            is_sorted.append(False)
        elif token.text == ")" and len(is_sorted) > 1:
            is_sorted.pop()
        elif token.word == "ORDER":
            is_sorted[-1] = True
        elif token.word == "LIMIT" and not is_sorted[-1]:
            return token.line
    return 0


def _terms(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yields the tokens of each term of the outermost ORDER BY."""
    places = [n for n, token in enumerate(tokens) if token.depth == 0 and token.word == "ORDER"]
    if not places:
        return
    term: list[Token] = []
    for token in tokens[places[-1] + 2 :]:
        if token.depth == 0 and (token.text in (",", ";") or token.word in ("LIMIT", "OFFSET")):
            if term:
                yield term
            term = []
            if token.text != ",":
                return
        else:
            term.append(token)
    if term:
        yield term
