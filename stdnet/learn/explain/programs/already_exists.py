"""Watches a socket that is being watched already."""

import select

from stdnet import UdpSocket, io

with UdpSocket.bind("127.0.0.1:0").unwrap() as socket, select.epoll() as poll:
    poll.register(socket)
    error = io.attempt(poll.register, socket).unwrap_err()

print(error)
print(repr(error))
