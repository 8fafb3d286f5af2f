"""Writes three bytes to a buffer that has room for two."""

from stdnet import io

buffer = memoryview(bytearray(2))
error = io.Cursor(buffer).write_all(b"abc").unwrap_err()

print(error)
print(repr(error))
