"""Layer 1, build outputs: finds those that were built from another state of the package than the current one.

They are checked only if all other errors are in outputs too: the build rejects a package with other errors, so "run the
build" would be bad advice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from os import cpu_count

from packpress.arrow.parallel_map import WORKERS
from packpress.filesystem.stores.store_path import StorePath
from packpress.issue import STALE, Findings, Issue, Severity
from packpress.package.model import INLINE, Package
from packpress.package.outputs.source_hash import SourceHashes, TooLargeError, codebook_hash
from packpress.package.paths import path_fault
from packpress.package.problems.output_paths import CODEBOOK, CODEBOOK_MARK

FEW_BYTES = 16_000_000
"""How many bytes of tables a check without ``--full`` hashes if no core is free; this takes about 15 ms."""
_FIRST_LINE = 1_000
"""How many bytes of a codebook are read; its first line has about two hundred."""
_SHOWN = 2
"""How many files of a table a message names."""
Output = tuple[str, str, Callable[[], str]]
"""The path of an output, its sources in words, and a function that returns the hash that it should have:
``("data/a.parquet", "data/a.csv or datapackage.json", lambda: "sha256:…")``."""


def few_hashes(package: Package) -> SourceHashes:
    """Returns the hashes of the package.

    They are computed while cells are checked if a core is free, otherwise later and only of ``FEW_BYTES``. From a store, files
    would be read a second time.
    """
    is_free = (cpu_count() or 1) > WORKERS and not isinstance(package.root, StorePath)
    return SourceHashes.ahead(package) if is_free else SourceHashes(package, FEW_BYTES)


def check_stale(hashes: SourceHashes, carried: Mapping[str, str], findings: Findings, severity: Severity) -> None:
    """Adds an issue for each output whose hash differs from the expected one, and a warning for those that were not compared.

    ``carried`` has the hash stored in each Parquet file and in its schema, by path; that of the codebook is read here.
    """
    package = hashes.package
    not_compared = []
    for path, sources, wanted in _outputs(hashes):
        found = _codebook(package) if path == CODEBOOK else carried.get(path)
        if found is None:
            continue  # the output does not exist, or has another error
        try:
            message = _message(found, wanted(), sources) if found else _OLD
        except TooLargeError:
            not_compared.append(path)
            continue
        if message:
            findings.add(Issue(path, 0, "", "", STALE, severity, message))
    if not_compared:
        more = len(not_compared) - 1
        others = f", nor {'was 1 other' if more == 1 else f'were {more:,} others'}" if more else ""
        reason = "which are larger than what is hashed without --full"
        message = f"was not compared with its sources, {reason}{others}; run packpress validate --full"
        findings.add(Issue(not_compared[0], 0, "", "", "output-not-compared", "warning", message))


def may_build(package: Package, findings: Findings) -> bool:
    """Returns whether all errors so far are in outputs, so that a build would write them anew."""
    with_errors = {issue.path for issue in findings.report().issues if issue.severity == "error"}
    return with_errors <= _made_paths(package)


_OLD = "built by a version that did not record its sources; run the build"


def _message(found: str, wanted: str, sources: str) -> str:
    """Returns the problem of an output with the hash ``found`` that should have ``wanted``; "" if they are equal."""
    if found == wanted:
        return ""
    return f"was built from another state of {sources}, or by another version of packpress; run the build"


def _outputs(hashes: SourceHashes) -> Iterator[Output]:
    """Yields the build outputs of the package in the order of the descriptor."""
    sources, descriptor = {source.name: source for source in hashes.package.built_from}, hashes.package.descriptor
    for resource in hashes.package.resources:
        if source := sources.get(resource.made_from):
            schema = source.schema.path or descriptor
            tables = [table for table in (source, *hashes.linked(source)) if table.format != INLINE]
            paths = [path for table in tables for path in table.paths[:_SHOWN]]
            named = list(dict.fromkeys((*paths, schema, descriptor)))
            words = " or ".join(part for part in (", ".join(named[:-1]), named[-1]) if part)
            yield from ((path, words, partial(hashes.parquet, source)) for path in resource.paths)
            if isinstance(path := resource.raw.get("schema"), str):
                words = schema if schema == descriptor else f"{schema} or {descriptor}"
                yield path, words, partial(hashes.schema, source)
    yield CODEBOOK, f"the tables, their schemas or {descriptor}", hashes.codebook


def _made_paths(package: Package) -> set[str]:
    """Returns the paths of all outputs that the descriptor names, and of the codebook."""
    made = [resource for resource in package.resources if resource.made_from]
    schemas = {path for resource in made if isinstance(path := resource.raw.get("schema"), str)}
    return schemas.union((CODEBOOK,), *(resource.paths for resource in made))


def _codebook(package: Package) -> str | None:
    """Returns the hash in the codebook, "" if it has none; None if the build has not written such a page."""
    file = package.root / CODEBOOK
    if path_fault(package.root, CODEBOOK) or not file.is_file():
        return None
    with file.open("rb") as stream:
        line = stream.readline(_FIRST_LINE)
    return codebook_hash(line) if line.startswith(CODEBOOK_MARK) else None
