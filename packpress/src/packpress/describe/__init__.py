"""Schemas in words, for explain, new and the codebook."""
