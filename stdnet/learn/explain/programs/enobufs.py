"""Joins more multicast groups than one socket may: 20, unless someone has raised it."""

from stdnet import Ipv4Addr, UdpSocket, collect

groups = [Ipv4Addr(239, 1, high, low) for high in range(64) for low in range(1, 255)]
with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
    joined = (socket.join_multicast_v4(group, Ipv4Addr.LOCALHOST) for group in groups)
    error = collect(joined).unwrap_err()

print(error)
print(repr(error))
