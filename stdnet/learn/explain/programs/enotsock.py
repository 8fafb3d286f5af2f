"""Listens on a descriptor that is a file."""

import os

from stdnet import c

with open(os.devnull) as file:
    error = c.cvt(c.listen(file.fileno(), 1)).unwrap_err()

print(error)
print(repr(error))
