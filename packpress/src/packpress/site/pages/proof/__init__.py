"""Pages on how a package proves what it says: coded texts, sources, verdicts, second codings."""
