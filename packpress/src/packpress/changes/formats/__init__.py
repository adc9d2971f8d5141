"""How changes are written: words, Markdown, JSON, a feed of cells."""
