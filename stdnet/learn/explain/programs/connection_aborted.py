"""Connects once more with a socket whose first attempt has failed in the background."""

import select

from stdnet import TcpListener
from stdnet.socket2 import Domain, Socket, Type

with TcpListener.bind("127.0.0.1:0").expect("a free port") as listener:
    addr = listener.local_addr().expect("a bound address")

# The listener is closed, so the attempt is refused.
with Socket.new(Domain.for_address(addr), Type.STREAM).expect("a socket") as socket:
    socket.set_nonblocking(True).expect("a socket")
    print("connect:", socket.connect(addr).expect_err("it goes on in the background"))
    select.select([], [socket], [])
    print("SO_ERROR:", socket.take_error().expect("a socket"))

    error = socket.connect(addr).expect_err("the first attempt is over")
print(repr(error))
print(error)
