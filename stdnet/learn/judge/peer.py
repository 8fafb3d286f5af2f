"""The judge as the other end of a solution: a client, a server, and a datagram socket.

Every wait ends after the patience of the judge. A peer remembers what went over it, so that a
`Failure` of its own says what was sent, in which pieces, and what came back.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle
from threading import Thread
from types import TracebackType
from typing import Final, Self, TypeAlias, final

from stdnet import (
    Err,
    Ok,
    Result,
    Shutdown,
    SocketAddr,
    TcpListener,
    TcpStream,
    UdpSocket,
    io,
    propagate,
)
from stdnet.learn.judge.check import Failure
from stdnet.learn.judge.text import Text, byte_count
from stdnet.os.unix.net import SocketAddr as UnixAddr
from stdnet.os.unix.net import UnixListener, UnixStream
from stdnet.socket2 import SockRef

Addr: TypeAlias = SocketAddr.V4 | SocketAddr.V6 | str
"""An address, or its text: `127.0.0.1:80`, a path with a slash, or `@name`, an abstract name."""

BUFFER_SIZE: Final = 1 << 16
TICK: Final = 0.05
"""The seconds after which a waiting server looks whether the program has ended."""


def pieces(data: bytes, *sizes: int) -> Iterator[bytes]:
    """Yields the data in pieces of these sizes, again and again.

    >>> from stdnet.learn.judge.peer import pieces
    >>> list(pieces(b"abcdef", 1, 2))
    [b'a', b'bc', b'd', b'ef']
    """
    at = 0
    for size in cycle(sizes):
        if at >= len(data):
            return
        yield data[at : at + size]
        at += size


@final
class Peer:
    """A connection with a solution."""

    def __init__(
        self,
        stream: TcpStream | UnixStream,
        patience: float,
        received_as: Text | None = None,
    ) -> None:
        self.stream = stream
        self.patience = patience
        self.received_as = received_as
        self.sent: list[bytes] = []
        """All that was sent, in its pieces."""
        self.received: bytearray = bytearray()
        """All that came back."""
        if isinstance(stream, TcpStream):
            # Each piece goes out at once.
            _ = stream.set_nodelay(True)

    @classmethod
    @propagate
    def connect(
        cls, addr: Addr, patience: float, refused: Text | None = None
    ) -> Result[Peer, Failure]:
        """Connects to a solution. `refused` says what it means if nobody listens."""
        connected: io.Result[TcpStream | UnixStream]
        if isinstance(addr, str) and is_unix(addr):
            connected = UnixStream.connect_timeout(unix_addr(addr).unwrap(), patience)
        else:
            connected = TcpStream.connect_timeout(addr, patience)
        match connected:
            case Ok(stream):
                return Ok(cls(stream, patience))
            case Err(e) if refused and e.kind() is io.ErrorKind.ConnectionRefused:
                return Err(Failure(refused.format(addr=addr), rule=PRINTED, read="08"))
            case Err(e):
                return Err(Failure(NO_CONNECTION.format(error=e)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connection."""
        self.stream.close()

    def reset(self) -> None:
        """Closes the connection with a reset, as a program that dies does."""
        _ = SockRef.from_(self.stream).set_linger(0)
        self.stream.close()

    # Sending.

    def send(self, *data: bytes, pause: float = 0.0) -> Result[None, Failure]:
        """Sends each piece by itself, with so many seconds between them."""
        for number, piece in enumerate(data):
            if number and pause:
                time.sleep(pause)
            self.sent.append(piece)
            match self._write(piece):
                case Err(e):
                    return Err(self.failure(NOT_TAKEN.format(error=e)))
                case Ok():
                    pass
        return Ok(None)

    def half_close(self) -> Result[None, Failure]:
        """Says that nothing more will be sent."""
        match self.stream.shutdown(Shutdown.Write):
            case Err(e):
                return Err(self.failure(NOT_TAKEN.format(error=e)))
            case Ok():
                return Ok(None)

    @propagate
    def _write(self, data: bytes) -> Result[None, io.Error]:
        """Writes all of it, within the patience."""
        deadline = time.monotonic() + self.patience
        left = memoryview(data)
        while left:
            self.stream.set_write_timeout(_until(deadline)).unwrap()
            left = left[self.stream.write(left).unwrap() :]
        return Ok(None)

    # Receiving. Each of them takes the patience in all, and not for each piece that comes.

    @propagate
    def expect(self, data: bytes, seen: Text | None = None) -> Result[None, Failure]:
        """Receives exactly these bytes. `seen` says instead of the judge what others mean."""
        came, error = self._read(len(data))
        if came == data:
            return Ok(None)
        return Err(self.failure(seen or _short_of(came, data, error), data, came))

    @propagate
    def expect_end(self, seen: Text | None = None) -> Result[None, Failure]:
        """Receives the end of the stream, and nothing before it."""
        came, error = self._read(1)
        if came:
            came += self._read(BUFFER_SIZE, time.monotonic())[0]
            return Err(self.failure(seen or MORE, THE_END, came))
        if error is not None:
            return Err(self.failure(seen or NO_END.format(error=_said(error)), THE_END, came))
        return Ok(None)

    def receive(self, count: int) -> Result[bytes, Failure]:
        """Receives so many bytes."""
        came, error = self._read(count)
        if len(came) == count:
            return Ok(came)
        seen = TOO_FEW.format(n=len(came), why=_why(error))
        return Err(self.failure(seen, byte_count(count), came))

    def receive_line(self) -> Result[bytes, Failure]:
        """Receives up to the next end of a line, which it includes."""
        line = bytearray()
        deadline = time.monotonic() + self.patience
        while not line.endswith(b"\n"):
            came, error = self._read(1, deadline)
            if not came:
                seen = NO_LINE.format(why=_why(error))
                return Err(self.failure(seen, A_LINE, bytes(line)))
            line += came
        return Ok(bytes(line))

    def receive_all(self, most: int = 64 << 20) -> Result[bytes, Failure]:
        """Receives up to the end of the stream."""
        came, error = self._read(most)
        if error is not None:
            return Err(self.failure(NO_END.format(error=_said(error)), THE_END, came))
        return Ok(came)

    def exchange(
        self,
        data: Iterable[bytes],
        expected: bytes,
        *,
        pause: float = 0.0,
        half_close: bool = False,
    ) -> Result[None, Failure]:
        """Sends the pieces on a thread, and receives these bytes meanwhile.

        With `half_close` it says after the last piece that nothing more will be sent.
        """
        results = list[Result[None, Failure]]()

        def send() -> None:
            sent = self.send(*data, pause=pause)
            results.append(sent.and_then(lambda _: self.half_close()) if half_close else sent)

        thread = Thread(target=send)
        thread.start()
        answer = self.expect(expected)
        thread.join()
        # What came back says more than that the rest could not be sent.
        return answer.and_then(lambda _: results[0])

    def expect_nothing(self, within: float, seen: Text | None = None) -> Result[None, Failure]:
        """Waits so many seconds, in which nothing may come."""
        came, error = self._read(1, time.monotonic() + within)
        if came or error is None:
            return Err(self.failure(seen or TOO_EARLY, NOTHING.format(n=f"{within:g}"), came))
        return Ok(None)

    def failure(
        self, seen: Text, expected: bytes | Text | None = None, received: bytes | None = None
    ) -> Failure:
        """Returns a failure that says what went over this connection."""
        came = bytes(self.received) if received is None else received
        return Failure(seen, expected, came, tuple(self.sent), received_as=self.received_as)

    def _read(self, count: int, deadline: float | None = None) -> tuple[bytes, io.Error | None]:
        """Reads up to so many bytes: fewer at the end of the stream, or after an error."""
        if deadline is None:
            deadline = time.monotonic() + self.patience
        came = bytearray()
        buf = bytearray(min(count, BUFFER_SIZE))
        error = None
        while len(came) < count:
            view = memoryview(buf)[: count - len(came)]
            _ = self.stream.set_read_timeout(_until(deadline))
            match self.stream.read(view):
                case Ok(0):
                    break
                case Ok(n):
                    came += view[:n]
                case Err(e):
                    error = e
                    break
        self.received += came
        return bytes(came), error


@final
class Server:
    """A listener of the judge, for solutions that connect."""

    def __init__(
        self,
        listener: TcpListener | UnixListener,
        addr: str,
        patience: float,
        has_ended: Callable[[], bool],
    ) -> None:
        self.listener = listener
        self.addr = addr
        """The address as the solution gets it."""
        self.patience = patience
        self._has_ended = has_ended

    @classmethod
    @propagate
    def bind(
        cls, addr: str, patience: float, has_ended: Callable[[], bool]
    ) -> Result[Server, Failure]:
        """Listens at an address. `has_ended` says that no solution will connect any more."""
        if is_unix(addr):
            unix = UnixListener.bind_addr(unix_addr(addr).unwrap()).unwrap()
            return Ok(cls(unix, addr, patience, has_ended))
        listener = TcpListener.bind(addr).unwrap()
        return Ok(cls(listener, str(listener.local_addr().unwrap()), patience, has_ended))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stops listening."""
        self.listener.close()

    def accept(self, within: float | None = None) -> Result[Peer, Failure]:
        """Waits for the solution to connect. It may have to start first."""
        within = 2 * self.patience if within is None else within
        deadline = time.monotonic() + within
        while True:
            # What a program did before it ended is in the queue.
            ended = self._has_ended()
            over = ended or time.monotonic() > deadline
            match self.listener.accept_timeout(TICK):
                case Ok((stream, _)):
                    return Ok(Peer(stream, self.patience, SERVER_RECEIVED))
                case Err() if over:
                    seen = NOT_CONNECTED if ended else STILL_RUNS.format(seconds=f"{within:g}")
                    return Err(Failure(seen, rule=CONNECTS, read="05"))
                case Err():
                    pass


@final
class UdpPeer:
    """A datagram socket that talks with a solution."""

    def __init__(self, socket: UdpSocket, patience: float) -> None:
        self.socket = socket
        self.patience = patience
        self.sent: list[bytes] = []
        self.received: bytearray = bytearray()

    @classmethod
    @propagate
    def bind(cls, addr: str, patience: float) -> Result[UdpPeer, Failure]:
        """Binds a socket that is connected to nobody yet."""
        return Ok(cls(UdpSocket.bind(addr).unwrap(), patience))

    @classmethod
    @propagate
    def connect(cls, addr: Addr, patience: float) -> Result[UdpPeer, Failure]:
        """Binds a socket, and connects it to a solution."""
        v6 = str(addr).startswith("[")
        peer = cls.bind("[::1]:0" if v6 else "127.0.0.1:0", patience).unwrap()
        match peer.socket.connect(addr):
            case Err(e):
                peer.close()
                return Err(Failure.from_(e))
            case Ok():
                return Ok(peer)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the socket."""
        self.socket.close()

    @propagate
    def addr(self) -> Result[str, Failure]:
        """Returns the address of this socket."""
        return Ok(str(self.socket.local_addr().unwrap()))

    def send(self, data: bytes, addr: Addr | None = None) -> Result[None, Failure]:
        """Sends a datagram, to the connected solution if no address is given."""
        self.sent.append(data)
        sent = self.socket.send(data) if addr is None else self.socket.send_to(data, addr)
        match sent:
            case Err(e):
                return Err(self.failure(NOT_TAKEN.format(error=e)))
            case Ok():
                return Ok(None)

    def receive(self, within: float | None = None) -> Result[bytes, Failure]:
        """Receives a datagram."""
        return self.receive_from(within).map(lambda came: came[0])

    def receive_from(
        self, within: float | None = None
    ) -> Result[tuple[bytes, SocketAddr.V4 | SocketAddr.V6], Failure]:
        """Receives a datagram, and says from where."""
        within = self.patience if within is None else within
        _ = self.socket.set_read_timeout(within)
        buf = bytearray(1 << 16)
        match self.socket.recv_from(buf):
            case Ok((n, addr)):
                self.received += buf[:n]
                return Ok((bytes(buf[:n]), addr))
            case Err(e):
                return Err(self.failure(NO_DATAGRAM.format(why=_why(e)), A_DATAGRAM))

    @propagate
    def expect(self, data: bytes, seen: Text | None = None) -> Result[None, Failure]:
        """Receives exactly this datagram."""
        came = self.receive().unwrap()
        if came == data:
            return Ok(None)
        return Err(self.failure(seen or OTHER_DATAGRAM, data, came))

    def expect_nothing(self, within: float, seen: Text | None = None) -> Result[None, Failure]:
        """Waits so many seconds, in which no datagram may come."""
        match self.receive(within):
            case Ok(came):
                return Err(self.failure(seen or TOO_EARLY, NOTHING.format(n=f"{within:g}"), came))
            case Err():
                return Ok(None)

    def failure(
        self, seen: Text, expected: bytes | Text | None = None, received: bytes | None = None
    ) -> Failure:
        """Returns a failure that says what went over this socket."""
        came = bytes(self.received) if received is None else received
        return Failure(seen, expected, came, tuple(self.sent))


def is_unix(addr: str) -> bool:
    """Returns True for a path, or `@` and an abstract name."""
    return addr.startswith("@") or "/" in addr


def unix_addr(addr: str) -> io.Result[UnixAddr]:
    """Returns the address of a path, or of `@` and an abstract name."""
    if addr.startswith("@"):
        return UnixAddr.from_abstract_name(addr[1:])
    return UnixAddr.from_pathname(addr)


def _until(deadline: float) -> float:
    """Returns the time that is left, which is never 0: that would be an error."""
    return max(deadline - time.monotonic(), 0.001)


def _said(error: io.Error) -> Text:
    """Returns an error as a teacher calls it: what timed out was not there in time."""
    if error.kind() in (io.ErrorKind.WouldBlock, io.ErrorKind.TimedOut):
        return NOT_IN_TIME
    return Text(str(error), str(error))


def _why(error: io.Error | None) -> Text:
    return THEN_THE_END if error is None else _said(error)


def _short_of(came: bytes, data: bytes, error: io.Error | None) -> Text:
    if data.startswith(came):
        return TOO_FEW.format(n=len(came), why=_why(error))
    return OTHER_DATA


NO_CONNECTION: Final = Text(
    "the judge could not connect to the program: {error}",
    "el juez no pudo conectarse con el programa: {error}",
)
NOBODY: Final = Text(
    "it printed {addr}, and nobody listens there", "imprimió {addr}, y nadie escucha ahí"
)
PRINTED: Final = Text(
    "A server listens at the address that it is given. Then it prints the one that it has got, as "
    "the kernel may have chosen the port: `local_addr` returns it. In C that is `getsockname`, "
    "after `bind`, and the port goes through `ntohs`.",
    "Un servidor escucha en la dirección que se le da. Después imprime la que obtuvo, porque el "
    "puerto puede haberlo elegido el núcleo: `local_addr` la devuelve. En C es `getsockname`, "
    "después de `bind`, y el puerto pasa por `ntohs`.",
)
NOT_IN_TIME: Final = Text("nothing more came in time", "no llegó nada más a tiempo")
THEN_THE_END: Final = Text("then the stream ended", "después terminó el flujo")
NOT_TAKEN: Final = Text(
    "the program did not take all that was sent: {error}",
    "el programa no recibió todo lo enviado: {error}",
)
TOO_FEW: Final = Text("{n} bytes came; {why}", "llegaron {n} bytes; {why}")
OTHER_DATA: Final = Text("other bytes came back", "llegaron otros bytes")
MORE: Final = Text("more came before the end", "llegó algo más antes del fin")
NO_END: Final = Text("the stream did not end: {error}", "el flujo no terminó: {error}")
THE_END: Final = Text("the end of the stream", "el fin del flujo")
NO_LINE: Final = Text("no whole line came; {why}", "no llegó ninguna línea completa; {why}")
A_LINE: Final = Text("a whole line", "una línea completa")
TOO_EARLY: Final = Text("something came", "llegó algo")
NOTHING: Final = Text("nothing for {n} s", "nada durante {n} s")
NOT_CONNECTED: Final = Text(
    "the program ended, and did not connect", "el programa terminó sin conectarse"
)
STILL_RUNS: Final = Text(
    "the program did not connect within {seconds} s, and still runs: is there a loop without end?",
    "el programa no se conectó en {seconds} s, y sigue en marcha: ¿hay un bucle sin fin?",
)
CONNECTS: Final = Text(
    "A client connects to the address that it is given; only then can it send and receive.",
    "Un cliente se conecta con la dirección que recibe; solo entonces puede enviar y recibir.",
)
SERVER_RECEIVED: Final = Text("The server received", "El servidor recibió")
NO_DATAGRAM: Final = Text("no datagram came; {why}", "no llegó ningún datagrama; {why}")
A_DATAGRAM: Final = Text("a datagram", "un datagrama")
OTHER_DATAGRAM: Final = Text("another datagram came", "llegó otro datagrama")
