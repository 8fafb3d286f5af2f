"""The errors that `python -m stdnet explain` knows: a table, a text about each, and a program.

`entries/NAME.en.md` and `NAME.es.md` say what an error means: a summary, its cause, its cure and
what to read. `programs/NAME.py` provokes it. Everything else on a page is computed: the names, the
numbers and the texts that C, Python, Rust and stdnet print. NAME is the kind in snake case, or the
errno or code of `getaddrinfo` in lower case if Rust has no kind for it.
"""
