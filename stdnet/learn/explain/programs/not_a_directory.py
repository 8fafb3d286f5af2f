"""Binds a Unix socket below a path that is a file."""

from tempfile import NamedTemporaryFile

from stdnet.os.unix.net import UnixListener

with NamedTemporaryFile() as file:
    error = UnixListener.bind(f"{file.name}/server.sock").unwrap_err()

print(error)
print(repr(error))
