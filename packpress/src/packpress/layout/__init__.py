"""The canonical layout of a table: how it is made and how it is checked."""
