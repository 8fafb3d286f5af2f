"""Connects with a socket in non-blocking mode."""

from stdnet import TcpListener
from stdnet.socket2 import Domain, Socket, Type

with TcpListener.bind("127.0.0.1:0").expect("a free port") as listener:
    addr = listener.local_addr().expect("a bound address")
    with Socket.new(Domain.for_address(addr), Type.STREAM).expect("a socket") as socket:
        socket.set_nonblocking(True).expect("a socket")

        error = socket.connect(addr).expect_err("the handshake has only begun")
print(repr(error))
print(error)
