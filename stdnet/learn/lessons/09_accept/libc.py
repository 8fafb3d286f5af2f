import sys

from stdnet import c


def check(n: int, call: str) -> None:
    if n == -1:
        c.perror(call)
        sys.exit(1)


# step: serve
def serve(listener: int) -> None:
    cliaddr = c.sockaddr_in()
    addrlen = c.socklen_t(c.sizeof(cliaddr))
    stream = c.accept(listener, cliaddr, addrlen)
    check(stream, "accept")
    ip = c.inet_ntoa(cliaddr.sin_addr)
    print(f"accept: {ip}:{c.ntohs(cliaddr.sin_port)}")
    check(c.send(stream, b"!", 1, 0), "send")
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
    # step: clients
    check(c.connect(first, addr, size), "connect")
    check(c.connect(second, addr, size), "connect")
    serve(listener)
    buf = bytearray(1)
    if c.recv(second, buf, 1, c.MSG_DONTWAIT) == -1:
        c.perror("recv")
    serve(listener)
    check(c.recv(second, buf, 1, 0), "recv")
    print(f"recv: {buf.decode()}")
    # end: clients
    for i in range(3):
        check(c.close(fds[i]), "close")


main()
