"""A thread for each connection."""

import socket
from threading import Thread

from stdnet import TcpListener, TcpStream
from tests.bench.many.servers import SIZE, Answer


def raw(listener: socket.socket, answer: Answer) -> None:
    while True:
        sock, _addr = listener.accept()
        Thread(target=raw_talk, args=[sock, answer]).start()


def raw_talk(sock: socket.socket, answer: Answer) -> None:
    buf = memoryview(bytearray(SIZE))
    with sock:
        while n := sock.recv_into(buf):
            sock.sendall(answer(buf[:n]))


def stdnet(listener: socket.socket, answer: Answer) -> None:
    for incoming in TcpListener.from_socket(listener).unwrap().incoming():
        Thread(target=stdnet_talk, args=[incoming.unwrap(), answer]).start()


def stdnet_talk(stream: TcpStream, answer: Answer) -> None:
    buf = memoryview(bytearray(SIZE))
    with stream:
        while n := stream.read(buf).unwrap():
            stream.write_all(answer(buf[:n])).unwrap()
