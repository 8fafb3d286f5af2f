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
    size = addrlen.value
    limit = c.timeval(tv_usec=100_000)
    level, opt = c.SOL_SOCKET, c.SO_SNDTIMEO
    listener = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
    check(listener, "socket")
    check(c.bind(listener, addr, size), "bind")
    n = c.getsockname(listener, addr, addrlen)
    check(n, "getsockname")
    fds, stream = [-1, -1, -1, -1], -1
    # step: fill
    check(c.listen(listener, 1), "listen")
    for i in range(4):
        fd = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
        check(fd, "socket")
        fds[i] = fd
        optlen = c.sizeof(limit)
        n = c.setsockopt(fd, level, opt, limit, optlen)
        check(n, "setsockopt")
        if c.connect(fd, addr, size) == 0:
            print("connect = 0")
            continue
        c.perror("connect")
        stream = c.accept(listener, None, None)
        check(stream, "accept")
        print("accept")
    # end: fill
    for i in range(4):
        check(c.close(fds[i]), "close")
    check(c.close(stream), "close")
    check(c.close(listener), "close")


main()
