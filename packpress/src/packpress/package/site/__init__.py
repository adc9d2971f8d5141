"""The property ``packpress:site``: which tables a site shows as records, and how."""
