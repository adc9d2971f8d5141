"""A table's schema for the code of other people: pandera, JSON Schema, SQL, Arrow, Polars.

Each target has a module of its own, with one function that returns text, the same for the same descriptor. Only the target's
library runs that text, so writing it needs no extra. What a descriptor says goes into it as an escaped literal and nowhere else.
``limits`` lists what each target cannot say.
"""
