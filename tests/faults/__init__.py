"""Tests of the promises in `stdnet/learn/reference/promises.md`, and of faults that others met.

Each file of the latter kind is named for its kind of fault. The reports of other projects that it
comes from are cited by their numbers.
"""
