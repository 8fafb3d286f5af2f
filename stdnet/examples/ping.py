"""ICMP echo requests over a raw socket, and their replies.

python -m stdnet.examples.ping HOST [COUNT]     HOST is a name, an IPv4 or an IPv6 address

A raw socket sends and receives the packets of a protocol as they are. So this program makes the
header of ICMP and its checksum, and finds its own replies among those of other programs. It needs
the capability CAP_NET_RAW, which root has.
"""

import os
from struct import Struct
from time import monotonic, sleep
from typing import Final, NamedTuple

from stdnet import Err, Ok, SocketAddr, io, propagate, run, to_socket_addrs
from stdnet.examples.usage import arguments, refuse
from stdnet.socket2 import Domain, Protocol, Socket, Type

HEADER: Final = Struct("!BBHHH")
"""The type, the code, the checksum, and for an echo the identifier and the sequence number."""
CHECKSUM: Final = slice(2, 4)

PAYLOAD: Final = bytes(range(56))
COUNT: Final = 3
INTERVAL: Final = 0.2
"""The seconds between two requests."""
TIMEOUT: Final = 2.0
"""The seconds after which a reply counts as lost."""


class Version(NamedTuple):
    """The protocol and the types of messages, which differ between IPv4 and IPv6."""

    protocol: Protocol
    request: int
    reply: int


V4: Final = Version(Protocol.ICMPV4, 8, 0)
V6: Final = Version(Protocol.ICMPV6, 128, 129)


def checksum(data: bytes) -> int:
    """Returns the Internet checksum of RFC 1071: the complement of the sum of all 16-bit words.

    It is 0 for data that contain their own checksum.
    """
    padded = data + bytes(len(data) % 2)
    total = sum(int.from_bytes(padded[at : at + 2], "big") for at in range(0, len(padded), 2))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def checksum_input(message: bytes, source: SocketAddr, target: SocketAddr) -> bytes:
    """Returns the bytes that the checksum covers.

    In front of an IPv6 message these are the addresses, the length and the protocol: its
    pseudo-header.
    """
    match source, target:
        case SocketAddr.V6(source_ip), SocketAddr.V6(target_ip):
            length = len(message).to_bytes(4, "big")
            next_header = int(Protocol.ICMPV6).to_bytes(4, "big")
            return source_ip.octets() + target_ip.octets() + length + next_header + message
        case _:
            return message


def with_checksum(message: bytes, source: SocketAddr, target: SocketAddr) -> bytes:
    """Returns the message with its checksum in place. For IPv6 the kernel would compute it, too."""
    value = checksum(checksum_input(message, source, target))
    return message[: CHECKSUM.start] + value.to_bytes(2, "big") + message[CHECKSUM.stop :]


def without_ip_header(packet: bytes, source: SocketAddr) -> bytes:
    """Returns the message in a packet. Only an IPv4 raw socket receives the IP header."""
    return packet[(packet[0] & 0x0F) * 4 :] if source.is_ipv4() else packet


@propagate
def raw_socket(
    target: SocketAddr.V4 | SocketAddr.V6,
) -> io.Result[tuple[Socket, SocketAddr.V4 | SocketAddr.V6]]:
    """Creates a raw socket that is connected to the target; returns it and its own address."""
    version = V4 if target.is_ipv4() else V6
    domain = Domain.for_address(target)
    socket = Socket.new(domain, Type.RAW, version.protocol).map_err(explain).unwrap()
    socket.connect(target).unwrap()
    return Ok((socket, socket.local_addr().unwrap().as_socket() or target))


def explain(error: io.Error) -> io.Error:
    """Adds to an error that the capability is missing, if that is its cause."""
    if error.kind() is not io.ErrorKind.PermissionDenied:
        return error
    text = "a raw socket takes the capability CAP_NET_RAW: be root, or give it to the program"
    return io.Error(error.kind(), f"{text} ({error})")


@propagate
def ask(socket: Socket, source: SocketAddr, target: SocketAddr, number: int) -> io.Result[str]:
    """Sends a request and waits for its reply; returns a line about it."""
    version = V4 if target.is_ipv4() else V6
    identifier = os.getpid() & 0xFFFF
    request = HEADER.pack(version.request, 0, 0, identifier, number) + PAYLOAD
    start = monotonic()
    socket.send(with_checksum(request, source, target)).unwrap()
    buf = bytearray(2048)
    while (rest := start + TIMEOUT - monotonic()) > 0:
        socket.set_read_timeout(rest).unwrap()
        match socket.recv(buf):
            case Err(io.Error(io.ErrorKind.WouldBlock)):
                break
            case Err() as err:
                return err
            case Ok(count):
                reply = without_ip_header(bytes(buf[:count]), target)
        if len(reply) < HEADER.size:
            continue
        kind, _, _, *ids = HEADER.unpack_from(reply)
        # Every raw socket receives all packets of its protocol: requests to this host, and replies
        # to other programs.
        if kind == version.reply and ids == [identifier, number]:
            # A reply goes from the target to this host.
            wrong = checksum(checksum_input(reply, target, source))
            verdict = "bad checksum" if wrong or reply[HEADER.size :] != PAYLOAD else "intact"
            took = (monotonic() - start) * 1000
            return Ok(
                f"{len(reply)} bytes from {target.ip()}: seq={number} {took:.3f} ms {verdict}"
            )
    return Err(io.Error(io.ErrorKind.TimedOut, f"no answer to seq={number}"))


@propagate
def ping(host: str, count: int) -> io.Result[None]:
    """Sends `count` requests, and prints the replies. Returns an `Err` if there is none."""
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


def main() -> io.Result[None]:
    """Does what the arguments say."""
    match arguments(__doc__):
        case [host]:
            return ping(host, COUNT)
        case [host, count] if count.isdecimal() and int(count):
            return ping(host, int(count))
        case _:
            return refuse(__doc__, "it takes HOST, and perhaps COUNT")


if __name__ == "__main__":
    run(main)
