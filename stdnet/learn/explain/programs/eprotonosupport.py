"""Creates a stream socket of a protocol for datagrams."""

from stdnet.socket2 import Domain, Protocol, Socket, Type

error = Socket.new(Domain.IPV4, Type.STREAM, Protocol.UDP).unwrap_err()

print(error)
print(repr(error))
