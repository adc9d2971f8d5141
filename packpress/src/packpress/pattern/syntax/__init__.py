"""Parses patterns: the syntax tree, its parser, and the errors for invalid and unsupported patterns."""
