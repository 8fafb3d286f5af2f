"""Connects a socket that is connected."""

from stdnet import TcpListener
from stdnet.socket2 import Domain, Socket, Type

with TcpListener.bind("127.0.0.1:0").expect("a free port") as listener:
    addr = listener.local_addr().expect("a bound address")
    with Socket.new(Domain.for_address(addr), Type.STREAM).expect("a socket") as socket:
        socket.connect(addr).expect("a listener")

        error = socket.connect(addr).expect_err("it is connected")
print(repr(error))
print(error)
