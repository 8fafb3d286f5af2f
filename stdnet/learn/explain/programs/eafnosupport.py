"""Sends from an IPv4 socket to an IPv6 address."""

from stdnet import UdpSocket

with UdpSocket.bind("127.0.0.1:0").expect("a free port") as socket:
    error = socket.send_to(b"hello", "[::1]:7").expect_err("IPv4 does not reach IPv6")
print(repr(error))
print(error)
