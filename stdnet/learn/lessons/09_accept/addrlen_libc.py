import sys

from stdnet import c


def check(n: int, call: str) -> None:
    if n == -1:
        c.perror(call)
        sys.exit(1)


# step: serve
def serve(listener: int, addrlen: c.socklen_t) -> None:
    cliaddr = c.sockaddr_in()
    print(f"addrlen = {addrlen.value}")
    stream = c.accept(listener, cliaddr, addrlen)
    check(stream, "accept")
    print(f"addrlen = {addrlen.value}")
    ip = c.inet_ntoa(cliaddr.sin_addr)
    print(f"accept: {ip}:{c.ntohs(cliaddr.sin_port)}")
    check(c.close(stream), "close")
    # end: serve


def main() -> None:
    addr = c.sockaddr_in(sin_family=c.AF_INET)
    addr.sin_addr.s_addr = c.htonl(c.INADDR_LOOPBACK)
    addrlen = c.socklen_t(c.sizeof(addr))
    size = addrlen.value
    fds = [-1, -1, -1]
    for i in range(3):
        fds[i] = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
        check(fds[i], "socket")
    listener, first, second = fds
    check(c.bind(listener, addr, size), "bind")
    check(c.listen(listener, 128), "listen")
    n = c.getsockname(listener, addr, addrlen)
    check(n, "getsockname")
    check(c.connect(first, addr, size), "connect")
    check(c.connect(second, addr, size), "connect")
    # step: calls
    serve(listener, c.socklen_t(0))
    serve(listener, c.socklen_t(c.sizeof(addr)))
    # end: calls
    for i in range(3):
        check(c.close(fds[i]), "close")


main()
