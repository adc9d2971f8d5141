"""Traces records to the words that support them: trace, coverage, agreement, links."""
