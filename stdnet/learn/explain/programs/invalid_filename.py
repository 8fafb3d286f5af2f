"""Asks for the name of the host with a buffer that is too small for it."""

from stdnet import c

name = bytearray(1)  # A name has at least one character, and C adds a NUL byte.
error = c.cvt(c.gethostname(name, len(name))).unwrap_err()

print(error)
print(repr(error))
