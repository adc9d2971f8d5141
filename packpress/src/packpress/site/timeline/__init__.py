"""The timeline: which rows are on it, when, and how they are divided into years."""
