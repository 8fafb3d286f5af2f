"""Joins more multicast groups than one socket may, which are 20 by default."""

from stdnet import Ipv4Addr, UdpSocket, collect

groups = [Ipv4Addr(239, 1, i >> 8, i & 255) for i in range(16_384)]
with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
    join = socket.join_multicast_v4
    joined = (join(group, Ipv4Addr.LOCALHOST) for group in groups)
    error = collect(joined).unwrap_err()

print(error)
print(repr(error))
