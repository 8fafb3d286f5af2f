import sys

from stdnet import Ok, UdpSocket, io, propagate, run

LARGEST = 65507
LINE_FEED = ord("\n")


@propagate
def receive(addr: str) -> io.Result[None]:
    with UdpSocket.bind(addr).unwrap() as socket:
        local = socket.local_addr().unwrap()
        print("listening on", local, flush=True)
        out = io.stdout()
        buf = bytearray(LARGEST)
        while True:
            n, _ = socket.recv_from(buf).unwrap()
            out.write_all(buf[:n] + b"\n").unwrap()
            out.flush().unwrap()


@propagate
def send(addr: str) -> io.Result[None]:
    with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
        socket.connect(addr).unwrap()
        for line in io.stdin().lock().split(LINE_FEED):
            _ = socket.send(line.unwrap()).unwrap()
        return Ok(None)


def main() -> io.Result[None]:
    side, addr = sys.argv[1:]
    if side == "receive":
        return receive(addr)
    return send(addr)


run(main)
