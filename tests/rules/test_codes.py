"""The parser of units: the one of ucumvert, which the rules make without importing it."""

from __future__ import annotations

from packpress.check.rules.load_module import load_module
from tests.conftest import RULES
from ucumvert import get_ucum_parser


def test_the_parser_of_units_is_that_of_ucumvert() -> None:
    ours, theirs = load_module(RULES).standard_codes.ucum_parser(), get_ucum_parser()
    assert ours.source_grammar == theirs.source_grammar
    assert ours.options.serialize() == theirs.options.serialize()
