"""Opens the file of a Unix socket, to which one has to connect."""

import os
from tempfile import TemporaryDirectory

from stdnet import io
from stdnet.os.unix.net import UnixListener

with TemporaryDirectory() as folder:
    path = os.path.join(folder, "socket")
    with UnixListener.bind(path).unwrap():
        error = io.attempt(os.open, path, os.O_RDONLY).unwrap_err()

print(error)
print(repr(error))
