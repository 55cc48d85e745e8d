"""A hospital's own names: official registers and its own lists, imported into one local file that is read beside the shipped lists.

In: register files (import), the local file (start of the engine). Out: rows of the same kinds as the shipped lists'. `local` reads and
is all that a check needs; `official`, `tables`, `choose` and `store` serve the import, which alone writes.
"""
