"""Notations in which descriptions are written: JSON, Turtle, YAML, Markdown and BibTeX, with their escapes."""
