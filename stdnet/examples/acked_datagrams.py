"""Messages that arrive once and in order, over datagrams that may be lost.

Each message goes out in a datagram with a number, again and again until the acknowledgement of
that number comes back. The receiver acknowledges every datagram, but delivers each number once.
There is no connection: a sender is known by its address and a number that it has drawn. Both ends
lose some of what they send, on purpose.

python -m stdnet.examples.acked_datagrams [LOSS [SEED]]              both ends, and what they see
python -m stdnet.examples.acked_datagrams serve ADDR [LOSS [SEED]]   the receiver
python -m stdnet.examples.acked_datagrams send ADDR [LOSS [SEED]]    sends the lines that you type

LOSS is the share that each end loses, 0 to 0.7, and 0.3 if not given. With the same SEED it loses
the same.
"""

import sys
from random import Random
from signal import SIG_DFL, SIGINT, SIGPIPE, signal
from struct import Struct
from threading import Event, Thread
from time import monotonic
from typing import Final

from stdnet import (
    Err,
    Ipv4Addr,
    Ipv6Addr,
    Ok,
    SocketAddr,
    UdpSocket,
    io,
    propagate,
    to_socket_addrs,
)

HEADER: Final = Struct("!BIQ")
"""Data or acknowledgement, the number of the message, the sender's own number."""

DATA: Final = 0
ACK: Final = 1
LARGEST: Final = 65535
LOSS: Final = 0.3
MOST_LOSS: Final = 0.7
MESSAGES: Final = ["one", "two", "three", "", "zwölf", "last"]
TRIES: Final = 100
PATIENCE: Final = 0.05
"""The seconds after which a message or its acknowledgement counts as lost."""


class Lossy:
    """A socket that loses some of what it sends."""

    def __init__(self, who: str, socket: UdpSocket, loss: float, seed: int | None) -> None:
        self.who = who
        self.socket = socket
        self.lost: int = 0
        self._loss = loss
        self._chance = Random(seed)  # noqa: S311 - there is nothing to guess

    def send_to(self, datagram: bytes, addr: SocketAddr, what: str) -> io.Result[int]:
        """Sends a datagram, or says that it has lost it."""
        if self._chance.random() < self._loss:
            self.lost += 1
            self.say(f"loses {what}")
            return Ok(len(datagram))
        return self.socket.send_to(datagram, addr)

    def say(self, what: str) -> None:
        """Shows what this end sees."""
        sys.stdout.write(f"{self.who}: {what}\n")
        sys.stdout.flush()


class Sender:
    """Sends one message after the other, each until it is acknowledged."""

    def __init__(self, lossy: Lossy, peer: SocketAddr) -> None:
        self._lossy = lossy
        self._peer = peer
        self._own = Random().getrandbits(64)  # noqa: S311
        self._next = 0
        self._again = 0

    @propagate
    def send(self, message: bytes) -> io.Result[None]:
        """Comes back when the receiver has the message."""
        number = self._next
        datagram = HEADER.pack(DATA, number, self._own) + message
        for attempt in range(TRIES):
            if attempt:
                self._again += 1
                self._lossy.say(f"sends {number} again")
            self._lossy.send_to(datagram, self._peer, f"message {number}").unwrap()
            if self._is_acknowledged(number).unwrap():
                self._next += 1
                return Ok(None)
        why = f"message {number} was not acknowledged in {TRIES} attempts"
        return Err(io.Error(io.ErrorKind.TimedOut, why))

    @propagate
    def _is_acknowledged(self, number: int) -> io.Result[bool]:
        """Whether the acknowledgement comes in time; those of earlier datagrams may come, too."""
        awaited = HEADER.pack(ACK, number, self._own)
        buf = bytearray(HEADER.size)
        end = monotonic() + PATIENCE
        while (rest := end - monotonic()) > 0:
            self._lossy.socket.set_read_timeout(rest).unwrap()
            match self._lossy.socket.recv(buf):
                case Ok(n):
                    if bytes(buf[:n]) == awaited:
                        return Ok(True)
                case Err(io.Error(io.ErrorKind.WouldBlock)):
                    break
                case Err(error):
                    return Err(error)
        return Ok(False)

    def sum_up(self) -> None:
        """Shows what it took."""
        lost = self._lossy.lost
        self._lossy.say(f"{self._next} messages, {lost} datagrams lost, {self._again} sent again")


class Receiver:
    """Acknowledges what comes, and delivers what is new."""

    def __init__(self, lossy: Lossy) -> None:
        self._lossy = lossy
        self._next: dict[tuple[SocketAddr, int], int] = {}
        self._duplicates = 0

    @propagate
    def receive(self, stop: Event) -> io.Result[None]:
        """Takes datagrams until it is stopped."""
        socket = self._lossy.socket
        socket.set_read_timeout(PATIENCE).unwrap()
        buf = bytearray(LARGEST)
        while not stop.is_set():
            match socket.recv_from(buf):
                case Ok((n, addr)):
                    self._take(bytes(buf[:n]), addr).unwrap()
                case Err(io.Error(io.ErrorKind.WouldBlock)):
                    continue
                case Err(error):
                    return Err(error)
        return Ok(None)

    @propagate
    def _take(self, datagram: bytes, addr: SocketAddr) -> io.Result[None]:
        if len(datagram) < HEADER.size:
            return Ok(None)
        kind, number, own = HEADER.unpack_from(datagram)
        expected = self._next.get((addr, own), 0)
        if kind != DATA or number > expected:
            return Ok(None)  # Nobody sends the next one before this one is acknowledged.
        if number == expected:
            self._next[addr, own] = number + 1
            text = datagram[HEADER.size :].decode(errors="replace")
            self._lossy.say(f"delivers {number} of {addr}: {text!r}")
        else:
            self._duplicates += 1
            self._lossy.say(f"has {number} already")
        acknowledgement = HEADER.pack(ACK, number, own)
        self._lossy.send_to(acknowledgement, addr, f"the acknowledgement of {number}").unwrap()
        return Ok(None)

    def sum_up(self) -> None:
        """Shows what it took."""
        count, lost = sum(self._next.values()), self._lossy.lost
        self._lossy.say(
            f"{count} messages, {lost} acknowledgements lost, {self._duplicates} duplicates"
        )


@propagate
def sender_to(addr: str, loss: float, seed: int | None) -> io.Result[Sender]:
    """A sender at any port of this machine, to the first of the addresses."""
    addrs = to_socket_addrs(addr).unwrap()[:1]
    anywhere = (
        Ipv6Addr.UNSPECIFIED if any(peer.is_ipv6() for peer in addrs) else Ipv4Addr.UNSPECIFIED
    )
    socket = UdpSocket.bind((anywhere, 0)).unwrap()
    # Connected, so that it hears if nobody is there.
    socket.connect(addrs).unwrap()
    return Ok(Sender(Lossy("sender", socket, loss, seed), socket.peer_addr().unwrap()))


@propagate
def receiver_at(addr: str, loss: float, seed: int | None) -> io.Result[Receiver]:
    """A receiver at the address."""
    lossy = Lossy("receiver", UdpSocket.bind(addr).unwrap(), loss, seed)
    lossy.say(f"is at {lossy.socket.local_addr().unwrap()}")
    return Ok(Receiver(lossy))


@propagate
def serve(addr: str, loss: float, seed: int | None) -> io.Result[None]:
    """Receives from everybody."""
    return receiver_at(addr, loss, seed).unwrap().receive(Event())


@propagate
def send(addr: str, loss: float, seed: int | None) -> io.Result[None]:
    """Sends each line of standard input."""
    sender = sender_to(addr, loss, seed).unwrap()
    for line in sys.stdin.buffer:
        sender.send(line.removesuffix(b"\n")).unwrap()
    sender.sum_up()
    return Ok(None)


@propagate
def both(loss: float, seed: int | None) -> io.Result[None]:
    """A receiver and a sender in one program."""
    with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
        # The receiver has losses of its own.
        own = None if seed is None else seed + 1
        receiver = Receiver(Lossy("receiver", socket, loss, own))
        sender = sender_to(str(socket.local_addr().unwrap()), loss, seed).unwrap()
        stop = Event()
        receiving = Thread(target=receiver.receive, args=[stop], daemon=True)
        receiving.start()
        for message in MESSAGES:
            sender.send(message.encode()).unwrap()
        stop.set()
        receiving.join()
    sender.sum_up()
    receiver.sum_up()
    return Ok(None)


@propagate
def run(args: list[str]) -> io.Result[None]:
    """What the arguments ask for."""
    match args:
        case ["serve", addr, *chance] if len(chance) <= 2:
            return serve(addr, *parse(chance).unwrap())
        case ["send", addr, *chance] if len(chance) <= 2:
            return send(addr, *parse(chance).unwrap())
        case ["serve" | "send" as half]:
            return invalid(f"{half} needs an address: HOST:PORT")
        case [*chance] if len(chance) <= 2:
            return both(*parse(chance).unwrap())
        case _:
            return invalid("it takes `[LOSS [SEED]]`, after `serve ADDR`, `send ADDR` or nothing")


def parse(chance: list[str]) -> io.Result[tuple[float, int | None]]:
    """The loss and the seed."""
    loss, seed = [*chance, *[None] * 2][:2]
    try:
        share = LOSS if loss is None else float(loss)
        start = None if seed is None else int(seed)
    except ValueError:
        return invalid(f"the loss and the seed are numbers, not {' '.join(chance)}")
    if not 0 <= share <= MOST_LOSS:
        return invalid(f"the loss is 0 to {MOST_LOSS}, not {loss}")
    return Ok((share, start))


def invalid(why: str) -> Err[io.Error]:
    """What is wrong with the arguments."""
    return Err(io.Error(io.ErrorKind.InvalidInput, why))


def main() -> int:
    """The exit status of the program."""
    # Ctrl-C ends it as it ends a program in Rust: there is nothing to do before.
    signal(SIGINT, SIG_DFL)
    # So does an output that nobody reads; of sockets there is no such signal.
    signal(SIGPIPE, SIG_DFL)
    match run(sys.argv[1:]):
        case Ok():
            return 0
        case Err(error):
            print(f"acked_datagrams: {error}", file=sys.stderr)
            return 1


if __name__ == "__main__":
    sys.exit(main())
