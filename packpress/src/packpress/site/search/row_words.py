"""The words by which a row is found, and the few that are shown beside its kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from packpress.site.cells.cell import Cells, is_web
from packpress.site.model.site import Site
from packpress.site.model.table import Row
from packpress.site.search.entry import WORD_SEPARATOR

_SHORT = 24
"""How many characters a text may have that is looked up like a name."""


class RowWords:
    """The words of the rows of one site, as a reader sees them on their pages."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._cells = Cells(site, str)

    def words(self, row: Row, first: str = "", without: Iterable[str] = ()) -> str:
        """Returns the cells of the row: that of the field ``first``, other texts, labels and names, then the parties."""
        left_out = {*row.table.key, *without, first}
        fields = [field for field in row.table.own_fields if field.name not in left_out and row[field.name]]
        texts = [row[field.name] for field in fields if field.is_text and not is_web(row[field.name])]
        others = [self.shown(row, field.name) for field in fields if not field.is_text and not field.is_boolean]
        return joined_texts([row.get(first), *texts, *others, *self._parties(row)])

    def shown(self, row: Row, field: str) -> str:
        """Returns the text that a page shows for the cell; "" for a cell without a value, or without a name of a field."""
        return str(self._cells.cell(row, field, empty="").striptags()) if field and row.get(field) else ""

    def short_names(self, row: Row, without: Iterable[str]) -> list[str]:
        """Returns what may be another name of the row, such as an acronym: its short texts."""
        fields = [field for field in row.table.own_fields if field.is_text and field.name not in {*row.table.key, *without}]
        return [row[field.name] for field in fields if 0 < len(row[field.name]) <= _SHORT and not is_web(row[field.name])]

    def verdicts(self, row: Row) -> tuple[str, ...]:
        """Returns the codes of the verdicts on the row, each once."""
        names = self.site.setting.comparisons
        if names is None:
            return ()
        codes = [
            compared[names.verdict]
            for field, compared in self.site.references_to(row)
            if field.table == names.resource and field.name in names.records
        ]
        return tuple(dict.fromkeys(filter(None, codes)))

    def _parties(self, row: Row) -> Iterator[str]:
        names = self.site.setting.parties
        if names is None:
            return
        for field, party in self.site.references_to(row):
            if field.table == names.resource and field.name in names.records:
                for name in names.names:
                    if (named := self.site.follow(party, name)) is not None:
                        yield self.site.label(named)


def joined_texts(texts: Iterable[str]) -> str:
    """Returns the texts with dots between them, each once, without empty ones."""
    return WORD_SEPARATOR.join(dict.fromkeys(filter(None, texts)))
