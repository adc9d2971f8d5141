"""The words of the pages: the texts of the interface, numbers, dates and units in words."""
