import sys
from array import array
from threading import Thread

from stdnet import c


def check(n: int, call: str) -> None:
    if n == -1:
        c.perror(call)
        sys.exit(1)


# step: exact
def recv_exact(fd: int, buf: bytearray, size: int) -> int:
    got = 0
    while got < size:
        rest = memoryview(buf)[got:]
        n = c.recv(fd, rest, size - got, 0)
        if n <= 0:
            return n
        got += n
    return got
    # end: exact


def send_each(fd: int) -> None:
    for byte in b"abcdef":
        check(c.send(fd, bytes([byte]), 1, 0), "send")


def main() -> None:
    sv = array("i", [-1, -1])
    n = c.socketpair(c.AF_UNIX, c.SOCK_STREAM, 0, sv)
    check(n, "socketpair")
    client, server = sv
    buf = bytearray(6)

    sender = Thread(target=send_each, args=[client])
    sender.start()
    n = recv_exact(server, buf, 6)
    check(n, "recv")
    print(f"recv_exact = {n}: {buf[:n].decode()}")

    sender.join()
    check(c.close(client), "close")
    check(c.close(server), "close")


main()
