"""Connects to a Unix socket at a path where there is none."""

from pathlib import Path
from tempfile import TemporaryDirectory

from stdnet.os.unix.net import UnixStream

with TemporaryDirectory() as folder:
    error = UnixStream.connect(Path(folder) / "server.sock").unwrap_err()

print(error)
print(repr(error))
