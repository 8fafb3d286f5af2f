"""Lets a datagram socket listen, which has no connections to accept."""

from stdnet.socket2 import Domain, Socket, Type

with Socket.new(Domain.IPV4, Type.DGRAM).unwrap() as socket:
    error = socket.listen(1).unwrap_err()

print(error)
print(repr(error))
