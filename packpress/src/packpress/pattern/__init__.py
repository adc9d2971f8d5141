"""Patterns of Table Schema: XML Schema's regular expressions and common extensions of published schemas, run on RE2.

``syntax`` parses a pattern into a tree, with sets of characters from ``characters``; ``emit`` writes the tree for RE2, and
``matcher`` runs it. RE2 takes linear time for any pattern, unlike Python's ``re``: a pattern of a package never runs on ``re``.
"""

from packpress.pattern.matcher import PatternMatcher, compile_pattern
from packpress.pattern.syntax.faults import InvalidPatternError, UncheckedPatternError

__all__ = ["InvalidPatternError", "PatternMatcher", "UncheckedPatternError", "compile_pattern"]
