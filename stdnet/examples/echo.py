"""An echo server over TCP, and its client.

python -m stdnet.examples.echo                 runs both, and prints what each side sees
python -m stdnet.examples.echo serve ADDR      the server, for `nc HOST PORT`, `curl telnet://ADDR`
python -m stdnet.examples.echo connect ADDR    the client: sends what you type, shows the answer
"""

import sys
from threading import Thread
from typing import Final

from stdnet import Err, Ok, Shutdown, TcpListener, TcpStream, io, propagate, run
from stdnet.examples.usage import arguments, refuse

LINES: Final = ["Hello, stdnet!\n", "Grüße, Zürich!\n", "さようなら\n"]
CHUNK: Final = 8192


@propagate
def echo(stream: TcpStream) -> io.Result[int]:
    """Sends everything back until the peer shuts down writing; returns how many bytes."""
    buf = bytearray(CHUNK)
    total = 0
    while n := stream.read(buf).unwrap():
        stream.write_all(memoryview(buf)[:n]).unwrap()
        total += n
    return Ok(total)


def handle_client(stream: TcpStream) -> None:
    """Echoes to one client, and prints how it ended."""
    with stream:
        peer = stream.peer_addr().map(str).unwrap_or("a client that has gone")
        match echo(stream):
            case Ok(total):
                say("server", f"{peer} sent {total} bytes, and has them back")
            case Err(error):
                say("server", f"{peer} was lost: {error}")


@propagate
def serve(addr: str) -> io.Result[None]:
    """Accepts clients for ever, and handles each one in a thread of its own."""
    with TcpListener.bind(addr).unwrap() as listener:
        say("server", f"listens at {listener.local_addr().unwrap()}")
        for incoming in listener.incoming():
            Thread(target=handle_client, args=[incoming.unwrap()], daemon=True).start()
    return Ok(None)


@propagate
def connect(addr: str) -> io.Result[None]:
    """Sends standard input, and writes what comes back to standard output."""
    with TcpStream.connect(addr).unwrap() as stream:
        # In a thread, so that the answers are shown while the next line is being typed.
        Thread(target=send_input, args=[stream], daemon=True).start()
        buf = bytearray(CHUNK)
        while n := stream.read(buf).unwrap():
            sys.stdout.buffer.write(memoryview(buf)[:n])
            sys.stdout.buffer.flush()
    return Ok(None)


def send_input(stream: TcpStream) -> None:
    """Sends standard input until it ends, then shuts down writing. Prints any error."""
    sent = io.copy(io.stdin(), stream).and_then(lambda _: stream.shutdown(Shutdown.Write))
    sent.unwrap_or_else(lambda error: print(f"not all was sent: {error}", file=sys.stderr))


@propagate
def both() -> io.Result[None]:
    """Runs a server and a client in one program."""
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        say("server", f"listens at {listener.local_addr().unwrap()}")
        client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        stream, addr = listener.accept().unwrap()
    with client:
        say(
            "client",
            f"is {client.local_addr().unwrap()}, connected to {client.peer_addr().unwrap()}",
        )
        say("server", f"accepted {addr}")
        server = Thread(target=handle_client, args=[stream])
        server.start()
        for line in LINES:
            request = line.encode()
            client.write_all(request).unwrap()
            say("client", f"wrote {request!r}")
            say("client", f"read  {client.read_array(len(request)).unwrap()!r}")
        client.shutdown(Shutdown.Write).unwrap()
    server.join()
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
