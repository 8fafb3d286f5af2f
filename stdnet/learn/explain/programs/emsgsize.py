"""Sends a datagram that is one byte too long for UDP over IPv4."""

from stdnet import UdpSocket

with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
    addr = socket.local_addr().unwrap()
    error = socket.send_to(bytes(65_508), addr).unwrap_err()

print(error)
print(repr(error))
