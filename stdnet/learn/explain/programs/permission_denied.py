"""Sends a datagram to a broadcast address without SO_BROADCAST."""

from stdnet import UdpSocket

with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
    error = socket.send_to(b"to all", "127.255.255.255:9").unwrap_err()

print(error)
print(repr(error))
