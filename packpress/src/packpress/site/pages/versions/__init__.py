"""Pages on versions: what changed, as words and cell by cell, the feed of releases, and withdrawn identifiers."""
