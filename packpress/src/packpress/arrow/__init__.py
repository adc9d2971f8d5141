"""Tools on columns of Arrow and numpy; they know no package."""
