import os
import sys
from struct import Struct

from stdnet import Err, Ok, Result, io, propagate, run, to_socket_addrs
from stdnet.socket2 import Domain, Protocol, Socket, Type

HEADER = Struct("!BBHHh")
REPLY, REQUEST = 0, 8
PAYLOAD = bytes(range(56))
TIMEOUT = 1.0


def checksum(data: bytes) -> int:
    padded = data + bytes(len(data) % 2)
    total = sum(int.from_bytes(padded[at : at + 2], "big") for at in range(0, len(padded), 2))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def parse(message: bytes, identifier: int) -> Result[str, str]:
    if len(message) < HEADER.size:
        return Err("too short")
    if checksum(message) != 0:
        return Err("bad checksum")
    kind, code, _, its_id, seq = HEADER.unpack_from(message)
    if kind not in {REPLY, REQUEST}:
        return Err(f"other type={kind} code={code}")
    if kind == REPLY and its_id != identifier:
        return Err(f"foreign id={its_id}")
    name = "reply" if kind == REPLY else "request"
    return Ok(f"{name} id={its_id} seq={seq} data={len(message) - HEADER.size}")


def request(identifier: int, seq: int) -> bytes:
    blank = HEADER.pack(REQUEST, 0, 0, identifier, seq) + PAYLOAD
    return HEADER.pack(REQUEST, 0, checksum(blank), identifier, seq) + PAYLOAD


def open_socket() -> io.Result[Socket]:
    match Socket.new(Domain.IPV4, Type.RAW, Protocol.ICMPV4):
        case Err(io.Error(io.ErrorKind.PermissionDenied)):
            return Socket.new(Domain.IPV4, Type.DGRAM, Protocol.ICMPV4)
        case other:
            return other


@propagate
def ping(host: str) -> io.Result[str]:
    with open_socket().unwrap() as socket:
        is_raw = socket.type().unwrap() == Type.RAW
        socket.connect(to_socket_addrs((host, 0)).unwrap()[0]).unwrap()
        socket.set_read_timeout(TIMEOUT).unwrap()
        own = socket.local_addr().unwrap().as_socket()
        identifier = os.getpid() & 0xFFFF if is_raw or own is None else own.port()
        _ = socket.send(request(identifier, 1)).unwrap()
        buf = bytearray(2048)
        while True:
            packet = bytes(buf[: socket.recv(buf).unwrap()])
            message = packet[(packet[0] & 0x0F) * 4 :] if is_raw else packet
            match parse(message, identifier):
                case Ok(text) if text.startswith("reply"):
                    return Ok(text)
                case _:
                    pass


@propagate
def main() -> io.Result[None]:
    match sys.argv[1:]:
        case ["checksum"]:
            for line in sys.stdin:
                print(f"{checksum(bytes.fromhex(line)):04x}")
        case ["parse", identifier]:
            for line in sys.stdin:
                match parse(bytes.fromhex(line), int(identifier)):
                    case Ok(text) | Err(text):
                        print(text)
        case ["ping", host]:
            print(ping(host).unwrap())
        case _:
            return Err(io.Error.from_(io.ErrorKind.InvalidInput))
    return Ok(None)


if __name__ == "__main__":
    run(main)
