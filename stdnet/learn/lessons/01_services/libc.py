import sys

from stdnet import c


def check(n: int, call: str) -> None:
    if n == -1:
        c.perror(call)
        sys.exit(1)


def send_all(fd: int, to: c.sockaddr_in) -> None:
    records = [b"a", b"bb", b"ccc"]
    for data in records:
        n = c.sendto(
            fd, data, len(data), 0, to, c.sizeof(to)
        )
        check(n, "sendto")
        print("sendto =", n)


def main() -> None:
    buf = bytearray(64)
    to = c.sockaddr_in(sin_family=c.AF_INET)
    to.sin_addr.s_addr = c.htonl(c.INADDR_LOOPBACK)
    addrlen = c.socklen_t(c.sizeof(to))

    receiver = c.socket(c.AF_INET, c.SOCK_DGRAM, 0)
    check(receiver, "socket")
    check(c.bind(receiver, to, addrlen.value), "bind")
    check(
        c.getsockname(receiver, to, addrlen), "getsockname"
    )
    sender = c.socket(c.AF_INET, c.SOCK_DGRAM, 0)
    check(sender, "socket")
    send_all(sender, to)
    for _ in range(3):
        n = c.recv(receiver, buf, len(buf), 0)
        check(n, "recv")
        print("recv =", buf[:n].decode())
    check(c.close(receiver), "close")
    send_all(sender, to)
    check(c.close(sender), "close")


main()
