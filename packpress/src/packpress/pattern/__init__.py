r"""The patterns of Table Schema: XML Schema's regular expressions and what published schemas write beyond them, run on RE2.

``parser`` reads a pattern into the tree of ``nodes``, ``emit`` writes the tree for RE2, ``matcher`` runs it. RE2 takes a time
in proportion to the text whatever the pattern is, and Python's ``re`` does not: no pattern of a package ever runs on ``re``.
"""

from packpress.pattern.faults import InvalidPatternError, UncheckedPatternError
from packpress.pattern.matcher import PatternMatcher, compile_pattern

__all__ = ["InvalidPatternError", "PatternMatcher", "UncheckedPatternError", "compile_pattern"]
