"""What a report on a pull request contains beyond the issues."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from packpress.issue import Report
from packpress.package.located import split_package

if TYPE_CHECKING:
    from packpress.changes.touched import Touched
    from packpress.proof.coverage import Coverage


class Pull(NamedTuple):
    """``package`` is the package's folder or its descriptor, used to locate cells.

    ``touched`` has the lines that the pull request touches, None if not computed. ``part`` is the part of the version that
    its changes increment (none, patch, minor, major), "" if unknown; ``least`` is the lowest sufficient version.
    ``changes`` describes the changes of the data in Markdown. ``coverage`` is that of the coded texts, None if the package
    has no provenance or its tables could not be read.
    """

    package: Path = Path()
    touched: Touched | None = None
    part: str = ""
    least: str = ""
    changes: str = ""
    coverage: Coverage | None = None

    @property
    def root(self) -> Path:
        """The package's folder."""
        return split_package(self.package)[0]

    def in_repository(self, report: Report) -> Report:
        """Returns the report with paths relative to the repository, as annotations have them."""
        if not (folder := self.folder):
            return report
        return report._replace(issues=tuple(issue._replace(path=folder + issue.path) for issue in report.issues))

    @property
    def folder(self) -> str:
        """The package's folder relative to its repository, with a trailing slash; "" at the root or outside a repository."""
        from packpress.changes.repository import find_top

        top = find_top(self.root)
        folder = "" if top is None else self.root.resolve().relative_to(top).as_posix()
        return "" if folder in ("", ".") else f"{folder}/"
