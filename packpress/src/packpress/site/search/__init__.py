"""The search of a site: what is found, and the index that the browser loads."""
