"""Goes back to the start of a stream, as one does in a file."""

import os

from stdnet import io
from stdnet.os.unix.net import UnixStream

ours, theirs = UnixStream.pair().unwrap()
with ours, theirs:
    error = io.attempt(os.lseek, ours.fileno(), 0, os.SEEK_SET).unwrap_err()

print(error)
print(repr(error))
