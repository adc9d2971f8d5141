"""Parquet as it is published: its columns, its metadata, and the proof that no value is lost."""
