"""Verifies a release, without network and without changing it, and returns what is wrong as a report."""

from __future__ import annotations

from pathlib import Path

from packpress.issue import FOR_PROGRAMS, Findings, Limits, Report
from packpress.publish.verify.opened_release import open_release
from packpress.publish.verify.rebuild import MakeRelease, compare_with_commit
from packpress.publish.verify.signature import check_signature
from packpress.publish.verify.verify_contents import verify_contents


def verify_release(
    path: Path,
    *,
    key: Path | None = None,
    against: str = "",
    package: Path = Path(),
    make: MakeRelease | None = None,
    limits: Limits = FOR_PROGRAMS,
) -> Report:
    """Returns the report on a release: a folder, or one .zip of it.

    ``key`` is the file of a public key with which its signature is checked. ``against`` is a git revision of ``package``
    whose release it must be, and ``make`` makes that release. Raises PackageError if there is no release.
    """
    findings = Findings(limits)
    layers = ["release", "tables", "descriptions"]
    with open_release(path, findings) as release:
        verify_contents(release, findings)
        if key is not None:
            layers.append("signature")
            check_signature(release, key, findings)
        if against:
            layers.append("commit")
            compare_with_commit(release, package, against, findings, make)
    return findings.report(tuple(layers))
