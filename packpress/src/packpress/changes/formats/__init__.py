"""Writes changes as text, Markdown, JSON, and CSV with one line per cell."""
