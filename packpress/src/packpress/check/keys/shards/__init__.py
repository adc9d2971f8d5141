"""Compares keys that stay where splits were checked, in shards: each gets all rows whose key has one of its hashes."""
