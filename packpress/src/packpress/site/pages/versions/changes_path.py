"""Where the page on changes is, and the file of a release that it quotes."""

from __future__ import annotations

CHANGES_PAGE, VERSION_NOTES = "changes/index.html", "CHANGES.md"
