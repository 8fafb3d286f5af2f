"""Sends a datagram that is one byte too long for UDP over IPv4."""

from stdnet import UdpSocket

with UdpSocket.bind("127.0.0.1:0").expect("a free port") as socket:
    addr = socket.local_addr().expect("a bound address")
    error = socket.send_to(bytes(65_508), addr).expect_err("a datagram holds 65,507 bytes")
print(repr(error))
print(error)
