"""Verifies a release that was downloaded: its files, its tables in every format, and what describes them."""
