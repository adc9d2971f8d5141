"""Tools for people who edit the tables; they work on text, never on typed values."""
