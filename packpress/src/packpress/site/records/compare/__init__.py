"""What a text states beside what other sources say: verdicts, differences, bars, and the rows of each comparison."""
