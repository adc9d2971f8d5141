"""The columns that a build adds to a table: the span of a date, and the links to the words of a text."""
