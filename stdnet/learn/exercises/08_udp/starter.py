import sys

from stdnet import UdpSocket, io, propagate, run


@propagate
def serve(addr: str) -> io.Result[None]:
    with UdpSocket.bind(addr).unwrap() as socket:
        local = socket.local_addr().unwrap()
        print("listening on", local, flush=True)
        buf = bytearray(1024)
        while True:
            n, peer = socket.recv_from(buf).unwrap()
            print(n, peer)


def main() -> io.Result[None]:
    return serve(sys.argv[1])


run(main)
