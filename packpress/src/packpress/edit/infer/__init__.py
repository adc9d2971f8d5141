"""Infers a descriptor and its schemas from the tables of a folder: encodings, dialects, types, keys, references."""
