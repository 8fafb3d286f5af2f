"""Connects to a port where nobody listens any more."""

from stdnet import TcpListener, TcpStream

with TcpListener.bind("127.0.0.1:0").expect("a free port") as listener:
    addr = listener.local_addr().expect("a bound address")

# The listener is closed, so the port is free.
error = TcpStream.connect(addr).expect_err("nobody listens")
print(repr(error))
print(error)
