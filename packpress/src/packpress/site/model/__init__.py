"""What pages are made from: the site with its tables, rows, files and words, and the pages themselves."""
