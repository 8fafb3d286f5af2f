import sys
from struct import Struct
from time import monotonic

from stdnet import Err, Ok, UdpSocket, io, propagate, run

NUMBER = Struct("!I")
LARGEST = 65507
LINE_FEED = ord("\n")
WAIT = 0.05


@propagate
def receive(addr: str) -> io.Result[None]:
    with UdpSocket.bind(addr).unwrap() as socket:
        local = socket.local_addr().unwrap()
        print("listening on", local, flush=True)
        out = io.stdout()
        buf = bytearray(LARGEST)
        expected = 0
        while True:
            n, peer = socket.recv_from(buf).unwrap()
            if n < NUMBER.size:
                continue
            number = NUMBER.unpack_from(buf)[0]
            if number > expected:
                continue
            if number == expected:
                line = buf[NUMBER.size : n] + b"\n"
                out.write_all(line).unwrap()
                out.flush().unwrap()
                expected += 1
            ack = NUMBER.pack(number)
            _ = socket.send_to(ack, peer).unwrap()


@propagate
def send(addr: str) -> io.Result[None]:
    with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
        socket.connect(addr).unwrap()
        lines = io.stdin().lock().split(LINE_FEED)
        for number, line in enumerate(lines):
            deliver(socket, number, line.unwrap()).unwrap()
        return Ok(None)


@propagate
def deliver(socket: UdpSocket, number: int, data: bytes) -> io.Result[None]:
    ack = NUMBER.pack(number)
    while True:
        _ = socket.send(ack + data).unwrap()
        if comes(socket, ack).unwrap():
            return Ok(None)


@propagate
def comes(socket: UdpSocket, ack: bytes) -> io.Result[bool]:
    buf = bytearray(NUMBER.size + 1)
    end = monotonic() + WAIT
    while (rest := end - monotonic()) > 0:
        socket.set_read_timeout(rest).unwrap()
        match socket.recv(buf):
            case Ok(n):
                if bytes(buf[:n]) == ack:
                    return Ok(True)
            case Err(io.Error(io.ErrorKind.WouldBlock)):
                break
            case Err(e):
                return Err(e)
    return Ok(False)


def main() -> io.Result[None]:
    side, addr = sys.argv[1:]
    if side == "receive":
        return receive(addr)
    return send(addr)


run(main)
