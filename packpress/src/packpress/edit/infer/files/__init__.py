"""How a text is written and read: finds the files, their encodings and dialects."""
