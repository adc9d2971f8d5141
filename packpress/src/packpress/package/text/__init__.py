"""How the text of a file is written: its encoding."""
