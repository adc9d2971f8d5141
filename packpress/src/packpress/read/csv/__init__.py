"""Plain CSV (RFC 4180): blocks of text, their records and cells."""
