"""Binds a Unix socket below a path that is a file."""

from tempfile import NamedTemporaryFile

from stdnet.os.unix.net import UnixListener

with NamedTemporaryFile() as file:
    error = UnixListener.bind(f"{file.name}/server.sock").expect_err("a file holds no socket")
print(repr(error))
print(error)
