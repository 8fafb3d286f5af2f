import sys

from stdnet import c


def check(n: int, call: str) -> None:
    if n == -1:
        c.perror(call)
        sys.exit(1)


def main() -> None:
    fds = [-1, -1, -1, -1]
    for i in range(4):
        fds[i] = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
        check(fds[i], "socket")
    listener, other = fds[0], fds[1]
    early, client = fds[2], fds[3]

    # step: bind
    addr = c.sockaddr_in(sin_family=c.AF_INET)
    addr.sin_port = c.htons(0)
    addr.sin_addr.s_addr = c.htonl(c.INADDR_LOOPBACK)
    addrlen = c.socklen_t(c.sizeof(addr))
    size = addrlen.value
    check(c.bind(listener, addr, size), "bind")
    n = c.getsockname(listener, addr, addrlen)
    check(n, "getsockname")
    print(f"bind = 127.0.0.1:{c.ntohs(addr.sin_port)}")
    # end: bind

    # step: twice
    if c.bind(other, addr, size) == -1:
        c.perror("bind")
    # end: twice

    # step: listen
    if c.connect(early, addr, size) == -1:
        c.perror("connect")
    check(c.listen(listener, 128), "listen")
    n = c.connect(client, addr, size)
    check(n, "connect")
    print(f"connect = {n}")
    # end: listen

    for i in range(4):
        check(c.close(fds[i]), "close")


main()
