"""The canonical layout of a table: the formatter and the checker."""
