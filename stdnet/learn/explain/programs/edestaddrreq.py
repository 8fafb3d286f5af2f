"""Sends a datagram without saying where to."""

from stdnet import UdpSocket

with UdpSocket.bind("127.0.0.1:0").expect("a free port") as socket:
    error = socket.send(b"hello").expect_err("it has no destination")
print(repr(error))
print(error)
