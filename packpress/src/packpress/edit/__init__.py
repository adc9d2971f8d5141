"""Adds records to tables, as text, never as typed values."""
