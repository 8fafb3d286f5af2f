import sys

from stdnet import c


def check(n: int, call: str) -> None:
    if n == -1:
        c.perror(call)
        sys.exit(1)


def attempt(serv_addr: c.sockaddr_in, addrlen: int) -> None:
    sockfd = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
    check(sockfd, "socket")
    if c.connect(sockfd, serv_addr, addrlen) == -1:
        print("connect:", c.strerror(c.errno()))
    else:
        print("connect = 0")
    check(c.close(sockfd), "close")


def main() -> None:
    addr = c.sockaddr_in(sin_family=c.AF_INET)
    addr.sin_addr.s_addr = c.htonl(c.INADDR_LOOPBACK)
    addrlen = c.socklen_t(c.sizeof(addr))

    listener = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
    check(listener, "socket")
    check(c.bind(listener, addr, addrlen.value), "bind")
    check(c.listen(listener, 128), "listen")
    check(
        c.getsockname(listener, addr, addrlen),
        "getsockname",
    )

    attempt(addr, addrlen.value)
    check(c.close(listener), "close")
    attempt(addr, addrlen.value)
    addr.sin_addr.s_addr = c.htonl(c.INADDR_BROADCAST)
    attempt(addr, addrlen.value)


main()
