r"""Sets of characters that a pattern names: ``\w``, ``\i``, ``\p{Lu}``, ``\p{IsGreek}``, ``[:alpha:]``.

They follow XML Schema 1.1, part 2, appendix G; extensions are marked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa

from packpress.pattern.characters.categories import ALL, CATEGORIES, CATEGORY_GROUPS, UNASSIGNED, members
from packpress.pattern.characters.char_set import ANY_CHARACTER, CharSet, characters, listed
from packpress.pattern.syntax.faults import UncheckedPatternError

# XML 1.0, fifth edition, productions 4 and 4a
_NAME_START = listed(
    (0x3A, 0x3A), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2FF), (0x370, 0x37D),
    (0x37F, 0x1FFF), (0x200C, 0x200D), (0x2070, 0x218F), (0x2C00, 0x2FEF), (0x3001, 0xD7FF), (0xF900, 0xFDCF),
    (0xFDF0, 0xFFFD), (0x10000, 0xEFFFF),
)  # fmt: skip
_NAME = _NAME_START.union(listed((0x2D, 0x2E), (0x30, 0x39), (0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040)))
_DIGIT = CharSet(frozenset({"Nd"}))
_SPACE = characters("\t\n\r ")
# All but punctuation, separators and the other characters; "_" is an extension. A code point that RE2 does not know counts as a
# letter: most are newer than RE2.
_WORD = CharSet(ALL - CATEGORY_GROUPS["P"] - CATEGORY_GROUPS["Z"] - (CATEGORY_GROUPS["C"] - {UNASSIGNED})).union(
    characters("_")
)
NOT_LINE_END = characters("\n\r").invert()
"""The meaning of ``.``."""
# letter of an escape → its set; the capital letter is its complement
_SMALL = {"d": _DIGIT, "s": _SPACE, "w": _WORD, "i": _NAME_START, "c": _NAME}
ESCAPES: Mapping[str, CharSet] = _SMALL | {letter.upper(): chars.invert() for letter, chars in _SMALL.items()}
_ALNUM = ((0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A))
# POSIX class → its set, ASCII only; an extension
POSIX: Mapping[str, CharSet] = {
    "alnum": listed(*_ALNUM), "alpha": listed(*_ALNUM[1:]), "ascii": listed((0, 0x7F)), "blank": characters("\t "),
    "cntrl": listed((0, 0x1F), (0x7F, 0x7F)), "digit": listed(_ALNUM[0]), "graph": listed((0x21, 0x7E)),
    "lower": listed(_ALNUM[2]), "print": listed((0x20, 0x7E)), "space": characters("\t\n\v\f\r "), "upper": listed(_ALNUM[1]),
    "punct": listed((0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)), "word": listed(*_ALNUM, (0x5F, 0x5F)),
    "xdigit": listed(_ALNUM[0], (0x41, 0x46), (0x61, 0x66)),
}  # fmt: skip


def property_set(name: str) -> CharSet:
    r"""Returns the set of ``\p{name}``; a ``^`` before the name inverts it, which is an extension.

    Raises UncheckedPatternError if the name is unknown.
    """
    if name.startswith("^"):
        return property_set(name[1:]).invert()
    if name in CATEGORIES:
        return CharSet(frozenset({name}))
    if name in CATEGORY_GROUPS:
        return CharSet(CATEGORY_GROUPS[name])
    if name[:2] in ("Is", "In"):  # Java writes In
        from packpress.pattern.characters.unicode_blocks import plain_name, unicode_blocks

        block = unicode_blocks().get(plain_name(name[2:]))
        if block is None:
            raise UncheckedPatternError(f"the unknown Unicode block {_cut(name[2:])}")
        return listed(*block)
    find = _OTHERS.get(name, _script)
    return find(name)


def _script(name: str) -> CharSet:
    """Returns the characters of a script, such as ``Greek``; an extension."""
    if not (name.replace("_", "").isalpha() and name.isascii()):
        raise UncheckedPatternError(f"the unknown property {_cut(name)}")
    try:
        return listed(*members(rf"\p{{{name}}}"))
    except pa.ArrowInvalid:
        raise UncheckedPatternError(f"the unknown property {_cut(name)}") from None


# property that is an extension → its set
_OTHERS: Mapping[str, Callable[[str], CharSet]] = {
    "L&": lambda _: CharSet(CATEGORY_GROUPS["LC"]),
    "Any": lambda _: ANY_CHARACTER,
    "ASCII": lambda _: POSIX["ascii"],
    "Assigned": lambda _: CharSet(ALL - {UNASSIGNED}),
}


def _cut(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:40]}…"
