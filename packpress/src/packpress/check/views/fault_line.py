"""Finds the line of an error in a SELECT: Python's sqlite3 gives the words of SQLite, not the place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from packpress.check.views.sql_tokens import Token

_NEAR = re.compile(r'near "(.*)": syntax error', re.DOTALL)
_UNKNOWN_TEXT = re.compile(r'unrecognized token: "(.*)"', re.DOTALL)
_NAMED = re.compile(
    r"(?:no such (?:column|table|function|window): |ambiguous column name: |wrong number of arguments to function |"
    r"misuse of (?:aggregate|window function|aggregate function):? ?)([^():]+)",
)
_TRIES = 20
"""How many tokens with the same text are tried."""


def fault_line(sql: str, tokens: Sequence[Token], message: str, error_of: Callable[[str], str]) -> int:
    """Returns the line of the error with SQLite's ``message``, 0 if it cannot be known.

    ``error_of`` returns the message for another statement, "" if it is right. A parser stops at the first wrong token, so the
    statement up to that token gives the same message, and up to an earlier equal one it does not: for ``SELECT 1 FROM FROM``
    it is called with ``SELECT 1 FROM`` and ``SELECT 1 FROM FROM``.
    """
    if near := _NEAR.fullmatch(message):
        for token in [token for token in tokens if token.text == near[1]][:_TRIES]:
            if error_of(sql[: token.begin + len(token.text)]) == message:
                return token.line
        return 0
    if unknown := _UNKNOWN_TEXT.fullmatch(message):
        place = sql.find(unknown[1])
        return 0 if place < 0 else sql.count("\n", 0, place) + 1
    if named := _NAMED.search(message):
        name = named[1].rpartition(".")[2].strip("`").lower()
        lines = {token.line for token in tokens if token.name == name}
        return lines.pop() if len(lines) == 1 else 0
    return 0
