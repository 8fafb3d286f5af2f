"""Binds a port on which another listener listens."""

from stdnet import TcpListener

with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
    addr = listener.local_addr().unwrap()
    error = TcpListener.bind(addr).unwrap_err()

print(error)
print(repr(error))
