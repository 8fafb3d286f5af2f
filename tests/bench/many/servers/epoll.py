"""A loop over `select.epoll`, without a layer in between."""

import select
import socket

from tests.bench.many.servers import BATCH, SIZE, Answer


def raw(listener: socket.socket, answer: Answer) -> None:
    epoll = select.epoll()
    socks = dict[int, socket.socket]()
    buf = memoryview(bytearray(SIZE))
    listener.setblocking(False)
    listening = listener.fileno()
    epoll.register(listening, select.EPOLLIN | select.EPOLLET)
    while True:
        for fd, _events in epoll.poll(-1, BATCH):
            if fd == listening:
                accept_all(listener, epoll, socks)
                continue
            sock = socks[fd]
            try:
                n = sock.recv_into(buf)
                if n:
                    sock.sendall(answer(buf[:n]))
            except OSError:
                n = 0
            if not n:
                del socks[fd]
                sock.close()


def accept_all(
    listener: socket.socket, epoll: select.epoll, socks: dict[int, socket.socket]
) -> None:
    while True:
        try:
            sock, _addr = listener.accept()
        except BlockingIOError:
            return
        sock.setblocking(False)
        socks[sock.fileno()] = sock
        epoll.register(sock.fileno(), select.EPOLLIN | select.EPOLLRDHUP | select.EPOLLET)
