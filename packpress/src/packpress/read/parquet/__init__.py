"""Parquet files as columns of text, as the checker sees every table."""
