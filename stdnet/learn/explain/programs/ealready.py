"""Connects again while a non-blocking connect is under way."""

from stdnet import TcpListener, TcpStream
from stdnet.socket2 import Domain, Socket, Type

# The queue holds one connection, and nobody accepts: the second has to wait.
with TcpListener.bind("127.0.0.1:0", backlog=0).expect("a free port") as listener:
    addr = listener.local_addr().expect("a bound address")
    with (
        TcpStream.connect(addr).expect("room for one"),
        Socket.new(Domain.for_address(addr), Type.STREAM).expect("a socket") as socket,
    ):
        socket.set_nonblocking(True).expect("a socket")
        print("first call:", socket.connect(addr).expect_err("it goes on in the background"))

        error = socket.connect(addr).expect_err("it still goes on")
print(repr(error))
print(error)
