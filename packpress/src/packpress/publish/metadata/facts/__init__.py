"""What the descriptions of a release say: facts from the descriptor, and the files and columns that are published."""
