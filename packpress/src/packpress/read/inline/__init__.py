"""Reads inline data, which a descriptor itself contains."""
