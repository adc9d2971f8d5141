"""Metadata stored in the outputs of a build, and the files that a killed build leaves behind."""
