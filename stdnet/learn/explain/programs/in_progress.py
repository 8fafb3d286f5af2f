"""Connects with a socket in non-blocking mode."""

from stdnet import TcpListener
from stdnet.socket2 import Domain, Socket, Type

with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
    addr = listener.local_addr().unwrap()
    with Socket.new(Domain.for_address(addr), Type.STREAM).unwrap() as socket:
        socket.set_nonblocking(True).unwrap()

        error = socket.connect(addr).unwrap_err()

print(error)
print(repr(error))
