"""Connects a datagram socket to a listener for streams, at the same path."""

import os
from tempfile import TemporaryDirectory

from stdnet.os.unix.net import UnixDatagram, UnixListener

with TemporaryDirectory() as folder:
    path = os.path.join(folder, "socket")
    listener = UnixListener.bind(path).unwrap()
    with listener, UnixDatagram.unbound().unwrap() as socket:
        error = socket.connect(path).unwrap_err()

print(error)
print(repr(error))
