"""Writes every description of a release, and says what it had to leave out for want of a fact or an address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from packpress.filesystem.write import write_file
from packpress.package.model import DESCRIPTOR, Package
from packpress.publish.metadata.bibtex import bibtex_text
from packpress.publish.metadata.cff import cff_text
from packpress.publish.metadata.croissant import croissant_text
from packpress.publish.metadata.csvw import csv_paths, csvw_text
from packpress.publish.metadata.datacite import datacite_text
from packpress.publish.metadata.datapackage import descriptor_text
from packpress.publish.metadata.dcat import dcat_text
from packpress.publish.metadata.facts.described import Described, describe_release
from packpress.publish.metadata.facts.facts import Facts, facts_of
from packpress.publish.metadata.facts.lack import Lack
from packpress.publish.metadata.hugging_face import card_text
from packpress.publish.metadata.readme import readme_text
from packpress.publish.metadata.schema_org import schema_org_text
from packpress.publish.metadata.zenodo import zenodo_text
from packpress.publish.release.files.texts import LICENSE, license_file
from packpress.publish.release.model import Release, ReleaseFile

_JSON_LD, _JSON, _MARKDOWN = "application/ld+json", "application/json", "text/markdown"
_CSVW = "csvw-metadata.json"


@dataclass(frozen=True)
class _Format:
    """One description: its file, how it is written, the facts without which it is invalid, and where it needs a homepage."""

    file: ReleaseFile
    text: Callable[[Described], str]
    needs: tuple[str, ...] = ()
    addresses: str = ""


_FORMATS = (
    _Format(ReleaseFile(DESCRIPTOR, "programs for Data Packages", _JSON), descriptor_text),
    _Format(
        ReleaseFile("croissant.json", "machine learning: the tables in Croissant 1.1", _JSON_LD),
        croissant_text,
        ("title",),
        "url",
    ),
    _Format(
        ReleaseFile("dcat.ttl", "data catalogues: DCAT 3 in Turtle", "text/turtle"),
        dcat_text,
        ("title", "description"),
        "dcat:landingPage and absolute addresses",
    ),
    _Format(
        ReleaseFile("schema-org.jsonld", "search engines: a schema.org Dataset", _JSON_LD),
        schema_org_text,
        ("title",),
        "@id, url and contentUrl",
    ),
    _Format(ReleaseFile(_CSVW, "CSV on the Web: the files in csv.zip, unpacked to csv/", "application/csvm+json"), csvw_text),
    _Format(ReleaseFile("datacite.json", "registering a DOI: DataCite 4.5", _JSON), datacite_text, ("title", "creator"), "url"),
    _Format(
        ReleaseFile(".zenodo.json", "archiving at Zenodo", _JSON),
        zenodo_text,
        ("title", "description", "creator"),
        "the related identifier of the homepage",
    ),
    _Format(
        ReleaseFile("CITATION.cff", "citing it, in the Citation File Format", "application/yaml"),
        cff_text,
        ("title", "creator"),
        "url",
    ),
    _Format(ReleaseFile("citation.bib", "citing it in LaTeX", "application/x-bibtex"), bibtex_text, ("title",), "url"),
    _Format(ReleaseFile("huggingface/README.md", "uploading parquet/ to Hugging Face: its card", _MARKDOWN), card_text),
)
# fact → whether it is stated, and what to do if it is not
_FACTS: dict[str, tuple[Callable[[Facts], bool], str]] = {
    "title": (lambda facts: bool(facts.title), 'no "title" and no "name"; add a title'),
    "description": (lambda facts: bool(facts.description), 'no "description"; add one'),
    "creator": (lambda facts: bool(facts.creators), 'no contributor with the role "creator"; add one to "contributors"'),
}


def write_metadata(release: Release, files: Sequence[ReleaseFile]) -> tuple[ReleaseFile, ...]:
    """Writes the descriptions of the release with these files, the README last, and returns them.

    A description that its format does not allow without a fact that the descriptor lacks is left out (``missing_facts``), as
    is that of the CSV files if there are none.
    """
    described = describe_release(release, files)
    written = []
    for form in _FORMATS:
        if _lacking(form, described.facts) or (form.file.path == _CSVW and not csv_paths(described)):
            continue
        _write(release, form.file, form.text(described))
        written.append(form.file)
    if (licence := license_file(release.package)) is not None:
        write_file(release.folder / LICENSE, licence.read_bytes())
        written.append(ReleaseFile(LICENSE, "what you may do with the data", "text/plain"))
    readme = ReleaseFile("README.md", "people: which file to take, how to open and cite it", _MARKDOWN)
    _write(release, readme, readme_text(described, written))
    return (*written, readme)


def missing_facts(package: Package) -> tuple[Lack, ...]:
    """Returns the descriptions that are left out because the descriptor lacks a fact: which, and what to add."""
    facts = facts_of(package)
    lacking = {form.file.path: [_FACTS[fact][1] for fact in _lacking(form, facts)] for form in _FORMATS}
    return tuple(Lack(path, "", f"{package.descriptor} has {', and '.join(words)}") for path, words in lacking.items() if words)


def missing_addresses(package: Package) -> tuple[Lack, ...]:
    """Returns the descriptions that lack addresses because the descriptor has no homepage on the web."""
    facts = facts_of(package)
    if facts.homepage:
        return ()
    written = (form for form in _FORMATS if form.addresses and not _lacking(form, facts))
    why = f'{package.descriptor} has no "homepage" on the web; add one'
    return tuple(Lack(form.file.path, form.addresses, why) for form in written)


def _lacking(form: _Format, facts: Facts) -> list[str]:
    return [fact for fact in form.needs if not _FACTS[fact][0](facts)]


def _write(release: Release, file: ReleaseFile, text: str) -> None:
    write_file(release.folder / file.path, text.encode("utf-8"))
