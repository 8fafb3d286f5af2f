"""Every message once and in order, over datagrams that get lost.

The sender numbers its messages, and sends each one again until the acknowledgement of its number
comes back: stop-and-wait ARQ. The receiver acknowledges every datagram, but delivers each number
only once. There is no connection: the receiver knows a sender by its address and a random number.
Both sides lose some of the datagrams that they send, on purpose.

python -m stdnet.examples.acked_datagrams [LOSS [SEED]]              runs both sides
python -m stdnet.examples.acked_datagrams serve ADDR [LOSS [SEED]]   the receiver
python -m stdnet.examples.acked_datagrams send ADDR [LOSS [SEED]]    sends the lines that you type

LOSS is the share of datagrams that each side loses, from 0 to 0.7; the default is 0.3. The same
SEED loses the same datagrams.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from struct import Struct
from threading import Event
from time import monotonic
from typing import Final

from stdnet import (
    Err,
    Ipv4Addr,
    Ipv6Addr,
    Ok,
    Result,
    SocketAddr,
    UdpSocket,
    io,
    propagate,
    run,
    to_socket_addrs,
)
from stdnet.examples.usage import arguments, refuse

HEADER: Final = Struct("!BIQ")
"""Data or acknowledgement, the number of the message, the random number of the sender."""

DATA: Final = 0
ACK: Final = 1
MAX_DATAGRAM: Final = 65535
LOSS: Final = 0.3
MAX_LOSS: Final = 0.7
MESSAGES: Final = ["one", "two", "three", "", "zwölf", "last"]
ATTEMPTS: Final = 100
TIMEOUT: Final = 0.05
"""The seconds after which a message or its acknowledgement counts as lost."""


class LossySocket:
    """A socket that loses some of the datagrams that it is given to send."""

    def __init__(self, side: str, socket: UdpSocket, loss: float, seed: int | None) -> None:
        self.side = side
        self.inner = socket
        self.lost: int = 0
        self._loss = loss
        self._random = Random(seed)  # noqa: S311 - there is nothing to guess

    def send_to(self, datagram: bytes, addr: SocketAddr, name: str) -> io.Result[int]:
        """Sends a datagram, or loses it and prints that."""
        if self._random.random() < self._loss:
            self.lost += 1
            self.say(f"loses {name}")
            return Ok(len(datagram))
        return self.inner.send_to(datagram, addr)

    def say(self, text: str) -> None:
        """Prints what this side sees."""
        sys.stdout.write(f"{self.side}: {text}\n")
        sys.stdout.flush()


class Sender:
    """Sends one message after the other, each one again until it is acknowledged."""

    def __init__(self, socket: LossySocket, peer: SocketAddr) -> None:
        self._socket = socket
        self._peer = peer
        # It distinguishes this sender from one that used the same port before.
        self._id = Random().getrandbits(64)  # noqa: S311
        self._next = 0
        self._sent_again = 0

    @propagate
    def send(self, message: bytes) -> io.Result[None]:
        """Sends a message, and returns once the receiver has acknowledged it."""
        number = self._next
        datagram = HEADER.pack(DATA, number, self._id) + message
        for attempt in range(ATTEMPTS):
            if attempt:
                self._sent_again += 1
                self._socket.say(f"sends {number} again")
            self._socket.send_to(datagram, self._peer, f"message {number}").unwrap()
            if self._is_acknowledged(number).unwrap():
                self._next += 1
                return Ok(None)
        why = f"message {number} was not acknowledged in {ATTEMPTS} attempts"
        return Err(io.Error(io.ErrorKind.TimedOut, why))

    @propagate
    def _is_acknowledged(self, number: int) -> io.Result[bool]:
        """Waits for the acknowledgement of a message. Returns False if it does not come in time."""
        expected = HEADER.pack(ACK, number, self._id)
        buf = bytearray(HEADER.size)
        end = monotonic() + TIMEOUT
        while (rest := end - monotonic()) > 0:
            self._socket.inner.set_read_timeout(rest).unwrap()
            match self._socket.inner.recv(buf):
                case Ok(n):
                    # Others are late acknowledgements of earlier datagrams.
                    if bytes(buf[:n]) == expected:
                        return Ok(True)
                case Err(io.Error(io.ErrorKind.WouldBlock)):
                    break
                case Err(error):
                    return Err(error)
        return Ok(False)

    def print_totals(self) -> None:
        """Prints how many datagrams it took."""
        lost, again = self._socket.lost, self._sent_again
        self._socket.say(f"{self._next} messages, {lost} datagrams lost, {again} sent again")


class Receiver:
    """Acknowledges every message, and delivers those that are new."""

    def __init__(self, socket: LossySocket) -> None:
        self._socket = socket
        self._next: dict[tuple[SocketAddr, int], int] = {}
        self._duplicates = 0

    @propagate
    def receive(self, stop: Event) -> io.Result[None]:
        """Receives datagrams until `stop` is set."""
        socket = self._socket.inner
        # It wakes up now and then to look at `stop`.
        socket.set_read_timeout(TIMEOUT).unwrap()
        buf = bytearray(MAX_DATAGRAM)
        while not stop.is_set():
            match socket.recv_from(buf):
                case Ok((n, addr)):
                    self._handle(bytes(buf[:n]), addr).unwrap()
                case Err(io.Error(io.ErrorKind.WouldBlock)):
                    continue
                case Err(error):
                    return Err(error)
        return Ok(None)

    @propagate
    def _handle(self, datagram: bytes, addr: SocketAddr) -> io.Result[None]:
        if len(datagram) < HEADER.size:
            return Ok(None)
        kind, number, sender_id = HEADER.unpack_from(datagram)
        expected = self._next.get((addr, sender_id), 0)
        if kind != DATA or number > expected:
            # Not from a `Sender`: it waits for an acknowledgement before it sends the next message.
            return Ok(None)
        if number == expected:
            self._next[addr, sender_id] = number + 1
            text = datagram[HEADER.size :].decode(errors="replace")
            self._socket.say(f"delivers {number} of {addr}: {text!r}")
        else:
            # The acknowledgement was lost, or was late.
            self._duplicates += 1
            self._socket.say(f"has {number} already")
        acknowledgement = HEADER.pack(ACK, number, sender_id)
        self._socket.send_to(acknowledgement, addr, f"the acknowledgement of {number}").unwrap()
        return Ok(None)

    def print_totals(self) -> None:
        """Prints how many datagrams it took."""
        count, lost = sum(self._next.values()), self._socket.lost
        self._socket.say(
            f"{count} messages, {lost} acknowledgements lost, {self._duplicates} duplicates"
        )


@propagate
def sender_to(addr: str, loss: float, seed: int | None) -> io.Result[Sender]:
    """Creates a sender at a free port, to the first of the addresses."""
    addrs = to_socket_addrs(addr).unwrap()[:1]
    # The socket has to be of the same IP version as the peer.
    unspecified = (
        Ipv6Addr.UNSPECIFIED if any(peer.is_ipv6() for peer in addrs) else Ipv4Addr.UNSPECIFIED
    )
    socket = UdpSocket.bind((unspecified, 0)).unwrap()
    # A connected socket reports ECONNREFUSED if no socket is at the address.
    socket.connect(addrs).unwrap()
    return Ok(Sender(LossySocket("sender", socket, loss, seed), socket.peer_addr().unwrap()))


@propagate
def receiver_at(addr: str, loss: float, seed: int | None) -> io.Result[Receiver]:
    """Creates a receiver at the address."""
    socket = UdpSocket.bind(addr).unwrap()
    lossy = LossySocket("receiver", socket, loss, seed)
    lossy.say(f"is at {socket.local_addr().unwrap()}")
    return Ok(Receiver(lossy))


@propagate
def serve(addr: str, loss: float, seed: int | None) -> io.Result[None]:
    """Receives from all senders, for ever."""
    return receiver_at(addr, loss, seed).unwrap().receive(Event())


@propagate
def send(addr: str, loss: float, seed: int | None) -> io.Result[None]:
    """Sends each line of standard input as a message."""
    sender = sender_to(addr, loss, seed).unwrap()
    for line in sys.stdin.buffer:
        sender.send(line.removesuffix(b"\n")).unwrap()
    sender.print_totals()
    return Ok(None)


@propagate
def both(loss: float, seed: int | None) -> io.Result[None]:
    """Runs a receiver and a sender in one program."""
    with ThreadPoolExecutor() as threads, UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
        # Another seed: the two sides do not lose the same datagrams.
        receiver_seed = None if seed is None else seed + 1
        receiver = Receiver(LossySocket("receiver", socket, loss, receiver_seed))
        sender = sender_to(str(socket.local_addr().unwrap()), loss, seed).unwrap()
        stop = Event()
        receiving = threads.submit(receiver.receive, stop)
        try:
            for message in MESSAGES:
                sender.send(message.encode()).unwrap()
        finally:
            stop.set()
        receiving.result().unwrap()
    sender.print_totals()
    receiver.print_totals()
    return Ok(None)


def loss_and_seed(args: list[str]) -> Result[tuple[float, int | None], str]:
    """Parses `[LOSS [SEED]]`."""
    loss, seed = [*args, *[None] * 2][:2]
    try:
        share = LOSS if loss is None else float(loss)
        start = None if seed is None else int(seed)
    except ValueError:
        return Err(f"the loss and the seed are numbers, not {' '.join(args)}")
    if not 0 <= share <= MAX_LOSS:
        return Err(f"the loss is 0 to {MAX_LOSS}, not {loss}")
    return Ok((share, start))


@propagate
def main() -> io.Result[None]:
    """Does what the arguments say."""
    wrong = partial(refuse, __doc__)
    match arguments(__doc__):
        case ["serve", addr, *rest] if len(rest) <= 2:
            return serve(addr, *loss_and_seed(rest).unwrap_or_else(wrong))
        case ["send", addr, *rest] if len(rest) <= 2:
            return send(addr, *loss_and_seed(rest).unwrap_or_else(wrong))
        case ["serve" | "send" as side]:
            return wrong(f"{side} needs an address: HOST:PORT")
        case [*rest] if len(rest) <= 2:
            return both(*loss_and_seed(rest).unwrap_or_else(wrong))
        case _:
            return wrong("it takes `[LOSS [SEED]]`, after `serve ADDR`, `send ADDR` or nothing")


if __name__ == "__main__":
    run(main)
