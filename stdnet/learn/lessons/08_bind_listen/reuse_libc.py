import sys

from stdnet import c


def check(n: int, call: str) -> None:
    if n == -1:
        c.perror(call)
        sys.exit(1)


def tcp(on: int) -> int:
    fd = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
    check(fd, "socket")
    level, opt = c.SOL_SOCKET, c.SO_REUSEADDR
    value = c.c_int(on)
    n = c.setsockopt(fd, level, opt, value, c.sizeof(value))
    check(n, "setsockopt")
    return fd


def restart(on: int) -> None:
    addr = c.sockaddr_in(sin_family=c.AF_INET)
    addr.sin_addr.s_addr = c.htonl(c.INADDR_LOOPBACK)
    addrlen = c.socklen_t(c.sizeof(addr))
    size = addrlen.value
    # step: restart
    first, second, client = tcp(on), tcp(on), tcp(on)
    check(c.bind(first, addr, size), "bind")
    n = c.getsockname(first, addr, addrlen)
    check(n, "getsockname")
    check(c.listen(first, 128), "listen")
    check(c.connect(client, addr, size), "connect")
    stream = c.accept(first, None, None)
    check(stream, "accept")
    check(c.close(stream), "close")
    check(c.close(client), "close")
    check(c.close(first), "close")
    print(f"SO_REUSEADDR = {on}")
    if c.bind(second, addr, size) == -1:
        c.perror("bind")
    else:
        print("bind = 0")
    # end: restart
    check(c.close(second), "close")


restart(0)
restart(1)
