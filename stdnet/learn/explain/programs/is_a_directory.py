"""Opens a directory as the file to send."""

from tempfile import TemporaryDirectory

from stdnet import io

with TemporaryDirectory() as folder:
    error = io.attempt(open, folder, "rb").expect_err("a directory has no bytes to read")
print(repr(error))
print(error)
