import sys

from stdnet import c


def check(n: int, call: str) -> None:
    if n == -1:
        c.perror(call)
        sys.exit(1)


def show(port: int) -> None:
    addr = c.sockaddr_in(
        sin_family=c.AF_INET,
        sin_port=port,
        sin_addr=c.in_addr(c.htonl(c.INADDR_LOOPBACK)),
    )
    addrlen = c.socklen_t(c.sizeof(addr))
    sockfd = c.socket(c.AF_INET, c.SOCK_DGRAM, 0)
    check(sockfd, "socket")
    check(c.connect(sockfd, addr, addrlen.value), "connect")
    check(
        c.getpeername(sockfd, addr, addrlen), "getpeername"
    )
    print("getpeername:", c.ntohs(addr.sin_port))
    check(c.close(sockfd), "close")


show(8080)
show(c.htons(8080))
