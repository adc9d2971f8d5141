"""From pages to the text of files: the environment of the templates, links between pages, the style sheet."""
