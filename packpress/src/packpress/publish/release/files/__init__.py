"""Writers of single files of a release that need no library: archives of CSV and JSON lines, and texts."""
