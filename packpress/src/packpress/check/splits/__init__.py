"""Checks a large file in splits, each by itself, wherever the executor of the check runs them."""
