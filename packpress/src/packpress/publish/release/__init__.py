"""Writes a release of a package: its tables in several formats, their description, and what changed since the last one."""
