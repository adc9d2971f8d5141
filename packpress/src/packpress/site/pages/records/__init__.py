"""Pages of records: their lists, and a page for each record with its JSON."""
