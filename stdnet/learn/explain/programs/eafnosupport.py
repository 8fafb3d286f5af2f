"""Sends from an IPv4 socket to an IPv6 address."""

from stdnet import UdpSocket

with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
    error = socket.send_to(b"hello", "[::1]:7").unwrap_err()

print(error)
print(repr(error))
