"""DCAT 3 in Turtle, in the profile DCAT-AP 3.0.1: the release as a Dataset, each of its files as a Distribution.

Without a homepage the addresses are relative to the description, so that they hold wherever the release is; the page that
leads to the files is then the README of the release.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from packpress.publish.metadata.facts.archives import IN_ARCHIVES
from packpress.publish.metadata.facts.contributors import Contributor
from packpress.publish.metadata.facts.described import Described, DescribedFile
from packpress.publish.metadata.facts.facts import Facts
from packpress.publish.metadata.facts.licences import Licence
from packpress.publish.metadata.notation.turtle import Blank, Iri, Name, Statements, Term, Typed, turtle_text

_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_README = "README.md"
_DATASET = Iri("#dataset")
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"


def dcat_text(described: Described) -> str:
    """Returns the description as Turtle."""
    facts = described.facts
    subjects: list[tuple[Term, Statements]] = [(_DATASET, _dataset(described))]
    subjects += [(_distribution(file), _describe(described, file)) for file in described.files]
    return turtle_text(_PREFIXES, [*subjects, *_named(described)], facts.base)


def _named(described: Described) -> Iterator[tuple[Term, Statements]]:
    """Yields what else has an address, each with what it is, as DCAT-AP requires: pages, licences, types of files."""
    facts = described.facts
    for source in facts.sources:
        if source.url and source.title:
            yield Iri(source.url), (("dct:title", Typed(source.title)),)
    for licence in facts.licences:
        if licence.url:
            yield Iri(licence.url), _licence(licence)
    for page in sorted({facts.homepage, *map(_page, (*facts.creators, *facts.publishers[:1]))} - {""}):
        yield Iri(page), (("a", Name("foaf:Document")),)
    for kind in sorted({kind for file in described.files for kind in (file.media_type, file.data_media_type)}):
        yield _media_type(kind), (("a", Name("dct:MediaType")),)
    if described.files:
        yield Iri(_SHA256), (("a", Name("spdx:ChecksumAlgorithm")),)


def _dataset(described: Described) -> Statements:
    facts = described.facts
    sources = (Iri(source.url) if source.url else Blank(_texts("dct:title", source.title)) for source in facts.sources)
    return (
        ("a", Name("dcat:Dataset")),
        *_texts("dct:title", facts.title),
        *_texts("dct:description", facts.description),
        *_texts("dct:identifier", facts.name),
        *_texts("dcat:version", facts.version),
        *(("dcat:keyword", Typed(keyword)) for keyword in facts.keywords),
        *_days(facts),
        *(("dcat:landingPage", Iri(page)) for page in (facts.homepage,) if page),
        *(("dct:creator", _agent(person)) for person in facts.creators),
        *(("dct:publisher", _agent(person)) for person in facts.publishers[:1]),  # DCAT-AP allows one
        *(("prov:wasDerivedFrom", source) for source in sources),
        *(("dcat:distribution", _distribution(file)) for file in described.files),
    )


def _days(facts: Facts) -> Statements:
    return (("dct:issued", Typed(facts.day, "xsd:date")),) if facts.day else ()


def _agent(person: Contributor) -> Blank:
    page: Statements = (("foaf:homepage", Iri(_page(person))),) if _page(person) else ()
    kind = Name("foaf:Person" if person.is_person else "foaf:Agent")
    return Blank((("a", Name("foaf:Agent")), ("a", kind), ("foaf:name", Typed(person.name)), *page))


def _page(person: Contributor) -> str:
    """Returns the address of the contributor's own page; "" for an ORCID, which is no page of theirs."""
    return "" if person.orcid else person.url


def _describe(described: Described, file: DescribedFile) -> Statements:
    table, facts = described.table_of(file), described.facts
    licences = (Iri(licence.url) if licence.url else Blank(_licence(licence)) for licence in facts.licences[:1])
    return (
        ("a", Name("dcat:Distribution")),
        ("dct:title", Typed(file.path)),
        *_texts("dct:description", table.description if table and table.description else file.title),
        ("dcat:accessURL", Iri(facts.homepage or _README)),
        ("dcat:downloadURL", Iri(quote(file.path))),
        *_formats(file),
        ("dcat:byteSize", Typed(str(file.size), "xsd:nonNegativeInteger")),
        ("spdx:checksum", _checksum(file)),
        *_days(facts),
        *(("dct:license", licence) for licence in licences),  # DCAT-AP allows one
    )


def _formats(file: DescribedFile) -> Statements:
    """Returns the media type of the data; for an archive, also how the data are packed, if in several files, or compressed."""
    data = ("dcat:mediaType", _media_type(file.data_media_type))
    packed = IN_ARCHIVES.get(file.path)
    if packed is None:
        return (data,)
    return data, ("dcat:packageFormat" if packed.has_many else "dcat:compressFormat", _media_type(file.media_type))


def _checksum(file: DescribedFile) -> Blank:
    value = Typed(file.sha256, "xsd:hexBinary")
    return Blank((("a", Name("spdx:Checksum")), ("spdx:algorithm", Iri(_SHA256)), ("spdx:checksumValue", value)))


def _licence(licence: Licence) -> Statements:
    return (("a", Name("dct:LicenseDocument")), *_texts("dct:title", licence.title or licence.name))


def _distribution(file: DescribedFile) -> Iri:
    return Iri(f"#{quote(file.path)}")


def _media_type(kind: str) -> Iri:
    return Iri(_MEDIA_TYPES + quote(kind.partition(";")[0].strip(), safe="/+.-"))


def _texts(predicate: str, text: str) -> Statements:
    return ((predicate, Typed(text)),) if text else ()
