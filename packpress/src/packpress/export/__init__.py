"""A table's schema for the code of other people: pandera, JSON Schema, SQL, Arrow, Polars.

Each target has a module of its own, with one function that returns text, the same for the same descriptor. Writing it needs no
extra, because only the user runs it. What a descriptor says is in it as escaped literals and comments only.
``limits`` lists what each target cannot say.
"""
