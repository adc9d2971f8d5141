"""Writes the published Parquet: its columns, its metadata, and the verification that no value is lost."""
