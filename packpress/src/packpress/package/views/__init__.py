"""Views: the questions that a package answers by SQL, and where the build writes the answers."""
