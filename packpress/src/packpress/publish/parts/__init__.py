"""Parquet of a table in parts: each written where a split of the table is checked, all of them published as one folder."""
