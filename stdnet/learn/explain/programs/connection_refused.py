"""Connects to a port where nobody listens any more."""

from stdnet import TcpListener, TcpStream

with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
    addr = listener.local_addr().unwrap()

# The listener is closed, so the port is free.
error = TcpStream.connect(addr).unwrap_err()

print(error)
print(repr(error))
