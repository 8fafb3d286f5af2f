"""Reads from the socket that listens, instead of the one that `accept` returns."""

from stdnet import TcpListener, c

buf = bytearray(64)
with TcpListener.bind("127.0.0.1:0").expect("a free port") as listener:
    error = c.cvt(c.read(listener.fileno(), buf, len(buf))).expect_err("it has no peer")
print(repr(error))
print(error)
