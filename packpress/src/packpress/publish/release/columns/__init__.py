"""The columns of a published table, as the writers of databases and sheets need them."""
