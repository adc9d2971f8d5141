"""How to open the files of a release, in the words of each program."""
