"""Layer 4, second opinion: runs frictionless on the tables as they are published, and reports its errors as issues.

frictionless gets each table whose cells were read, with its format, encoding and dialect, so that it does not guess them. It
does not get attachments, because it lacks plug-ins for most formats. If it gives up or cannot open a table, that is not a
problem of the package; a warning names what was not checked.

``KNOWN_WRONG`` lists the errors of frictionless that are known to be wrong, each with its reason; ``opinion.adapt`` lists what
it does not even get. Of a table with more than 100,000 rows it gets a sample.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from packpress.check.frictionless_inline import at_inline_data
from packpress.check.frictionless_parquet import exact_parquet
from packpress.check.opinion.adapt import adapted_package
from packpress.check.opinion.copies import readable_root
from packpress.check.opinion.key_tables import key_rows, name_key_tables
from packpress.check.opinion.samples import take_samples
from packpress.filesystem.scratch import temporary_folder
from packpress.issue import Findings, Issue
from packpress.package.model import Package as PackageModel
from packpress.package.strict_json import read_json

if TYPE_CHECKING:
    from frictionless import Error, Resource

SECOND_OPINION = "second opinion"
"""Name of the layer."""
# name → (whether it applies to an error of frictionless, why the error is wrong)
KNOWN_WRONG: Mapping[str, tuple[Callable[[Error, Any], bool], str]] = {
    "parquet-bytes": (
        lambda error, task: error.type == "byte-count" and str(task.place).endswith(".parquet"),
        "frictionless 5.21 compares the size of a Parquet file with its own count of bytes, which is never the file's size",
    ),
    "sums-of-several-files": (
        lambda error, task: error.type in ("byte-count", "hash-count") and str(task.place).endswith("(multipart)"),
        "frictionless 5.21 omits the headers of the later files; by the standard the files are one large file",
    ),
    "rows-of-missing-values": (
        lambda error, task: error.type == "blank-row",
        "frictionless 5.21 takes a row of missing values for a blank one; layer 1 has checked the lines",
    ),
    "tables-without-a-row": (
        lambda error, task: error.type == "source-error" and error.note == "the source is empty",
        "a file whose dialect has no header may have no rows; layer 1 rejects an empty file that must have a header",
    ),
    "keys-with-a-missing-part": (
        lambda error, task: error.type == "foreign-key" and "" in getattr(error, "field_cells", ()),
        "frictionless 5.21 looks up a composite foreign key with a missing part; such a key refers to nothing",
    ),
}
# type of an error → why it is not a problem of the package
NOT_JUDGED: Mapping[str, str] = {
    "scheme-error": "it has no loader for the path",
    "format-error": "it lacks a plug-in for the format, which layer 1 has read",
    "compression-error": "it cannot decompress what layer 1 has decompressed",
    "encoding-error": "layer 1 has decoded the whole text",
}


class _Offline:
    """A session of requests without adapters, which can fetch nothing; loads requests only if frictionless uses it."""

    def __getattr__(self, name: str) -> Any:
        from requests import Session

        session = Session()
        session.adapters.clear()
        return getattr(session, name)


def ask_frictionless(own: PackageModel, findings: Findings) -> None:
    """Adds an issue for every error that frictionless finds in the tables of the package, which layer 1 has read.

    Of a long table it gets a sample, which a warning describes. Raises ModuleNotFoundError if frictionless is not installed.
    """
    from frictionless import FrictionlessException, Package, system

    logging.getLogger("frictionless").setLevel(logging.ERROR)
    root, descriptor = own.root, own.descriptor
    raw = read_json(root / descriptor, descriptor)
    adapted = adapted_package(root, raw)
    if not adapted["resources"]:
        return
    with (
        temporary_folder() as folder,
        system.use_context(trusted=False, onerror="ignore", http_session=_Offline()),
        exact_parquet(),
    ):
        samples = take_samples(own, adapted["resources"], folder)
        place = readable_root(root, adapted["resources"], samples, folder)
        keys = name_key_tables(adapted["resources"])
        try:
            package = Package.from_descriptor(adapted, basepath=str(place))
        except FrictionlessException as exception:
            for error in exception.reasons or [exception.error]:
                findings.add(Issue(descriptor, 0, "", "", "second-opinion", "error", f"frictionless: {error.message}"))
            return
        except Exception as exception:  # any crash is a bug of frictionless
            findings.add(_not_judged(descriptor, f"gave up with {type(exception).__name__}: {exception}"))
            return
        for table in keys:
            package.get_resource(table.name).data = key_rows(own, table, samples)
        for name in samples:
            package.get_resource(name).basepath = str(folder)
        for resource in package.resources[: len(package.resources) - len(keys)]:
            sample = samples.get(resource.name)
            if sample is not None:
                findings.add(sample.warning())
            for issue in _issues(resource):
                if sample is not None:
                    found = sample.at_place(issue)
                else:
                    found = issue if resource.path else at_inline_data(issue, descriptor, raw)
                if found.severity == "warning" or not findings.has_errors(found.path):  # the user accepts those of the checker
                    findings.add(found)


def _issues(resource: Resource) -> list[Issue]:
    """Returns an issue for every error that frictionless finds in the resource; the path of inline data is its name."""
    path = str(resource.path or resource.name)
    try:
        report = resource.validate()
    except Exception as exception:  # as above
        return [_not_judged(path, f"gave up with {type(exception).__name__}: {exception}")]
    found = [Issue(path, 0, "", "", "second-opinion", "error", f"frictionless: {error.message}") for error in report.errors]
    for task in report.tasks:
        place = str(task.place) if resource.path else path
        for error in task.errors:
            if error.type in NOT_JUDGED:
                found.append(_not_judged(place, f"({error.type}): {error.note or error.message}"))
            elif not any(is_meant(error, task) for is_meant, _ in KNOWN_WRONG.values()):
                found.append(_issue(place, error))
    return found


def _not_judged(path: str, message: str) -> Issue:
    """Returns the warning that frictionless did not check the file at ``path``."""
    message = f"frictionless {message}; it did not check this, which is not a problem of the package"
    return Issue(path, 0, "", "", "second-opinion-skipped", "warning", message)


def _issue(path: str, error: Error) -> Issue:
    line = getattr(error, "row_number", 0) or 0
    column = getattr(error, "field_name", "") or ""
    value = getattr(error, "cell", "") or ""
    message = f"frictionless ({error.type}): {error.note or error.message}"
    return Issue(path, line, column, "", "second-opinion", "error", message, str(value))
