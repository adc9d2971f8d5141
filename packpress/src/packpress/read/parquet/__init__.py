"""Reads Parquet files as columns of text, the form in which the checker sees every table."""
