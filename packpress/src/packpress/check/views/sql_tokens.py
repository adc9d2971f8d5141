"""Splits a SELECT into tokens, as far as its form is checked before SQLite reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_TOKENS = re.compile(
    r"""(?P<space>\s+|--[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<text>'(?:[^']|'')*')
    |(?P<quoted>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*(?:\]|\Z))
    |(?P<word>[^\W\d][\w$]*)
    |(?P<number>\d[\w.]*)
    |(?P<parameter>[?@:][\w$]*)
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A token with its kind, its offset, its line, and how many parentheses it is in."""

    kind: str
    text: str
    begin: int
    line: int
    depth: int

    @property
    def word(self) -> str:
        """The word in capital letters, as keywords are compared; "" if the token is not a word."""
        return self.text.upper() if self.kind == "word" else ""

    @property
    def name(self) -> str:
        """The name that the token is, in lower case and without quotes; "" if it is not a name."""
        if self.kind == "quoted":
            mark = self.text[-1]
            return self.text[1:-1].replace(mark * 2, mark).lower()
        return self.text.lower() if self.kind == "word" else ""


def split_sql(sql: str) -> list[Token]:
    """Returns the tokens of the statement, without spaces and comments."""
    found, line, depth = [], 1, 0
    for match in _TOKENS.finditer(sql):
        text, kind = match[0], str(match.lastgroup)
        depth -= text == ")"
        if kind != "space":
            found.append(Token(kind, text, match.start(), line, depth))
        depth += text == "("
        line += text.count("\n")
    return found


def form_fault(tokens: Sequence[Token]) -> tuple[int, str] | None:
    """Returns the line of what is no single SELECT, and what is wrong; None if the form is right."""
    if not tokens:
        return 0, "has no statement; write one SELECT"
    first = tokens[0]
    if first.word not in ("SELECT", "WITH"):
        return first.line, f"begins with {first.text[:40]}; a view is one SELECT, or WITH … SELECT"
    for number, token in enumerate(tokens):
        if token.text == ";" and number + 1 < len(tokens):
            return tokens[number + 1].line, "has more than one statement; a view is one SELECT"
        if token.kind == "parameter":
            return token.line, f"has the parameter {token.text[:40]}, for which nothing gives a value; write the value itself"
    return None


def strictly_quoted(sql: str, tokens: Sequence[Token]) -> str:
    """Returns the statement with names in backticks: SQLite takes a misspelt name in double quotes for a text.

    >>> strictly_quoted('SELECT "id"', split_sql('SELECT "id"'))
    'SELECT `id`'
    """
    parts, end = [], 0
    for token in tokens:
        if token.kind == "quoted" and token.text[0] == '"':
            name = token.text[1:-1].replace('""', '"').replace("`", "``")
            parts += [sql[end : token.begin], f"`{name}`"]
            end = token.begin + len(token.text)
    return "".join((*parts, sql[end:])).rstrip().removesuffix(";")
