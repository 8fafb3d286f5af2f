"""Sends a datagram without saying where to."""

from stdnet import UdpSocket

with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
    error = socket.send(b"hello").unwrap_err()

print(error)
print(repr(error))
