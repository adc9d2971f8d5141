"""What the Table Schemas cannot say: one named rule a function, with the tables that it binds.

A rule gets the name of the table that it judges and all typed tables, and gives the faults. The first line of its
docstring is its meaning; every rule has a good and a bad example in tests/rules/.
"""

from .agreements_and_measures import bilateral_parties, end_after_start, status_dated, target_coded
from .events import event_area, event_order, event_place, event_stage
from .evidence import column_evidence, evidence_column, evidence_place, origin_evidence, record_evidence
from .fragments import fragment_date, fragment_qualifier, fragment_value
from .participants import one_party, participant_once, successor_later
from .passages import passage_covered, passage_order
from .references import id_once, one_record, part_of, retired_successor, row_id, url_once
from .standard_codes import area_real, language_real, unit_real
from .statistics import cited_source, figure_verdict, number_range, primary_figure
from .terms import term_wording
from .verifications import verification_figures, verification_source

__all__ = [
    "area_real",
    "bilateral_parties",
    "cited_source",
    "column_evidence",
    "end_after_start",
    "event_area",
    "event_order",
    "event_place",
    "event_stage",
    "evidence_column",
    "evidence_place",
    "figure_verdict",
    "fragment_date",
    "fragment_qualifier",
    "fragment_value",
    "id_once",
    "language_real",
    "number_range",
    "one_party",
    "one_record",
    "origin_evidence",
    "part_of",
    "participant_once",
    "passage_covered",
    "passage_order",
    "primary_figure",
    "record_evidence",
    "retired_successor",
    "row_id",
    "status_dated",
    "successor_later",
    "target_coded",
    "term_wording",
    "unit_real",
    "url_once",
    "verification_figures",
    "verification_source",
]
