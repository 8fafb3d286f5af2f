"""The pages: README.md, README.es.md, and the Markdown files under `stdnet/learn`.

`python -m tests.pages` fills in what is not written by hand, and the tests find what is stale:

- a block that is a part of a file stands below `<!-- file: PATH -->` or
  `<!-- file: PATH step: NAME -->`. The step is what stands in the file between the comments
  `step: NAME` and `end: NAME`. Paths begin at the root of the repository.
- what the program above prints stands in a block below `<!-- output -->`; what a type checker
  reports about it, below `<!-- output: mypy -->`, what all of them report below
  `<!-- output: checkers -->`. With `without: NAME` the program is run without that step.
- a generated table stands between `<!-- generated: NAME -->` and `<!-- end -->`. `tables.py` lists
  the functions that return them.

Every other block is a `>>>` example, a Python program that is run, a line of `sh` that
`commands.py` knows, or marked `text`.

A page in English, `en.md`, `NAME.en.md` or README.md, has a twin in Spanish, `es.md`, `NAME.es.md`
or README.es.md, with the same sections, programs and outputs. Only `reference` is in English alone.
Each section of the Spanish page ends with `<!-- twin: EN ES -->`, the hashes of both texts when
someone last compared them. After a change of one, look at the other, and then say so:

    python -m tests.pages --looked-at README.es.md
"""
