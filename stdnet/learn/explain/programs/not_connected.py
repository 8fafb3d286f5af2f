"""Reads from the listening socket, and not from one that `accept` returns."""

from stdnet import TcpListener, c

buf = bytearray(64)
with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
    error = c.cvt(c.read(listener.fileno(), buf, len(buf))).unwrap_err()

print(error)
print(repr(error))
