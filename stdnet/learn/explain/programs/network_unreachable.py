"""Connects to an IPv4 address from a socket that is for IPv6 alone, which has no route there."""

from stdnet import Ipv4Addr, SocketAddrV6
from stdnet.socket2 import Domain, Socket, Type

mapped = Ipv4Addr.LOCALHOST.to_ipv6_mapped()
with Socket.new(Domain.IPV6, Type.STREAM).expect("IPv6") as socket:
    socket.set_only_v6(True).expect("an IPv6 socket")

    error = socket.connect(SocketAddrV6(mapped, 80, 0, 0)).expect_err("there is no route")
print(repr(error))
print(error)
