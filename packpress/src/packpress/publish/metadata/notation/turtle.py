"""Writes RDF 1.1 Turtle: statements grouped by subject, in sorted order, so that equal graphs give equal bytes.

A blank node is written where it is the object, in brackets; a graph needs no labels for them as long as none is shared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# characters that no IRI may contain (Turtle, IRIREF); written percent-encoded, which an address means by them anyway
_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
# characters with an escape of their own in a string (Turtle, ECHAR)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


@dataclass(frozen=True)
class Iri:
    """A resource with an address, absolute or relative to the base."""

    address: str


@dataclass(frozen=True)
class Typed:
    """A literal with its data type, "" for plain text. The type is a prefixed name."""

    text: str
    type: str = ""


@dataclass(frozen=True)
class Name:
    """A prefixed name, such as dcat:Dataset."""

    text: str


@dataclass(frozen=True)
class Blank:
    """A node without an address: its statements."""

    statements: Statements


Term = Iri | Typed | Name | Blank
Statements = tuple[tuple[str, Term], ...]
"""Pairs of a predicate, which is a prefixed name or "a", and an object."""


def turtle_text(prefixes: Mapping[str, str], subjects: Iterable[tuple[Term, Statements]], base: str = "") -> str:
    """Returns the graph as Turtle; relative addresses are relative to ``base``, or to the file without one."""
    lines = [f"@base {_iri(base)} ."] if base else []
    lines += [f"@prefix {name}: {_iri(address)} ." for name, address in sorted(prefixes.items())]
    blocks = sorted(f"{_term(subject, '')} {_block(statements, '    ')} .\n" for subject, statements in subjects)
    return "\n".join(lines) + "\n\n" + "\n".join(blocks)


def _block(statements: Statements, indent: str) -> str:
    """Returns the predicates in order, "a" first, each with its distinct objects in order."""
    objects: dict[str, set[str]] = {}
    for predicate, term in statements:
        objects.setdefault(predicate, set()).add(_term(term, indent))
    ordered = sorted(objects.items(), key=lambda item: (item[0] != "a", item[0]))
    return f" ;\n{indent}".join(f"{predicate} {', '.join(sorted(terms))}" for predicate, terms in ordered)


def _term(term: Term, indent: str) -> str:
    if isinstance(term, Iri):
        return _iri(term.address)
    if isinstance(term, Name):
        return term.text
    if isinstance(term, Blank):
        inner = indent + "    "
        return f"[\n{inner}{_block(term.statements, inner)}\n{indent}]"
    return f"{_string(term.text)}^^{term.type}" if term.type else _string(term.text)


def _iri(address: str) -> str:
    return f"<{_NO_IRI.sub(lambda found: f'%{ord(found[0]):02X}', address)}>"


def _string(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(c) or (c if c.isprintable() or c == " " else _escape(c)) for c in text) + '"'


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
