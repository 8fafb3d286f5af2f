import sys

from stdnet import c


def check(n: int, call: str) -> None:
    if n == -1:
        c.perror(call)
        sys.exit(1)


# step: bound
def bound(addr: c.sockaddr_in) -> int:
    addrlen = c.socklen_t(c.sizeof(addr))
    addr.sin_family, addr.sin_port = c.AF_INET, c.htons(0)
    addr.sin_addr.s_addr = c.htonl(c.INADDR_LOOPBACK)
    fd = c.socket(c.AF_INET, c.SOCK_DGRAM, 0)
    check(fd, "socket")
    check(c.bind(fd, addr, addrlen.value), "bind")
    n = c.getsockname(fd, addr, addrlen)
    check(n, "getsockname")
    return fd
    # end: bound


def main() -> None:
    to, peer = c.sockaddr_in(), c.sockaddr_in()
    client, server = bound(to), bound(to)
    addrlen = c.socklen_t(c.sizeof(peer))
    size = addrlen.value
    buf = bytearray(64)
    # step: sendto
    n = c.sendto(client, b"abc", 3, 0, to, size)
    check(n, "sendto")
    n = c.sendto(client, b"de", 2, 0, to, size)
    check(n, "sendto")
    # end: sendto
    # step: recvfrom
    for _ in range(2):
        n = c.recvfrom(server, buf, 64, 0, peer, addrlen)
        check(n, "recvfrom")
        print(f"recvfrom = {n}: {buf[:n].decode()}")
    # end: recvfrom
    # step: answer
    ip = c.inet_ntoa(peer.sin_addr)
    print(f"from = {ip}:{c.ntohs(peer.sin_port)}")
    n = c.sendto(server, b"ok", 2, 0, peer, size)
    check(n, "sendto")
    n = c.recvfrom(client, buf, 64, 0, None, None)
    check(n, "recvfrom")
    print(f"recvfrom = {n}: {buf[:n].decode()}")
    # end: answer
    check(c.close(client), "close")
    check(c.close(server), "close")


main()
