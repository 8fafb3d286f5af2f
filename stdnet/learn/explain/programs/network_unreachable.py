"""Connects to an IPv4 address from a socket for IPv6 alone: it has no route."""

from stdnet import Ipv4Addr, SocketAddrV6
from stdnet.socket2 import Domain, Socket, Type

mapped = Ipv4Addr.LOCALHOST.to_ipv6_mapped()
with Socket.new(Domain.IPV6, Type.STREAM).unwrap() as socket:
    socket.set_only_v6(True).unwrap()

    error = socket.connect(SocketAddrV6(mapped, 80, 0, 0)).unwrap_err()

print(error)
print(repr(error))
