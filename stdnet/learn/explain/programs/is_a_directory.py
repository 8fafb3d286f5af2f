"""Opens a directory as the file to send."""

from tempfile import TemporaryDirectory

from stdnet import io

with TemporaryDirectory() as folder:
    error = io.attempt(open, folder, "rb").unwrap_err()

print(error)
print(repr(error))
