r"""Translates patterns to the syntax that Python's ``re`` and ECMAScript share, for programs that do not have RE2.

Sets of characters are written as ranges, because ``re`` has no ``\p{L}``, and ``\d`` and ``\w`` mean something else in each
of the three. Flags such as ``(?i)`` exist in ``re`` only.
"""

from __future__ import annotations

from packpress.pattern.characters.categories import UNASSIGNED
from packpress.pattern.characters.char_set import ANY_CHARACTER, CharSet
from packpress.pattern.characters.ranges import LAST, Ranges, subtract
from packpress.pattern.syntax.faults import UncheckedPatternError
from packpress.pattern.syntax.nodes import Assertion, Chars, Choice, Literal, Node, Repeat, Sequence
from packpress.pattern.syntax.parser import parse_pattern

_EVERY: Ranges = ((0, LAST),)
_SURROGATES: Ranges = ((0xD800, 0xDFFF),)
_SYNTAX = frozenset("\\^$.*+?()[]{}|/")
_CLASS_SYNTAX = frozenset("\\^-[]")
_DOUBLED = frozenset("&~|")
"""Characters that may become operators of a class in ``re`` where they are doubled."""


def python_expression(pattern: str) -> str:
    """Returns the expression with which ``re.fullmatch`` finds the same texts. Raises UncheckedPatternError."""
    tree = parse_pattern(pattern)
    while isinstance(tree, Choice) and len(tree.branches) == 1 and not tree.flags:
        tree = tree.branches[0]
    return _write(tree, True, is_multiline=False)


def ecma_expression(pattern: str) -> str:
    """Returns the expression for JSON Schema, anchored at both ends. Raises UncheckedPatternError if it has flags."""
    return f"^(?:{_write(parse_pattern(pattern), False, is_multiline=False)})$"


def _write(node: Node, for_python: bool, *, is_multiline: bool) -> str:
    if isinstance(node, Literal):
        return "".join(_character(c, _SYNTAX) for c in node.text)
    if isinstance(node, Chars):
        return _class(node.chars)
    if isinstance(node, Assertion):
        return _assertion(node.text, for_python, is_multiline)
    if isinstance(node, Choice):
        _refuse_flags(node.flags, for_python)
        inner = is_multiline if "m" not in node.flags else "m" in node.flags.partition("-")[0]
        branches = "|".join(_write(branch, for_python, is_multiline=inner) for branch in node.branches)
        return f"(?{node.flags}:{branches})"
    if isinstance(node, Sequence):
        return _sequence(node.items, for_python, is_multiline)
    item = _write(node.item, for_python, is_multiline=is_multiline)
    is_atom = isinstance(node.item, Chars | Choice) or (isinstance(node.item, Literal) and len(node.item.text) == 1)
    return (item if is_atom else f"(?:{item})") + _quantifier(node)


def _sequence(items: tuple[Node, ...], for_python: bool, is_multiline: bool) -> str:
    """Returns the parts in order; flags that apply from here on become a group around what follows."""
    for place, item in enumerate(items):
        if isinstance(item, Assertion) and item.text.startswith("(?"):
            before = _sequence(items[:place], for_python, is_multiline)
            return before + _write(
                Choice((Sequence(items[place + 1 :]),), item.text[2:-1]), for_python, is_multiline=is_multiline
            )
    return "".join(_branch(item, for_python, is_multiline) for item in items)


def _branch(item: Node, for_python: bool, is_multiline: bool) -> str:
    return _write(item, for_python, is_multiline=is_multiline)


def _refuse_flags(flags: str, for_python: bool) -> None:
    if flags and not for_python:
        raise UncheckedPatternError(f"the flags {flags}")


def _assertion(text: str, for_python: bool, is_multiline: bool) -> str:
    if not for_python:
        return text
    if text == "$" and not is_multiline:
        return r"\Z"
    return rf"(?a:{text})" if text in (r"\b", r"\B") else text


def _quantifier(node: Repeat) -> str:
    known = {(0, None): "*", (1, None): "+", (0, 1): "?", (1, 1): ""}
    if (node.low, node.high) in known:
        return known[node.low, node.high]
    high = "" if node.high is None else str(node.high)
    return f"{{{node.low}}}" if node.low == node.high else f"{{{node.low},{high}}}"


def _class(chars: CharSet) -> str:
    """Returns the set as a class; one that has nearly every character is written as the complement of the others."""
    if chars == ANY_CHARACTER:
        return r"[\s\S]"
    is_negative = UNASSIGNED in chars.categories
    others = chars.remove_from(_EVERY)
    ranges = subtract(others if is_negative else subtract(_EVERY, others), _SURROGATES)
    if not ranges:
        return r"[\s\S]" if is_negative else "(?!)"
    inner = "".join(_range(first, last) for first, last in ranges)
    return f"[{'^' if is_negative else ''}{inner}]"


def _range(first: int, last: int) -> str:
    begin, end = (_character(chr(code), _CLASS_SYNTAX | _DOUBLED) for code in (first, last))
    return begin if first == last else begin + end if first + 1 == last else f"{begin}-{end}"


def _character(character: str, special: frozenset[str]) -> str:
    code = ord(character)
    if (character in special and character not in _DOUBLED) or character in _SYNTAX & special:
        return "\\" + character
    if character in special or (code < 0x100 and not character.isprintable()):
        return rf"\x{code:02x}"
    return character if character.isprintable() or code > 0xFFFF else rf"\u{code:04x}"
