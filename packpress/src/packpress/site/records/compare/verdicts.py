"""The comparisons of a record with other sources, and what their verdicts are called."""

from __future__ import annotations

from dataclasses import dataclass

from packpress.package.site.setting import ComparisonFields
from packpress.publish.drawings.verdict_marks import OTHER_MARK
from packpress.site.model.site import Site
from packpress.site.model.table import Field, Row
from packpress.site.records.compare.verdict_order import COMPARABLE, NOT_FOUND, verdict_rank
from packpress.site.records.places import capitalized, code_words


@dataclass(frozen=True)
class ComparisonVerdict:
    """The result of a comparison: its field and code, the word for it, and the name of its mark.

    ``is_comparable`` says that both sides measure the same, so that their difference means something.
    """

    field: Field
    code: str
    word: str
    mark: str
    is_comparable: bool

    @property
    def is_not_found(self) -> bool:
        """Whether the other source was searched and has nothing."""
        return self.mark == NOT_FOUND


def comparisons_of(site: Site, record: Row) -> list[Row]:
    """Returns the comparisons of the record in the order of their verdicts, else as in their table."""
    names = site.setting.comparisons
    if names is None:
        return []
    rows = [row for field, row in site.references_to(record) if field.table == names.resource and field.name in names.records]
    return sorted(rows, key=lambda row: verdict_rank(verdict_of(site, row).mark))


def comparisons_with(site: Site, figure: Row) -> list[Row]:
    """Returns the comparisons in which the figure is the other one."""
    names = site.setting.comparisons
    if names is None or not names.other:
        return []
    return [row for field, row in site.references_to(figure) if field.table == names.resource and field.name == names.other]


def verdict_of(site: Site, comparison: Row) -> ComparisonVerdict:
    """Returns the verdict of a comparison."""
    names = comparison_fields(site)
    field, code = comparison.table.fields[names.verdict], comparison[names.verdict]
    word = names.words.get(code) or capitalized(code_words(code))
    mark = names.marks.get(code, OTHER_MARK)
    return ComparisonVerdict(field, code, word, mark, mark in COMPARABLE and code not in names.without_bars)


def compared_record(site: Site, comparison: Row) -> Row | None:
    """Returns the record that is compared."""
    names = comparison_fields(site)
    return next((found for name in names.records if (found := site.follow(comparison, name))), None)


def comparison_fields(site: Site) -> ComparisonFields:
    """Returns the columns of the comparisons. Raises ValueError if the package has none."""
    if site.setting.comparisons is None:
        raise ValueError("the package has no comparisons")
    return site.setting.comparisons
