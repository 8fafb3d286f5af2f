"""Connects again while a non-blocking connect is under way."""

from stdnet import TcpListener, TcpStream
from stdnet.socket2 import Domain, Socket, Type

# The queue holds one connection, and nobody accepts: the second has to wait.
with TcpListener.bind("127.0.0.1:0", backlog=0).unwrap() as listener:
    addr = listener.local_addr().unwrap()
    with (
        TcpStream.connect(addr).unwrap(),
        Socket.new(Domain.for_address(addr), Type.STREAM).unwrap() as socket,
    ):
        socket.set_nonblocking(True).unwrap()
        print("first call:", socket.connect(addr).unwrap_err())

        error = socket.connect(addr).unwrap_err()

print(error)
print(repr(error))
