"""The image for links to the site of the release, as the package has it."""

from __future__ import annotations

from packpress.filesystem.write import create_file
from packpress.package.site.social_image import image_path
from packpress.publish.release.model import Release, ReleaseFile


def write_image(release: Release) -> tuple[ReleaseFile, ...]:
    """Copies the image that ``packpress:site`` names, to the same path in the release; writes nothing without one."""
    path = image_path(release.package.raw)
    if not path:
        return ()
    with create_file(release.folder / path) as stream:
        stream.write((release.package.root / path).read_bytes())
    return (ReleaseFile(path, "Image for links to the site", "image/png"),)
