"""An echo server over UDP with several sockets in one thread.

python -m stdnet.examples.mio_udp                   two sockets and two clients in one program
python -m stdnet.examples.mio_udp serve ADDR ...    the server, at each address

Clients are `nc -u HOST PORT` and `python -m stdnet.examples.udp_echo connect ADDR`.

An event may stand for several datagrams, so a socket receives until `WouldBlock`.

An answer for which there is no room is kept, and nothing more is received until it has been sent:
what comes meanwhile waits in the kernel, which loses what is too much, as UDP may. For that time
the interest is in writing. `reregister` makes an event also of what has come before it.

The same in Rust, with the crate mio, is in mio_udp.rs in the folder of this program.
"""

from __future__ import annotations

import sys
from contextlib import closing
from typing import Final, final

import stdnet
from stdnet import Err, Ok, SocketAddr, io, propagate, run, to_socket_addrs
from stdnet.examples.usage import arguments, refuse
from stdnet.mio import Events, Interest, Poll, Token
from stdnet.mio.net import UdpSocket

MAX_DATAGRAM: Final = 65535
TURN: Final = 16
"""How many datagrams a socket receives before the others have their turn."""
TIMEOUT: Final = 1.0
"""The seconds after which an answer counts as lost."""

TEXTS: Final = ["one", "two", "three"]


@final
class Echo:
    """A socket, and the answer that it has not sent yet."""

    def __init__(self, socket: UdpSocket) -> None:
        self.socket = socket
        self.answered: int = 0
        self._unsent: tuple[bytes, SocketAddr] | None = None

    def interests(self) -> Interest:
        """Returns what this socket waits for."""
        return Interest.READABLE if self._unsent is None else Interest.WRITABLE

    def go_on(self, buf: bytearray) -> io.Result[bool]:
        """Answers what has come; returns False if there may be more, and others have their turn."""
        for _ in range(TURN):
            if not self._send():
                return Ok(True)
            match self.socket.recv_from(buf):
                case Ok((n, addr)):
                    self._unsent = bytes(buf[:n]), addr
                case Err(io.Error(io.ErrorKind.WouldBlock)):
                    return Ok(True)
                case Err(error):
                    return Err(error)
        return Ok(False)

    def _send(self) -> bool:
        """Sends what is unsent; returns False if there is no room for it."""
        if self._unsent is None:
            return True
        datagram, addr = self._unsent
        match self.socket.send_to(datagram, addr):
            case Ok():
                self.answered += 1
            case Err(io.Error(io.ErrorKind.WouldBlock)):
                return False
            case Err(error):
                # That this client cannot be reached is no reason to leave the others alone.
                say("server", f"no answer to {addr}: {error}")
        self._unsent = None
        return True


@final
class Server:
    """The sockets of an echo server. The token of each is its place in the list."""

    def __init__(self, poll: Poll) -> None:
        self.sockets: list[Echo] = []
        self._poll = poll
        self._buf = bytearray(MAX_DATAGRAM)

    @staticmethod
    @propagate
    def bind(addrs: list[str]) -> io.Result[Server]:
        """Creates a server with a socket at each address."""
        server = Server(Poll.new().unwrap())
        for addr in addrs:
            socket = UdpSocket.bind(to_socket_addrs(addr).unwrap()[0]).unwrap()
            token = Token(len(server.sockets))
            server._poll.registry().register(socket, token, Interest.READABLE).unwrap()
            say("server", f"is at {socket.local_addr().unwrap()}")
            server.sockets.append(Echo(socket))
        return Ok(server)

    @propagate
    def serve(self, count: int | None = None) -> io.Result[None]:
        """Serves until `count` datagrams have been answered, or for ever."""
        events = Events.with_capacity(128)
        while count is None or sum(echo.answered for echo in self.sockets) < count:
            self._poll.poll(events, None).unwrap()
            for event in events:
                self._handle(event.token()).unwrap()
        return Ok(None)

    @propagate
    def _handle(self, token: Token) -> io.Result[None]:
        echo = self.sockets[token]
        before = echo.interests()
        is_done = echo.go_on(self._buf).unwrap()
        if is_done and echo.interests() == before:
            return Ok(None)
        return self._poll.registry().reregister(echo.socket, token, echo.interests())

    def close(self) -> None:
        """Closes everything."""
        for echo in self.sockets:
            echo.socket.close()
        self._poll.close()


@propagate
def serve(addrs: list[str]) -> io.Result[None]:
    """Serves for ever."""
    with closing(Server.bind(addrs).unwrap()) as server:
        return server.serve()


@propagate
def both() -> io.Result[None]:
    """Runs a server and two clients in turn: what is sent waits in the kernel."""
    with (
        closing(Server.bind(["127.0.0.1:0", "127.0.0.1:0"]).unwrap()) as server,
        stdnet.UdpSocket.bind("127.0.0.1:0").unwrap() as one,
        stdnet.UdpSocket.bind("127.0.0.1:0").unwrap() as two,
    ):
        clients = [one, two]
        for number, (client, echo) in enumerate(zip(clients, server.sockets, strict=True), 1):
            client.connect(echo.socket.local_addr().unwrap()).unwrap()
            client.set_read_timeout(TIMEOUT).unwrap()
            for text in TEXTS:
                say(f"client {number}", f"sends {text}")
                client.send(text.encode()).unwrap()
        count = len(clients) * len(TEXTS)
        server.serve(count).unwrap()
        say("server", f"answered {count} datagrams")
        buf = bytearray(MAX_DATAGRAM)
        for number, client in enumerate(clients, 1):
            for _ in TEXTS:
                n = client.recv(buf).unwrap()
                say(f"client {number}", f"got {buf[:n].decode()}")
    return Ok(None)


def say(side: str, text: str) -> None:
    """Prints what one side sees."""
    sys.stdout.write(f"{side}: {text}\n")
    sys.stdout.flush()


def main() -> io.Result[None]:
    """Does what the arguments say."""
    match arguments(__doc__):
        case []:
            return both()
        case ["serve", first, *others]:
            return serve([first, *others])
        case ["serve"]:
            return refuse(__doc__, "serve needs an address: HOST:PORT")
        case _:
            return refuse(__doc__, "it takes no arguments, or `serve ADDR ...`")


if __name__ == "__main__":
    run(main)
