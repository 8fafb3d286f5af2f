import sys

from stdnet import c


# step: bind
def tcp_bind(addr: c.sockaddr_in, size: int) -> int:
    on, kind = c.c_int(1), c.SOCK_STREAM | c.SOCK_CLOEXEC
    if (fd := c.socket(c.AF_INET, kind, 0)) == -1:
        return -1
    level, opt = c.SOL_SOCKET, c.SO_REUSEADDR
    if c.setsockopt(fd, level, opt, on, c.sizeof(on)) == -1:
        return fail(fd)
    if c.bind(fd, addr, size) == -1:
        return fail(fd)
    if c.listen(fd, 128) == -1:
        return fail(fd)
    return fd


def fail(fd: int) -> int:
    code = c.errno()
    _ = c.close(fd)
    _ = c.set_errno(code)
    return -1
    # end: bind


def main() -> int:
    addr = c.sockaddr_in(sin_family=c.AF_INET)
    addr.sin_addr.s_addr = c.htonl(c.INADDR_LOOPBACK)
    first = tcp_bind(addr, c.sizeof(addr))
    status = 1 if first == -1 else again(first, addr)
    if status:
        c.perror("Error")
    if first != -1:
        _ = c.close(first)
    return status


def again(first: int, addr: c.sockaddr_in) -> int:
    length = c.socklen_t(c.sizeof(addr))
    if c.getsockname(first, addr, length) == -1:
        return 1
    print(f"first: 127.0.0.1:{c.ntohs(addr.sin_port)}")
    if (second := tcp_bind(addr, length.value)) == -1:
        return 1
    print(f"second: {second}")
    return c.close(second)


sys.exit(main())
