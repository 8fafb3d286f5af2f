"""Joins a group at an address that no interface of this machine has."""

from stdnet import Ipv4Addr, UdpSocket

group = Ipv4Addr(224, 0, 0, 251)
elsewhere = Ipv4Addr(203, 0, 113, 1)
with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
    error = socket.join_multicast_v4(group, elsewhere).unwrap_err()

print(error)
print(repr(error))
