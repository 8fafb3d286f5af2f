"""Watches a socket that is being watched already."""

import select

from stdnet import UdpSocket, io

with UdpSocket.bind("127.0.0.1:0").expect("a free port") as socket, select.epoll() as poll:
    poll.register(socket)
    error = io.attempt(poll.register, socket).expect_err("it is in the list")
print(repr(error))
print(error)
