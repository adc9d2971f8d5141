"""Fentanyl Control Data: the tables in the library you work with, the proof of a record, and how to cite."""

from packpress import MissingExtraError, PackageError

from fentanyl_control.dataset import Evidence, cite, evidence_for, load, tables, trace_link

__version__ = "0.1.0"
__all__ = ["Evidence", "MissingExtraError", "PackageError", "cite", "evidence_for", "load", "tables", "trace_link"]
