"""The README of a release: which file is for whom, how to open, verify and cite them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from packpress.publish.metadata.csvw import csv_paths
from packpress.publish.metadata.facts.described import Described, DescribedFile
from packpress.publish.metadata.hugging_face import licence_lines, source_lines, table_lines
from packpress.publish.metadata.notation.markdown_text import code_span, link, markdown_line, markdown_text
from packpress.publish.metadata.recipes.open_tables import recipes
from packpress.publish.release.model import ReleaseFile

_SHOWN = 12
"""How many digits of a hash are shown; SHA256SUMS has them all."""
_LATER = (("release.json", "everything about this release for programs"), ("SHA256SUMS", "the hash of every file"))
"""Files that are written after this page."""


def readme_text(described: Described, descriptions: Sequence[ReleaseFile]) -> str:
    """Returns the page in Markdown; ``descriptions`` are the other descriptions of the release."""
    return "\n".join(_page(described, descriptions)) + "\n"


def _page(described: Described, descriptions: Sequence[ReleaseFile]) -> Iterator[str]:
    facts = described.facts
    yield f"# {markdown_line(' '.join(filter(None, (facts.title or 'Release', facts.version))))}"
    yield ""
    if facts.description:
        yield from (markdown_text(facts.description), "")
    commit = f", built from commit {code_span(described.release.commit)}" if described.release.commit else ""
    yield f"Version {markdown_line(facts.version)} of {facts.day}{commit}."
    if facts.homepage:
        yield from ("", f"Homepage: {link(facts.homepage, facts.homepage)}")
    yield from ("", "## Which file for whom", "", *_files(described))
    yield from ("", "These describe the release:", "", "| file | for whom |", "|---|---|")
    for path, title in (*((file.path, file.title) for file in descriptions), *_LATER):
        yield f"| {link(path, path)} | {markdown_line(title)} |"
    yield from ("", "## Tables", "", *table_lines(described))
    yield from ("", "## Open", "", "Paths are relative to the folder of this page.", *_open(described))
    yield from ("", "## Verify", "", *_VERIFY)
    yield from ("", "## Cite", "", *_cite(described, descriptions))
    if facts.licences:
        yield from ("", "## Licence", "", *licence_lines(facts))
    if facts.sources:
        yield from ("", "## Sources", "", *source_lines(facts))


_VERIFY = (
    "Whether every file is complete and unchanged, with the tools of the system (`shasum -a 256 -c SHA256SUMS` on macOS):",
    "",
    "```sh",
    "sha256sum -c SHA256SUMS",
    "```",
    "",
    "Whether the formats have the same content, cell by cell, with packpress:",
    "",
    "```sh",
    "packpress verify .",
    "```",
)


def _files(described: Described) -> Iterator[str]:
    yield "| file | for whom | bytes | rows | SHA-256 |"
    yield "|---|---|---:|---:|---|"
    yield from (_file(file) for file in described.files)


def _file(file: DescribedFile) -> str:
    rows = "" if file.rows is None else f"{file.rows:,}"
    return (
        f"| {link(file.path, file.path)} | {markdown_line(file.title)} | {file.size:,} | {rows} | `{file.sha256[:_SHOWN]}…` |"
    )


def _open(described: Described) -> Iterator[str]:
    for recipe in recipes(described, csv_paths(described)):
        yield from ("", f"### {recipe.program}", "")
        if recipe.language:
            yield from (f"```{recipe.language}", *recipe.lines, "```")
        else:
            yield from (f"- {line}" for line in recipe.lines)
        if recipe.note:
            yield from ("", recipe.note)


def _cite(described: Described, descriptions: Sequence[ReleaseFile]) -> Iterator[str]:
    yield markdown_line(described.facts.citation)
    paths = [file.path for file in descriptions if file.path in ("CITATION.cff", "citation.bib")]
    if paths:
        yield from ("", f"For a reference manager: {', '.join(link(path, path) for path in paths)}.")
