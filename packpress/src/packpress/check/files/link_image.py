"""Layer 1: checks the image for links to the site of a package, which a release has with it."""

from __future__ import annotations

from packpress.issue import Findings, Issue
from packpress.package.model import Package
from packpress.package.site.social_image import image_fault


def check_link_image(package: Package, findings: Findings) -> None:
    """Adds an issue if the package names an image that is missing, or no PNG."""
    if fault := image_fault(package):
        findings.add(Issue(package.descriptor, 0, "", "", "site-property", "error", fault))
