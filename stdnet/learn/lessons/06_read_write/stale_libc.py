import sys
from array import array

from stdnet import c


def check(n: int, call: str) -> None:
    if n == -1:
        c.perror(call)
        sys.exit(1)


def main() -> None:
    sv = array("i", [-1, -1])
    n = c.socketpair(c.AF_UNIX, c.SOCK_STREAM, 0, sv)
    check(n, "socketpair")
    client, server = sv
    buf = bytearray(64)

    # step: stale
    check(c.send(client, b"abcdef", 6, 0), "send")
    check(c.recv(server, buf, len(buf), 0), "recv")
    print(buf.rstrip(b"\0").decode())
    check(c.send(client, b"xy", 2, 0), "send")
    check(c.recv(server, buf, len(buf), 0), "recv")
    print(buf.rstrip(b"\0").decode())
    # end: stale

    check(c.close(client), "close")
    check(c.close(server), "close")


main()
