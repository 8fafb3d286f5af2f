import sys

from stdnet import c


def check(n: int, call: str) -> None:
    if n == -1:
        c.perror(call)
        sys.exit(1)


def main() -> None:
    addr = c.sockaddr_in(
        sin_family=c.AF_INET,
        sin_port=c.htons(1),
        sin_addr=c.in_addr(c.htonl(c.INADDR_LOOPBACK)),
    )
    addrlen = c.sizeof(addr)
    buf = bytearray(64)
    client = c.socket(c.AF_INET, c.SOCK_DGRAM, 0)
    check(client, "socket")

    # step: silence
    n = c.sendto(client, b"abc", 3, 0, addr, addrlen)
    check(n, "sendto")
    print(f"sendto = {n}")
    if c.recv(client, buf, 64, c.MSG_DONTWAIT) == -1:
        c.perror("recv")
    # end: silence

    # step: refused
    check(c.connect(client, addr, addrlen), "connect")
    n = c.send(client, b"abc", 3, 0)
    check(n, "send")
    print(f"send = {n}")
    if c.recv(client, buf, 64, 0) == -1:
        c.perror("recv")
    # end: refused

    check(c.close(client), "close")


main()
