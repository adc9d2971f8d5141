"""A site of static pages, made from a finished release: `packpress site`."""
