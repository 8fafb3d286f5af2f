"""The site: the reference, made of the docstrings, and the pages of `stdnet.learn`.

`python -m tests.site OUT` builds it.
"""
