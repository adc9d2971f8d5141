"""Adds records to tables; works on text, never on typed values."""
