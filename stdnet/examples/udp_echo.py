"""An echo server over UDP, and its client.

python -m stdnet.examples.udp_echo                 runs both, and prints what each side sees
python -m stdnet.examples.udp_echo serve ADDR      the server, for `nc -u HOST PORT`
python -m stdnet.examples.udp_echo connect ADDR    the client: sends what you type, shows the answer
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from stdnet import (
    Err,
    Ipv4Addr,
    Ipv6Addr,
    Ok,
    UdpSocket,
    io,
    propagate,
    run,
    to_socket_addrs,
)
from stdnet.examples.usage import arguments, refuse

LINES: Final = ["Hello, stdnet!\n", "Grüße, Zürich!\n", "", "さようなら\n"]
MAX_DATAGRAM: Final = 65535
TIMEOUT: Final = 1.0
"""The seconds after which an answer counts as lost."""


@propagate
def echo(socket: UdpSocket, count: int | None = None) -> io.Result[None]:
    """Sends `count` datagrams back to where they come from, or does so for ever."""
    buf = bytearray(MAX_DATAGRAM)
    while count is None or count > 0:
        n, addr = socket.recv_from(buf).unwrap()
        say("server", f"{addr} sent {n} bytes")
        socket.send_to(memoryview(buf)[:n], addr).unwrap()
        count = None if count is None else count - 1
    return Ok(None)


@propagate
def serve(addr: str) -> io.Result[None]:
    """Echoes to all clients with one socket: a datagram brings the address to answer to."""
    with UdpSocket.bind(addr).unwrap() as socket:
        say("server", f"is at {socket.local_addr().unwrap()}")
        return echo(socket)


@propagate
def connected(addr: str) -> io.Result[UdpSocket]:
    """Creates a socket at a free port that sends to and receives from one address only.

    Unlike an unconnected socket, it reports that no socket is at the address: the next call then
    fails with ECONNREFUSED.
    """
    addrs = to_socket_addrs(addr).unwrap()[:1]
    # The socket has to be of the same IP version as the peer.
    unspecified = (
        Ipv6Addr.UNSPECIFIED if any(peer.is_ipv6() for peer in addrs) else Ipv4Addr.UNSPECIFIED
    )
    socket = UdpSocket.bind((unspecified, 0)).unwrap()
    socket.connect(addrs).unwrap()
    socket.set_read_timeout(TIMEOUT).unwrap()
    return Ok(socket)


@propagate
def connect(addr: str) -> io.Result[None]:
    """Sends each line of standard input, and writes the answers to standard output."""
    with connected(addr).unwrap() as socket:
        buf = bytearray(MAX_DATAGRAM)
        for line in sys.stdin.buffer:
            socket.send(line).unwrap()
            match socket.recv(buf):
                case Ok(n):
                    sys.stdout.buffer.write(memoryview(buf)[:n])
                    sys.stdout.buffer.flush()
                case Err(io.Error(io.ErrorKind.WouldBlock)):
                    print(f"no answer within {TIMEOUT} s", file=sys.stderr)
                case Err(error):
                    return Err(error)
    return Ok(None)


@propagate
def both() -> io.Result[None]:
    """Runs a server and a client in one program."""
    with ThreadPoolExecutor() as threads, UdpSocket.bind("127.0.0.1:0").unwrap() as server:
        # So that the server ends, too, if the client fails.
        server.set_read_timeout(TIMEOUT).unwrap()
        addr = server.local_addr().unwrap()
        say("server", f"is at {addr}")
        echoing = threads.submit(echo, server, len(LINES))
        with connected(str(addr)).unwrap() as client:
            say("client", f"is at {client.local_addr().unwrap()}")
            buf = bytearray(MAX_DATAGRAM)
            for line in LINES:
                say("client", f"sends {line.encode()!r}")
                client.send(line.encode()).unwrap()
                n = client.recv(buf).unwrap()
                say("client", f"got   {bytes(buf[:n])!r}")
    return echoing.result()


def say(side: str, text: str) -> None:
    """Prints what one side sees."""
    sys.stdout.write(f"{side}: {text}\n")
    sys.stdout.flush()


def main() -> io.Result[None]:
    """Does what the arguments say."""
    match arguments(__doc__):
        case []:
            return both()
        case ["serve", addr]:
            return serve(addr)
        case ["connect", addr]:
            return connect(addr)
        case ["serve" | "connect" as side]:
            return refuse(__doc__, f"{side} needs an address: HOST:PORT")
        case _:
            return refuse(__doc__, "it takes no arguments, or `serve ADDR`, or `connect ADDR`")


if __name__ == "__main__":
    run(main)
