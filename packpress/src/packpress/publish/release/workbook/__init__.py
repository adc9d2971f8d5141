"""The parts of the Excel workbook: its cells, the names of its sheets, and the sheets that describe the tables."""
