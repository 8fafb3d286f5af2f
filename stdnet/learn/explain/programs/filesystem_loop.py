"""Connects to a Unix socket at a link that leads to itself."""

from pathlib import Path
from tempfile import TemporaryDirectory

from stdnet.os.unix.net import UnixStream

with TemporaryDirectory() as folder:
    path = Path(folder) / "server.sock"
    path.symlink_to(path)
    error = UnixStream.connect(path).unwrap_err()

print(error)
print(repr(error))
