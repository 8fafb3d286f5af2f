import sys
from array import array

from stdnet import c


def check(n: int, call: str) -> None:
    if n == -1:
        c.perror(call)
        sys.exit(1)


def main() -> None:
    # step: pair
    sv = array("i", [-1, -1])
    n = c.socketpair(c.AF_UNIX, c.SOCK_STREAM, 0, sv)
    check(n, "socketpair")
    client, server = sv
    buf = bytearray(64)
    # end: pair

    # step: write
    n = c.write(client, b"ping", 4)
    check(n, "write")
    print(f"write = {n}")
    n = c.read(server, buf, len(buf))
    check(n, "read")
    print(f"read = {n}: {buf[:n].decode()}")
    # end: write

    # step: together
    check(c.send(client, b"abc", 3, 0), "send")
    check(c.send(client, b"def", 3, 0), "send")
    n = c.recv(server, buf, len(buf), 0)
    check(n, "recv")
    print(f"recv = {n}: {buf[:n].decode()}")
    # end: together

    # step: apart
    check(c.send(client, b"abcdef", 6, 0), "send")
    n = c.recv(server, buf, 4, 0)
    check(n, "recv")
    print(f"recv = {n}: {buf[:n].decode()}")
    n = c.recv(server, buf, 4, 0)
    check(n, "recv")
    print(f"recv = {n}: {buf[:n].decode()}")
    # end: apart

    # step: end
    check(c.close(client), "close")
    n = c.recv(server, buf, len(buf), 0)
    check(n, "recv")
    print(f"recv = {n}")
    check(c.close(server), "close")
    # end: end


main()
