"""The services of a network, and the types of sockets that give them, over the same bad network.

Ten records go through each service. Between sender and receiver there is a relay that loses some
of what it gets and passes the rest on in another order. What arrives is shown, and what of it the
service has kept: all records, each once, their order, their boundaries.

python -m stdnet.examples.services [LOSS [SEED]]

LOSS is the share that the relay loses, 0 to 0.7, and 0.3 if not given. With the same SEED it loses
the same. The raw socket takes the capability CAP_NET_RAW.

- Without connection: each record goes its own way, and nobody knows whether it arrives. Datagram
  sockets give this service, and raw ones, which see the header of IP as well.
- Without connection, but acknowledged: the receiver says what has arrived, and the sender sends
  again what has not. All arrive, some twice, in any order.
- With connection: both ends know the numbers of what they send, so all arrives once and in order.
  A sequenced-packet socket keeps the boundaries, too; a stream is bytes and nothing else.
"""

import os
import sys
from collections.abc import Callable
from random import Random
from signal import SIG_DFL, SIGINT, SIGPIPE, signal
from typing import Final

from stdnet import Err, Ipv4Addr, Ok, Shutdown, SocketAddrV4, io, propagate
from stdnet.socket2 import Domain, Protocol, SockAddr, Socket, Type

RECORDS: Final = [b"%d:%s" % (number, b"abcdefghij"[: number + 1]) for number in range(10)]
LOSS: Final = 0.3
MOST_LOSS: Final = 0.7
SEED: Final = 1
REACH: Final = 3.0
"""How far a packet may fall behind those sent later."""
TRIES: Final = 100
LARGEST: Final = 2048
PATIENCE: Final = 10.0
CHUNK: Final = 16
"""How many bytes the receiver of a stream asks for at once."""
EXPERIMENT: Final = Protocol.from_(253)
"""A number of IP that is set aside for experiments."""

Arrived = list[bytes]


class Relay:
    """What lies in between: it loses packets, and passes the others on in another order."""

    def __init__(self, loss: float, seed: int) -> None:
        self._loss = loss
        self._chance = Random(seed)  # noqa: S311 - there is nothing to guess

    def carry(self, packets: Arrived) -> Arrived:
        """What comes out of it."""
        late = [(at + self._chance.uniform(0, REACH), packet) for at, packet in enumerate(packets)]
        kept = [packet for packet in late if self._chance.random() >= self._loss]
        return [packet for _, packet in sorted(kept)]

    def carry_in_order(self, packets: Arrived) -> Arrived:
        """What a connection makes of it: packets have numbers, and are sent until they arrive."""
        arrived = dict[int, bytes]()
        for _ in range(TRIES):
            missing = [number for number in range(len(packets)) if number not in arrived]
            numbered = [bytes([number]) + packets[number] for number in missing]
            arrived |= {packet[0]: packet[1:] for packet in self.carry(numbered)}
        return [arrived[number] for number in sorted(arrived)]


# Without connection.


class Path:
    """Three sockets without connection: two ends, and the relay's between them."""

    sender: Socket
    middle: Socket
    receiver: Socket

    def __init__(self, relay: Relay, sockets: list[Socket]) -> None:
        self.sender, self.middle, self.receiver = sockets
        self._relay = relay

    @propagate
    def send(self, source: Socket, target: Socket, packets: Arrived) -> io.Result[Arrived]:
        """Sends packets from one end to the other; what arrives."""
        for packet in packets:
            source.send_to(packet, self.middle.local_addr().unwrap()).unwrap()
        inside = [received(self.middle).unwrap() for _ in packets]
        carried = self._relay.carry(inside)
        for packet in carried:
            self.middle.send_to(packet, target.local_addr().unwrap()).unwrap()
        return Ok([received(target).unwrap() for _ in carried])


@propagate
def received(socket: Socket) -> io.Result[bytes]:
    """The next packet, without the header of IP that a raw socket shows."""
    buf = bytearray(LARGEST)
    packet = bytes(buf[: socket.recv(buf).unwrap()])
    if socket.type().unwrap() == Type.RAW:
        packet = packet[(packet[0] & 0x0F) * 4 :]
    return Ok(packet)


@propagate
def path(relay: Relay, ty: Type, protocol: Protocol | None) -> io.Result[Path]:
    """Sockets of IPv4 at three addresses of this machine and of no other run of this program.

    A raw socket has no port, so it gets all packets to its address.
    """
    sockets = list[Socket]()
    for host in range(1, 4):
        socket = Socket.new(Domain.IPV4, ty, protocol).unwrap()
        ip = Ipv4Addr(127, os.getpid() >> 8 & 0xFF, os.getpid() & 0xFF, host)
        socket.bind(SocketAddrV4(ip, 0)).unwrap()
        socket.set_read_timeout(PATIENCE).unwrap()
        sockets.append(socket)
    return Ok(Path(relay, sockets))


@propagate
def datagram(relay: Relay) -> io.Result[Arrived]:
    """Without connection: datagrams of UDP."""
    udp = path(relay, Type.DGRAM, None).unwrap()
    return udp.send(udp.sender, udp.receiver, RECORDS)


@propagate
def raw(relay: Relay) -> io.Result[Arrived]:
    """Without connection: packets of IP."""
    ip = path(relay, Type.RAW, EXPERIMENT).unwrap()
    return ip.send(ip.sender, ip.receiver, RECORDS)


@propagate
def acknowledged(relay: Relay) -> io.Result[Arrived]:
    """Without connection, but acknowledged: datagrams of UDP there and back."""
    udp = path(relay, Type.DGRAM, None).unwrap()
    arrived = Arrived()
    waiting = dict(enumerate(RECORDS))
    for _ in range(TRIES):
        numbered = [bytes([number]) + record for number, record in waiting.items()]
        found = udp.send(udp.sender, udp.receiver, numbered).unwrap()
        arrived += [packet[1:] for packet in found]
        for acknowledgement in udp.send(udp.receiver, udp.sender, [p[:1] for p in found]).unwrap():
            waiting.pop(acknowledgement[0], None)
    return Ok(arrived)


# With connection.


@propagate
def connected(domain: Domain, ty: Type, addr: SockAddr) -> io.Result[tuple[Socket, Socket]]:
    """Both ends of a connection."""
    listener = Socket.new(domain, ty).unwrap()
    listener.bind(addr).unwrap()
    listener.listen(1).unwrap()
    client = Socket.new(domain, ty).unwrap()
    client.connect(listener.local_addr().unwrap()).unwrap()
    server, _ = listener.accept().unwrap()
    server.set_read_timeout(PATIENCE).unwrap()
    return Ok((client, server))


@propagate
def through_connections(
    relay: Relay, domain: Domain, ty: Type, addr: SockAddr, read: Callable[[Socket], Arrived]
) -> io.Result[Arrived]:
    """Sends the records on one connection to the relay, and on another one to the receiver."""
    sender, entrance = connected(domain, ty, addr).unwrap()
    way_out, receiver = connected(domain, ty, addr).unwrap()
    for record in RECORDS:
        sender.send(record).unwrap()
    sender.shutdown(Shutdown.Write).unwrap()
    for packet in relay.carry_in_order(read(entrance)):
        way_out.send(packet).unwrap()
    way_out.shutdown(Shutdown.Write).unwrap()
    return Ok(read(receiver))


def sequenced_packet(relay: Relay) -> io.Result[Arrived]:
    """With connection: packets of a Unix socket."""

    def read(socket: Socket) -> Arrived:
        """Packets, until there is one of no bytes, which is the end."""
        return list(iter(lambda: received(socket).unwrap(), b""))

    anywhere = SockAddr.unix(b"")
    return anywhere.bind(
        lambda addr: through_connections(relay, Domain.UNIX, Type.SEQPACKET, addr, read)
    )


def stream(relay: Relay) -> io.Result[Arrived]:
    """With connection: the bytes of TCP."""

    def read(socket: Socket) -> Arrived:
        """Bytes, so many at once, until the end."""
        whole = bytearray()
        socket.read_to_end(whole).unwrap()
        return [bytes(whole[at : at + CHUNK]) for at in range(0, len(whole), CHUNK)]

    addr = SockAddr.from_(SocketAddrV4(Ipv4Addr.LOCALHOST, 0))
    return through_connections(relay, Domain.IPV4, Type.STREAM, addr, read)


# The table.

SERVICES: Final[list[tuple[str, str, Callable[[Relay], io.Result[Arrived]]]]] = [
    ("without connection", "datagram", datagram),
    ("without connection", "raw", raw),
    ("without connection, acknowledged", "datagram", acknowledged),
    ("with connection", "sequenced packet", sequenced_packet),
    ("with connection", "stream", stream),
]


def kept(arrived: Arrived) -> list[str]:
    """What a service has kept of the records, and what not."""
    whole = [record for record in arrived if record in RECORDS]
    numbers = [RECORDS.index(record) for record in whole]
    bounded = len(whole) == len(arrived)
    lossless = set(whole) == set(RECORDS) if bounded else b"".join(arrived) == b"".join(RECORDS)
    return [
        "all" if lossless else f"{len(RECORDS) - len(set(whole))} lost",
        "each once" if len(numbers) == len(set(numbers)) else "some twice",
        "in order" if numbers == sorted(numbers) else "out of order",
        "boundaries" if bounded else "no boundaries",
    ]


def show(service: str, ty: str, result: io.Result[Arrived]) -> None:
    """Prints what arrived."""
    print(f"{service}: {ty}")
    match result:
        case Ok(arrived):
            print("   ", *(record.decode() for record in arrived))
            print("   ", ", ".join(kept(arrived)))
        case Err(io.Error(io.ErrorKind.PermissionDenied) as error):
            print(f"    not for everybody: it takes the capability CAP_NET_RAW ({error})")
        case Err(error):
            print(f"    failed: {error}")


def services(loss: float, seed: int) -> io.Result[None]:
    """Sends the records through each service, over a relay that loses the same each time."""
    print("sent")
    print("   ", *(record.decode() for record in RECORDS))
    for service, ty, give in SERVICES:
        show(service, ty, give(Relay(loss, seed)))
    return Ok(None)


def run(args: list[str]) -> io.Result[None]:
    """What the arguments ask for."""
    if len(args) > 2:
        return invalid("it takes LOSS and SEED, or nothing")
    loss, seed = [*args, *[str(LOSS), str(SEED)][len(args) :]]
    try:
        share, start = float(loss), int(seed)
    except ValueError:
        return invalid(f"the loss and the seed are numbers, not {' '.join(args)}")
    if not 0 <= share <= MOST_LOSS:
        return invalid(f"the loss is 0 to {MOST_LOSS}, not {loss}")
    return services(share, start)


def invalid(why: str) -> Err[io.Error]:
    """What is wrong with the arguments."""
    return Err(io.Error(io.ErrorKind.InvalidInput, why))


def main() -> int:
    """The exit status of the program."""
    # Ctrl-C ends it, and so does an output that nobody reads; of sockets there is no such signal.
    signal(SIGINT, SIG_DFL)
    signal(SIGPIPE, SIG_DFL)
    match run(sys.argv[1:]):
        case Ok():
            return 0
        case Err(error):
            print(f"services: {error}", file=sys.stderr)
            return 1


if __name__ == "__main__":
    sys.exit(main())
