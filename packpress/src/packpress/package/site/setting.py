"""What ``packpress:site`` of a descriptor says, as immutable values; each part is empty if the package leaves it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made

from packpress.package.site.presentation import CodedText, DrawnFile, HomeWords, LinkImage, UnitWords


@dataclass(frozen=True)
class Own:
    """Which records the coded text itself states: those whose ``field`` has one of ``values``."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class FigureFields:
    """The columns of a stated quantity; ``words`` has the words of its qualifiers, by their codes."""

    value: str
    qualifier: str = ""
    unit: str = ""
    words: Mapping[str, str] = made(default_factory=dict)


@dataclass(frozen=True)
class OriginalName:
    """The column of a name in another language.

    Its language is ``language``, or what ``language_field`` has, or what ``languages`` gives for what that field has.
    """

    field: str
    language: str = ""
    language_field: str = ""
    languages: Mapping[str, str] = made(default_factory=dict)


@dataclass(frozen=True)
class Siblings:
    """Which records are about the same: those that are equal in all fields of ``same`` and in one of ``near``."""

    same: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class FilterField:
    """A field by which a list can be filtered, and what the filter is called."""

    field: str
    title: str = ""


@dataclass(frozen=True)
class RecordKind:
    """A table whose rows are records with a page each, below ``path``; the other names are those of its columns.

    ``facts`` are shown also where they are not stated, ``more`` only where they are. ``answers`` names the record that a
    figure of another source answers. ``cited_as`` has the heading of the records of this table that refer to another, by field.
    """

    resource: str
    path: str
    title: str
    singular: str = ""
    lead: str = ""
    label: str = ""
    summary: str = ""
    group: str = ""
    date: str = ""
    own: Own | None = None
    figure: FigureFields | None = None
    cited: str = ""
    measured_by: str = ""
    answers: str = ""
    original: OriginalName | None = None
    place: str = ""
    facts: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    kicker: tuple[str, ...] = ()
    siblings: Siblings | None = None
    cited_as: Mapping[str, str] = made(default_factory=dict)
    filters: tuple[FilterField, ...] = ()


@dataclass(frozen=True)
class PartyFields:
    """The table of parties: ``records`` are its columns that name a record, ``names`` those that name a party."""

    resource: str
    records: tuple[str, ...]
    names: tuple[str, ...]
    role: str = ""
    stated_as: str = ""
    open: str = ""


@dataclass(frozen=True)
class ComparisonFields:
    """The table of comparisons of a stated value with another source, its columns, and the mark of each verdict.

    ``words`` has a short word for each verdict, ``sentences`` what a kicker says of it.
    """

    resource: str
    records: tuple[str, ...]
    verdict: str
    compared: str = ""
    other: str = ""
    difference: str = ""
    found: str = ""
    source: str = ""
    checked: str = ""
    reasoning: str = ""
    independence: str = ""
    access: str = ""
    marks: Mapping[str, str] = made(default_factory=dict)
    words: Mapping[str, str] = made(default_factory=dict)
    without_bars: tuple[str, ...] = ()


@dataclass(frozen=True)
class NameKind:
    """A table of names, such as bodies or places, whose rows get a page each, below ``path``."""

    resource: str
    path: str
    title: str
    singular: str = ""
    lead: str = ""
    name: str = ""
    original: OriginalName | None = None
    part_of: str = ""
    replaced_by: str = ""
    within: str = ""
    group: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceFields:
    """The columns of the sources that ``packpress:provenance`` names; the first of ``publisher`` that is filled counts."""

    original: OriginalName | None = None
    kind: str = ""
    tier: str = ""
    publisher: tuple[str, ...] = ()
    language: str = ""
    published: str = ""
    accessed: str = ""
    part_of: str = ""
    note: str = ""


@dataclass(frozen=True)
class PassageFields:
    """More columns of the passages that ``packpress:provenance`` names."""

    kind: str = ""
    note: str = ""


@dataclass(frozen=True)
class EvidenceFields:
    """More of the evidence: stances that need no word, those against the record, the strongest first, and its notes."""

    silent: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class WithdrawnFields:
    """More columns of the table that ``packpress:withdrawn`` names: since which version, and why."""

    since: str = ""
    reason: str = ""


@dataclass(frozen=True)
class WordsFields:
    """The columns of the words of a text: the words, their source, their passage, where they are and how they were seen."""

    text: str
    source: str = ""
    passage: str = ""
    locator: str = ""
    access: str = ""


@dataclass(frozen=True)
class WordingFields:
    """A table that compares the words of the text with those of a version in another language."""

    resource: str
    records: tuple[str, ...]
    words: WordsFields
    other: WordsFields
    effect: str = ""
    note: str = ""


@dataclass(frozen=True)
class TimelineFields:
    """A table whose rows are on the timeline, at ``date``, or from ``start`` to ``end``."""

    resource: str
    own: Own | None = None
    date: str = ""
    start: str = ""
    end: str = ""
    group: str = ""


@dataclass(frozen=True)
class SiteSetting:
    """The whole property; without it, every part is empty, and the site is generic.

    ``report`` is an address for reports of faults, with {id}, {title} and {version} in it, ``note`` the end of every page.
    """

    records: tuple[RecordKind, ...] = ()
    parties: PartyFields | None = None
    comparisons: ComparisonFields | None = None
    names: tuple[NameKind, ...] = ()
    timeline: tuple[TimelineFields, ...] = ()
    drawings: tuple[DrawnFile, ...] = ()
    wordings: WordingFields | None = None
    sources: SourceFields = SourceFields()
    passages: PassageFields = PassageFields()
    evidence: EvidenceFields = EvidenceFields()
    withdrawn: WithdrawnFields = WithdrawnFields()
    text: CodedText = made(default_factory=CodedText)
    units: Mapping[str, UnitWords] = made(default_factory=dict)
    home: HomeWords = made(default_factory=HomeWords)
    image: LinkImage | None = None
    report: str = ""
    note: str = ""

    def record_kind(self, resource: str) -> RecordKind | None:
        """Returns the kind of the records in that table; None if its rows are no records."""
        return next((kind for kind in self.records if kind.resource == resource), None)

    def name_kind(self, resource: str) -> NameKind | None:
        """Returns the kind of the names in that table; None if it has none with pages of their own."""
        return next((kind for kind in self.names if kind.resource == resource), None)
