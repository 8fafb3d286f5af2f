"""Connects once more with a socket whose first attempt has failed."""

import select

from stdnet import TcpListener
from stdnet.socket2 import Domain, Socket, Type

with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
    addr = listener.local_addr().unwrap()

# The listener is closed, so the attempt is refused.
with Socket.new(Domain.for_address(addr), Type.STREAM).unwrap() as socket:
    socket.set_nonblocking(True).unwrap()
    print("connect:", socket.connect(addr).unwrap_err())
    select.select([], [socket], [])
    print("SO_ERROR:", socket.take_error().unwrap())

    error = socket.connect(addr).unwrap_err()

print(error)
print(repr(error))
