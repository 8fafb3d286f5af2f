"""Types of sockets compared over a network that loses packets.

python -m stdnet.examples.services [LOSS [SEED]]

Ten records are sent over each service, through a relay that loses some of them and passes on the
others in another order. The program prints which of them arrive, and whether the service keeps all
records, each one once, their order and their boundaries.

LOSS is the share of packets that the relay loses, from 0 to 0.7; the default is 0.3. The same SEED
loses the same packets. The raw socket needs the capability CAP_NET_RAW.

- Without connection: each record is on its own, and the sender does not learn if it arrives.
  Datagram sockets offer this service, and so do raw sockets, which receive the IP header as well.
- Without connection, but acknowledged: the receiver acknowledges each record, and the sender sends
  the others again. All records arrive, some of them twice, in any order.
- With connection: both sides number what they send, so everything arrives once and in order. A
  sequenced-packet socket keeps the boundaries of the records; a stream is a sequence of bytes.
"""

import os
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Final

from stdnet import Err, Ipv4Addr, Ok, Result, Shutdown, SocketAddrV4, io, propagate, run
from stdnet.examples.usage import arguments, refuse
from stdnet.socket2 import Domain, Protocol, SockAddr, Socket, Type

RECORDS: Final = [b"%d:%s" % (number, b"abcdefghij"[: number + 1]) for number in range(10)]
LOSS: Final = 0.3
MAX_LOSS: Final = 0.7
SEED: Final = 1
MAX_DELAY: Final = 3.0
"""The number of later packets that may overtake a packet."""
ATTEMPTS: Final = 100
MAX_PACKET: Final = 2048
TIMEOUT: Final = 10.0
CHUNK: Final = 16
"""The number of bytes that the receiver of a stream shows at once."""
EXPERIMENT: Final = Protocol.from_(253)
"""An IP protocol number that is reserved for experiments: RFC 3692."""

Packets = list[bytes]
Reader = Callable[[Socket], io.Result[Packets]]


class Relay:
    """A network that loses packets, and passes on the others in another order."""

    def __init__(self, loss: float, seed: int) -> None:
        self._loss = loss
        self._random = Random(seed)  # noqa: S311 - there is nothing to guess

    def carry(self, packets: Packets) -> Packets:
        """Returns the packets that arrive, in the order of their arrival."""
        delayed = [
            (at + self._random.uniform(0, MAX_DELAY), packet) for at, packet in enumerate(packets)
        ]
        kept = [packet for packet in delayed if self._random.random() >= self._loss]
        return [packet for _, packet in sorted(kept)]

    def carry_in_order(self, packets: Packets) -> Packets:
        """Carries packets as a connection does: numbers them, and sends them until they arrive."""
        arrived = dict[int, bytes]()
        for _ in range(ATTEMPTS):
            missing = [number for number in range(len(packets)) if number not in arrived]
            numbered = [bytes([number]) + packets[number] for number in missing]
            arrived |= {packet[0]: packet[1:] for packet in self.carry(numbered)}
        return [arrived[number] for number in sorted(arrived)]


# Without connection.


class Path:
    """Three sockets without connection: those of both sides, and the relay's between them."""

    sender: Socket
    middle: Socket
    receiver: Socket

    def __init__(self, relay: Relay, sockets: list[Socket]) -> None:
        self.sender, self.middle, self.receiver = sockets
        self._relay = relay

    @propagate
    def send(self, source: Socket, target: Socket, packets: Packets) -> io.Result[Packets]:
        """Sends packets from one side to the other by the relay; returns those that arrive."""
        for packet in packets:
            source.send_to(packet, self.middle.local_addr().unwrap()).unwrap()
        carried = self._relay.carry([receive(self.middle).unwrap() for _ in packets])
        for packet in carried:
            self.middle.send_to(packet, target.local_addr().unwrap()).unwrap()
        return Ok([receive(target).unwrap() for _ in carried])


@propagate
def receive(socket: Socket) -> io.Result[bytes]:
    """Receives a packet, without the IP header that a raw socket receives."""
    buf = bytearray(MAX_PACKET)
    packet = bytes(buf[: socket.recv(buf).unwrap()])
    if socket.type().unwrap() == Type.RAW:
        packet = packet[(packet[0] & 0x0F) * 4 :]
    return Ok(packet)


@propagate
def open_path(relay: Relay, ty: Type, protocol: Protocol | None) -> io.Result[Path]:
    """Creates three IPv4 sockets, each at a loopback address of its own.

    A raw socket has no port and receives all packets for its address. So the addresses contain the
    process number: no other run of this program has them.
    """
    sockets = list[Socket]()
    for host in range(1, 4):
        socket = Socket.new(Domain.IPV4, ty, protocol).unwrap()
        ip = Ipv4Addr(127, os.getpid() >> 8 & 0xFF, os.getpid() & 0xFF, host)
        socket.bind(SocketAddrV4(ip, 0)).unwrap()
        socket.set_read_timeout(TIMEOUT).unwrap()
        sockets.append(socket)
    return Ok(Path(relay, sockets))


@propagate
def datagram(relay: Relay) -> io.Result[Packets]:
    """Sends the records without connection, as UDP datagrams."""
    udp = open_path(relay, Type.DGRAM, None).unwrap()
    return udp.send(udp.sender, udp.receiver, RECORDS)


@propagate
def raw(relay: Relay) -> io.Result[Packets]:
    """Sends the records without connection, as IP packets."""
    ip = open_path(relay, Type.RAW, EXPERIMENT).unwrap()
    return ip.send(ip.sender, ip.receiver, RECORDS)


@propagate
def acknowledged(relay: Relay) -> io.Result[Packets]:
    """Sends the records as UDP datagrams, each one until its acknowledgement comes back."""
    udp = open_path(relay, Type.DGRAM, None).unwrap()
    arrived = Packets()
    unacknowledged = dict(enumerate(RECORDS))
    for _ in range(ATTEMPTS):
        numbered = [bytes([number]) + record for number, record in unacknowledged.items()]
        received = udp.send(udp.sender, udp.receiver, numbered).unwrap()
        arrived += [packet[1:] for packet in received]
        numbers = [packet[:1] for packet in received]
        for acknowledgement in udp.send(udp.receiver, udp.sender, numbers).unwrap():
            unacknowledged.pop(acknowledgement[0], None)
    return Ok(arrived)


# With connection.


@propagate
def connected(domain: Domain, ty: Type, addr: SockAddr) -> io.Result[tuple[Socket, Socket]]:
    """Connects two sockets; returns the client and the server."""
    listener = Socket.new(domain, ty).unwrap()
    listener.bind(addr).unwrap()
    listener.listen(1).unwrap()
    client = Socket.new(domain, ty).unwrap()
    client.connect(listener.local_addr().unwrap()).unwrap()
    server, _ = listener.accept().unwrap()
    server.set_read_timeout(TIMEOUT).unwrap()
    return Ok((client, server))


@propagate
def through_connections(
    relay: Relay, domain: Domain, ty: Type, addr: SockAddr, read: Reader
) -> io.Result[Packets]:
    """Sends the records over one connection to the relay, and over another to the receiver."""
    sender, relay_in = connected(domain, ty, addr).unwrap()
    relay_out, receiver = connected(domain, ty, addr).unwrap()
    for record in RECORDS:
        sender.send(record).unwrap()
    sender.shutdown(Shutdown.Write).unwrap()
    for packet in relay.carry_in_order(read(relay_in).unwrap()):
        relay_out.send(packet).unwrap()
    relay_out.shutdown(Shutdown.Write).unwrap()
    return read(receiver)


@propagate
def sequenced_packet(relay: Relay) -> io.Result[Packets]:
    """Sends the records over connections of Unix sockets that keep boundaries."""

    @propagate
    def read(socket: Socket) -> io.Result[Packets]:
        """Receives packets until an empty one, which is the end."""
        return Ok(list(iter(lambda: receive(socket).unwrap(), b"")))

    # For an empty path the kernel chooses a free abstract name.
    addr = SockAddr.unix(b"").unwrap()
    return through_connections(relay, Domain.UNIX, Type.SEQPACKET, addr, read)


def stream(relay: Relay) -> io.Result[Packets]:
    """Sends the records over TCP connections."""

    @propagate
    def read(socket: Socket) -> io.Result[Packets]:
        """Receives bytes until the end, and returns them in chunks."""
        whole = bytearray()
        socket.read_to_end(whole).unwrap()
        return Ok([bytes(whole[at : at + CHUNK]) for at in range(0, len(whole), CHUNK)])

    addr = SockAddr.from_(SocketAddrV4(Ipv4Addr.LOCALHOST, 0))
    return through_connections(relay, Domain.IPV4, Type.STREAM, addr, read)


# The table.

SERVICES: Final[list[tuple[str, str, Callable[[Relay], io.Result[Packets]]]]] = [
    ("without connection", "datagram", datagram),
    ("without connection", "raw", raw),
    ("without connection, acknowledged", "datagram", acknowledged),
    ("with connection", "sequenced packet", sequenced_packet),
    ("with connection", "stream", stream),
]


def guarantees(arrived: Packets) -> list[str]:
    """Returns what a service has kept of the records, in words."""
    records = [packet for packet in arrived if packet in RECORDS]
    numbers = [RECORDS.index(record) for record in records]
    bounded = len(records) == len(arrived)
    lossless = set(records) == set(RECORDS) if bounded else b"".join(arrived) == b"".join(RECORDS)
    return [
        "all" if lossless else f"{len(RECORDS) - len(set(records))} lost",
        "each once" if len(numbers) == len(set(numbers)) else "some twice",
        "in order" if numbers == sorted(numbers) else "out of order",
        "boundaries" if bounded else "no boundaries",
    ]


def show(service: str, ty: str, result: io.Result[Packets]) -> None:
    """Prints the records that arrived, and what the service has kept."""
    print(f"{service}: {ty}")
    match result:
        case Ok(arrived):
            print("   ", *(record.decode() for record in arrived))
            print("   ", ", ".join(guarantees(arrived)))
        case Err(io.Error(io.ErrorKind.PermissionDenied) as error):
            print(f"    not for everybody: it takes the capability CAP_NET_RAW ({error})")
        case Err(error):
            print(f"    failed: {error}")


def loss_and_seed(args: list[str]) -> Result[tuple[float, int], str]:
    """Parses `[LOSS [SEED]]`."""
    if len(args) > 2:
        return Err("it takes LOSS and SEED, or nothing")
    loss, seed = [*args, *[str(LOSS), str(SEED)][len(args) :]]
    try:
        share, start = float(loss), int(seed)
    except ValueError:
        return Err(f"the loss and the seed are numbers, not {' '.join(args)}")
    if not 0 <= share <= MAX_LOSS:
        return Err(f"the loss is 0 to {MAX_LOSS}, not {loss}")
    return Ok((share, start))


@propagate
def main() -> Result[None, str]:
    """Sends the records over each service, through relays with the same losses."""
    found = loss_and_seed(arguments(__doc__))
    loss, seed = found.unwrap_or_else(partial(refuse, __doc__))
    print("sent")
    print("   ", *(record.decode() for record in RECORDS))
    for service, ty, send_records in SERVICES:
        show(service, ty, send_records(Relay(loss, seed)))
    return Ok(None)


if __name__ == "__main__":
    run(main)
