"""Passes a text that is no address, a time-out of 0, and binds twice."""

from stdnet import SocketAddr, TcpListener, UdpSocket
from stdnet.socket2 import Domain, Socket, Type

error = TcpListener.bind("127.0.0.1").unwrap_err()  # The port is missing.
print(repr(error))

with UdpSocket.bind("127.0.0.1:0").unwrap() as udp:
    error = udp.set_read_timeout(0).unwrap_err()
print(repr(error))

anywhere = SocketAddr.from_str("127.0.0.1:0").unwrap()
with Socket.new(Domain.IPV4, Type.STREAM).unwrap() as socket:
    socket.bind(anywhere).unwrap()
    error = socket.bind(anywhere).unwrap_err()

print(error)
print(repr(error))
