from stdnet import Ok, c, io, propagate, run
from stdnet.c import cvt
from stdnet.os.fd import OwnedFd


# step: bind
@propagate
def tcp_bind(addr: c.sockaddr_in) -> io.Result[OwnedFd]:
    on, kind = c.c_int(1), c.SOCK_STREAM | c.SOCK_CLOEXEC
    fd = cvt(c.socket(c.AF_INET, kind, 0)).unwrap()
    owned = OwnedFd.from_raw_fd(fd)
    level, opt = c.SOL_SOCKET, c.SO_REUSEADDR
    _ = cvt(c.setsockopt(fd, level, opt, on, 4)).unwrap()
    _ = cvt(c.bind(fd, addr, c.sizeof(addr))).unwrap()
    _ = cvt(c.listen(fd, 128)).unwrap()
    return Ok(owned)
    # end: bind


@propagate
def main() -> io.Result[None]:
    addr = c.sockaddr_in(sin_family=c.AF_INET)
    addr.sin_addr.s_addr = c.htonl(c.INADDR_LOOPBACK)
    length = c.socklen_t(c.sizeof(addr))

    first = tcp_bind(addr).unwrap()
    fd = first.as_raw_fd()
    _ = cvt(c.getsockname(fd, addr, length)).unwrap()
    print(f"first: 127.0.0.1:{c.ntohs(addr.sin_port)}")
    second = tcp_bind(addr).unwrap()
    print(f"second: {second!r}")
    return Ok(None)


run(main)
