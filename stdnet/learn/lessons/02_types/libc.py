import sys
from array import array

from stdnet import c


def check(n: int, call: str) -> None:
    if n == -1:
        c.perror(call)
        sys.exit(1)


def main() -> None:
    buf = bytearray(64)
    ends = array("i", [-1, -1])

    check(
        c.socketpair(c.AF_UNIX, c.SOCK_STREAM, 0, ends),
        "socketpair",
    )
    check(c.send(ends[0], b"a", 1, 0), "send")
    check(c.send(ends[0], b"bb", 2, 0), "send")
    n = c.recv(ends[1], buf, len(buf), 0)
    check(n, "recv")
    print("stream:", buf[:n].decode())
    check(c.close(ends[0]), "close")
    check(c.close(ends[1]), "close")

    check(
        c.socketpair(c.AF_UNIX, c.SOCK_DGRAM, 0, ends),
        "socketpair",
    )
    check(c.send(ends[0], b"a", 1, 0), "send")
    check(c.send(ends[0], b"bb", 2, 0), "send")
    n = c.recv(ends[1], buf, len(buf), 0)
    check(n, "recv")
    print("datagram:", buf[:n].decode())
    n = c.recv(ends[1], buf, len(buf), 0)
    check(n, "recv")
    print("datagram:", buf[:n].decode())
    check(c.close(ends[0]), "close")
    check(c.close(ends[1]), "close")


main()
