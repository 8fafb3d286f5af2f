import sys

from stdnet import UdpSocket, c, io, propagate, run

LARGEST = 65507


def report_errors(socket: UdpSocket) -> io.Result[int]:
    on = c.c_int(1)
    fd = socket.as_raw_fd()
    return c.cvt(c.setsockopt(fd, c.IPPROTO_IP, c.IP_RECVERR, on, c.sizeof(on)))


@propagate
def serve(addr: str, limit: int) -> io.Result[None]:
    with UdpSocket.bind(addr).unwrap() as socket:
        local = socket.local_addr().unwrap()
        print("listening on", local, flush=True)
        _ = report_errors(socket).unwrap()
        buf = bytearray(limit + 1)
        while True:
            n, peer = socket.recv_from(buf).unwrap()
            if n > limit:
                continue
            _ = socket.send_to(buf[:n], peer).unwrap()


def main() -> io.Result[None]:
    addr, *rest = sys.argv[1:]
    limit = int(rest[0]) if rest else LARGEST
    return serve(addr, limit)


run(main)
