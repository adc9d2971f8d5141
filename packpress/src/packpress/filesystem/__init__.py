"""How files are written and read on disk: whole or not at all, one command at a time."""
