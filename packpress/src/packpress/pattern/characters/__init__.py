"""Sets of characters: ranges of code points, Unicode categories and blocks, and the sets that patterns name."""
