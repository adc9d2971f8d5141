"""What is wrong with a descriptor, one kind of property a module."""
