"""Turtle: sorted, and escaped so that no text ends a string or an address."""

from __future__ import annotations

import pytest

from packpress.publish.metadata.notation.turtle import Blank, Iri, Name, Term, Typed, turtle_text

PREFIXES = {"b": "http://b.example/", "a": "http://a.example/"}

# term → how it is written
TERMS: dict[str, tuple[Term, str]] = {
    "text": (Typed("plain"), '"plain"'),
    "quotes and backslash": (Typed('a "b" \\'), r'"a \"b\" \\"'),
    "line ends and tab": (Typed("a\r\nb\tc"), r'"a\r\nb\tc"'),
    "letters of all scripts": (Typed("Åland 群岛 😀"), '"Åland 群岛 😀"'),
    "what no page shows": (Typed("\x00\u2028\u202e\U000e0001"), r'"\u0000\u2028\u202E\U000E0001"'),
    "typed": (Typed("1", "xsd:integer"), '"1"^^xsd:integer'),
    "address": (Iri("https://example.org/a?b=ü"), "<https://example.org/a?b=ü>"),
    "address that would end": (Iri('x> . <y> "{}|^`\\ '), "<x%3E%20.%20%3Cy%3E%20%22%7B%7D%7C%5E%60%5C%20>"),
    "name": (Name("a:Thing"), "a:Thing"),
    "blank node": (Blank((("b:p", Typed("1")), ("a", Name("a:T")))), '[\n        a a:T ;\n        b:p "1"\n    ]'),
}


@pytest.mark.parametrize(("term", "written"), TERMS.values(), ids=TERMS)
def test_a_term_is_escaped(term: Term, written: str) -> None:
    assert turtle_text({}, [(Iri("s"), (("a:p", term),))]) == f"\n\n<s> a:p {written} .\n"


def test_equal_graphs_in_any_order_are_written_alike() -> None:
    one, two = (("b:p", Typed("2")), ("b:p", Typed("1")), ("a", Name("b:T"))), (("a:q", Iri("x")),)
    first = turtle_text(PREFIXES, [(Iri("s"), one), (Iri("r"), two)], "http://base.example/")
    second = turtle_text(dict(reversed(PREFIXES.items())), [(Iri("r"), two), (Iri("s"), one[::-1])], "http://base.example/")
    assert first == second
    assert first == (
        "@base <http://base.example/> .\n@prefix a: <http://a.example/> .\n@prefix b: <http://b.example/> .\n\n"
        '<r> a:q <x> .\n\n<s> a b:T ;\n    b:p "1", "2" .\n'
    )
