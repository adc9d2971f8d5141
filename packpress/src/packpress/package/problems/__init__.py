"""Finds what is wrong with a descriptor, one kind of property per module."""
