import sys

from stdnet import c


def check(n: int, call: str) -> None:
    if n == -1:
        c.perror(call)
        sys.exit(1)


def main() -> None:
    addr = c.sockaddr_in(sin_family=c.AF_INET)
    addr.sin_addr.s_addr = c.htonl(c.INADDR_LOOPBACK)
    addrlen = c.socklen_t(c.sizeof(addr))
    listener = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
    check(listener, "socket")
    check(c.bind(listener, addr, addrlen.value), "bind")
    check(c.listen(listener, 0), "listen")
    check(
        c.getsockname(listener, addr, addrlen),
        "getsockname",
    )

    wait = c.timeval(tv_usec=100_000)
    option, size = c.SO_SNDTIMEO, c.sizeof(wait)
    fds = [-1, -1]
    for i in range(2):
        fds[i] = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
        check(fds[i], "socket")
        check(
            c.setsockopt(
                fds[i], c.SOL_SOCKET, option, wait, size
            ),
            "setsockopt",
        )
        n = c.connect(fds[i], addr, addrlen.value)
        if n == -1:
            c.perror("connect")
    check(c.close(fds[0]), "close")
    check(c.close(fds[1]), "close")
    check(c.close(listener), "close")


main()
