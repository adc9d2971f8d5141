"""Parses a pattern: XML Schema's regular expressions and common extensions of published schemas.

Where the two conflict, XML Schema wins, except that ``^`` at the beginning of a branch and ``$`` at its end are anchors, as
usual; anywhere else they are characters.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from packpress.pattern.characters.char_set import ANY_CHARACTER, CharSet
from packpress.pattern.characters.named_sets import NOT_LINE_END
from packpress.pattern.syntax.boundaries import decide_boundaries
from packpress.pattern.syntax.classes import MAX_NESTING, read_class
from packpress.pattern.syntax.escapes import read_escape
from packpress.pattern.syntax.faults import InvalidPatternError, UncheckedPatternError
from packpress.pattern.syntax.nodes import Assertion, Chars, Choice, Literal, Node, Repeat, Sequence

MAX_PATTERN = 200_000
"""How many characters a pattern may have; parsing one takes up to 12 µs."""
_QUANTIFIED = r"(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})"
_LITERALS = re.compile(rf"[^\\\[\](){{}}|*+?.^$]+(?!{_QUANTIFIED})|[\]}}{{]")
_COUNT = re.compile(r"\{([0-9]+)(?:(,)([0-9]*))?\}")
_QUANTIFIER = re.compile(rf"{_QUANTIFIED}(\+)?\??")
_AMBIGUOUS = r"\{,[0-9]+\}"
_SIMPLE = {"*": (0, None), "+": (1, None), "?": (0, 1)}
# compiled on use: few patterns need them
_FLAGS = r"\(\?([A-Za-z]*)(?:-([A-Za-z]+))?([:)])"
_NAMED = r"\(\?(?:P?<[A-Za-z_]\w*>|'[A-Za-z_]\w*'|P<[^>]*>)"
_COMMENT = r"\(\?#[^)]*\)"
_VERB = r"\(\*[A-Z]"
_QUOTE = r"(?s)\\Q(.*?)(?:\\E|\Z)"
# beginning of a group that RE2 does not support → its name
_UNCHECKED = (
    ("(?=", "the look-ahead (?=…)"),
    ("(?!", "the look-ahead (?!…)"),
    ("(?<=", "the look-behind (?<=…)"),
    ("(?<!", "the look-behind (?<!…)"),
    ("(?>", "the atomic group (?>…)"),
    ("(?|", "the branch reset (?|…)"),
    ("(?P=", "the back-reference (?P=…)"),
    ("(?(", "the condition (?(…)…)"),
    ("(?R", "the recursion (?R)"),
)


class _Level(NamedTuple):
    """An open group: what was parsed of it, and the flag that was set before it."""

    branches: list[Node]
    items: list[Node]
    flags: str
    dot_all: bool


class _Parser:
    """Parses one pattern from left to right.

    If RE2 cannot run a construct, this is noted and parsing continues, since the rest may not be a pattern at all.
    """

    def __init__(self, pattern: str, subtracts: bool) -> None:
        self.pattern, self.subtracts = pattern, subtracts
        self.place = 0
        self.dot_all = False
        self.unchecked = ""
        self.levels = [_Level([], [], "", False)]

    def parse(self) -> Node:
        while self.place < len(self.pattern):
            self._step()
        if len(self.levels) > 1:
            raise InvalidPatternError("a ( is not closed")
        if self.unchecked:
            raise UncheckedPatternError(self.unchecked)
        tree = _close(self.levels.pop())
        return decide_boundaries(tree) if r"\b" in self.pattern or r"\B" in self.pattern else tree

    def _note(self, what: str) -> None:
        self.unchecked = self.unchecked or what

    def _step(self) -> None:
        """Parses one part of the pattern."""
        pattern, place, items = self.pattern, self.place, self.levels[-1].items
        if match := _LITERALS.match(pattern, place):
            items.append(Literal(match[0]))
            self.place = match.end()
            if re.compile(_AMBIGUOUS).match(pattern, place):
                self._note("{,…}, a count in some notations and text in others; write {0,…}")
            if match[0] == "{" and _COUNT.match(pattern, place):
                raise InvalidPatternError("a count has nothing to repeat")
            return self._repeat()
        character = pattern[place]
        if character == "(":
            return self._open()
        if character == ")":
            return self._shut()
        self.place += 1
        if character == "|":
            self.levels[-1].branches.append(Sequence(tuple(items)))
            return items.clear()
        if (character == "^" and self._begins_branch()) or (character == "$" and self._ends_branch()):
            return items.append(Assertion(character))
        if character in "*+?":
            raise InvalidPatternError(f"{character} has nothing to repeat")
        if character == "[":
            items.append(Chars(self._class()))
        elif character == "\\":
            self._escape()
        else:
            items.append(Literal(character) if character != "." else Chars(ANY_CHARACTER if self.dot_all else NOT_LINE_END))
        return self._repeat()

    def _class(self) -> CharSet:
        try:
            chars, self.place = read_class(self.pattern, self.place, self.subtracts)
        except UncheckedPatternError as error:
            self._note(str(error))
            self.place = _class_end(self.pattern, self.place)
            return ANY_CHARACTER
        return chars

    def _escape(self) -> None:
        items = self.levels[-1].items
        if self.pattern.startswith("Q", self.place):
            match = re.compile(_QUOTE).match(self.pattern, self.place - 1)
            assert match is not None  # the pattern may end before \E
            items += [Literal(text) for text in (match[1][:-1], match[1][-1:]) if text]
            self.place = match.end()
            return
        try:
            meaning, self.place = read_escape(self.pattern, self.place, in_class=False)
        except UncheckedPatternError as error:
            self._note(str(error))
            meaning, self.place = ANY_CHARACTER, self.place + 1
        if isinstance(meaning, str):
            items.append(Literal(meaning))
        else:
            items.append(Chars(meaning) if isinstance(meaning, CharSet) else meaning)

    def _begins_branch(self) -> bool:
        """Returns whether only assertions precede the character in its branch, and no quantifier follows it."""
        if _QUANTIFIER.match(self.pattern, self.place):
            return False
        return all(isinstance(item, Assertion) for item in self.levels[-1].items)

    def _ends_branch(self) -> bool:
        """Returns whether only ``$`` follows the character in its branch."""
        end = self.place
        while self.pattern.startswith("$", end):
            end += 1
        return end == len(self.pattern) or self.pattern[end] in "|)"

    def _open(self) -> None:
        pattern, place = self.pattern, self.place
        if match := re.compile(_COMMENT).match(pattern, place):
            self.place = match.end()
            return
        if len(self.levels) > MAX_NESTING:
            raise UncheckedPatternError(f"groups nested more than {MAX_NESTING} deep")
        level = _Level([], [], "", self.dot_all)
        if (match := re.compile(_FLAGS).match(pattern, place)) and match[1] != "R":
            self.place = match.end()
            flags = self._flags(match[1], match[2] or "")
            if match[3] == ")":
                if flags:
                    self.levels[-1].items.append(Assertion(f"(?{flags})"))
                return
            level = level._replace(flags=flags)
        elif match := re.compile(_NAMED).match(pattern, place):
            self.place = match.end()
        elif pattern.startswith("(?", place):
            what = next((what for begin, what in _UNCHECKED if pattern.startswith(begin, place)), "")
            self._note(what or f"the group {pattern[place : place + 4]}…")
            begin = next((begin for begin, _ in _UNCHECKED[:6] if pattern.startswith(begin, place)), "(?")
            self.place = place + len(begin)
            if pattern[self.place : self.place + 1] in ("*", "+", "?", "{"):
                self.place += 1
        elif re.compile(_VERB).match(pattern, place):
            self._note("a verb (*…)")
            self.place += 2
        else:
            self.place += 1
        self.levels.append(level)

    def _flags(self, on: str, off: str) -> str:
        """Returns the flags to set in RE2; notes the unsupported ones."""
        for flag in on + off:
            if flag not in "imsUu":  # U chooses which match is found first, u declares Unicode text
                self._note(f"the flag {flag}")
        self.dot_all = ("s" in on or self.dot_all) and "s" not in off
        wanted, unwanted = (f for f in ("".join(f for f in "im" if f in flags) for flags in (on, off)))
        return wanted + (f"-{unwanted}" if unwanted else "")

    def _shut(self) -> None:
        if len(self.levels) == 1:
            raise InvalidPatternError("a ) closes no group")
        level = self.levels.pop()
        self.dot_all = level.dot_all
        self.levels[-1].items.append(_close(level))
        self.place += 1
        self._repeat()

    def _repeat(self) -> None:
        """Parses the quantifier of the last part, if any."""
        match = _QUANTIFIER.match(self.pattern, self.place)
        if match is None:
            return
        if match[1]:
            self._note(f"the possessive {match[0]}")
        items = self.levels[-1].items
        if not items:
            raise InvalidPatternError(f"{match[0][:40]} has nothing to repeat")
        if count := _COUNT.match(self.pattern, self.place):
            low = int(count[1][:10])
            high = (int(count[3][:10]) if count[3] else None) if count[2] else low
            if high is not None and high < low:
                raise InvalidPatternError(f"the count {count[0][:40]} is reversed")
        else:
            low, high = _SIMPLE[match[0][0]]
        self.place = match.end()
        if _QUANTIFIER.match(self.pattern, self.place):
            raise InvalidPatternError("a quantifier follows another")
        items.append(Repeat(items.pop(), low, high))


def _close(level: _Level) -> Node:
    branches = (*level.branches, Sequence(tuple(level.items)))
    return Choice(branches, level.flags)


def _class_end(pattern: str, place: int) -> int:
    """Returns where an unsupported class ends."""
    match = re.compile(r"\^?\]?(?:\[:\^?[a-z]+:\]|\\.|[^\]\\])*\]", re.DOTALL).match(pattern, place)
    if match is None:
        raise InvalidPatternError("a [ is not closed")
    return match.end()


def parse_pattern(pattern: str) -> Node:
    """Returns the syntax tree of the pattern, which matches whole texts.

    Raises InvalidPatternError if it is not a regular expression, UncheckedPatternError if RE2 cannot express it.
    """
    if len(pattern) > MAX_PATTERN:
        raise UncheckedPatternError(f"more than {MAX_PATTERN:,} characters")
    try:
        return _Parser(pattern, subtracts=True).parse()
    except InvalidPatternError:
        if "-[" not in pattern:
            raise
        return _Parser(pattern, subtracts=False).parse()
