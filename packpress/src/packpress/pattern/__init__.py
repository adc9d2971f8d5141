"""Patterns of Table Schema: XML Schema's regular expressions and common extensions of published schemas, run on RE2.

``parser`` parses a pattern into a tree of ``nodes``, ``emit`` writes the tree for RE2, ``matcher`` runs it. RE2 takes linear
time for any pattern, unlike Python's ``re``: a pattern of a package never runs on ``re``.
"""

from packpress.pattern.faults import InvalidPatternError, UncheckedPatternError
from packpress.pattern.matcher import PatternMatcher, compile_pattern

__all__ = ["InvalidPatternError", "PatternMatcher", "UncheckedPatternError", "compile_pattern"]
