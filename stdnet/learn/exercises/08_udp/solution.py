import sys

from stdnet import Err, Ok, UdpSocket, io, propagate, run

LARGEST = 65507


@propagate
def serve(addr: str, limit: int) -> io.Result[None]:
    with UdpSocket.bind(addr).unwrap() as socket:
        local = socket.local_addr().unwrap()
        print("listening on", local, flush=True)
        buf = bytearray(limit + 1)
        while True:
            n, peer = socket.recv_from(buf).unwrap()
            if n > limit:
                continue
            match socket.send_to(buf[:n], peer):
                case Ok():
                    pass
                case Err(e):
                    print(peer, e, file=sys.stderr)


def main() -> io.Result[None]:
    addr, *rest = sys.argv[1:]
    limit = int(rest[0]) if rest else LARGEST
    return serve(addr, limit)


run(main)
