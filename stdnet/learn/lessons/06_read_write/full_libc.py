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
    data = bytearray(4096)
    sent = received = 0

    # step: full
    n = c.send(client, data, len(data), c.MSG_DONTWAIT)
    while n != -1:
        sent += n
        n = c.send(client, data, len(data), c.MSG_DONTWAIT)
    c.perror("send")

    while received < sent:
        n = c.recv(server, data, len(data), 0)
        check(n, "recv")
        received += n
    print(f"sent - received = {sent - received}")
    n = c.send(client, b"abc", 3, 0)
    check(n, "send")
    print(f"send = {n}")
    # end: full

    check(c.close(client), "close")
    check(c.close(server), "close")


main()
