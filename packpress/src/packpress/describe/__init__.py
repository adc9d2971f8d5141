"""Describes schemas in words, for ``explain`` and ``new``."""
