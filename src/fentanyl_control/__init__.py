"""Fentanyl Control Data for Python: the tables, and what stands behind each record.

    import fentanyl_control as fc

``tables`` and ``load`` give the tables, ``views`` the questions whose answers ``load`` gives too. ``record`` gives the row of
an identifier with its evidence, participants and verifications, ``evidence_for`` the words that it rests on, ``verdicts_for``
a table of what other sources say of it, ``trace_link`` an address that opens at the sentence, and ``cite`` how to cite the
dataset or one record.
"""

from .citation import cite
from .evidence import Evidence, evidence_for, trace_link
from .loading import load, tables, views
from .participants import Participant
from .records import Record, record
from .verdict_table import verdicts_for
from .verdicts import Figure, Verdict

__version__ = "0.1.0"
__all__ = [
    "Evidence",
    "Figure",
    "Participant",
    "Record",
    "Verdict",
    "__version__",
    "cite",
    "evidence_for",
    "load",
    "record",
    "tables",
    "trace_link",
    "verdicts_for",
    "views",
]
