"""The parts of the SQLite file: definitions of tables, the search, the views, and what describes the package."""
