"""What the schemas of the letters cannot say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from packpress import Fault, Tables, rule


@rule("crew-figure", "quotes")
def crew_figure(table: str, tables: Tables) -> Iterable[Fault]:
    """The figure in the words equals the crew that they support."""
    visits: Any = tables["visits"].itertuples()
    quotes: Any = tables[table].itertuples()
    crew = {visit.id: visit.crew for visit in visits}
    for row in quotes:
        if row.supports == "crew" and str(crew[row.visit_id]) not in row.words.split():
            yield Fault(row.Index, "words", f"the crew of {row.visit_id} is {crew[row.visit_id]}; correct one")
