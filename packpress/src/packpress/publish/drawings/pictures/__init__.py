"""Drawings as files of their own, for a README: with text, a title, a description and colours for light and dark."""
