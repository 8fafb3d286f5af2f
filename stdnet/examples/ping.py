"""Asks a host whether it is there: ICMP echo over a raw socket.

python -m stdnet.examples.ping HOST [COUNT]     HOST is a name or an address, of IPv4 or IPv6

A raw socket sends and receives the packets of a protocol as they are, so the header of ICMP, its
checksum, and whose answer is whose are this program's business. It takes the capability
CAP_NET_RAW, which root has.
"""

import os
import sys
from signal import SIG_DFL, SIGINT, SIGPIPE, signal
from struct import Struct
from time import monotonic, sleep
from typing import Final, NamedTuple

from stdnet import Err, Ok, SocketAddr, io, propagate, to_socket_addrs
from stdnet.socket2 import Domain, Protocol, Socket, Type

HEADER: Final = Struct("!BBHHH")
"""The type, the code, the checksum, and for an echo the identifier and the sequence number."""
CHECKSUM: Final = slice(2, 4)

PAYLOAD: Final = bytes(range(56))
COUNT: Final = 3
INTERVAL: Final = 0.2
PATIENCE: Final = 2.0
"""Seconds between two requests, and until an answer counts as lost."""


class Version(NamedTuple):
    """What differs between the versions of IP."""

    protocol: Protocol
    request: int
    reply: int


V4: Final = Version(Protocol.ICMPV4, 8, 0)
V6: Final = Version(Protocol.ICMPV6, 128, 129)


def checksum(data: bytes) -> int:
    """The checksum of the Internet: the sum of all 16-bit words, complemented.

    Of data that contain their own checksum it is 0.
    """
    padded = data + bytes(len(data) % 2)
    total = sum(int.from_bytes(padded[at : at + 2], "big") for at in range(0, len(padded), 2))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def covered(message: bytes, source: SocketAddr, target: SocketAddr) -> bytes:
    """What the checksum is of: with IPv6 the addresses, the length and the protocol, too."""
    match source, target:
        case SocketAddr.V6(source_ip), SocketAddr.V6(target_ip):
            length = len(message).to_bytes(4, "big")
            next_header = int(Protocol.ICMPV6).to_bytes(4, "big")
            return source_ip.octets() + target_ip.octets() + length + next_header + message
        case _:
            return message


def with_checksum(message: bytes, source: SocketAddr, target: SocketAddr) -> bytes:
    """The message with its checksum in place. With IPv6 the system would see to it."""
    value = checksum(covered(message, source, target))
    return message[: CHECKSUM.start] + value.to_bytes(2, "big") + message[CHECKSUM.stop :]


def without_ip_header(packet: bytes, source: SocketAddr) -> bytes:
    """The message in a packet. Only a raw socket of IPv4 shows the header of IP."""
    return packet[(packet[0] & 0x0F) * 4 :] if source.is_ipv4() else packet


@propagate
def raw_socket(
    target: SocketAddr.V4 | SocketAddr.V6,
) -> io.Result[tuple[Socket, SocketAddr.V4 | SocketAddr.V6]]:
    """A raw socket that is connected to the target, and its own address."""
    version = V4 if target.is_ipv4() else V6
    domain = Domain.for_address(target)
    socket = Socket.new(domain, Type.RAW, version.protocol).lash(explained).unwrap()
    socket.connect(target).unwrap()
    return Ok((socket, socket.local_addr().unwrap().as_socket() or target))


def explained(error: io.Error) -> Err[io.Error]:
    """What is missing, if that is why there is no raw socket."""
    if error.kind() is not io.ErrorKind.PermissionDenied:
        return Err(error)
    text = "a raw socket takes the capability CAP_NET_RAW: be root, or give it to the program"
    return Err(io.Error(error.kind(), f"{text} ({error})"))


@propagate
def ask(socket: Socket, source: SocketAddr, target: SocketAddr, number: int) -> io.Result[str]:
    """Sends a request and waits for its answer: a line about it."""
    version = V4 if target.is_ipv4() else V6
    identifier = os.getpid() & 0xFFFF
    request = HEADER.pack(version.request, 0, 0, identifier, number) + PAYLOAD
    start = monotonic()
    socket.send(with_checksum(request, source, target)).unwrap()
    buf = bytearray(2048)
    while (rest := start + PATIENCE - monotonic()) > 0:
        socket.set_read_timeout(rest).unwrap()
        match socket.recv(buf):
            case Err(io.Error(io.ErrorKind.WouldBlock)):
                break
            case Err() as failed:
                return failed
            case Ok(count):
                reply = without_ip_header(bytes(buf[:count]), target)
        if len(reply) < HEADER.size:
            continue
        kind, _, _, *about = HEADER.unpack_from(reply)
        # All raw sockets see all packets: the requests to this very host, answers to others.
        if kind == version.reply and about == [identifier, number]:
            # An answer goes from the target to here.
            wrong = checksum(covered(reply, target, source))
            verdict = "bad checksum" if wrong or reply[HEADER.size :] != PAYLOAD else "intact"
            took = (monotonic() - start) * 1000
            return Ok(
                f"{len(reply)} bytes from {target.ip()}: seq={number} {took:.3f} ms {verdict}"
            )
    return Err(io.Error(io.ErrorKind.TimedOut, f"no answer to seq={number}"))


@propagate
def ping(host: str, count: int) -> io.Result[None]:
    """Asks so often, and shows the answers. An `Err` if there was none."""
    target = to_socket_addrs((host, 0)).unwrap()[0]
    socket, source = raw_socket(target).unwrap()
    answered = 0
    with socket:
        for number in range(count):
            sleep(INTERVAL if number else 0)
            match ask(socket, source, target, number):
                case Ok(line):
                    answered += 1
                    print(line, flush=True)
                case Err(error):
                    print(error, flush=True)
    print(f"{count} sent, {answered} answered")
    if not answered:
        return Err(io.Error(io.ErrorKind.TimedOut, f"{target.ip()} does not answer"))
    return Ok(None)


def run(args: list[str]) -> io.Result[None]:
    """What the arguments ask for."""
    match args:
        case [host]:
            return ping(host, COUNT)
        case [host, count] if count.isdecimal() and int(count):
            return ping(host, int(count))
        case _:
            return Err(io.Error(io.ErrorKind.InvalidInput, "it takes HOST, and perhaps COUNT"))


def main() -> int:
    """The exit status of the program."""
    # Ctrl-C ends it, and so does an output that nobody reads; of sockets there is no such signal.
    signal(SIGINT, SIG_DFL)
    signal(SIGPIPE, SIG_DFL)
    match run(sys.argv[1:]):
        case Ok():
            return 0
        case Err(error):
            print(f"ping: {error}", file=sys.stderr)
            return 1


if __name__ == "__main__":
    sys.exit(main())
