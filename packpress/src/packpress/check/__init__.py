"""Checks a package in four layers, from the bytes of its files to its rules."""
